"""Discord, whole: the real client and the real mind against a Discord on loopback."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from dialogues.engine import Engine
from dialogues.polls import Tally
from storage.store import SqlStore
from tests.doubles.discord import DiscordDouble
from tests.doubles.discord_house import House, discord_house
from tests.doubles.discord_people import BOT_ID, Post
from tests.doubles.discord_spec import Spec

CARAVAN = 2  # the poll « La cÔserie mobile, tu la veux où ? »
QUESTION = "La cÔserie mobile, tu la veux où ?"
MARKET, STATION = 2, 3  # two of its options
LEA, NOE, GENERAL = 42, 43, 5


class Person:
    """Somebody on Discord, in private or in a channel, who waits for each answer."""

    def __init__(self, house: House, user: int = LEA, channel: int | None = None) -> None:
        self.double = house.double
        self._house = house
        self._user = user
        self._channel = channel

    async def says(self, text: str) -> list[Post]:
        """Write, and return what the bot says anew."""
        return await self._after(lambda: self.double.say(self._user, text, channel=self._channel))

    async def uses(self, command: str, **options: str) -> list[Post]:
        return await self._after(
            lambda: self.double.slash(self._user, command, channel=self._channel, **options)
        )

    async def picks(self, label: str) -> list[Post]:
        return await self._after(lambda: self.double.pick(self._user, label, channel=self._channel))

    async def sends_a_sticker(self) -> list[Post]:
        return await self._after(lambda: self.double.show(self._user, "sticker"))

    @property
    def seen(self) -> list[Post]:
        """What they see of the bot where they speak."""
        room = self._channel or self.double.dm(self._user)
        return self.double.seen_in(room, self._user)

    @property
    def last(self) -> Post:
        return self.seen[-1]

    async def _after(self, act: Callable[[], int]) -> list[Post]:
        before = len(self.seen)
        await self._house.after(act)
        return self.seen[before:]


@pytest.fixture
async def house(engine: Engine) -> AsyncIterator[House]:
    """The whole house on Discord; at the end every request was as officially described."""
    async with DiscordDouble(spec=Spec.load()) as double:
        async with discord_house(engine.receive, double) as house:
            yield house
        acts = double.interactions.values()
        assert all(act.acknowledged for act in acts)
        assert not any(post.thinking for post in double.posts)
        assert double.problems == []


@pytest.fixture
def lea(house: House) -> Person:
    """A person, in private."""
    return Person(house)


async def _tally(memory: SqlStore) -> Tally:
    async with memory.work() as work:
        return await work.polls.tally(CARAVAN)


async def test_a_first_visit_says_what_the_bot_is_and_what_it_can_do(lea: Person) -> None:
    (hello,) = await lea.uses("aide")
    assert "Sondages ouverts" in hello.labels


async def test_a_question_in_sms_french_gets_a_dated_and_sourced_answer(lea: Person) -> None:
    (answer,) = await lea.says("slt jusqua kan on peu voté pr le budjet ?")
    assert "jusqu'au dimanche 6 décembre" in answer.text
    assert "à jour le 21 novembre 2026" in answer.text
    assert dict(answer.choices)["Voir la page"].startswith("https://")


async def test_a_misspelt_place_is_confirmed_then_the_stop_is_shown(lea: Person) -> None:
    (doubt,) = await lea.says("cé kan la karavane a figac")
    assert "Figeac (46)" in doubt.labels
    await lea.picks("Figeac (46)")
    assert "Figeac (46), place du marché" in lea.last.text
    assert "samedi 28 novembre, de 9 h 30 à 13 h" in lea.last.text
    (date,) = await lea.picks("Dans mon agenda")
    ((name, content),) = date.files
    assert name.endswith(".ics")
    assert b"DTSTART;TZID=Europe/Paris:20261128T093000" in content


async def test_a_stop_comes_with_its_map(lea: Person) -> None:
    await lea.says("la caravane passe à Figeac ?")
    shown = await lea.says("c'est où exactement")
    assert any("https://www.openstreetmap.org/?mlat=44.6" in post.text for post in shown)


async def test_the_conversation_goes_on_by_ellipsis(lea: Person) -> None:
    await lea.says("la caravane passe à Figeac ?")
    (near,) = await lea.says("et à Cahors ?")
    assert "Pas d'arrêt prévu à Cahors" in near.text
    assert "Villefranche-de-Rouergue (12)" in near.labels


@pytest.mark.parametrize("channel", [None, GENERAL])
async def test_a_vote_is_cast_changed_and_counted_where_the_question_stands(
    house: House, memory: SqlStore, channel: int | None
) -> None:
    lea = Person(house, channel=channel)
    before = await _tally(memory)
    await lea.uses("sondages")
    await lea.picks(QUESTION)
    await lea.picks("Au marché")
    asked = lea.last
    assert "quel âge as-tu" in asked.text
    assert await lea.picks("15 à 17 ans") == []
    assert asked.text.startswith("A voté : Au marché.")
    assert "▓" in asked.text
    voted = await _tally(memory)
    assert voted.counts[MARKET] == before.counts[MARKET] + 1

    assert await lea.picks("Changer mon vote") == []
    assert await lea.picks("À la gare") == []
    assert asked.text.startswith("C'est changé. Ton vote : À la gare.")
    changed = await _tally(memory)
    assert changed.counts[MARKET] == before.counts[MARKET]
    assert changed.counts[STATION] == before.counts[STATION] + 1
    assert changed.voters == before.voters + 1

    (result,) = await lea.uses("question", texte="y a les résultats ?")
    assert f"{changed.voters} votes" in result.text


async def test_what_was_decided_after_a_poll_is_told(lea: Person) -> None:
    await lea.says("les résultats du sondage sur les transports")
    shown = await lea.says("et il s'est passé quoi après ?")
    assert shown


async def test_in_a_server_nobody_sees_how_somebody_votes(house: House) -> None:
    lea = Person(house, channel=GENERAL)
    await lea.uses("sondages")
    for label in (QUESTION, "Au marché", "15 à 17 ans"):
        await lea.picks(label)
    assert lea.seen
    assert Person(house, user=NOE, channel=GENERAL).seen == []


async def test_a_question_asked_before_a_server_is_answered_before_it(house: House) -> None:
    lea = Person(house, channel=GENERAL)
    (answer,) = await lea.says(f"<@{BOT_ID}> la caravane passe à Figeac ?")
    assert "place du marché" in answer.text
    assert Person(house, user=NOE, channel=GENERAL).seen == [answer]
    assert Person(house).seen == []


@pytest.mark.parametrize("said", ["mes données", "je veux mourir", "j'ai voté ? les résultats"])
async def test_what_is_ones_own_is_never_said_before_a_server(house: House, said: str) -> None:
    lea = Person(house, channel=GENERAL)
    assert await lea.says(f"<@{BOT_ID}> {said}") == []
    assert len(Person(house).seen) == 1


async def test_one_person_has_one_ballot_in_servers_and_in_private(
    house: House, memory: SqlStore
) -> None:
    before = await _tally(memory)
    await Person(house, channel=GENERAL).uses("sondages")
    for label in (QUESTION, "Au marché", "15 à 17 ans"):
        await Person(house, channel=GENERAL).picks(label)
    lea = Person(house)
    await lea.uses("sondages")
    for label in (QUESTION, "Changer mon vote", "À la gare"):
        await lea.picks(label)
    assert lea.last.text.startswith("C'est changé.")
    assert (await _tally(memory)).voters == before.voters + 1


async def test_a_sticker_is_met_kindly(lea: Person) -> None:
    (answer,) = await lea.sends_a_sticker()
    assert "je ne lis que les mots" in answer.text


async def test_stop_silences_and_says_so(lea: Person, tmp_path: Path) -> None:
    (answer,) = await lea.uses("stop")
    assert "de moi-même" in answer.text
    with closing(sqlite3.connect(tmp_path / "tchatche.db")) as kept:
        (silenced,) = kept.execute("SELECT silenced_at IS NOT NULL FROM address").fetchone()
    assert silenced


async def test_someone_who_closed_their_messages_is_left_in_silence(
    lea: Person, tmp_path: Path
) -> None:
    await lea.says("salut")
    lea.double.block(LEA)
    before = len(lea.double.called("create"))
    await lea.says("tu es là ?")
    assert len(lea.double.called("create")) == before + 1, "one try"
    with closing(sqlite3.connect(tmp_path / "tchatche.db")) as kept:
        (silenced,) = kept.execute("SELECT silenced_at IS NOT NULL FROM address").fetchone()
    assert silenced
