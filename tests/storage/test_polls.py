"""The ballot box: one voter, one ballot; who voted and what was voted stay apart."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from dialogues.polls import Option, Poll, Tally
from storage import tables
from storage.store import SqlStore

Arrive = Callable[..., Any]
DAY = timedelta(days=1)


def _poll(now: datetime, slug: str = "velo", **said: Any) -> Poll:
    labels = ("Oui", "Non", "Sans avis")
    options = tuple(Option(position=n, label=label) for n, label in enumerate(labels, start=1))
    times = {"opens_at": now - DAY, "closes_at": now + DAY}
    plain = {"question": "Des vélos à louer ?", "author": "Conseil régional des jeunes"}
    return Poll(**{"id": 0, "slug": slug, "options": options, **times, **plain, **said})


async def _create(store: SqlStore, poll: Poll) -> int:
    async with store.work() as work:
        return await work.polls.create(poll)


async def test_a_poll_is_read_back_in_the_zone_of_the_store(store: SqlStore, now: datetime) -> None:
    said = _poll(now, why="Le budget 2027", follow_up="Voté", follow_up_due=now + 9 * DAY)
    number = await _create(store, said)
    async with store.work() as work:
        found = await work.polls.find(number)
        assert await work.polls.find(number + 1) is None
    assert found is not None
    assert (found.slug, found.options, found.why) == (said.slug, said.options, said.why)
    assert (found.closes_at, found.follow_up_due) == (said.closes_at, said.follow_up_due)
    assert found.closes_at.isoformat() == "2026-05-05T18:30:00+02:00"


async def test_polls_are_listed_open_or_closed(store: SqlStore, now: datetime) -> None:
    for slug, opens, closes in (
        ("tomorrow", now + DAY, now + 2 * DAY),
        ("long", now - DAY, now + 5 * DAY),
        ("short", now - DAY, now + DAY),
        ("older", now - 9 * DAY, now - 5 * DAY),
        ("just-closed", now - DAY, now),
    ):
        await _create(store, _poll(now, slug, opens_at=opens, closes_at=closes))
    async with store.work() as work:
        assert [poll.slug for poll in await work.polls.open(now)] == ["short", "long"]
        assert [poll.slug for poll in await work.polls.closed(now)] == ["just-closed", "older"]


async def test_creating_a_poll_twice_leaves_the_first(store: SqlStore, now: datetime) -> None:
    first = await _create(store, _poll(now))
    assert await _create(store, _poll(now, question="Autre chose ?")) == first


async def test_a_vote_replaces_the_former_one(
    store: SqlStore, arrive: Arrive, now: datetime
) -> None:
    poll, zoe, ali = await _create(store, _poll(now)), await arrive("zoe"), await arrive("ali")
    async with store.work() as work:
        assert await work.polls.has_voted(poll, zoe) is False
        assert await work.polls.choice(poll, zoe) is None
        assert await work.polls.cast(poll, zoe, 1, now=now) is False
        assert await work.polls.cast(poll, ali, 3, now=now) is False
    async with store.work() as work:
        assert await work.polls.cast(poll, zoe, 2, now=now) is True
        assert await work.polls.choice(poll, zoe) == 2
        assert await work.polls.has_voted(poll, zoe) is True
        assert await work.polls.tally(poll) == Tally(counts={2: 1, 3: 1})


async def test_an_option_that_is_not_there_is_refused(
    store: SqlStore, arrive: Arrive, now: datetime
) -> None:
    poll, zoe = await _create(store, _poll(now)), await arrive()
    with pytest.raises(IntegrityError):
        async with store.work() as work:
            await work.polls.cast(poll, zoe, 4, now=now)
    async with store.work() as work:
        assert await work.polls.has_voted(poll, zoe) is False


async def test_64_voters_voting_8_times_at_once_make_64_ballots(
    store: SqlStore, arrive: Arrive, now: datetime
) -> None:
    poll = await _create(store, _poll(now))
    voters = [await arrive(f"voter{n}") for n in range(64)]

    async def vote(person: int, option: int) -> bool | None:
        async with store.work() as work:
            return await work.polls.cast(poll, person, option, now=now)

    votes = [vote(person, turn % 3 + 1) for turn in range(8) for person in voters]
    replaced = await asyncio.gather(*votes)
    async with store.work() as work:
        tally = await work.polls.tally(poll)
        listed = await work._tx.number(select(func.count()).select_from(tables.turnout))
    assert replaced.count(False) == 64
    assert (tally.voters, listed) == (64, 64)


async def test_closing_destroys_the_key_and_keeps_the_count(
    store: SqlStore, arrive: Arrive, now: datetime
) -> None:
    due, later = (
        await _create(store, _poll(now)),
        await _create(store, _poll(now, "later", closes_at=now + 9 * DAY)),
    )
    zoe, ali = await arrive("zoe"), await arrive("ali")
    async with store.work() as work:
        for poll in (due, later):
            await work.polls.cast(poll, zoe, 1, now=now)
            await work.polls.cast(poll, ali, 2, now=now)
        assert await work.polls.close_due(now) == 0
    async with store.work() as work:
        assert await work.polls.close_due(now + DAY) == 1
        assert await work.polls.close_due(now + DAY) == 0
    async with store.work() as work:
        keys = await work._tx.rows(select(tables.poll_key.c.poll))
        assert [row.poll for row in keys] == [later]
        assert await work.polls.choice(due, zoe) is None
        assert await work.polls.choice(later, zoe) == 1
        assert await work.polls.has_voted(due, zoe) is True
        assert await work.polls.tally(due) == Tally(counts={1: 1, 2: 1})


async def test_no_ballot_slips_in_while_the_box_is_sealed(
    store: SqlStore, arrive: Arrive, now: datetime
) -> None:
    poll = await _create(store, _poll(now))
    voters = [await arrive(f"voter{n}") for n in range(20)]

    async def vote(person: int) -> bool:
        async with store.work() as work:
            return await work.polls.cast(poll, person, 1, now=now) is not None

    async def close() -> bool:
        async with store.work() as work:
            return await work.polls.close_due(now + DAY) == 0

    half = len(voters) // 2
    acts = [*map(vote, voters[:half]), close(), *map(vote, voters[half:])]
    taken = sum(await asyncio.gather(*acts))
    async with store.work() as work:
        assert (await work.polls.tally(poll)).voters == taken
        assert await work._tx.rows(select(tables.poll_key)) == []
        listed = await work._tx.number(select(func.count()).select_from(tables.turnout))
    assert listed == taken


async def test_a_sealed_box_takes_no_ballot(store: SqlStore, arrive: Arrive, now: datetime) -> None:
    poll, zoe = await _create(store, _poll(now)), await arrive()
    async with store.work() as work:
        await work.polls.cast(poll, zoe, 1, now=now)
        await work.polls.close_due(now + DAY)
    async with store.work() as work:
        assert await work.polls.cast(poll, zoe, 2, now=now) is None
        assert await work.polls.cast(poll + 1, zoe, 2, now=now) is None
        assert await work.polls.tally(poll) == Tally(counts={1: 1})


async def test_no_hour_stands_beside_a_vote(store: SqlStore) -> None:
    del store
    columns = {column.name for table in (tables.turnout, tables.ballot) for column in table.c}
    assert columns == {"poll", "person", "day", "id", "option"}


def _is_in(secret: bytes, folder: Path) -> bool:
    return any(secret in path.read_bytes() for path in folder.glob("memory.db*"))


async def test_a_destroyed_key_is_nowhere_in_the_files(
    sqlite_url: str, tmp_path: Path, now: datetime
) -> None:
    store = SqlStore.connect(sqlite_url)
    poll = await _create(store, _poll(now))
    async with store.work() as work:
        key = await work.polls._key(poll)
    assert key is not None
    assert _is_in(key, tmp_path)
    async with store.work() as work:
        await work.polls.close_due(now + DAY)
    assert not _is_in(key, tmp_path)
    await store.close()


@pytest.mark.postgres
async def test_after_closing_no_transaction_ties_a_voter_to_a_ballot(
    postgresql_url: str, now: datetime, address: Callable[..., Any]
) -> None:
    store = SqlStore.connect(postgresql_url)
    poll = await _create(store, _poll(now))
    for number in range(6):
        async with store.work() as work:
            at = address(f"voter{number}")
            opened = await work.conversations.open(at, language="fr", now=now)
            await work.polls.cast(poll, opened.person, number % 3 + 1, now=now)
    async with store.work() as work:
        await work.polls.close_due(now + DAY)
    async with store.work() as work:
        rows = await work._tx.rows(text("SELECT id, xmin FROM ballot ORDER BY ctid"))
    assert len({row.xmin for row in rows}) == 1
    assert [row.id for row in rows] == sorted(row.id for row in rows)
    await store.close()


async def test_only_the_box_of_an_example_is_filled(store: SqlStore, now: datetime) -> None:
    real = await _create(store, _poll(now))
    shown = await _create(store, _poll(now, "example", example=True))
    async with store.work() as work:
        await work.polls.fill(shown, {1: 12, 2: 30, 3: 0})
        assert await work.polls.tally(shown) == Tally(counts={1: 12, 2: 30})
        with pytest.raises(ValueError, match="example"):
            await work.polls.fill(real, {1: 12})


async def test_removing_examples_leaves_real_polls_and_their_ballots(
    store: SqlStore, arrive: Arrive, now: datetime
) -> None:
    real, zoe = await _create(store, _poll(now)), await arrive()
    shown = await _create(store, _poll(now, "example", example=True))
    async with store.work() as work:
        for poll in (real, shown):
            await work.polls.cast(poll, zoe, 1, now=now)
        assert await work.remove_examples() == 1
        assert await work.polls.find(shown) is None
        assert await work.polls.tally(shown) == Tally(counts={})
        assert await work.polls.tally(real) == Tally(counts={1: 1})
