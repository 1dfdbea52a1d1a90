"""What was received and what was answered: the offset passes an update only once it is done."""

import asyncio
from collections.abc import Iterable

from telegram import Update


class Intake:
    """The updates under way, and the first one Telegram must still keep for us."""

    def __init__(self) -> None:
        self._done: dict[int, bool] = {}
        self._next: int | None = None
        self._moved = asyncio.Event()

    @property
    def offset(self) -> int | None:
        """The lowest update not done; None before the first."""
        return self._next

    def take(self, updates: Iterable[Update]) -> list[Update]:
        """Keep the updates not seen yet, in the order of their numbers."""
        fresh: dict[int, Update] = {}
        for update in updates:
            if update.update_id not in self._done and update.update_id >= (self._next or 0):
                fresh[update.update_id] = update
        self._done |= dict.fromkeys(sorted(fresh), False)
        self._advance()
        return [fresh[number] for number in sorted(fresh)]

    def done(self, number: int) -> None:
        """An update is answered, or never will be."""
        self._done[number] = True
        self._advance()

    async def rest(self, seconds: float) -> None:
        """Wait until nothing is under way, at most ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                while self._done:
                    self._moved.clear()
                    await self._moved.wait()
        except TimeoutError:
            return

    def _advance(self) -> None:
        while self._done:
            lowest = min(self._done)
            if not self._done[lowest]:
                self._next = lowest
                return
            del self._done[lowest]
            self._next = lowest + 1
            self._moved.set()
