"""A question left without an answer waits for the team, and not for ever."""

from datetime import date, timedelta

from sqlalchemy import select

from storage import tables
from storage.store import SqlStore

TODAY = date(2026, 5, 4)


async def test_old_questions_are_purged_and_recent_ones_kept(store: SqlStore) -> None:
    async with store.work() as work:
        for text, days in (("old", 91), ("kept", 90), ("new", 0)):
            day = TODAY - timedelta(days=days)
            await work.unheard.note(text, language="fr", guess=None, day=day)
        assert await work.unheard.purge(TODAY - timedelta(days=90)) == 1
        left = await work._tx.rows(select(tables.unheard.c.text).order_by(tables.unheard.c.id))
    assert [row.text for row in left] == ["kept", "new"]
