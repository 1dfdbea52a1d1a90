"""The clock: APScheduler's ticks, each of which only asks the database what is due."""

import asyncio
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bots.faults import told

TICK_SECONDS = 20  # how late a closed poll's key may be destroyed

Tick = Callable[[], Awaitable[object]]


async def keep_time(tick: Tick, *, seconds: float = TICK_SECONDS) -> None:
    """Call ``tick`` at once and every ``seconds``, until cancelled; one that fails is logged."""

    async def guarded() -> None:
        try:
            await tick()
        except Exception as fault:  # noqa: BLE001 - the next tick asks the same question again
            import structlog  # noqa: PLC0415 - a start without a fault pays nothing for it

            structlog.get_logger().error("tick_failed", **told(fault))

    scheduler = AsyncIOScheduler()
    every = IntervalTrigger(seconds=seconds)
    scheduler.add_job(guarded, every, max_instances=1, coalesce=True, misfire_grace_time=None)
    await guarded()
    scheduler.start()
    try:
        await asyncio.Event().wait()
    finally:
        scheduler.shutdown(wait=False)
