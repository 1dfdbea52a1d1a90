"""How fast we may speak to Telegram: in all, to one chat, to one group; in any sliding window."""

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from bots.telegram.rooms import is_shared, whole

PACE = 28.0  # messages a second: Telegram allows about 30
PRUNED = 2  # quiet chats forgotten at each turn: more than come in, so that none accumulate

Limit = tuple[int, float]  # so many messages, in so many seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What Telegram allows in one chat. It says one message a second, and tolerates short bursts.

    A reply may have a few parts: they may leave together, and the second is kept on average.
    """

    chat: Limit = (5, 5.0)
    group: Limit = (20, 60.0)


class Window:
    """The last departures: never more than ``most`` in any ``seconds``."""

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._past: deque[float] = deque(maxlen=most)

    def free(self) -> float:
        """Return the moment from which one more may leave."""
        full = len(self._past) == self._past.maxlen
        return self._past[0] + self._seconds if full else 0.0

    def add(self, now: float) -> None:
        """Note a departure."""
        self._past.append(now)

    def quiet(self, now: float) -> bool:
        """Whether nothing that left still counts."""
        return not self._past or self._past[-1] + self._seconds <= now


@dataclass(slots=True)
class _Line:
    """One chat's own windows, and who waits for them."""

    windows: tuple[Window, ...]
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Pace:
    """Lets messages out, ``rate`` a second at most; a chat that must wait makes no other wait."""

    def __init__(self, rate: float = PACE, limits: Limits | None = None) -> None:
        if rate <= 0:
            raise ValueError(f"A pace is more than 0 messages a second, not {rate:g}.")
        most = max(1, int(rate))
        self._all = Window(most, most / rate)
        self._limits = limits or Limits()
        self._lines: OrderedDict[str, _Line] = OrderedDict()
        self._until = 0.0
        self._gate = asyncio.Lock()

    async def turn(self, room: str) -> None:
        """Wait for one's turn to send there."""
        line = self._line(whole(room))
        line.waiting += 1
        try:
            async with line.gate:
                await self._wait(*line.windows)
                async with self._gate:
                    await self._wait(self._all)
                    self._leave(line)
        finally:
            line.waiting -= 1

    def hold(self, seconds: float) -> None:
        """Let nothing out for some seconds: the platform asked for it."""
        self._until = max(self._until, _now() + seconds)

    async def pause(self) -> None:
        """Wait for the end of the silence, for what is not counted."""
        await self._wait()

    @property
    def held(self) -> bool:
        """Whether the platform asked for silence."""
        return self._until > _now()

    async def _wait(self, *windows: Window) -> None:
        while (wait := max([self._until, *(one.free() for one in windows)]) - _now()) > 0:  # noqa: ASYNC110 - a clock is waited for
            await asyncio.sleep(wait)

    def _leave(self, line: _Line) -> None:
        now = _now()
        for window in (self._all, *line.windows):
            window.add(now)
        for chat in [*self._oldest(PRUNED)]:
            old = self._lines[chat]
            if not old.waiting and all(window.quiet(now) for window in old.windows):
                del self._lines[chat]

    def _oldest(self, count: int) -> list[str]:
        chats = iter(self._lines)
        return [chat for _, chat in zip(range(count), chats, strict=False)]

    def _line(self, chat: str) -> _Line:
        line = self._lines.get(chat)
        if line is None:
            limits = (self._limits.chat, *([self._limits.group] if is_shared(chat) else []))
            line = self._lines[chat] = _Line(tuple(Window(*limit) for limit in limits))
        self._lines.move_to_end(chat)
        return line


def _now() -> float:
    return asyncio.get_running_loop().time()
