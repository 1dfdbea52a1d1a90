"""Once a poll is closed, no file tells any more who chose what."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from dialogues.messages import Address, Button, Outgoing
from dialogues.polls import Option, Poll
from storage.store import SqlStore

DAY = timedelta(days=1)
CHOICE = "okapi-choisi"
VOTERS = 400


async def _voted(store: SqlStore, now: datetime, voters: int = VOTERS) -> None:
    """Open a poll and let everybody vote in it, on the web, where the answer is kept twice."""
    asked = Poll(
        id=0,
        slug="p",
        question="?",
        options=tuple(Option(position=n, label=str(n)) for n in (1, 2)),
        opens_at=now - DAY,
        closes_at=now + DAY,
        author="x",
    )
    async with store.work() as work:
        poll = await work.polls.create(asked)
    for voter in range(voters):
        await _vote(store, poll, f"voter{voter * 7919 % 1000}", now)


async def _vote(store: SqlStore, poll: int, name: str, now: datetime) -> None:
    at = Address(channel="web", room=name, user=name)
    told = (
        Outgoing(
            text=f"A voté : {CHOICE} ({name})" + "…" * (len(name) * 37 % 200),
            buttons=(Button(label=CHOICE, payload=f"/vote:{CHOICE}"),),
        ),
    )
    async with store.work() as work:
        opened = await work.conversations.open(at, language="fr", now=now)
        await work.polls.cast(poll, opened.person, 1, now=now)
        await work.conversations.keep(opened, now=now)
        await work.events.record(at, f"event-{name}", told, now=now)
    async with store.work() as work:
        await work.mailbox.post(name, told[0], now)


async def _tick(store: SqlStore, at: datetime) -> int:
    """Do what the clock does: close what is due, and forget what was answered to the votes."""
    async with store.work() as work:
        closed = await work.polls.close_due(at)
        if closed:
            await work.events.purge(at)
            await work.mailbox.purge(at)
        return closed


def _traces(folder: Path) -> int:
    files = folder.glob("memory.db*")
    return sum(path.read_bytes().count(CHOICE.encode()) for path in files)


async def test_what_was_answered_to_the_votes_is_nowhere_in_the_files(
    sqlite_url: str, tmp_path: Path, now: datetime
) -> None:
    store = SqlStore.connect(sqlite_url)
    await _voted(store, now)
    assert _traces(tmp_path) > VOTERS
    assert await _tick(store, now + DAY) == 1
    assert _traces(tmp_path) == 0
    await store.close()


async def test_while_somebody_reads_the_traces_stay_and_a_later_tick_removes_them(
    sqlite_url: str, tmp_path: Path, now: datetime
) -> None:
    store = SqlStore.connect(sqlite_url)
    await _voted(store, now, voters=5)
    with closing(sqlite3.connect(tmp_path / "memory.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM event").fetchone() == (5,)
        assert await _tick(store, now + DAY) == 1
        assert _traces(tmp_path) > 0
    assert await _tick(store, now + DAY) == 0
    assert _traces(tmp_path) == 0
    assert await _tick(store, now + DAY) == 0
    await store.close()


async def test_traces_left_by_a_killed_process_are_removed_by_the_next(
    sqlite_url: str, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = SqlStore.connect(sqlite_url)
    await _voted(killed, now, voters=5)

    async def die(*_: object) -> bool:
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr("storage.traces.scrub", die)
        with pytest.raises(InterruptedError):
            await _tick(killed, now + DAY)
    assert _traces(tmp_path) > 0
    store = SqlStore.connect(sqlite_url)
    assert await _tick(store, now + DAY) == 0
    assert _traces(tmp_path) == 0
    for one in (killed, store):
        await one.close()


@pytest.mark.postgres
async def test_postgresql_keeps_no_dead_row_of_the_answers(
    postgresql_url: str, now: datetime
) -> None:
    store = SqlStore.connect(postgresql_url)
    await _voted(store, now, voters=30)
    assert await _tick(store, now + DAY) == 1
    async with store.work() as work:
        sizes = text(
            "SELECT pg_relation_size('event') AS event, pg_relation_size('mailbox') AS box"
        )
        (size,) = await work._tx.rows(sizes)
    assert (size.event, size.box) == (0, 0)
    await store.close()
