"""The gateway on its bad days: cut, closed, invalid, malformed; resumed or opened anew."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bots.discord import DiscordChannel, DiscordMisconfigured
from tests.bots.telegram.script import Script
from tests.doubles.discord import DiscordDouble, Trouble
from tests.doubles.discord_gateway import INVALID, RECONNECT
from tests.doubles.discord_house import channel_to, discord_house

LEA = 42
RESUMED = [4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009, 1000, 1001]
HOPELESS = [
    (4004, "TCHATCHE_DISCORD_TOKEN"),
    (4010, "shards"),
    (4011, "shards"),
    (4012, "version"),
    (4013, "intents"),
    (4014, "intents"),
]


@pytest.mark.parametrize("code", RESUMED)
async def test_a_closed_session_is_resumed_and_nothing_is_lost(
    double: DiscordDouble, code: int
) -> None:
    script = Script()
    async with discord_house(script, double) as house:
        await house.after(lambda: double.say(LEA, "avant"))
        await double.gateway.close(code)
        await house.after(lambda: double.say(LEA, "pendant"))
        await double.until(lambda: double.gateway.resumed)
        await house.after(lambda: double.say(LEA, "après"))
    shown = [post.text for post in double.seen(LEA)]
    assert shown == ["Reçu : avant", "Reçu : pendant", "Reçu : après"]
    assert len(double.gateway.identified) == 1


async def test_a_line_cut_without_a_word_is_resumed(double: DiscordDouble) -> None:
    async with discord_house(Script(), double) as house:
        await house.after(lambda: double.say(LEA, "avant"))
        await double.gateway.cut()
        await house.after(lambda: double.say(LEA, "pendant"))
    assert len(double.seen(LEA)) == 2
    assert (len(double.gateway.identified), double.gateway.resumed) == (1, 1)


async def test_being_asked_to_reconnect_resumes(double: DiscordDouble) -> None:
    async with discord_house(Script(), double) as house:
        await double.gateway.tell(RECONNECT)
        await house.after(lambda: double.say(LEA, "pendant"))
    assert (len(double.gateway.identified), double.gateway.resumed) == (1, 1)


async def test_a_session_that_is_no_more_begins_anew(double: DiscordDouble) -> None:
    async with discord_house(Script(), double) as house:
        await double.gateway.tell(INVALID, data=False)
        await double.until(lambda: len(double.gateway.identified) == 2)
        await double.until(lambda: double.gateway.live)
        await house.after(lambda: double.say(LEA, "après"))
    assert len(double.seen(LEA)) == 1


async def test_an_event_that_kills_the_library_does_not_kill_the_channel(
    double: DiscordDouble,
) -> None:
    with capture_logs() as logs:
        async with discord_house(Script(), double) as house:
            await house.after(lambda: double.say(LEA, "avant"))
            double.gateway.dispatch("MESSAGE_CREATE", {"id": "un secret"})
            await double.until(lambda: len(double.gateway.identified) == 2)
            await double.until(lambda: double.gateway.live)
            await house.after(lambda: double.say(LEA, "après"))
    assert len(double.seen(LEA)) == 2
    assert [log["error"] for log in logs if log["event"] == "discord.died"] == ["KeyError"]
    assert "secret" not in str(logs)


async def test_an_event_of_ours_that_cannot_be_read_stops_nothing(double: DiscordDouble) -> None:
    with capture_logs() as logs:
        async with discord_house(Script(), double) as house:
            nobody = {"id": "1", "application_id": "1", "type": 2, "data": {"name": "aide"}}
            nobody |= {"token": "t", "version": 1, "attachment_size_limit": 1}
            double.gateway.dispatch("INTERACTION_CREATE", nobody)
            await house.after(lambda: double.say(LEA, "après"))
    assert len(double.gateway.identified) == 1
    assert [log["incoming"] for log in logs if log["event"] == "discord.unreadable"] == [
        "on_interaction"
    ]


@pytest.mark.parametrize(("code", "told"), HOPELESS)
async def test_what_no_second_try_can_mend_ends_with_a_sentence(
    double: DiscordDouble, code: int, told: str
) -> None:
    double.gateway.refuse = [code]
    with pytest.raises(DiscordMisconfigured, match=told):
        async with asyncio.timeout(10):
            await channel_to(double).listen(Script())


async def test_a_refused_token_ends_with_a_sentence_that_does_not_tell_it(
    double: DiscordDouble,
) -> None:
    wrong = DiscordChannel(token="un.faux.jeton", api_url=double.url)
    with pytest.raises(DiscordMisconfigured, match="TCHATCHE_DISCORD_TOKEN") as raised:
        await wrong.listen(Script())
    assert "faux" not in str(raised.value)


@pytest.mark.parametrize("token", ["", " \n"])
def test_an_empty_token_is_refused_at_birth(token: str) -> None:
    with pytest.raises(DiscordMisconfigured):
        DiscordChannel(token=token)


async def test_a_token_revoked_while_we_listen_ends_with_a_sentence(double: DiscordDouble) -> None:
    with pytest.raises(DiscordMisconfigured):  # noqa: PT012 - the house falls while we stand in it
        async with discord_house(Script(), double) as house:
            await house.after(lambda: double.say(LEA, "salut"))
            await double.gateway.close(4004)
            async with asyncio.timeout(10):
                await house.listening


@pytest.mark.parametrize("name", ["me", "application", "commands"])
@pytest.mark.parametrize("trouble", [Trouble.RESET, Trouble.NONSENSE, Trouble.LOST])
async def test_the_network_may_be_away_at_the_start(
    double: DiscordDouble, name: str, trouble: Trouble
) -> None:
    double.trouble(name, trouble, times=2)
    async with discord_house(Script(), double) as house:
        await house.after(lambda: double.say(LEA, "salut"))
    assert len(double.seen(LEA)) == 1


async def test_discord_may_fail_or_ask_to_wait_at_the_start(double: DiscordDouble) -> None:
    double.fail("me", 500, times=2)
    double.fail("application", 429, retry_after=0.05)
    async with discord_house(Script(), double) as house:
        await house.after(lambda: double.say(LEA, "salut"))
    assert len(double.called("me")) >= 3


async def test_the_gateway_is_asked_for_where_the_settings_do_not_name_it(
    double: DiscordDouble,
) -> None:
    channel = DiscordChannel(token=double.token, api_url=double.url)
    listening = asyncio.create_task(channel.listen(Script()))
    await double.until(lambda: double.gateway.live)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert len(double.called("gateway")) == 1


async def test_heartbeats_are_sent(double: DiscordDouble) -> None:
    double.gateway.heartbeat = 0.02
    async with discord_house(Script(), double):
        await double.until(lambda: double.gateway.beats > 3)


async def test_no_privileged_intent_is_asked_for(double: DiscordDouble) -> None:
    async with discord_house(Script(), double):
        (identity,) = double.gateway.identified
    assert identity["intents"] == 1 << 12 | 1 << 9


async def test_commands_that_go_elsewhere_are_told_to_the_operator(double: DiscordDouble) -> None:
    double.routes.endpoint = "https://example.org/interactions"
    with capture_logs() as logs:
        async with discord_house(Script(), double):
            pass
    (told,) = [log["reason"] for log in logs if log["event"] == "discord.elsewhere"]
    assert "Interactions Endpoint URL" in told


async def test_turns_under_way_end_before_the_process_does(double: DiscordDouble) -> None:
    script = Script()
    gate = script.wait_at("vote")
    async with discord_house(script, double) as house:
        double.say(LEA, "vote")
        await double.until(lambda: script.heard)
        house.listening.cancel()
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(house.listening, return_exceptions=True)
    assert len(double.seen(LEA)) == 1


async def test_a_turn_that_never_ends_does_not_keep_the_process(double: DiscordDouble) -> None:
    script = Script()
    script.wait_at("vote")
    async with discord_house(script, double, grace=0.1) as house:
        double.say(LEA, "vote")
        await double.until(lambda: script.heard)
        house.listening.cancel()
        async with asyncio.timeout(5):
            await asyncio.gather(house.listening, return_exceptions=True)
    assert double.seen(LEA) == []
