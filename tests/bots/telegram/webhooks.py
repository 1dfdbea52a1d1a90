"""A channel in webhook mode: a real server at its door, and a courier who knocks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from starlette.applications import Starlette

from bots.telegram import Door
from bots.telegram.door import PATH
from bots.telegram.webhook import route
from dialogues.ports import Receive
from tests.bots.web.serving import served_app
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_courier import HEADER, Courier, courier
from tests.doubles.telegram_house import telegram_house

SECRET = "a-secret_of-the-house"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """Where one may knock, and who knocks already."""

    door: Door
    courier: Courier

    async def knock(self, body: bytes, secret: str | None = SECRET) -> int:
        """Knock by hand; returns the status."""
        headers = {HEADER: secret} if secret is not None else {}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.door.url, data=body, headers=headers) as answer,
        ):
            return answer.status


@asynccontextmanager
async def entrance(double: TelegramDouble) -> AsyncIterator[Entrance]:
    """Serve a door that nobody has opened yet."""
    door = Door(url="", secret=SECRET)
    app = Starlette(routes=[route(door)])
    async with served_app(app) as port:
        door.url = f"http://127.0.0.1:{port}{PATH}"
        async with courier(double) as knocking:
            yield Entrance(door=door, courier=knocking)


@asynccontextmanager
async def webhook_house(
    receive: Receive, double: TelegramDouble, **patience: Any
) -> AsyncIterator[Entrance]:
    """Let the channel attend its door for as long as the block lasts."""
    async with (
        entrance(double) as opened,
        telegram_house(receive, double, door=opened.door, **patience),
    ):
        await double.until(lambda: double.methods.webhook)
        yield opened
