"""The example content: true where it is real, labelled where it is not, and gone in one act."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from bots.demo import seed
from bots.demo.seed import NoGazetteer
from dialogues.answers import Answer, choose
from dialogues.places import Place, distance_km
from dialogues.processes import FACTS, Process, current_phase, is_over
from dialogues.stops import Stop, StopState
from nlu import gazetteer
from storage.store import PARIS, SqlStore

NOW = datetime(2026, 11, 24, 17, 45, tzinfo=PARIS)
LABEL = "(exemple)"


def _place(commune: gazetteer.Commune) -> Place:
    return Place(
        insee=commune.insee,
        name=commune.name,
        department=commune.department,
        postal_codes=commune.postal_codes,
        population=commune.population,
        latitude=commune.latitude,
        longitude=commune.longitude,
        approximate=commune.approximate,
    )


def _communes() -> list[Place]:
    return [_place(one) for one in gazetteer.load() if one.population > 5_000]


@pytest.fixture
async def empty() -> AsyncIterator[SqlStore]:
    store = SqlStore.connect("sqlite://")
    await store.migrate()
    yield store
    await store.close()


@pytest.fixture
async def store(empty: SqlStore) -> SqlStore:
    async with empty.work() as work:
        await work.places.put_many(_communes())
        await seed(work, now=NOW)
    return empty


async def _processes(store: SqlStore) -> tuple[Process, ...]:
    async with store.work() as work:
        return await work.processes.all()


async def _stops(store: SqlStore) -> tuple[Stop, ...]:
    async with store.work() as work:
        return await work.stops.coming(NOW)


async def test_three_real_processes_are_over_and_three_examples_say_so(store: SqlStore) -> None:
    processes = await _processes(store)
    real = [one for one in processes if not one.example]
    examples = [one for one in processes if one.example]
    assert [len(real), len(examples)] == [3, 3]
    assert all(one.archived and one.url == "https://www.laregion.fr" for one in real)
    assert all(LABEL in one.title and not one.archived for one in examples)
    assert all("fictif" in one.source or "fictive" in one.source for one in examples)
    assert not any(is_over(one, NOW.date()) for one in examples)


async def test_the_real_dates_and_figures_are_those_that_are_known(store: SqlStore) -> None:
    known = {one.slug: one for one in await _processes(store)}
    dates = {
        slug: (known[slug].phases[0].starts_on, known[slug].phases[0].ends_on)
        for slug in ("votation-2020", "convention-citoyenne-2020", "budget-vie-etudiante-2024")
    }
    assert dates == {
        "votation-2020": (date(2020, 10, 16), date(2020, 11, 6)),
        "convention-citoyenne-2020": (date(2020, 9, 10), date(2020, 10, 3)),
        "budget-vie-etudiante-2024": (date(2024, 9, 16), date(2024, 10, 16)),
    }
    assert known["votation-2020"].min_age == 15
    assert known["budget-vie-etudiante-2024"].budget == 500_000
    convention = known["convention-citoyenne-2020"].facts
    assert all(figure in convention["results"] for figure in ("294", "52"))
    assert "86 €" in convention["selection"]


async def test_every_question_has_its_answer_somewhere_and_none_is_answered_everywhere(
    store: SqlStore,
) -> None:
    current = [one for one in await _processes(store) if one.example]
    stated = [set(one.facts) for one in current]
    assert set.union(*stated) == set(FACTS.values())
    assert all(len(set(FACTS.values()) - facts) >= 2 for facts in stated)


async def test_titles_fit_a_button(store: SqlStore) -> None:
    assert [one.title for one in await _processes(store) if len(one.title) > 60] == []


async def test_phases_follow_one_another(store: SqlStore) -> None:
    for process in await _processes(store):
        for before, after in pairwise(process.phases):
            assert before.ends_on
            assert after.starts_on
            assert before.ends_on < after.starts_on


@pytest.mark.parametrize("later", [0, 1, 38, 200])
async def test_the_vote_runs_for_twelve_more_days_whenever_it_is_sown(
    empty: SqlStore, later: int
) -> None:
    now = NOW + timedelta(days=later)
    async with empty.work() as work:
        await work.places.put_many(_communes())
        await seed(work, now=now)
        found = await work.processes.all()
    budget = next(one for one in found if one.kind == "budget_participatif")
    phase = current_phase(budget, now.date())
    assert phase
    assert phase.kind == "vote"
    assert phase.ends_on == now.date() + timedelta(days=12)


async def test_eight_stops_come_in_eight_real_communes_of_several_departments(
    store: SqlStore,
) -> None:
    stops = await _stops(store)
    assert len({stop.place for stop in stops}) == 8
    assert {stop.department for stop in stops} == {"46", "12", "32", "48", "09", "34", "66", "11"}
    names = {one.insee: (one.name, one.department) for one in gazetteer.load()}
    assert [names[stop.place] for stop in stops] == [(s.place_name, s.department) for s in stops]
    figeac, villefranche = (
        next(stop for stop in stops if stop.place == insee) for insee in ("46102", "12300")
    )
    assert figeac.position
    assert villefranche.position
    assert distance_km(figeac.position, villefranche.position) == pytest.approx(29, abs=4)


@pytest.mark.parametrize("weekday", range(7))
async def test_stops_are_two_to_forty_days_away_at_hours_when_people_are_up(
    empty: SqlStore, weekday: int
) -> None:
    now = NOW + timedelta(days=weekday)
    async with empty.work() as work:
        await work.places.put_many(_communes())
        await seed(work, now=now)
        stops = await work.stops.coming(now)
    away = [(stop.starts_at.date() - now.date()).days for stop in stops]
    assert min(away) >= 2
    assert max(away) <= 40
    assert all(9 <= stop.starts_at.hour < stop.ends_at.hour <= 19 for stop in stops)
    assert all(stop.starts_at.isoweekday() != 7 for stop in stops)
    assert stops[0].starts_at.isoweekday() == 6 or away[0] > 2


async def test_one_stop_falls_on_the_coming_saturday(store: SqlStore) -> None:
    saturday = date(2026, 11, 28)
    assert [s.place_name for s in await _stops(store) if s.starts_at.date() == saturday] == [
        "Figeac"
    ]


async def test_one_stop_is_cancelled_and_says_why(store: SqlStore) -> None:
    (cancelled,) = [s for s in await _stops(store) if s.state is StopState.CANCELLED]
    assert cancelled.reason
    assert cancelled.example


async def test_most_stops_state_access_transport_and_registration_but_not_all(
    store: SqlStore,
) -> None:
    stops = await _stops(store)
    for name in ("accessibility", "transport", "registration"):
        stated = [stop for stop in stops if getattr(stop, name)]
        assert 5 <= len(stated) < len(stops)


async def test_two_polls_are_open_and_the_closed_one_has_its_follow_up(store: SqlStore) -> None:
    async with store.work() as work:
        opened, closed = await work.polls.open(NOW), await work.polls.closed(NOW)
        tally = await work.polls.tally(closed[0].id)
    assert [(one.closes_at.date() - NOW.date()).days for one in opened] == [9, 20]
    assert [(one.closes_at.date() - NOW.date()).days for one in closed] == [-6]
    assert closed[0].follow_up
    assert tally.voters == 246
    assert all(LABEL in one.author for one in (*opened, *closed))


async def test_sowing_twice_changes_nothing(store: SqlStore) -> None:
    async def everything() -> tuple[object, ...]:
        async with store.work() as work:
            (closed,) = await work.polls.closed(NOW)
            tally = await work.polls.tally(closed.id)
            stops = tuple(replace(stop, id=0) for stop in await work.stops.coming(NOW))
            return tally, stops, await work.processes.all(), await work.polls.open(NOW)

    before = await everything()
    async with store.work() as work:
        await seed(work, now=NOW)
    assert await everything() == before


async def test_everything_fictitious_is_removed_in_one_act(store: SqlStore) -> None:
    async with store.work() as work:
        removed = await work.remove_examples()
        left = await work.processes.all()
        polls = (*await work.polls.open(NOW), *await work.polls.closed(NOW))
        stops = await work.stops.coming(NOW)
        hits = await work.answers.search(
            "c'est quoi le service civique", language="fr", today=NOW.date()
        )
    assert removed == 3 + 8 + 3 + 26
    assert {one.archived for one in left} == {True}
    assert (polls, stops, hits) == ((), (), ())


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("c koi le service civique", "exemple-service-civique"),
        ("ki soccupe de la cantine de mon lycée", "exemple-region-lycees"),
        ("je cherche un patron pour une alternance", "exemple-apprentissage"),
        ("le vote il est consultatif ou décisionnel ?", "exemple-consultatif"),
        ("ya pas de piste cyclable chez moi", "exemple-velo"),
    ],
)
async def test_young_people_s_words_find_their_answer(
    store: SqlStore, asked: str, wanted: str
) -> None:
    async with store.work() as work:
        hits = choose(await work.answers.search(asked, language="fr", today=NOW.date()))
    assert hits
    assert hits[0].answer.external_id == wanted
    assert _is_labelled(hits[0].answer)


def _is_labelled(answer: Answer) -> bool:
    return answer.example and "exemple" in answer.text


async def test_without_communes_the_sower_says_what_is_missing(empty: SqlStore) -> None:
    with pytest.raises(NoGazetteer, match="46102"):
        async with empty.work() as work:
            await seed(work, now=NOW)
