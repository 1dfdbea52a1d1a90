"""The queues at the counter: one line a person, served in order, no line waiting for another."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lines(Generic[T]):
    """Serves visits; ``serve`` must not raise."""

    def __init__(self, *, tasks: asyncio.TaskGroup, serve: Callable[[T], Awaitable[None]]) -> None:
        self._tasks = tasks
        self._serve = serve
        self._lines: dict[str, deque[T]] = {}
        self._empty = asyncio.Event()
        self._empty.set()

    def put(self, person: str, visit: T) -> None:
        """Put a visit at the end of its person's line."""
        if person in self._lines:
            self._lines[person].append(visit)
            return
        self._lines[person] = deque([visit])
        self._empty.clear()
        self._tasks.create_task(self._run(person))

    async def rest(self, seconds: float) -> None:
        """Wait until nobody waits, at most ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                await self._empty.wait()
        except TimeoutError:
            return

    async def _run(self, person: str) -> None:
        line = self._lines[person]
        while line:
            await self._serve(line[0])
            line.popleft()
        del self._lines[person]
        if not self._lines:
            self._empty.set()
