"""Telegram, whole: the real client and the real mind against a Bot API on loopback."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from dialogues.engine import Engine
from dialogues.messages import Incoming
from dialogues.polls import Tally
from dialogues.ports import Response
from storage.store import SqlStore
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_house import stopped, telegram_house
from tests.doubles.telegram_people import Post
from tests.doubles.telegram_spec import Spec

CARAVAN = 2  # the poll « La cÔserie mobile, tu la veux où ? »
MARKET, STATION = 2, 3  # two of its options
CAHORS = (44.4475, 1.4419)


class Person:
    """Somebody on Telegram, who waits for each answer before going on."""

    def __init__(self, double: TelegramDouble, chat: int = 42) -> None:
        self.double = double
        self.chat = chat

    async def says(self, text: str) -> list[Post]:
        """Write, and return what the bot says anew."""
        return await self._after(lambda: self.double.say(self.chat, text))

    async def presses(self, label: str) -> list[Post]:
        return await self._after(lambda: self.double.press(self.chat, label))

    async def stands_at(self, latitude: float, longitude: float) -> list[Post]:
        return await self._after(lambda: self.double.share_location(self.chat, latitude, longitude))

    async def sends_a_sticker(self) -> list[Post]:
        return await self._after(lambda: self.double.send_sticker(self.chat))

    @property
    def last(self) -> Post:
        return self.double.seen(self.chat)[-1]

    async def _after(self, act: Callable[[], int]) -> list[Post]:
        before = len(self.double.seen(self.chat))
        await self.double.confirmed(act())
        return self.double.seen(self.chat)[before:]


@pytest.fixture
async def double() -> AsyncIterator[TelegramDouble]:
    """A Bot API; at the end every press was answered, and every call is as officially described."""
    async with TelegramDouble(spec=Spec.load()) as double:
        yield double
    assert all(double.queries.values())
    assert double.problems == []


@pytest.fixture
async def lea(engine: Engine, double: TelegramDouble) -> AsyncIterator[Person]:
    """A person on Telegram, before they have written to the whole house."""
    async with telegram_house(engine.receive, double):
        yield Person(double)


async def _tally(memory: SqlStore) -> Tally:
    async with memory.work() as work:
        return await work.polls.tally(CARAVAN)


async def test_a_first_visit_says_what_the_bot_is_and_what_it_can_do(lea: Person) -> None:
    (hello,) = await lea.says("/start")
    assert "un robot, pas une personne" in hello.text
    assert "Sondages ouverts" in hello.labels


async def test_a_question_in_sms_french_gets_a_dated_and_sourced_answer(lea: Person) -> None:
    await lea.says("/start")
    (answer,) = await lea.says("slt jusqua kan on peu voté pr le budjet ?")
    assert "jusqu'au dimanche 6 décembre" in answer.text
    assert "à jour le 21 novembre 2026" in answer.text
    page = answer.button("Voir la page")
    assert page is not None
    assert page["url"].startswith("https://")


async def test_a_misspelt_place_is_confirmed_then_the_stop_is_shown(lea: Person) -> None:
    (doubt,) = await lea.says("cé kan la karavane a figac")
    assert "Figeac (46)" in doubt.labels
    await lea.presses("Figeac (46)")
    assert "Figeac (46), place du marché" in lea.last.text
    assert "samedi 28 novembre, de 9 h 30 à 13 h" in lea.last.text
    assert "Dans mon agenda" in lea.last.labels


async def test_a_stop_goes_to_the_calendar_and_onto_the_map(lea: Person) -> None:
    await lea.says("la caravane passe à Figeac ?")
    words, file = await lea.presses("Dans mon agenda")
    assert "pour ton agenda" in words.text
    assert str(file.details["document"]["file_name"]).endswith(".ics")
    assert b"DTSTART;TZID=Europe/Paris:20261128T093000" in file.content
    shown = await lea.says("c'est où exactement")
    (venue,) = [post for post in shown if post.kind == "venue"]
    assert venue.details["venue"]["address"] == "place du marché"
    assert venue.details["location"]["latitude"] == pytest.approx(44.609, abs=0.01)


async def test_a_shared_location_shows_the_nearest_stops_and_is_not_kept(
    lea: Person, tmp_path: Path
) -> None:
    (near,) = await lea.stands_at(*CAHORS)
    assert "Figeac (46), à 5" in near.text
    assert "à vol d'oiseau" in near.text
    with closing(sqlite3.connect(tmp_path / "tchatche.db")) as kept:
        told = "\n".join(kept.iterdump())
    assert "Cahors" in told, "the communes are there"
    assert str(CAHORS[0]) not in told
    assert str(CAHORS[1]) not in told


async def test_the_conversation_goes_on_by_ellipsis(lea: Person) -> None:
    await lea.says("la caravane passe à Figeac ?")
    (near,) = await lea.says("et à Cahors ?")
    assert "Pas d'arrêt prévu à Cahors" in near.text
    assert "Villefranche-de-Rouergue (12)" in near.labels


async def test_a_vote_is_cast_changed_and_counted_where_the_question_stands(
    lea: Person, memory: SqlStore
) -> None:
    before = await _tally(memory)
    await lea.says("je veux voter")
    menu = lea.last
    assert await lea.presses("La cÔserie mobile, tu la veux où ?") == []
    assert menu.text.startswith("La cÔserie mobile, tu la veux où ?")
    await lea.presses("Au marché")
    asked = lea.last
    assert "quel âge as-tu" in asked.text
    assert await lea.presses("15 à 17 ans") == []
    assert asked.text.startswith("A voté : Au marché.")
    assert "▓" in asked.text
    voted = await _tally(memory)
    assert voted.counts[MARKET] == before.counts[MARKET] + 1

    assert await lea.presses("Changer mon vote") == []
    assert await lea.presses("À la gare") == []
    assert asked.text.startswith("C'est changé. Ton vote : À la gare.")
    changed = await _tally(memory)
    assert changed.counts[MARKET] == before.counts[MARKET]
    assert changed.counts[STATION] == before.counts[STATION] + 1
    assert changed.voters == before.voters + 1

    (result,) = await lea.says("y a les résultats ?")
    assert f"{changed.voters} votes" in result.text


async def test_a_sticker_is_met_kindly(lea: Person) -> None:
    (answer,) = await lea.sends_a_sticker()
    assert "je ne lis que les mots" in answer.text
    assert answer.labels


async def test_a_deep_link_opens_its_poll(lea: Person) -> None:
    (poll,) = await lea.says("/start poll_1")
    assert "Pour bouger sans voiture, on commence par quoi ?" in poll.text
    assert "Des cars le week-end" in poll.labels


async def test_someone_who_blocks_the_bot_is_left_in_silence(lea: Person, tmp_path: Path) -> None:
    await lea.says("/start")
    sent = len(lea.double.called("sendMessage"))
    await lea.double.confirmed(lea.double.block(lea.chat))
    assert len(lea.double.called("sendMessage")) == sent
    with closing(sqlite3.connect(tmp_path / "tchatche.db")) as kept:
        (silenced,) = kept.execute("SELECT silenced_at IS NOT NULL FROM address").fetchone()
    assert silenced
    await lea.double.confirmed(lea.double.unblock(lea.chat))
    assert await lea.says("bonjour"), "who comes back is answered"


async def test_someone_who_blocks_the_bot_before_its_answer_does_not_stop_the_others(
    lea: Person,
) -> None:
    lea.double.blocked.add(lea.chat)
    assert await lea.says("bonjour") == []
    assert await Person(lea.double, chat=43).says("bonjour")
    assert [call["chat_id"] for call in lea.double.called("sendMessage")] == ["42", "43"]


async def test_an_update_that_comes_again_is_answered_again_and_decides_nothing(
    engine: Engine, memory: SqlStore, double: TelegramDouble
) -> None:
    lea = Person(double)
    before = await _tally(memory)
    async with telegram_house(engine.receive, double):
        await lea.says("/start poll_2")
        await lea.presses("Au marché")
        last = double.press(lea.chat, "15 à 17 ans")
        (again,) = [one for one in double.updates if one["update_id"] == last]
        await double.confirmed(last)
        await lea.presses("Changer mon vote")
        await lea.presses("À la gare")

    decided: list[str] = []

    async def receive(event: Incoming) -> Response:
        response = await engine.receive(event)
        decided.append(response.decided)
        return response

    double.updates.append(again)  # as when our "it is done" was lost with the process
    async with telegram_house(receive, double):
        await double.until(lambda: lea.last.text.startswith("A voté : Au marché."))
    assert decided == ["replay"]
    after = await _tally(memory)
    assert after.counts[MARKET] == before.counts[MARKET]
    assert after.counts[STATION] == before.counts[STATION] + 1


async def test_stopped_between_the_count_and_the_answer_the_answer_comes_with_the_next_start(
    engine: Engine, memory: SqlStore, double: TelegramDouble
) -> None:
    lea = Person(double)
    before = await _tally(memory)
    counted = asyncio.Event()

    async def receive(event: Incoming) -> Response:
        response = await engine.receive(event)
        if response.messages[0].text.startswith("A voté"):
            counted.set()
            await asyncio.Event().wait()
        return response

    async with telegram_house(receive, double, grace=0.05) as listening:
        await lea.says("/start poll_2")
        await lea.presses("Au marché")
        update = double.press(lea.chat, "15 à 17 ans")
        await asyncio.wait_for(counted.wait(), 10)
        await stopped(listening)
    assert "quel âge as-tu" in lea.last.text
    assert double.offset <= update, "Telegram was told too early that it was done"

    async with telegram_house(engine.receive, double):
        await double.confirmed(update)
    shown = [post for post in double.seen(lea.chat) if post.text.startswith("A voté")]
    assert [post.edits for post in shown] == [1]
    assert (await _tally(memory)).voters == before.voters + 1
