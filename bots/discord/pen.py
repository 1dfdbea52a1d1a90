"""The hand that writes in Discord: shows, rewrites and erases messages, at the pace allowed."""

import secrets
from typing import Any

from bots.discord.faults import Acknowledged, Flooded, translated
from bots.discord.line import Call, Line
from bots.discord.pace import Pace
from bots.discord.rooms import Rooms
from bots.discord.ways import Place, Whisper
from bots.discord.writing import HIDDEN, NO_PREVIEW, Words, request
from dialogues.messages import Address
from dialogues.ports import DeliveryError

THINKING, QUIETLY = 5, 6  # Discord's ways to acknowledge: an answer comes, or a message will change
ONCE = 12  # bytes of the number by which Discord knows a message sent twice
MESSAGES = "/channels/{channel_id}/messages"
INTERACTION = "/webhooks/{webhook_id}/{webhook_token}"


class Pen:
    """Writes one message at a time; raises Gone, Busy, Unreachable or Refused."""

    def __init__(self, *, line: Line, rooms: Rooms, pace: Pace) -> None:
        self._line = line
        self._pace = pace
        self.rooms = rooms

    async def show(
        self, to: Address, words: Words, *, under: str | None = None, once: str | None = None
    ) -> Place:
        """Show a message; asked again with the same ``once`` it is not shown twice."""
        body = words.body(nonce=once or new_once(), enforce_nonce=True)
        if under:
            body["message_reference"] = {"message_id": under, "fail_if_not_exists": False}
        try:
            room = await self.rooms.find(to)
            return _place(await self._paced(Call("POST", MESSAGES, channel_id=room), words, body))
        except DeliveryError as error:
            self.rooms.refused(to, error)
            raise

    async def rewrite(self, room: str, number: str, words: Words) -> None:
        """Put other words and buttons in a message's place."""
        call = Call("PATCH", f"{MESSAGES}/{{message_id}}", channel_id=room, message_id=number)
        await self._paced(call, words, words.body())

    async def erase(self, room: str, number: str) -> None:
        """Take a message away."""
        await self._pace.turn()
        where = {"channel_id": room, "message_id": number}
        await self._line.ask(Call("DELETE", f"{MESSAGES}/{{message_id}}", **where))

    async def think(self, to: Address) -> None:
        """Show that an answer is being written."""
        room = await self.rooms.find(to)
        await self._line.ask(Call("POST", "/channels/{channel_id}/typing", channel_id=room))

    async def acknowledge(self, whisper: Whisper) -> None:
        """Tell Discord in time that an answer will come; twice is once."""
        body: dict[str, Any] = {"type": QUIETLY if whisper.pressed else THINKING}
        if whisper.hidden and not whisper.pressed:
            body["data"] = {"flags": HIDDEN}
        call = Call(
            "POST",
            "/interactions/{interaction_id}/{webhook_token}/callback",
            interaction_id=whisper.number,
            webhook_token=whisper.token,
        )
        try:
            await self._line.ask(call, json=body, params={"with_response": "true"})
        except Acknowledged:
            return

    async def fill(self, whisper: Whisper, words: Words) -> None:
        """Fill the answer that was promised, or rewrite the message whose button was pressed."""
        call = _call("PATCH", whisper, "/messages/@original")
        await self._line.ask(call, **request(words, words.body()))

    async def add(self, whisper: Whisper, words: Words) -> None:
        """Say one more thing in answer."""
        flags = NO_PREVIEW | (HIDDEN if whisper.hidden else 0)
        call = _call("POST", whisper)
        await self._line.ask(
            call, params={"wait": "true"}, **request(words, words.body(flags=flags))
        )

    async def withdraw(self, whisper: Whisper) -> None:
        """Take back the promise of an answer."""
        await self._line.ask(_call("DELETE", whisper, "/messages/@original"))

    async def _paced(self, call: Call, words: Words, body: dict[str, Any]) -> Any:
        await self._pace.turn()
        try:
            return await self._line.ask(call, **request(words, body))
        except Flooded as flooded:
            self._pace.hold(flooded.seconds)
            raise


def new_once() -> str:
    """Return a number no other message has."""
    return secrets.token_hex(ONCE)


def _call(method: str, whisper: Whisper, rest: str = "") -> Call:
    where = {"webhook_id": whisper.application, "webhook_token": whisper.token}
    return Call(method, f"{INTERACTION}{rest}", **where)


def _place(shown: Any) -> Place:
    with translated():
        return Place(room=str(shown["channel_id"]), numbers=(str(shown["id"]),))
