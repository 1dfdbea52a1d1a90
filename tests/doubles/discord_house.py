"""A Discord channel at work between a mind and the Discord double."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from bots.discord import DiscordChannel, Patience
from dialogues.messages import Incoming
from dialogues.ports import Receive, Response
from tests.doubles.discord import DiscordDouble

QUICK = Patience(first=0.01, most=0.05, tries=4, answer=5, identify=0.01, reborn=0.05)


def channel_to(double: DiscordDouble, **patience: Any) -> DiscordChannel:
    """Return a channel that reaches the double, in a hurry but for the waits given."""
    return DiscordChannel(
        token=double.token,
        api_url=double.url,
        gateway_url=double.gateway.url,
        pace=1000,
        patience=dataclasses.replace(QUICK, **patience),
    )


class House:
    """The channel at work, and how to wait for its answers."""

    def __init__(self, receive: Receive, double: DiscordDouble, channel: DiscordChannel) -> None:
        self.double = double
        self.channel = channel
        self.heard: list[Incoming] = []
        self.listening = asyncio.create_task(channel.listen(self._receive))
        self._mind = receive

    async def after(self, act: Callable[[], int], seconds: float = 15) -> int:
        """Do something the bot must hear, and wait until it was answered."""
        before = len(self.heard)
        number = act()
        ended = self.listening.done
        await self.double.until(lambda: len(self.heard) > before or ended(), seconds)
        assert not ended(), self.listening.exception()
        await self.channel.rest(seconds)
        return number

    async def _receive(self, event: Incoming) -> Response:
        self.heard.append(event)
        return await self._mind(event)


@asynccontextmanager
async def discord_house(
    receive: Receive, double: DiscordDouble, **patience: Any
) -> AsyncIterator[House]:
    """Let the channel listen to the double for as long as the block lasts.

    ``receive`` is any mind, the real engine's too; the waits of QUICK may be given anew.
    """
    house = House(receive, double, channel_to(double, **patience))
    try:
        await double.until(lambda: double.gateway.live or house.listening.done())
        yield house
    finally:
        await stopped(house.listening)


async def stopped(listening: asyncio.Task[None]) -> None:
    """Stop a channel as a process that is asked to stop does."""
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
