"""The web chat's bench: a visitor over HTTP, and the mailbox their page is drawn from."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx

from bots.web import Bell, WebChannel, WebSettings, build
from bots.web.transcript import tail
from dialogues.messages import Address
from tests.bots.web.doubles import SECRET, Clock, MemoryMailbox, MemoryPages
from tests.channels.bench import Mind, Seen

HERE = "http://tchatche.test"


class WebBench:
    """A visitor of the web chat."""

    rich = True

    def __init__(self) -> None:
        self.name = "web"
        self.mind = Mind()
        self.mailbox, bell, clock = MemoryMailbox(), Bell(), Clock()
        self.channel = WebChannel(mailbox=self.mailbox, bell=bell, clock=clock)
        app = build(
            receive=self.mind,
            mailbox=self.mailbox,
            pages=MemoryPages(),
            settings=WebSettings(secret_key=SECRET, messages=1000),
            clock=clock,
            bell=bell,
        )
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.visitor = httpx.AsyncClient(transport=transport, base_url=HERE)

    @property
    def address(self) -> Address:
        return self.mind.heard[-1].sender

    async def say(self, text: str) -> None:
        await self._post(text=text)

    async def press(self, label: str) -> None:
        await self._post(payload=dict((await self.seen()).buttons)[label])

    async def seen(self) -> Seen:
        shown = [message for _, message in await tail(self.mailbox, self.address.room)]
        return Seen(
            texts=tuple(message.text for message in shown),
            buttons=tuple(
                (button.label, button.payload or button.url or "")
                for message in shown
                for button in message.buttons
            ),
            places=tuple(message.place.name for message in shown if message.place),
            files=tuple(message.file.name for message in shown if message.file),
        )

    async def _post(self, **said: str) -> None:
        await self.visitor.post("/chat/messages", json=said | {"key": uuid4().hex})


@asynccontextmanager
async def web_bench() -> AsyncIterator[WebBench]:
    bench = WebBench()
    async with bench.visitor:
        yield bench
