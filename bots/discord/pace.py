"""How fast we may speak to Discord: never more than the pace in any sliding window."""

import asyncio
from collections import deque


class Pace:
    """Lets messages out one after the other, ``rate`` a second at most."""

    def __init__(self, rate: float) -> None:
        if rate <= 0:
            raise ValueError(f"A pace is more than 0 messages a second, not {rate:g}.")
        self._most = max(1, int(rate))
        self._window = self._most / rate
        self._past: deque[float] = deque(maxlen=self._most)
        self._until = 0.0
        self._gate = asyncio.Lock()

    async def turn(self) -> None:
        """Wait for one's turn to send."""
        async with self._gate:
            while (wait := self._wait()) > 0:  # noqa: ASYNC110 - a clock is waited for
                await asyncio.sleep(wait)
            self._past.append(_now())

    def hold(self, seconds: float) -> None:
        """Let nothing out for some seconds: the platform asked for it."""
        self._until = max(self._until, _now() + seconds)

    def _wait(self) -> float:
        full = len(self._past) == self._most
        free = self._past[0] + self._window if full else 0.0
        return max(free, self._until) - _now()


def _now() -> float:
    return asyncio.get_running_loop().time()
