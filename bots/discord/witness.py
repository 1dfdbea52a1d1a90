"""Whoever watches Discord's answers: tells a wait at once, and counts what may get us banned.

The library sleeps through a 429 or a failure for up to half a minute; here they are said as they
come, so that the one who sends decides what to do meanwhile.
"""

import asyncio
from collections import deque
from types import SimpleNamespace

import aiohttp

from bots.discord.faults import FAILED, TOO_MANY, Flooded
from dialogues.ports import Busy, Unreachable

WINDOW = 600.0  # seconds over which Discord counts invalid requests
MOST = 5_000  # half of the 10,000 that ban an address for a while: it may not be ours alone
INVALID = frozenset({401, 403, TOO_MANY})
UNSAID = 5.0  # seconds to wait when a 429 does not tell


class Witness:
    """One for all the requests of a process's bot."""

    def __init__(self, *, most: int = MOST) -> None:
        self._invalid: deque[float] = deque(maxlen=most)

    def allow(self) -> None:
        """Raise Busy when one more refusal could get us banned."""
        while self._invalid and self._invalid[0] <= _now() - WINDOW:
            self._invalid.popleft()
        if len(self._invalid) == self._invalid.maxlen:
            raise Busy(self._invalid[0] + WINDOW - _now())

    def trace(self) -> aiohttp.TraceConfig:
        """Return what the library's client needs to show us its answers."""
        watching = aiohttp.TraceConfig()
        watching.on_request_end.append(self._answered)
        return watching

    async def _answered(
        self,
        _: aiohttp.ClientSession,
        __: SimpleNamespace,
        answered: aiohttp.TraceRequestEndParams,
    ) -> None:
        response = answered.response
        if answered.url.scheme.startswith("ws"):
            return  # the gateway's door: the library knows how to knock again
        if response.status in INVALID and response.headers.get("X-RateLimit-Scope") != "shared":
            self._invalid.append(_now())
        if response.status == TOO_MANY:
            everywhere = response.headers.get("X-RateLimit-Scope") == "global"
            raise (Flooded if everywhere else Busy)(await _told(response))
        if response.status >= FAILED:
            raise Unreachable(f"{response.status} {response.reason}")


async def _told(response: aiohttp.ClientResponse) -> float:
    try:
        return float((await response.json())["retry_after"])
    except (aiohttp.ClientError, KeyError, TypeError, ValueError):
        return float(response.headers.get("Retry-After", UNSAID))


def _now() -> float:
    return asyncio.get_running_loop().time()
