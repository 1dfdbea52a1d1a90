"""A Telegram channel at work between a mind and the Bot API double."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bots.telegram import Patience, TelegramChannel
from dialogues.ports import Receive
from tests.doubles.telegram import TelegramDouble

QUICK = Patience(first=0.01, most=0.05, tries=4, poll=5, glance=0.05, grace=0.2, answer=0.4)


def channel_to(
    double: TelegramDouble, *, patience: Patience = QUICK, pace: float = 1000
) -> TelegramChannel:
    """Return a channel that reaches the double, in a hurry."""
    return TelegramChannel(token=double.token, api_url=double.url, pace=pace, patience=patience)


@asynccontextmanager
async def telegram_house(
    receive: Receive, double: TelegramDouble, *, patience: Patience = QUICK
) -> AsyncIterator[asyncio.Task[None]]:
    """Let the channel listen to the double for as long as the block lasts."""
    listening = asyncio.create_task(channel_to(double, patience=patience).listen(receive))
    try:
        yield listening
    finally:
        await stopped(listening)


async def stopped(listening: asyncio.Task[None]) -> None:
    """Stop a channel as a process that is asked to stop does."""
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
