"""The memory opened: one database, and transactions over it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engines import engine_for
from storage.schema import migrate
from storage.traces import erase
from storage.transaction import Transaction
from storage.work import SqlWork

PARIS = ZoneInfo("Europe/Paris")
PATIENCE_SECONDS = 30  # nobody waits longer for a chat to answer


class SqlStore:
    """The memory, on SQLite or PostgreSQL; works do not nest: the inner one would wait in vain."""

    def __init__(self, engine: AsyncEngine, zone: ZoneInfo) -> None:
        self._engine = engine
        self._zone = zone
        self._known: dict[str, tuple[int, Any]] = {}
        # SQLite takes one writer at a time: here people queue in order of arrival.
        writers = 1 if engine.dialect.name == "sqlite" else 1000
        self._turn = asyncio.Semaphore(writers)

    @classmethod
    def connect(cls, url: str, *, timezone: ZoneInfo = PARIS) -> Self:
        """Return a store over the database of ``url``; nothing is opened before the first work."""
        return cls(engine_for(url), timezone)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[SqlWork]:
        """Open one transaction: committed at the end of the block, undone if it raises."""
        async with self._my_turn():
            async with self._engine.begin() as connection:
                tx = Transaction(connection=connection, zone=self._zone, known=self._known)
                yield SqlWork(tx)
            for left in tx.traces:
                await erase(self._engine, left)

    @asynccontextmanager
    async def _my_turn(self) -> AsyncIterator[None]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._turn.acquire()
        try:
            yield
        finally:
            self._turn.release()

    async def migrate(self) -> None:
        """Bring the tables up to date; raises NewerDatabase or Unusable."""
        async with self._my_turn():
            await migrate(self._engine)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._engine.dispose()
