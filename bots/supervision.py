"""Keeps a channel alive: one that falls is started again, later and later; the others live on."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from bots.faults import told
from bots.health import Health, Tick

FIRST = 1.0  # seconds before the first new start
LONGEST = 300.0  # a platform that is back is found within five minutes
STEADY = 300.0  # seconds a channel lives before its next fall counts as a first one

log = structlog.get_logger(__name__)
Rest = Callable[[float], Awaitable[object]]


async def kept_alive(
    part: str,
    listen: Callable[[], Awaitable[None]],
    *,
    wrong: type[Exception],
    health: Health,
    rest: Rest = asyncio.sleep,
    tick: Tick = time.monotonic,
) -> None:
    """Listen for ever; one that is set up ``wrong`` says so and ends alone."""
    wait = 0.0
    while True:
        health.mark(part, "running")
        began = tick()
        try:
            await listen()
            fell = {"error": "ended"}
        except wrong as sentence:
            health.mark(part, f"stopped: {sentence}", well=False)
            log.error("channel_stopped", channel=part, reason=str(sentence))  # noqa: TRY400 - an operator's mistake
            return
        except Exception as fault:  # noqa: BLE001 - the other channels must live on
            fell = told(fault)
        wait = FIRST if tick() - began >= STEADY else min(LONGEST, max(FIRST, 2 * wait))
        health.mark(part, f"fell ({fell['error']}), starts again every {wait:.0f} s", well=False)
        log.error("channel_fell", channel=part, again_in=wait, **fell)
        await rest(wait)
