"""Asking Telegram for what is new, again and again, through every loss of the network."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bots.telegram.addressing import Me
from bots.telegram.faults import TelegramMisconfigured, seconds
from bots.telegram.intake import Intake
from bots.telegram.line import Line
from bots.telegram.patience import Patience
from bots.telegram.words import misconfigured

T = TypeVar("T")
log = structlog.get_logger(__name__)

OVERLAPS = 3  # polls refused in a row: a process that is being replaced is gone by then
NONSENSE = (KeyError, TypeError, ValueError, AttributeError)  # of an answer that is not Telegram's


class Polling:
    """The one reader of the bot's updates."""

    def __init__(self, *, line: Line, intake: Intake, patience: Patience) -> None:
        self._line = line
        self._intake = intake
        self._patience = patience

    async def introduced(self) -> Me:
        """Learn who we are, and take over from a webhook if there was one."""
        bot = self._line.bot
        me = await self._asked(bot.get_me)
        await self._asked(bot.delete_webhook)
        return Me(id=me.id, username=me.username or "")

    async def batches(self) -> AsyncIterator[list[Update]]:
        """Yield the new updates, for ever; raises TelegramMisconfigured."""
        while True:
            updates = await self._asked(
                partial(self._line.updates, offset=self._intake.offset, hold=self._patience.poll)
            )
            yield self._intake.take(updates)
            await self._intake.rest(self._patience.glance)

    async def confirm(self) -> None:
        """Tell Telegram what is done, so that the next process is not told again."""
        if self._intake.offset is None:
            return
        with suppress(TelegramError, TimeoutError, *NONSENSE):
            async with asyncio.timeout(self._patience.grace):
                await self._line.updates(offset=self._intake.offset, hold=0)

    async def _asked(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until there is an answer."""
        delays = self._patience.delays()
        overlaps = 0
        while True:
            try:
                return await ask()
            except InvalidToken:
                raise TelegramMisconfigured(misconfigured("invalid_token")) from None
            except Conflict:
                overlaps += 1
                if overlaps >= OVERLAPS:
                    raise TelegramMisconfigured(misconfigured("conflict")) from None
                wait = next(delays)
            except (TelegramError, *NONSENSE) as error:
                wait = max(next(delays), _told(error))
                log.warning("telegram.unreachable", error=type(error).__name__, wait=round(wait, 2))
            await asyncio.sleep(wait)


def _told(error: Exception) -> float:
    return seconds(error.retry_after) if isinstance(error, RetryAfter) else 0.0
