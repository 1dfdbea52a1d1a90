"""How long we wait before trying again: longer each time, and never all at the same moment."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from bots.telegram.faults import PerhapsShown
from dialogues.ports import Busy, Unreachable

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """The waits of the channel, in seconds; ``tries`` is for one message, polling never gives up.

    ``poll`` is how long Telegram may hold an empty answer; proxies cut silence after 30 s or more.
    ``glance`` is how soon new updates are looked for while others are still being answered.
    """

    first: float = 0.5
    most: float = 30
    tries: int = 10  # some three minutes of a platform that fails
    answer: float = 10  # beyond it Telegram is held to be unreachable
    poll: int = 25
    glance: float = 0.2
    grace: float = 3  # what turns under way get to end when the process stops

    def delays(self) -> Iterator[float]:
        """Yield endless growing waits, each somewhere between half of it and the whole."""
        longest = self.first
        while True:
            yield longest * random.uniform(0.5, 1)  # noqa: S311 - spreads load, guards nothing
            longest = min(2 * longest, self.most)

    async def insist(self, act: Callable[[], Awaitable[T]]) -> T:
        """Do ``act`` until it is done or can never be; raises Gone, Refused or Unreachable.

        What was perhaps shown is not sent again: a message twice is worse than a doubt.
        """
        delays = self.delays()
        tries = self.tries
        while True:
            try:
                return await act()
            except Busy as busy:
                await asyncio.sleep(busy.seconds)
            except PerhapsShown:
                raise
            except Unreachable:
                tries -= 1
                if not tries:
                    raise
                await asyncio.sleep(next(delays))
