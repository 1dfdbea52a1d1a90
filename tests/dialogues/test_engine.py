"""The turn: decided once, replayed after, in order, and never raising on any text."""

import asyncio
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogues.engine import Engine
from dialogues.messages import Address, Left, Located, Press, Shown, Text
from storage.store import SqlStore

ME = Address(channel="web", room="r1", user="u1")
VOTE = '/vote{"poll":"1","option":"2","age":"18-24"}'


def _text(words: str, number: str = "1", sender: Address = ME) -> Text:
    return Text(id=number, sender=sender, text=words)


async def _voters(memory: SqlStore) -> int:
    async with memory.work() as work:
        return (await work.polls.tally(1)).voters


async def test_an_event_seen_twice_is_answered_alike_and_decided_once(
    engine: Engine, memory: SqlStore
) -> None:
    before = await _voters(memory)
    event = Press(id="p1", sender=ME, payload=VOTE)
    first = await engine.receive(event)
    again = await engine.receive(event)
    assert again.messages == first.messages
    assert again.decided == "replay"
    assert await _voters(memory) == before + 1


async def test_the_same_event_at_once_from_two_deliveries_votes_once(
    engine: Engine, memory: SqlStore
) -> None:
    before = await _voters(memory)
    event = Press(id="p1", sender=ME, payload=VOTE)
    answers = await asyncio.gather(*(engine.receive(event) for _ in range(8)))
    assert len({answer.messages for answer in answers}) == 1
    assert await _voters(memory) == before + 1


async def test_the_conversation_survives_a_restart(
    engine: Engine, memory: SqlStore, tmp_path: object
) -> None:
    await engine.receive(_text("c'est quand près de chez moi ?"))
    reborn = Engine(
        store=memory,
        interpreter=engine._ear.interpreter,
        phrases=engine._phrases,
        rules=engine._rules,
        clock=engine._clock,
    )
    answer = await reborn.receive(_text("Figeac", "2"))
    assert answer.decided == "step"
    assert "Figeac (46)" in answer.messages[0].text


async def test_a_shared_position_is_snapped_to_a_commune_and_not_kept(
    engine: Engine, memory: SqlStore
) -> None:
    answer = await engine.receive(Located(id="1", sender=ME, latitude=44.6091, longitude=2.0333))
    assert "Figeac (46)" in answer.messages[0].text
    async with memory.work() as work:
        kept = repr(await work.conversations.open(ME, language="fr", now=engine._clock()))
    assert "44.6" not in kept


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "video", "file", "hologram"])
async def test_what_cannot_be_read_gets_a_fitting_sentence(engine: Engine, kind: str) -> None:
    answer = await engine.receive(Shown(id="1", sender=ME, kind=kind))
    assert "Écris-moi ta question" in answer.messages[0].text


async def test_who_left_is_not_answered_and_is_silenced(engine: Engine, memory: SqlStore) -> None:
    await engine.receive(
        Press(id="1", sender=ME, payload='/subscribe{"place":"46102","km":"20","age":"18-24"}')
    )
    assert (await engine.receive(Left(id="2", sender=ME))).messages == ()
    async with memory.work() as work:
        talk = await work.conversations.open(ME, language="fr", now=engine._clock())
        assert await work.subscriptions.of(talk.person) == ()


async def test_a_button_of_an_older_version_says_so(engine: Engine) -> None:
    answer = await engine.receive(Press(id="1", sender=ME, payload='/gone{"x":"1"}'))
    assert "n'est plus valable" in answer.messages[0].text


async def test_english_is_answered_in_english_once_chosen(engine: Engine) -> None:
    hinted = Text(id="1", sender=ME, text="hello", language="en-GB")
    assert "What would you like to know?" in (await engine.receive(hinted)).messages[0].text


async def test_fifty_people_at_once_each_vote_once(engine: Engine, memory: SqlStore) -> None:
    before = await _voters(memory)
    people = [Address(channel="web", room=str(n), user=str(n)) for n in range(50)]
    await asyncio.gather(
        *(
            engine.receive(Press(id=f"{person.room}:{tries}", sender=person, payload=VOTE))
            for person in people
            for tries in range(3)
        )
    )
    assert await _voters(memory) == before + 50


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(words=st.text(max_size=300), number=st.uuids())
async def test_the_engine_answers_any_text(engine: Engine, words: str, number: object) -> None:
    answer = await engine.receive(_text(words, str(number)))
    assert answer.messages
    assert all(message.text for message in answer.messages)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    intent=st.sampled_from(
        ["vote", "poll", "stop", "deadline", "subscribe", "answer", "start", "process", "located"]
    ),
    entities=st.dictionaries(
        st.sampled_from(
            ["poll", "option", "stop", "process", "place", "km", "age", "answer", "ref"]
        ),
        st.one_of(st.text(max_size=6), st.integers(-9, 10**12).map(str)),
        max_size=2,
    ),
    number=st.uuids(),
)
async def test_the_engine_answers_any_payload(
    engine: Engine, intent: str, entities: dict[str, str], number: object
) -> None:
    payload = f"/{intent}{json.dumps(entities)}"
    answer = await engine.receive(Press(id=str(number), sender=ME, payload=payload))
    assert answer.messages
