"""Many works at once, on one file, in one process or several."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from dialogues.messages import Address, Outgoing
from dialogues.ports import Store
from storage import tables
from storage.store import SqlStore

At = Callable[..., Address]


def test_a_sql_store_is_the_memory_the_mind_asks_for() -> None:
    store: Store = SqlStore.connect("sqlite://")
    assert callable(store.work)


async def test_a_memory_without_a_file_lasts_as_long_as_its_store(
    address: At, now: datetime
) -> None:
    store = SqlStore.connect("sqlite://")
    await store.migrate()
    async with store.work() as work:
        opened = await work.conversations.open(address(), language="fr", now=now)
    async with store.work() as work:
        assert await work.conversations.open(address(), language="en", now=now) == opened
    await store.close()


async def test_fifty_people_at_once_through_two_stores_never_find_the_database_locked(
    url: str, address: At, now: datetime
) -> None:
    stores = [SqlStore.connect(url) for _ in range(2)]

    async def talk(number: int) -> None:
        for turn in range(4):
            async with stores[number % 2].work() as work:
                at = address(f"person{number}")
                opened = await work.conversations.open(at, language="fr", now=now)
                await asyncio.sleep(0)
                await work.events.record(at, f"{number}-{turn}", (), now=now)
                await work.conversations.keep(opened, now=now)

    await asyncio.gather(*map(talk, range(50)))
    async with stores[0].work() as work:
        assert await work._tx.number(select(func.count()).select_from(tables.person)) == 50
        assert await work._tx.number(select(func.count()).select_from(tables.event)) == 200
    for store in stores:
        await store.close()


async def test_a_statement_refused_in_a_work_does_not_end_the_store(store: SqlStore) -> None:
    async with store.work() as work:
        with pytest.raises(StatementError, match="zone"):
            await work.polls.open(datetime(2026, 5, 4))  # noqa: DTZ001 - the fault under test
    async with store.work() as work:
        assert await work.processes.all() == ()


async def test_an_error_never_tells_what_somebody_wrote(
    store: SqlStore, address: At, now: datetime
) -> None:
    async def record_twice() -> None:
        async with store.work() as work:
            for _ in range(2):
                said = (Outgoing(text="mon secret"),)
                await work.events.record(address(), "1", said, now=now)

    with pytest.raises(IntegrityError) as refused:
        await record_twice()
    assert "secret" not in str(refused.value)
