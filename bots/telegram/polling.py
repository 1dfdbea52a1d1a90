"""Asking Telegram for what is new, again and again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial

from telegram import Update
from telegram.error import TelegramError

from bots.telegram.asking import Asking
from bots.telegram.faults import NONSENSE
from bots.telegram.intake import Intake
from bots.telegram.line import Line
from bots.telegram.patience import Patience


class Polling:
    """The one reader of the bot's updates."""

    def __init__(self, *, line: Line, patience: Patience) -> None:
        self._line = line
        self._patience = patience
        self._asking = Asking(patience)
        self._intake = Intake()

    async def batches(self) -> AsyncIterator[list[Update]]:
        """Yield the new updates, for ever; raises TelegramMisconfigured.

        A webhook there was is taken over from, and what waited there is told here.
        """
        await self._asking.until(partial(self._line.call, "deleteWebhook"))
        while True:
            updates = await self._asking.until(
                partial(self._line.updates, offset=self._intake.offset, hold=self._patience.poll)
            )
            yield self._intake.take(updates)
            await self._intake.rest(self._patience.glance)

    def done(self, number: int) -> None:
        """An update is answered, or never will be."""
        self._intake.done(number)

    async def rest(self) -> None:
        """Let what is under way end, for a while."""
        await self._intake.rest(self._patience.grace)

    async def confirm(self) -> None:
        """Tell Telegram what is done, so that the next process is not told again."""
        if self._intake.offset is None:
            return
        with suppress(TelegramError, TimeoutError, *NONSENSE):
            async with asyncio.timeout(self._patience.grace):
                await self._line.updates(offset=self._intake.offset, hold=0)
