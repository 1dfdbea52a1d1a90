"""Threads are found again, and a person is made once."""

import asyncio
import itertools
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from dialogues.conversation import Conversation, Topic
from dialogues.messages import Address
from storage import tables
from storage.store import SqlStore

At = Callable[..., Address]


async def _count(store: SqlStore, table: Any) -> int:
    async with store.work() as work:
        return await work._tx.number(select(func.count()).select_from(table))


async def test_a_first_word_begins_a_person_and_a_conversation(
    store: SqlStore, address: At, now: datetime
) -> None:
    async with store.work() as work:
        opened = await work.conversations.open(address(), language="en", now=now)
    assert opened == Conversation(address=address(), person=opened.person, language="en")
    assert await _count(store, tables.person) == 1


async def test_a_conversation_is_read_back_as_it_was_kept(
    store: SqlStore, address: At, now: datetime
) -> None:
    async with store.work() as work:
        opened = await work.conversations.open(address(), language="fr", now=now)
        kept = Conversation(
            address=address(),
            person=opened.person,
            language="en",
            step="vote.choose",
            slots={"poll": "7", "name": "Zoë 🎉\0\ud800"},
            topic=Topic(intent="deadline", entities={"process": "budget_participatif"}),
            failures=2,
            greeted=True,
        )
        await work.conversations.keep(kept, now=now)
    async with store.work() as work:
        assert await work.conversations.open(address(), language="fr", now=now) == kept


async def test_a_topic_can_be_left(store: SqlStore, address: At, now: datetime) -> None:
    async with store.work() as work:
        opened = await work.conversations.open(address(), language="fr", now=now)
        spoken = Conversation(
            address=address(), person=opened.person, topic=Topic(intent="deadline"), step="s"
        )
        await work.conversations.keep(spoken, now=now)
        await work.conversations.keep(opened, now=now)
        assert await work.conversations.open(address(), language="fr", now=now) == opened


async def test_two_rooms_are_two_conversations(store: SqlStore, address: At, now: datetime) -> None:
    async with store.work() as work:
        first = await work.conversations.open(address("zoe"), language="fr", now=now)
        second = await work.conversations.open(address("ali"), language="fr", now=now)
    assert first.person != second.person


async def test_first_messages_at_once_make_one_person(
    store: SqlStore, address: At, now: datetime
) -> None:
    async def arrive() -> int:
        async with store.work() as work:
            opened = await work.conversations.open(address(), language="fr", now=now)
            await asyncio.sleep(0.01)
            return opened.person

    people = await asyncio.gather(*(arrive() for _ in range(12)))
    assert len(set(people)) == 1
    assert await _count(store, tables.person) == 1
    assert await _count(store, tables.conversation) == 1


async def test_turns_of_one_person_wait_for_each_other(
    store: SqlStore, address: At, arrive: Callable[..., Any], now: datetime
) -> None:
    await arrive()

    async def fail_once_more() -> None:
        async with store.work() as work:
            found = await work.conversations.open(address(), language="fr", now=now)
            await asyncio.sleep(0)
            more = Conversation(address=address(), person=found.person, failures=found.failures + 1)
            await work.conversations.keep(more, now=now)

    await asyncio.gather(*(fail_once_more() for _ in range(20)))
    async with store.work() as work:
        found = await work.conversations.open(address(), language="fr", now=now)
    assert found.failures == 20


async def test_a_work_that_raises_leaves_nothing(
    store: SqlStore, address: At, now: datetime
) -> None:
    async def break_off() -> None:
        async with store.work() as work:
            await work.conversations.open(address(), language="fr", now=now)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await break_off()
    assert await _count(store, tables.person) == 0


async def test_a_cancelled_work_leaves_nothing_and_the_store_goes_on(
    store: SqlStore, address: At, arrive: Callable[..., Any], now: datetime
) -> None:
    async def begin_and_never_end(name: str) -> None:
        async with store.work() as work:
            for number in itertools.count():
                await work.conversations.open(address(f"{name}{number}"), language="fr", now=now)

    for delay in (0.003, 0.005, 0.008, 0.013, 0.021):
        task = asyncio.create_task(begin_and_never_end("lost"))
        await asyncio.sleep(delay)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await arrive("zoe")
    assert await _count(store, tables.person) == 1
