"""The clock: at once, then regularly; a tick that fails is told, and does not stop the others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from structlog.testing import capture_logs

from bots.clock import Tick, keep_time

OFTEN = 0.05  # seconds


class Counter:
    """Counts its ticks, and fails at those it was told to."""

    def __init__(self, *failing: int, lasting: float = 0) -> None:
        self.ticks = self.at_once = 0
        self._under_way = 0
        self._failing, self._lasting = failing, lasting

    async def __call__(self) -> None:
        self.ticks += 1
        self._under_way += 1
        self.at_once = max(self.at_once, self._under_way)
        await asyncio.sleep(self._lasting)
        self._under_way -= 1
        if self.ticks in self._failing:
            raise RuntimeError("The database is away.")

    async def reach(self, ticks: int) -> None:
        async with asyncio.timeout(5):
            while self.ticks < ticks:  # noqa: ASYNC110 - a tick tells nobody
                await asyncio.sleep(0.005)


@asynccontextmanager
async def kept(tick: Tick, seconds: float) -> AsyncIterator[asyncio.Task[None]]:
    keeping = asyncio.create_task(keep_time(tick, seconds=seconds))
    try:
        yield keeping
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


async def test_the_first_tick_waits_for_nothing() -> None:
    counter = Counter()
    async with kept(counter, 3600):
        await counter.reach(1)
    assert counter.ticks == 1


async def test_ticks_follow_regularly() -> None:
    counter = Counter()
    start = asyncio.get_running_loop().time()
    async with kept(counter, OFTEN):
        await counter.reach(4)
    assert asyncio.get_running_loop().time() - start >= 2 * OFTEN


async def test_a_tick_that_fails_is_logged_and_the_next_ones_run() -> None:
    counter = Counter(1, 2)
    with capture_logs() as logs:
        async with kept(counter, OFTEN):
            await counter.reach(3)
    failed = [log["log_level"] for log in logs if log["event"] == "tick_failed"]
    assert failed == ["error", "error"]


async def test_a_long_tick_is_never_doubled() -> None:
    counter = Counter(lasting=3 * OFTEN)
    async with kept(counter, OFTEN):
        await counter.reach(3)
    assert counter.at_once == 1


async def test_a_clock_that_is_stopped_ticks_no_more() -> None:
    counter = Counter()
    async with kept(counter, OFTEN) as keeping:
        await counter.reach(2)
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        told = counter.ticks
        await asyncio.sleep(3 * OFTEN)
    assert counter.ticks == told
    assert keeping.cancelled()
