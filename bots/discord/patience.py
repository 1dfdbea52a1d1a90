"""How long we wait before trying again: longer each time, and never all at the same moment."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from bots.discord.faults import PerhapsShown
from dialogues.ports import Busy, Unreachable

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """The waits of the channel, in seconds; ``tries`` is for one message.

    ``identify`` spaces new sessions: Discord takes one every five seconds, a thousand a day.
    ``reborn`` is the longest wait before the gateway is opened anew after it broke: above 86 s,
    a day of failures stays under that thousand.
    """

    first: float = 0.5
    most: float = 30
    tries: int = 10  # some three minutes of a platform that fails
    answer: float = 10  # beyond it Discord is held to be unreachable
    acknowledge: float = 2.5  # of the three seconds Discord gives
    identify: float = 5
    reborn: float = 120
    grace: float = 3  # what turns under way get to end when the process stops

    def delays(self, most: float | None = None) -> Iterator[float]:
        """Yield endless growing waits, each somewhere between half of it and the whole."""
        longest = self.first
        while True:
            yield longest * random.uniform(0.5, 1)  # noqa: S311 - spreads load, guards nothing
            longest = min(2 * longest, most or self.most)

    async def insist(self, act: Callable[[], Awaitable[T]], *, once: bool = False) -> T:
        """Do ``act`` until it is done or can never be; raises Gone, Refused or Unreachable.

        ``once`` is for what would show twice: a doubt is then better than a second try.
        """
        delays = self.delays()
        tries = self.tries
        while True:
            try:
                return await act()
            except Busy as busy:
                await asyncio.sleep(busy.seconds)
            except Unreachable as away:
                tries -= 1
                if not tries or (once and isinstance(away, PerhapsShown)):
                    raise
                await asyncio.sleep(next(delays))
