"""How the house feels: what each part last said of itself, and whether the memory answers."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bots.web import Readiness

PATIENCE = 2.0  # seconds: what asks whether we are ready gives up after a few

Tick = Callable[[], float]
Ask = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a part said at ``at``, and for how many seconds that holds; None: until it speaks."""

    state: str
    well: bool
    at: float
    holds: float | None = None

    def told(self, now: float) -> str:
        """Return the state in words."""
        return self.state if self.holds is None else f"{self.state} {now - self.at:.0f} s ago"

    def degraded(self, now: float) -> bool:
        """Whether the part does not do well now."""
        return not self.well or (self.holds is not None and now - self.at > self.holds)


class Health:
    """The marks of every part; a part that is ill degrades the house, it does not stop it."""

    def __init__(self, tick: Tick = time.monotonic) -> None:
        self._tick = tick
        self._marks: dict[str, Mark] = {}

    def mark(self, part: str, state: str, *, well: bool = True) -> None:
        """Write what a part says of itself."""
        self._marks[part] = Mark(state=state, well=well, at=self._tick())

    def beat(self, part: str, *, holds: float) -> None:
        """Write that a part has just done its work, and is ill if it does not within ``holds``."""
        self._marks[part] = Mark(state="done", well=True, at=self._tick(), holds=holds)

    def parts(self) -> Mapping[str, str]:
        """Return each part's state."""
        now = self._tick()
        return {part: mark.told(now) for part, mark in self._marks.items()}

    def degraded(self) -> tuple[str, ...]:
        """Return the parts that do not do well."""
        now = self._tick()
        return tuple(part for part, mark in self._marks.items() if mark.degraded(now))


class Examination:
    """Answers whoever asks whether the house is ready: it is when its memory answers."""

    def __init__(self, *, health: Health, ask: Ask, seconds: float = PATIENCE) -> None:
        self._health = health
        self._ask = ask
        self._seconds = seconds
        self._asking: asyncio.Task[str] | None = None

    async def __call__(self) -> "Readiness":
        """Ask the memory, and read the marks."""
        from bots.web import Readiness  # noqa: PLC0415 - a role without web loads no web

        memory = await self._memory()
        return Readiness(
            ready=memory == "ok",
            degraded=self._health.degraded(),
            parts={"database": memory, **self._health.parts()},
        )

    async def _memory(self) -> str:
        """Ask one question at a time: a memory that is slow must not be asked a thousand more."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._asked())
        asking = self._asking
        done, _ = await asyncio.wait({asking}, timeout=self._seconds)
        return asking.result() if done else f"no answer in {self._seconds:g} s"

    async def _asked(self) -> str:
        try:
            await self._ask()
        except Exception:  # noqa: BLE001 - whatever it is, the memory does not answer
            return "unreachable"
        return "ok"
