"""The home page: true figures, and a button that removes the examples and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import httpx

from bots.demo.seed import seed
from console import Role
from dialogues.answers import Answer
from dialogues.polls import Option, Poll
from dialogues.processes import Phase, Process
from dialogues.stops import Stop, StopState
from tests.console.house import HERE, NOW, House, hidden, log_in

DAY = timedelta(days=1)
POLL = Poll(
    id=0,
    slug="transports",
    question="<b>Quel</b> transport ?",
    options=(Option(position=1, label="Le train"), Option(position=2, label="Le car")),
    opens_at=NOW - DAY,
    closes_at=NOW + 8 * DAY,
    author="Le conseil des jeunes",
)
STOP = Stop(
    id=0,
    external_id="figeac",
    title="Sur la place",
    starts_at=NOW + 3 * DAY,
    ends_at=NOW + 3.1 * DAY,
    place="46102",
    place_name="Figeac",
    department="46",
    state=StopState.CANCELLED,
)
PROCESS = Process(
    id=0,
    external_id="budget",
    slug="budget",
    title="Le budget",
    kind="budget_participatif",
    url="https://exemple.fr/budget",
    source="https://exemple.fr/budget",
    updated_on=date(2026, 11, 1),
    phases=(Phase(title="Le vote", starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 6)),),
)
ANSWER = Answer(
    id=0, external_id="carte", question="La carte ?", text="Oui.", updated_on=date(2026, 11, 1)
)


async def furnish(house: House) -> None:
    """Put in one record of each noun, ours and no example."""
    async with house.store.work() as work:
        await work.places.seed()
        await work.polls.create(POLL)
        await work.stops.put(STOP)
        await work.processes.put(PROCESS)
        await work.answers.put(ANSWER)
        await work.unheard.note("et le foot ?", language="fr", guess=None, day=NOW.date())


async def test_an_empty_house_says_so(house: House, visitor: httpx.AsyncClient) -> None:
    await house.take_on()
    await log_in(visitor)
    home = (await visitor.get("/console/")).text
    assert "Aucun sondage n’est ouvert" in home
    assert "Aucun arrêt n’est annoncé" in home
    assert "Aucune démarche n’est en cours" in home
    assert "contenu d’exemple" not in home


async def test_the_home_page_shows_what_is_there_now(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await furnish(house)
    await house.take_on()
    await log_in(visitor)
    home = (await visitor.get("/console/")).text
    assert "&lt;b&gt;Quel&lt;/b&gt; transport ?" in home
    assert "<strong>0 vote</strong>" in home
    assert "mercredi 2 décembre 2026 à 15 h" in home
    assert "Figeac (46)" in home
    assert "annulé" in home
    assert "Le vote, jusqu’au dimanche 6 décembre 2026" in home
    assert "<dt>Question restée sans réponse</dt><dd>1</dd>" in home
    assert "Retirer le contenu d’exemple" not in home


async def test_the_button_removes_the_examples_and_only_them(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await furnish(house)
    async with house.store.work() as work:
        await seed(work, now=NOW)
        before = await work.staff.counts(NOW)
    number = await house.take_on()
    await log_in(visitor)
    home = (await visitor.get("/console/")).text
    assert "Retirer le contenu d’exemple" in home
    assert '<span class="tag">exemple</span>' in home
    done = await visitor.post("/console/examples/remove", data=hidden(home))
    assert done.status_code == 303
    after = (await visitor.get(done.headers["location"])).text
    assert f"{before.examples} contenus d’exemple ont été retirés" in after
    assert "Retirer le contenu d’exemple" not in after
    assert 'class="tag">exemple' not in after
    assert (number, "remove_examples", str(before.examples)) in await house.acts()
    async with house.store.work() as work:
        assert [poll.slug for poll in await work.polls.open(NOW)] == ["transports"]
        assert [stop.external_id for stop in await work.stops.coming(NOW)] == ["figeac"]
        processes = await work.processes.all()
        assert "budget" in {one.external_id for one in processes}
        assert not any(one.example for one in processes)
        counts = await work.staff.counts(NOW)
    assert (counts.examples, counts.answers) == (0, 1)


async def test_pressing_the_button_twice_says_there_was_nothing_left(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await house.take_on()
    await log_in(visitor)
    form = hidden((await visitor.get("/console/")).text)
    done = await visitor.post("/console/examples/remove", data=form)
    after = await visitor.get(done.headers["location"])
    assert "Il n’y avait plus de contenu d’exemple" in after.text


async def test_a_result_sentence_cannot_be_made_up_nor_kept(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await house.take_on()
    await log_in(visitor)
    form = hidden((await visitor.get("/console/")).text)
    done = await visitor.post("/console/examples/remove", data=form)
    forged = await visitor.get("/console/?removed=9999")
    assert 'role="status"' not in forged.text
    house.clock.pass_by(minutes=6)
    assert 'role="status"' not in (await visitor.get(done.headers["location"])).text


async def test_a_council_sees_the_examples_and_has_no_button(
    house: House, visitor: httpx.AsyncClient
) -> None:
    async with house.store.work() as work:
        await work.processes.put(replace(PROCESS, example=True))
    await house.take_on(role=Role.COUNCIL)
    await log_in(visitor)
    home = (await visitor.get("/console/")).text
    assert "1 contenu marqué" in home
    assert f"{HERE}/console/examples/remove" not in home
    assert "<button" in home
    assert "Retirer le contenu d’exemple</button>" not in home
