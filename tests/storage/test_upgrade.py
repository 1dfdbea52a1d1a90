"""A memory from before is brought up to date with all that people said in it."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, select, text

from dialogues.messages import Address
from dialogues.people import AgeBand, Person
from dialogues.polls import Option, Poll, Tally
from storage import tables
from storage.ballots import paper
from storage.migrations.apart import ours
from storage.schema import configuration
from storage.store import SqlStore

DAY = date(2026, 5, 4)
THEN = datetime(2026, 5, 4, 18, 30, tzinfo=UTC)
KEY = b"k" * 32
OPEN, SEALED, OTHER = 1, 2, 3
ROOMS = {
    1: ("7", "7"),
    2: ("-100", "7"),
    3: ("-200", "7"),
    4: ("8", "8"),
    5: ("r1", ""),
    6: ("r2", ""),
}
VOTES = {OPEN: {1: 1, 2: 2, 4: 2}, SEALED: {2: 1, 3: 1, 4: 2}, OTHER: {2: 1, 3: 2}}


def _to_0004(connection: Connection) -> None:
    command.upgrade(configuration(connection), "0004")


async def _fill(connection: Any) -> None:
    """Write what version 0004 kept: a person a room, each with their votes."""
    for number, (room, user) in ROOMS.items():
        band = {"age_band": "18-24" if number == 1 else None}
        await connection.execute(insert(tables.person), {"id": number, "created_on": DAY, **band})
        at = {"channel": "telegram", "room": room, "user": user}
        await connection.execute(insert(tables.address), {"id": number, "person": number, **at})
        thread = {"language": "fr", "slots": {}, "failures": 0, "greeted": True}
        kept = {"address": number, "updated_at": THEN, **thread}
        await connection.execute(insert(tables.conversation), kept)
    for number, place in ((1, "46102"), (3, "46102"), (3, "46042")):
        asked = {"person": number, "kind": "stops", "place": place, "created_at": THEN}
        await connection.execute(insert(tables.subscription), asked)
        agreed = {"person": number, "purpose": "stops", "granted": True, "channel": "telegram"}
        await connection.execute(insert(tables.consent), agreed | {"at": THEN})
    for poll, votes in VOTES.items():
        await _vote(connection, poll, votes)


async def _vote(connection: Any, poll: int, votes: dict[int, int]) -> None:
    asked = {"question": "?", "opens_at": THEN, "closes_at": THEN, "author": "x", "example": True}
    known = {"id": poll, "slug": str(poll), "sealed": poll == SEALED}
    await connection.execute(insert(tables.poll), asked | known)
    labels = [{"poll": poll, "position": n, "label": str(n)} for n in (1, 2)]
    await connection.execute(insert(tables.poll_option), labels)
    if poll != SEALED:
        await connection.execute(insert(tables.poll_key), {"poll": poll, "key": KEY})
    for person, option in votes.items():
        listed = {"poll": poll, "person": person, "day": DAY}
        await connection.execute(insert(tables.turnout), listed)
        dropped = {"poll": poll, "id": paper(KEY, person), "option": option}
        await connection.execute(insert(tables.ballot), dropped)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'former.db'}"
    server = request.getfixturevalue("postgresql_server")
    server.psql("DROP DATABASE IF EXISTS former;")
    server.psql("CREATE DATABASE former;")
    return str(server.get_uri(database="former"))


@pytest.fixture
async def former(empty: str) -> AsyncIterator[SqlStore]:
    """A memory of version 0004, in use."""
    store = SqlStore.connect(empty)
    async with store._engine.begin() as connection:
        await connection.run_sync(_to_0004)
        await _fill(connection)
    yield store
    await store.close()


def _differences(connection: Connection) -> list[Any]:
    options = {"include_object": ours, "compare_type": True}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, tables.metadata))


async def test_the_rooms_of_one_user_become_one_person(former: SqlStore) -> None:
    await former.migrate()
    people = []
    async with former.work() as work:
        for room, user in ROOMS.values():
            at = Address(channel="telegram", room=room, user=user)
            people.append((await work.conversations.open(at, language="en", now=THEN)).person)
        assert people == [1, 1, 1, 4, 5, 6]
        assert await work.people.find(1) == Person(id=1, age_band=AgeBand.FROM_18)
        held = await work.people.held(1)
        assert (held.votes, held.consents, held.subscriptions, held.addresses) == (3, 3, 2, 3)
        asked = {one.place for one in await work.subscriptions.of(1)}
        left = await work._tx.rows(select(tables.person.c.id).order_by(tables.person.c.id))
    assert asked == {"46102", "46042"}
    assert [row.id for row in left] == [1, 4, 5, 6]


async def test_their_votes_become_one_and_stay_theirs_to_change(former: SqlStore) -> None:
    await former.migrate()
    async with former.work() as work:
        assert await work.polls.tally(OPEN) == Tally(counts={1: 1, 2: 1})
        assert await work.polls.choice(OPEN, 1) == 1
        assert await work.polls.tally(OTHER) == Tally(counts={1: 1})
        assert await work.polls.cast(OTHER, 1, 2, now=THEN) is True
        assert await work.polls.tally(OTHER) == Tally(counts={2: 1})
        assert await work.polls.tally(SEALED) == Tally(counts={1: 2, 2: 1})
        assert await work.polls.has_voted(SEALED, 1)


async def test_the_tables_are_those_of_the_code_and_refer_to_what_is_there(
    former: SqlStore,
) -> None:
    await former.migrate()
    async with former._engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
        if former._engine.dialect.name == "sqlite":
            broken = await connection.exec_driver_sql("PRAGMA foreign_key_check")
            assert broken.all() == []
            assert (await connection.exec_driver_sql("PRAGMA foreign_keys")).scalar() == 1


async def test_numbers_given_before_do_not_come_back_either(former: SqlStore) -> None:
    await former.migrate()
    async with former.work() as work:
        if work._tx.on_postgresql:  # its sequence saw nothing of what is numbered by hand here
            await work._tx.run(text(f"SELECT setval('poll_id_seq', {OTHER})"))
        assert await work.remove_examples() == len(VOTES)
        options = tuple(Option(position=n, label=str(n)) for n in (1, 2))
        times: dict[str, Any] = {"opens_at": THEN, "closes_at": THEN + timedelta(days=1)}
        new = Poll(id=0, slug="new", question="?", options=options, author="x", **times)
        assert await work.polls.create(new) == OTHER + 1
