"""What a closed poll leaves on the disk, scrubbed until it is gone, were it by another process."""

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.instance import Instance
from storage.tables import instance
from storage.transaction import Transaction

LEFT = "traces"  # in the instance: the polls whose traces may still be on the disk
TRIES = 3
PAUSE_SECONDS = 0.1  # SQLite's log is only emptied between two readings of other processes


async def note(tx: Transaction, polls: Sequence[int]) -> None:
    """Have the traces of these polls scrubbed after the commit, or by whoever comes later."""
    left = " ".join(map(str, polls))
    tx.traces.add(left)
    await Instance(tx).set(LEFT, left)


async def recall(tx: Transaction) -> None:
    """Have what a former scrubbing left scrubbed after the commit."""
    if left := await Instance(tx).get(LEFT):
        tx.traces.add(left)


async def erase(engine: AsyncEngine, left: str) -> None:
    """Scrub, and forget that it was to be done; does nothing durable while others read."""
    if not await scrub(engine):
        return
    done = delete(instance).where(instance.c.key == LEFT, instance.c.value == left)
    async with engine.begin() as connection:
        await connection.execute(done)


async def scrub(engine: AsyncEngine) -> bool:
    """Leave no trace of what was deleted: in PostgreSQL's dead rows, in SQLite's log.

    SQLite overwrites what is deleted (``secure_delete``), but the file learns it from the log.
    Returns False when another process was reading: the log is still there.
    """
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.exec_driver_sql("VACUUM poll_key, ballot, event, mailbox")
            return True
        driver: Any = (await connection.get_raw_connection()).driver_connection
        return await _empty_log(driver)


async def _empty_log(driver: Any) -> bool:
    ((patience,),) = await driver.execute_fetchall("PRAGMA busy_timeout")
    await driver.execute_fetchall("PRAGMA busy_timeout = 0")  # people wait behind us
    try:
        for _ in range(TRIES):
            ((busy, *_pages),) = await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            if not busy:
                return True
            await asyncio.sleep(PAUSE_SECONDS)
        return False
    finally:
        await driver.execute_fetchall(f"PRAGMA busy_timeout = {patience}")
