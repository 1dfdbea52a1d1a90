"""What the public pages read, each in a transaction of its own."""

from collections.abc import Sequence

from dialogues.polls import Poll, Tally
from dialogues.ports import Clock, Store
from dialogues.processes import Process
from dialogues.stops import Stop


class StoredPages:
    """The public pages' view of the memory."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def polls(self) -> Sequence[Poll]:
        """Return the open polls, then the closed ones."""
        now = self._clock()
        async with self._store.work() as work:
            return (*await work.polls.open(now), *await work.polls.closed(now))

    async def poll(self, slug: str) -> Poll | None:
        """Return one poll."""
        return next((poll for poll in await self.polls() if poll.slug == slug), None)

    async def tally(self, poll: int) -> Tally:
        """Count a poll's ballots."""
        async with self._store.work() as work:
            return await work.polls.tally(poll)

    async def stops(self) -> Sequence[Stop]:
        """Return the stops not yet over, soonest first."""
        async with self._store.work() as work:
            return await work.stops.coming(self._clock())

    async def stop(self, stop: int) -> Stop | None:
        """Return one stop."""
        async with self._store.work() as work:
            return await work.stops.find(stop)

    async def processes(self) -> Sequence[Process]:
        """Return every process, archived ones included."""
        async with self._store.work() as work:
            return await work.processes.all()

    async def process(self, slug: str) -> Process | None:
        """Return one process."""
        return next((one for one in await self.processes() if one.slug == slug), None)
