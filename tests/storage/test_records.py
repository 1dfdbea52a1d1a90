"""Processes, stops and answers known elsewhere: created, changed or left alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dialogues.answers import Answer
from dialogues.processes import Phase, Process
from dialogues.stops import Stop, StopState
from storage.records import Taken
from storage.store import SqlStore

TODAY = date(2026, 5, 4)
PROCESS = Process(
    id=0,
    external_id="bp-2026",
    slug="budget-2026",
    title="Budget participatif",
    kind="budget_participatif",
    url="https://example.org/bp",
    source="https://example.org/bp.pdf",
    updated_on=TODAY,
    valid_until=date(2026, 12, 31),
    phases=(
        Phase(title="Dépôt", kind="ideas", starts_on=date(2026, 3, 1), ends_on=date(2026, 5, 31)),
        Phase(title="Suite"),
    ),
    themes=("vélo", "culture"),
    aliases=("le BP",),
    min_age=15,
    budget=8_000_000_000,
    facts={"purpose": "Financer des idées", "account": "Aucun compte"},
)


def _stop(now: datetime, name: str = "figeac", **said: Any) -> Stop:
    times = {"starts_at": now, "ends_at": now + timedelta(hours=3)}
    where = {"place": "46102", "place_name": "Figeac", "department": "46"}
    return Stop(**{"id": 0, "external_id": name, "title": name, **times, **where, **said})


async def test_a_process_is_read_back_as_written(store: SqlStore) -> None:
    async with store.work() as work:
        assert await work.processes.all() == ()
        assert await work.processes.put(PROCESS) is True
    async with store.work() as work:
        (found,) = await work.processes.all()
    assert found == replace(PROCESS, id=found.id)


async def test_a_process_put_again_is_left_alone_and_a_changed_one_is_rewritten(
    store: SqlStore,
) -> None:
    changed = replace(PROCESS, max_age=25, facts={"purpose": "Autre"}, phases=PROCESS.phases[:1])
    async with store.work() as work:
        await work.processes.put(PROCESS)
    async with store.work() as work:
        assert await work.processes.put(PROCESS) is None
        assert await work.processes.put(changed) is False
        (found,) = await work.processes.all()
    assert found == replace(changed, id=found.id)


async def test_a_slug_is_one_process_s_and_the_rest_of_an_import_goes_on(store: SqlStore) -> None:
    async with store.work() as work:
        await work.processes.put(PROCESS)
        with pytest.raises(Taken, match=r"budget-2026.*bp-2026"):
            await work.processes.put(replace(PROCESS, external_id="other"))
        await work.processes.put(replace(PROCESS, external_id="other", slug="other"))
        assert len(await work.processes.all()) == 2


async def test_another_process_sees_a_change_at_once(store: SqlStore, url: str) -> None:
    elsewhere = SqlStore.connect(url)
    async with store.work() as work:
        await work.processes.put(PROCESS)
    async with elsewhere.work() as work:
        assert [one.title for one in await work.processes.all()] == ["Budget participatif"]
    async with store.work() as work:
        await work.processes.put(replace(PROCESS, title="Autre nom"))
    async with elsewhere.work() as work:
        assert [one.title for one in await work.processes.all()] == ["Autre nom"]
    await elsewhere.close()


async def test_a_change_undone_is_remembered_by_nobody(store: SqlStore) -> None:
    async def change_and_fail() -> None:
        async with store.work() as work:
            await work.processes.put(replace(PROCESS, title="Jamais"))
            await work.processes.all()
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await change_and_fail()
    async with store.work() as work:
        assert await work.processes.all() == ()
        await work.processes.put(PROCESS)
    async with store.work() as work:
        assert [one.title for one in await work.processes.all()] == ["Budget participatif"]


async def test_stops_to_come_are_listed_soonest_first(store: SqlStore, now: datetime) -> None:
    later = _stop(now + timedelta(days=2), "later", state=StopState.CANCELLED, reason="Pluie")
    over = _stop(now - timedelta(hours=3), "over")
    async with store.work() as work:
        for stop in (later, over, _stop(now, themes=("santé",), latitude=44.6, longitude=2.03)):
            assert await work.stops.put(stop) is True
    async with store.work() as work:
        figeac, cancelled = await work.stops.coming(now)
        assert await work.stops.find(figeac.id) == figeac
        assert await work.stops.find(99) is None
    assert figeac == replace(
        _stop(now, themes=("santé",), latitude=44.6, longitude=2.03), id=figeac.id
    )
    assert (cancelled.state, cancelled.reason) == (StopState.CANCELLED, "Pluie")
    assert cancelled.starts_at.utcoffset() == timedelta(hours=2)


async def test_each_change_of_a_stop_is_counted_for_calendars(
    store: SqlStore, now: datetime
) -> None:
    async with store.work() as work:
        await work.stops.put(_stop(now))
        assert await work.stops.put(_stop(now)) is None
        assert await work.stops.put(_stop(now, state=StopState.FULL)) is False
        assert await work.stops.put(_stop(now)) is False
        (found,) = await work.stops.coming(now)
    assert found.revision == 2


async def test_removing_examples_removes_nothing_else(store: SqlStore, now: datetime) -> None:
    answer = Answer(id=0, external_id="q", question="Et le vélo ?", text="Oui", updated_on=TODAY)
    async with store.work() as work:
        for example in (False, True):
            name = "example" if example else "real"
            named: dict[str, Any] = {"external_id": name, "example": example}
            await work.processes.put(replace(PROCESS, slug=name, **named))
            await work.stops.put(replace(_stop(now), **named))
            await work.answers.put(replace(answer, **named))
        assert (await work.staff.counts(now)).examples == 3
        assert await work.remove_examples() == 3
    async with store.work() as work:
        assert [one.external_id for one in await work.processes.all()] == ["real"]
        assert [one.external_id for one in await work.stops.coming(now)] == ["real"]
        hits = await work.answers.search("vélo", language="fr", today=TODAY)
        assert [hit.answer.external_id for hit in hits] == ["real"]


async def test_a_text_no_database_holds_is_kept_without_its_odd_signs(
    store: SqlStore, now: datetime, arrive: Callable[..., Any]
) -> None:
    del arrive
    async with store.work() as work:
        await work.stops.put(_stop(now, title="Fi\0ge\ud800ac"))
        (found,) = await work.stops.coming(now)
    assert found.title == "Fi\ufffdge?ac"
