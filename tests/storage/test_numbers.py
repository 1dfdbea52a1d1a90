"""A number once given names one thing for ever: old buttons never point at something new."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert

from dialogues.answers import Answer
from dialogues.polls import Option, Poll
from dialogues.processes import Process
from dialogues.stops import Stop
from storage import tables
from storage.store import SqlStore
from storage.work import SqlWork

TODAY = date(2026, 5, 4)
HOUR = timedelta(hours=1)
NUMBERED = (tables.poll, tables.stop, tables.process, tables.answer)


async def _write(work: SqlWork, name: str, now: datetime) -> None:
    options = tuple(Option(position=n, label=str(n)) for n in (1, 2))
    asked: dict[str, Any] = {"question": "?", "options": options, "author": "x", "example": True}
    await work.polls.create(Poll(id=0, slug=name, opens_at=now, closes_at=now + HOUR, **asked))
    said: dict[str, Any] = {"question": "?", "text": "!", "updated_on": TODAY, "example": True}
    await work.answers.put(Answer(id=0, external_id=name, **said))
    known: dict[str, Any] = {"slug": name, "title": name, "kind": "other", "url": "u"}
    known |= {"source": "s", "updated_on": TODAY, "example": True}
    await work.processes.put(Process(id=0, external_id=name, **known))
    where: dict[str, Any] = {"place": "46102", "place_name": "Figeac", "department": "46"}
    when: dict[str, Any] = {"starts_at": now, "ends_at": now + HOUR}
    await work.stops.put(
        Stop(id=0, external_id=name, title=name, source="s", example=True, **where, **when)
    )


async def _numbers(work: SqlWork) -> dict[str, list[int]]:
    return {
        table.name: [row.id for row in await work._tx.rows(table.select())] for table in NUMBERED
    }


async def test_the_numbers_of_removed_examples_never_come_back(
    store: SqlStore, now: datetime
) -> None:
    async with store.work() as work:
        await _write(work, "first", now)
        first = await _numbers(work)
        assert await work.remove_examples() == len(NUMBERED)
    async with store.work() as work:
        await _write(work, "second", now)
        second = await _numbers(work)
    assert all(len(numbers) == 1 for numbers in (*first.values(), *second.values()))
    assert {name: second[name] > first[name] for name in first} == dict.fromkeys(first, True)


async def test_the_number_of_somebody_forgotten_is_nobody_else_s(store: SqlStore) -> None:
    born = insert(tables.person).values(created_on=TODAY).returning(tables.person.c.id)
    async with store.work() as work:
        first = await work._tx.number(born)
        await work._tx.run(delete(tables.person))
    async with store.work() as work:
        assert await work._tx.number(born) > first
