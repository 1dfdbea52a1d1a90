"""The terminal as a channel: lines in, sentences out; one JSON object per reply when asked."""

import asyncio
import json
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any, TextIO
from uuid import uuid4

from dialogues.messages import Address, Button, Incoming, Outgoing, Press, Receipt, Text
from dialogues.ports import Receive, Response


class Terminal:
    """A person at a keyboard, or a script at the end of a pipe."""

    name = "terminal"

    def __init__(
        self,
        *,
        user: str,
        as_json: bool = False,
        lines: TextIO = sys.stdin,
        page: TextIO = sys.stdout,
    ) -> None:
        self._address = Address(channel=self.name, room=user, user=user)
        self._as_json = as_json
        self._lines = lines
        self._page = page
        self._shown: list[str] = []  # the payloads of the buttons, as numbered
        self._last: Response | None = None

    async def listen(self, receive: Receive) -> None:
        """Answer line after line, until the input ends."""
        while line := await self._line():
            self._last = await receive(self._event(line.rstrip("\r\n")))
            self._shown.clear()
            for message in self._last.messages:
                await self.send(self._address, message)

    async def send(self, to: Address, message: Outgoing) -> Receipt:  # noqa: ARG002 - one reader
        """Print a message."""
        print(self._written(message), file=self._page, flush=True)
        return Receipt(id=uuid4().hex)

    async def amend(self, to: Address, receipt: Receipt, message: Outgoing) -> None:  # noqa: ARG002
        """Print the message anew: paper does not change."""
        await self.send(to, message)

    async def _line(self) -> str:
        if not self._as_json and self._lines.isatty():
            print("› ", end="", file=self._page, flush=True)
        return await _read(self._lines)

    def _event(self, line: str) -> Incoming:
        event = uuid4().hex
        pressed = self._pressed(line.strip())
        if pressed:
            return Press(id=event, sender=self._address, payload=pressed)
        return Text(id=event, sender=self._address, text=line)

    def _pressed(self, line: str) -> str | None:
        """A number presses the button it stands before; a script writes payloads instead."""
        if self._as_json or not line.isdecimal() or not 0 < int(line) <= len(self._shown):
            return None
        return self._shown[int(line) - 1]

    def _written(self, message: Outgoing) -> str:
        return (
            json.dumps(self._object(message), ensure_ascii=False)
            if self._as_json
            else self._prose(message)
        )

    def _object(self, message: Outgoing) -> Mapping[str, Any]:
        last = self._last or Response(messages=())
        return {
            "text": message.text,
            "buttons": [_button(button) for button in message.buttons],
            "intent": last.intent,
            "confidence": round(last.confidence, 4),
            "source": message.source,
            "decided": last.decided,
        }

    def _prose(self, message: Outgoing) -> str:
        lines = [message.text, *(self._choice(button) for button in message.buttons)]
        if message.place:
            spot = message.place
            lines.append(f"  {spot.address} ({spot.latitude:.4f}, {spot.longitude:.4f})")
        if message.file:
            lines.append(f"  ({message.file.name})")
        return "\n".join(lines) + "\n"

    def _choice(self, button: Button) -> str:
        if button.payload is None:
            return f"  {button.label} : {button.url}"
        self._shown.append(button.payload)
        return f"  [{len(self._shown)}] {button.label}"


async def _read(lines: TextIO) -> str:
    """Wait for a line in a thread that the end of the process does not wait for."""
    told: Future[str] = Future()
    told.set_running_or_notify_cancel()  # reading cannot be called off, only left alone

    def read() -> None:
        try:
            told.set_result(lines.readline())
        except Exception as unread:  # noqa: BLE001 - raised where the line is awaited
            told.set_exception(unread)

    threading.Thread(target=read, daemon=True, name="terminal").start()
    return await asyncio.wrap_future(told)


def _button(button: Button) -> dict[str, str]:
    way = {"payload": button.payload} if button.payload else {"url": button.url}
    return {"label": button.label} | {name: value for name, value in way.items() if value}
