"""What the clock's rounds forget, and when."""

from datetime import timedelta

from bots.rounds import Rounds
from dialogues.engine import Engine
from dialogues.messages import Address, Press
from dialogues.polls import Option, Poll
from storage.store import SqlStore
from tests.conftest import NOW

ME = Address(channel="web", room="r1", user="u1")
HOUR = timedelta(hours=1)
POLL = Poll(
    id=0,
    slug="bref",
    question="Un sondage bref ?",
    options=(Option(position=1, label="Oui"), Option(position=2, label="Non")),
    opens_at=NOW - HOUR,
    closes_at=NOW + HOUR,
    author="un conseil",
)


async def _kept(memory: SqlStore) -> bool:
    async with memory.work() as work:
        return await work.events.replies("web", "v") is not None


async def test_an_answer_to_a_vote_is_forgotten_when_its_poll_closes(
    engine: Engine, memory: SqlStore
) -> None:
    async with memory.work() as work:
        number = await work.polls.create(POLL)
    payload = f'/vote{{"poll":"{number}","option":"2","age":"18-24"}}'
    await engine.receive(Press(id="v", sender=ME, payload=payload))

    await Rounds(store=memory, clock=lambda: NOW).go()
    assert await _kept(memory)
    await Rounds(store=memory, clock=lambda: NOW + HOUR).go()
    assert not await _kept(memory)


async def test_a_question_without_an_answer_is_kept_ninety_days(memory: SqlStore) -> None:
    async with memory.work() as work:
        await work.unheard.note("tu fais quoi", language="fr", guess=None, day=NOW.date())
    for days, kept in ((89, 1), (91, 0)):
        later = NOW + timedelta(days=days)
        await Rounds(store=memory, clock=lambda later=later: later).go()  # type: ignore[misc]
        async with memory.work() as work:
            assert (await work.staff.counts(NOW)).unheard == kept
