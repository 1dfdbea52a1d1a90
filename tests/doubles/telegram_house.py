"""A Telegram channel at work between a mind and the Bot API double."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from bots.telegram import Door, Patience, TelegramChannel
from bots.telegram.channel import unfollowed
from bots.telegram.pace import Limits
from bots.telegram.rooms import Follow
from dialogues.ports import Receive
from tests.doubles.telegram import TelegramDouble

QUICK = Patience(first=0.01, most=0.05, tries=4, poll=5, glance=0.05, grace=3, answer=5)

BRISK = Limits(chat=(1000, 1.0), group=(1000, 1.0))  # the pace has its own tests


def channel_to(
    double: TelegramDouble,
    *,
    door: Door | None = None,
    follow: Follow = unfollowed,
    **patience: Any,
) -> TelegramChannel:
    """Return a channel that reaches the double, in a hurry but for the waits given."""
    return TelegramChannel(
        token=double.token,
        api_url=double.url,
        pace=1000,
        limits=BRISK,
        door=door,
        follow=follow,
        patience=dataclasses.replace(QUICK, **patience),
    )


@asynccontextmanager
async def telegram_house(
    receive: Receive, double: TelegramDouble, **chosen: Any
) -> AsyncIterator[asyncio.Task[None]]:
    """Let the channel listen to the double for as long as the block lasts.

    ``receive`` is any mind, the real engine's too; what ``channel_to`` takes may be given.
    """
    listening = asyncio.create_task(channel_to(double, **chosen).listen(receive))
    try:
        yield listening
    finally:
        await stopped(listening)


async def stopped(listening: asyncio.Task[None]) -> None:
    """Stop a channel as a process that is asked to stop does."""
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
