"""The terminal's bench: a keyboard one types on from a test, and a page of paper."""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from queue import SimpleQueue

from bots.terminal import Terminal
from dialogues.messages import Address
from tests.channels.bench import Mind, Seen

BUTTON = re.compile(r"^  \[(\d+)\] (.*)$")
LINK = re.compile(r"^  (.*) : (\S+)$")


class Keyboard(io.StringIO):
    """Waits for lines typed by the test."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: SimpleQueue[str] = SimpleQueue()

    def type(self, line: str) -> None:
        self._typed.put(line)

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        return self._typed.get(timeout=10)


class TerminalBench:
    """A person at a terminal, in prose or in JSON."""

    rich = False

    def __init__(self, *, as_json: bool) -> None:
        self.name = "terminal"
        self.mind = Mind()
        self.keyboard, self.page = Keyboard(), io.StringIO()
        self._as_json = as_json
        self.channel = Terminal(user="lea", as_json=as_json, lines=self.keyboard, page=self.page)

    @property
    def address(self) -> Address:
        return Address(channel="terminal", room="lea", user="lea")

    async def say(self, text: str) -> None:
        """One more line than needed is typed: when it is read, the first was answered."""
        before = len(self.mind.heard)
        self.keyboard.type(text + "\n")
        async with asyncio.timeout(5):
            while len(self.mind.heard) == before:  # noqa: ASYNC110 - the terminal tells nobody
                await asyncio.sleep(0.002)
            await asyncio.sleep(0.01)

    async def press(self, label: str) -> None:
        """Type the number before the label, or in JSON the payload, as a script does."""
        if self._as_json:
            await self.say(dict((await self.seen()).buttons)[label])
            return
        lines = self.page.getvalue().splitlines()
        found = [match for line in lines if (match := BUTTON.match(line)) and match[2] == label]
        await self.say(found[-1][1])

    async def seen(self) -> Seen:
        return self._objects() if self._as_json else self._prose()

    def _objects(self) -> Seen:
        objects = [json.loads(line) for line in self.page.getvalue().splitlines()]
        return Seen(
            texts=tuple(one["text"] for one in objects),
            buttons=tuple(
                (button["label"], button.get("payload") or button["url"])
                for one in objects
                for button in one["buttons"]
            ),
        )

    def _prose(self) -> Seen:
        lines = self.page.getvalue().splitlines()
        numbered = [(match[2], match[1]) for line in lines if (match := BUTTON.match(line))]
        links = [(match[1], match[2]) for line in lines if (match := LINK.match(line))]
        return Seen(texts=(self.page.getvalue(),), buttons=(*numbered, *links))


@asynccontextmanager
async def terminal_bench(*, as_json: bool) -> AsyncIterator[TerminalBench]:
    bench = TerminalBench(as_json=as_json)
    listening = asyncio.create_task(bench.channel.listen(bench.mind))
    try:
        yield bench
    finally:
        bench.keyboard.type("")
        await listening
