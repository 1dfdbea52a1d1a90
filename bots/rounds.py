"""The rounds: what is due at each tick, and what has been kept long enough."""

from datetime import timedelta

from dialogues.ports import Clock
from storage.store import SqlStore

REPLAYABLE = timedelta(hours=48)  # how late a platform may deliver an update again
SHOWN_AGAIN = timedelta(days=7)  # how long a web page finds its conversation again
UNHEARD = timedelta(days=90)  # what the privacy notice promises


class Rounds:
    """One caretaker of the memory; each round asks the database, and only the database."""

    def __init__(self, *, store: SqlStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._closed_before = False

    async def go(self) -> None:
        """Close what is due and forget what is old.

        What was answered to a vote names the choice: it goes when the poll's key goes, and once
        more a round later, for a receipt may be posted just after the turn that cast it.
        """
        now = self._clock()
        async with self._store.work() as work:
            closed = bool(await work.polls.close_due(now))
            named = closed or self._closed_before
            await work.events.purge(now if named else now - REPLAYABLE)
            await work.mailbox.purge(now if named else now - SHOWN_AGAIN)
            await work.unheard.purge((now - UNHEARD).date())
        self._closed_before = closed
