"""The slash commands: in two languages, everywhere, sent only when they changed."""

from pathlib import Path

import yaml

from bots.discord.commands import offered
from bots.discord.words import aloud, asked, commands
from tests.bots.telegram.script import Script
from tests.doubles.discord import DiscordDouble
from tests.doubles.discord_house import discord_house

CONTENT = Path(__file__).parents[3] / "dialogues" / "content"
LEA = 42


async def _start(double: DiscordDouble) -> None:
    before = len(double.called("commands"))
    async with discord_house(Script(), double) as house:
        await double.until(lambda: len(double.called("commands")) > before)
        await house.after(lambda: double.say(LEA, "salut"))


async def test_the_commands_are_sent_once_and_not_again(double: DiscordDouble) -> None:
    for _ in range(3):
        await _start(double)
    assert len(double.called("set_commands")) == 1
    assert [one["name"] for one in double.routes.menu] == [*commands()["fr"]]


async def test_a_command_that_changed_sends_them_all(double: DiscordDouble) -> None:
    await _start(double)
    double.routes.menu[3]["description"] = "Autrefois"
    await _start(double)
    assert len(double.called("set_commands")) == 2
    double.routes.menu[0]["options"][0]["name_localizations"]["fr"] = "mots"
    await _start(double)
    assert len(double.called("set_commands")) == 3


async def test_a_command_we_no_longer_have_is_taken_away(double: DiscordDouble) -> None:
    await _start(double)
    double.routes.menu.append(double.routes.menu[1] | {"name": "autrefois"})
    await _start(double)
    assert "autrefois" not in {one["name"] for one in double.routes.menu}


async def test_commands_told_in_another_order_are_the_same(double: DiscordDouble) -> None:
    await _start(double)
    double.routes.menu.reverse()
    await _start(double)
    assert len(double.called("set_commands")) == 1


async def test_refused_commands_do_not_silence_the_bot(double: DiscordDouble) -> None:
    double.fail("set_commands", 403, 50001)
    await _start(double)
    assert [post.text for post in double.seen(LEA)] == ["Reçu : salut"]


def test_they_are_for_servers_private_messages_and_those_who_install_them() -> None:
    for command in offered():
        assert command["contexts"] == [0, 1, 2]
        assert command["integration_types"] == [0, 1]
        assert {*command["name_localizations"]} == {"fr", "en-US", "en-GB"}


def test_every_command_is_one_the_mind_knows_but_the_free_question() -> None:
    known = yaml.safe_load((CONTENT / "reflexes.yml").read_text("utf-8"))["commands"]
    french, english = commands().values()
    assert {*french} - {*known} == {"question"}
    assert {*english} - {*known} == {"ask"}
    pairs = zip(french, english, strict=True)
    assert all(known.get(one) == known.get(other) for one, other in pairs)
    assert {*asked()} == {*commands()}


def test_what_is_said_aloud_is_something_the_mind_answers() -> None:
    rules = yaml.safe_load((CONTENT / "rules.yml").read_text("utf-8"))["rules"]
    assert aloud() <= {step["intent"] for rule in rules for step in rule["steps"][:1]}


def test_nothing_of_a_person_is_said_aloud() -> None:
    own = {
        "vote",
        "results",
        "turnout",
        "change_vote",
        "my_data",
        "unsubscribe",
        "subscribe",
        "distress",
        "age",
    }
    assert not aloud() & (own | {"list_near", "list_polls", "talk_to_human", "link_accounts"})
