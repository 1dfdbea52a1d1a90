"""The queues at the counter: one line a chat, served in order, no line waiting for another."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from telegram import Update


class Lines:
    """Serves updates; ``serve`` must not raise."""

    def __init__(
        self, *, tasks: asyncio.TaskGroup, serve: Callable[[Update], Awaitable[None]]
    ) -> None:
        self._tasks = tasks
        self._serve = serve
        self._lines: dict[int, deque[Update]] = {}

    def put(self, room: int, update: Update) -> None:
        """Put an update at the end of its chat's line."""
        if room in self._lines:
            self._lines[room].append(update)
            return
        self._lines[room] = deque([update])
        self._tasks.create_task(self._run(room))

    async def _run(self, room: int) -> None:
        line = self._lines[room]
        while line:
            await self._serve(line[0])
            line.popleft()
        del self._lines[room]
