"""Bad days: a turn that breaks, a platform that fails or forbids, a person who is gone."""

import asyncio
import json
import time
from typing import Any

import pytest
from structlog.testing import capture_logs

from bots.discord.writing import Words, write
from dialogues.messages import Button, Incoming, Outgoing
from dialogues.ports import Response
from tests.bots.telegram.script import Script
from tests.doubles.discord import DiscordDouble, Trouble
from tests.doubles.discord_house import channel_to, discord_house, stopped
from tests.doubles.discord_people import BOT_ID

LEA, NOE, GENERAL = 42, 43, 5
SORRY = "Désolé, quelque chose s’est mal passé de mon côté. Réessaie dans un instant."
YES = Button(label="Oui", payload='/vote{"poll":"7","option":"1"}')
ASKED = (Outgoing(text="Tu es pour ?", buttons=(YES,)),)


async def test_a_turn_that_breaks_is_apologised_for_and_logged_once(double: DiscordDouble) -> None:
    script = Script()
    script.broken = {"secret"}
    with capture_logs() as logs:
        async with discord_house(script, double) as house:
            await house.after(lambda: double.say(LEA, "secret"))
            await house.after(lambda: double.say(LEA, "suite"))
    assert [post.text for post in double.seen(LEA)] == [SORRY, "Reçu : suite"]
    failed = [log for log in logs if log["log_level"] == "error"]
    assert [log["event"] for log in failed] == ["discord.turn_failed"]
    assert failed[0]["error"] == "RuntimeError"
    assert failed[0]["where"][-1].startswith("script.py")
    assert "secret" not in json.dumps(logs, default=str)


async def test_a_broken_command_is_apologised_for_in_the_persons_language(
    double: DiscordDouble,
) -> None:
    script = Script()
    script.broken = {"/aide"}
    async with discord_house(script, double) as house:
        await house.after(lambda: double.slash(LEA, "aide", channel=GENERAL, locale="en-GB"))
        await house.after(lambda: double.slash(NOE, "aide", channel=GENERAL))
    (sorry,) = double.seen_in(GENERAL, LEA)
    (desole,) = double.seen_in(GENERAL, NOE)
    assert sorry.text.startswith("Sorry")
    assert desole.text == SORRY


@pytest.mark.parametrize("trouble", [*Trouble])
async def test_an_answer_is_shown_once_in_spite_of_trouble(
    double: DiscordDouble, trouble: Trouble
) -> None:
    double.trouble("create", trouble, times=2)
    async with discord_house(Script(), double, answer=0.4) as house:
        await house.after(lambda: double.say(LEA, "salut"))
    assert [post.text for post in double.seen(LEA)] == ["Reçu : salut"]
    assert len(double.called("create")) == 3
    assert len({call.body["nonce"] for call in double.called("create")}) == 1


@pytest.mark.parametrize("trouble", [Trouble.LOST, Trouble.SILENT])
async def test_a_further_answer_that_was_perhaps_shown_is_not_shown_twice(
    double: DiscordDouble, trouble: Trouble
) -> None:
    double.trouble("add", trouble)
    two = (Outgoing(text="Un."), Outgoing(text="Deux."))
    async with discord_house(Script({"/aide": two}), double, answer=0.4) as house:
        await house.after(lambda: double.slash(LEA, "aide"))
    assert [post.text for post in double.seen(LEA)] == ["Un.", "Deux."]


async def test_discord_asking_to_wait_is_obeyed_and_the_answer_arrives(
    double: DiscordDouble,
) -> None:
    told: dict[str, Any] = {"retry_after": 0.4, "global": True}
    double.fail("create", 429, **told)
    async with discord_house(Script(), double) as house:
        before = time.monotonic()
        await house.after(lambda: double.say(LEA, "salut"))
    assert time.monotonic() - before >= 0.35
    assert len(double.called("create")) == 2


async def test_a_platform_that_keeps_failing_holds_back_one_person_only_for_a_while(
    double: DiscordDouble,
) -> None:
    double.fail("create", 500, times=4)
    with capture_logs() as logs:
        async with discord_house(Script(), double) as house:
            await house.after(lambda: double.say(LEA, "perdu"))
            await house.after(lambda: double.say(LEA, "suite"))
    assert [post.text for post in double.seen(LEA)] == ["Reçu : suite"]
    assert [log["event"] for log in logs if log["log_level"] == "warning"] == ["discord.unshown"]


async def test_an_answer_discord_refuses_is_replaced_by_an_apology(double: DiscordDouble) -> None:
    double.fail("create", 400, 50035)
    double.fail("fill", 400, 50035)
    async with discord_house(Script(), double) as house:
        await house.after(lambda: double.say(LEA, "salut"))
        await house.after(lambda: double.slash(LEA, "aide", channel=GENERAL))
    assert [post.text for post in double.seen(LEA)] == [SORRY]
    assert [post.text for post in double.seen_in(GENERAL, LEA)] == [SORRY]


async def test_someone_who_blocked_us_is_known_to_have_left(double: DiscordDouble) -> None:
    script = Script()
    async with discord_house(script, double) as house:
        await house.after(lambda: double.say(LEA, "salut"))
        double.block(LEA)
        await house.after(lambda: double.say(LEA, "encore"))
        await house.after(lambda: double.say(NOE, "salut"))
    assert [type(event).__name__ for event in script.heard] == ["Text", "Text", "Left", "Text"]
    assert script.heard[2].sender == script.heard[0].sender
    assert [len(double.seen(user)) for user in (LEA, NOE)] == [1, 1]


async def test_a_channel_where_we_may_not_write_is_not_tried_again(double: DiscordDouble) -> None:
    double.closed[double.channel(GENERAL)] = 50013
    ask = f"<@{BOT_ID}> aide"

    async def mind(_: Incoming) -> Response:
        return Response(messages=ASKED, intent="help")

    with capture_logs() as logs:
        async with discord_house(mind, double) as house:
            for _ in range(3):
                await house.after(lambda: double.say(LEA, ask, channel=GENERAL))
    assert len(double.seen(LEA)) == 3, "answered in private instead"
    tried = [call for call in double.called("create") if call.where["channel_id"] == str(GENERAL)]
    assert len(tried) == 1
    told = [log["reason"] for log in logs if log["event"] == "discord.not_aloud"]
    assert "Envoyer des messages" in told[0]


async def test_the_first_answer_of_a_menu_survives_a_lost_acknowledgement(
    double: DiscordDouble,
) -> None:
    double.trouble("acknowledge", Trouble.LOST)
    async with discord_house(Script({"/aide": ASKED}), double) as house:
        await house.after(lambda: double.slash(LEA, "aide", channel=GENERAL))
    assert [post.text for post in double.seen_in(GENERAL, LEA)] == ["Tu es pour ?"]
    assert len(double.called("acknowledge")) == 2


async def test_an_answer_we_cannot_write_is_apologised_for_and_logged_once(
    double: DiscordDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(message: Outgoing) -> tuple[Words, ...]:
        if message.text != SORRY:
            raise ZeroDivisionError
        return write(message)

    monkeypatch.setattr("bots.discord.showing.write", broken)
    with capture_logs() as logs:
        async with discord_house(Script(), double) as house:
            await house.after(lambda: double.say(LEA, "salut"))
            await house.after(lambda: double.slash(LEA, "aide"))
    assert [post.text for post in double.seen(LEA)] == [SORRY, SORRY]
    failed = [log["event"] for log in logs if log["log_level"] == "error"]
    assert failed == ["discord.show_failed"] * 2


async def test_a_channel_that_ended_may_listen_again(double: DiscordDouble) -> None:
    channel = channel_to(double)
    for number in (1, 2):
        listening = asyncio.create_task(channel.listen(Script()))
        await double.until(lambda: double.gateway.live)
        double.say(LEA, "salut")
        await double.read(LEA, number)
        await stopped(listening)
        await double.until(lambda: not double.gateway.live)
    assert len(double.gateway.identified) == 2
