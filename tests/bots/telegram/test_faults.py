"""Bad days: a turn that breaks, a platform that fails, a network that goes, a wrong token."""

import asyncio
import json
import time
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bots.telegram import TelegramChannel, TelegramMisconfigured
from bots.telegram.faults import seconds
from dialogues.messages import Button, Outgoing
from tests.bots.telegram.script import Script
from tests.doubles.telegram import TelegramDouble, Trouble
from tests.doubles.telegram_house import channel_to, telegram_house

LEA, NOE = 42, 43
SORRY = "Désolé, quelque chose s’est mal passé de mon côté. Réessaie dans un instant."


async def test_a_turn_that_breaks_is_apologised_for_and_logged_once(
    double: TelegramDouble,
) -> None:
    script = Script()
    script.broken = {"secret"}
    with capture_logs() as logs:
        async with telegram_house(script, double):
            double.say(LEA, "secret")
            (sorry,) = await double.read(LEA, 1)
            double.say(LEA, "suite")
            shown = await double.read(LEA, 2)
    assert sorry.text == SORRY
    assert shown[1].text == "Reçu : suite"
    failed = [log for log in logs if log["log_level"] == "error"]
    assert [log["event"] for log in failed] == ["telegram.turn_failed"]
    assert failed[0]["error"] == "RuntimeError"
    assert failed[0]["where"][-1].startswith("script.py")
    assert "secret" not in json.dumps(logs, default=str)


async def test_the_apology_is_in_the_language_of_the_person(double: TelegramDouble) -> None:
    script = Script()
    script.broken = {"x"}
    async with telegram_house(script, double):
        double.say(LEA, "x", language="en-GB")
        (sorry,) = await double.read(LEA, 1)
        double.say(NOE, "x", language="oc")
        (desole,) = await double.read(NOE, 1)
    assert sorry.text.startswith("Sorry")
    assert desole.text == SORRY


async def test_an_update_nobody_can_read_stops_nothing(double: TelegramDouble) -> None:
    double.say(LEA, "avant")
    double.updates.append({"update_id": 5000, "message": {"chat": "nonsense"}})
    double.updates.append({"update_id": 5001, "message": 12})
    with capture_logs() as logs:
        async with telegram_house(Script(), double):
            await double.until(lambda: double.offset == 5002)
    assert [post.text for post in double.seen(LEA)] == ["Reçu : avant"]
    unreadable = [log["update"] for log in logs if log["event"] == "telegram.unreadable"]
    assert unreadable == [5000, 5001]
    double.problems.clear()  # the nonsense was ours


async def test_the_platform_asking_to_wait_is_obeyed_and_the_answer_arrives(
    double: TelegramDouble,
) -> None:
    double.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    async with telegram_house(Script(), double):
        before = time.monotonic()
        double.say(LEA, "salut")
        await double.read(LEA, 1)
    assert time.monotonic() - before >= 0.9
    assert len(double.called("sendMessage")) == 2


@pytest.mark.parametrize("trouble", [Trouble.RESET, Trouble.NONSENSE])
async def test_an_answer_that_did_not_leave_is_sent_again(
    double: TelegramDouble, trouble: Trouble
) -> None:
    double.trouble("sendMessage", trouble, times=2)
    async with telegram_house(Script(), double):
        double.say(LEA, "salut")
        await double.read(LEA, 1)
    assert len(double.called("sendMessage")) == 3


async def test_an_answer_that_was_perhaps_shown_is_not_shown_twice(double: TelegramDouble) -> None:
    double.trouble("sendMessage", Trouble.SILENT)
    async with telegram_house(Script(), double, answer=0.4):
        await double.confirmed(double.say(LEA, "salut"))
    assert len(double.seen(LEA)) == 1


async def test_a_platform_that_keeps_failing_holds_back_one_chat_only_for_a_while(
    double: TelegramDouble,
) -> None:
    double.fail("sendMessage", 500, "Internal Server Error", times=4)
    with capture_logs() as logs:
        async with telegram_house(Script(), double):
            await double.confirmed(double.say(LEA, "perdu"))
            double.say(LEA, "suite")
            await double.read(LEA, 1)
    assert [log["event"] for log in logs if log["log_level"] == "warning"] == ["telegram.unshown"]


async def test_an_answer_telegram_refuses_is_replaced_by_an_apology(double: TelegramDouble) -> None:
    double.fail("sendMessage", 400, "Bad Request: can't parse entities")
    async with telegram_house(Script(), double):
        double.say(LEA, "salut")
        (shown,) = await double.read(LEA, 1)
    assert shown.text == SORRY


async def test_someone_who_blocked_us_before_the_answer_stops_nothing(
    double: TelegramDouble,
) -> None:
    async with telegram_house(Script(), double):
        update = double.say(LEA, "salut")
        double.blocked.add(LEA)
        await double.confirmed(update)
        double.say(NOE, "salut")
        await double.read(NOE, 1)
    assert double.seen(LEA) == []


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
async def test_the_network_may_be_away_at_the_start(double: TelegramDouble, method: str) -> None:
    double.trouble(method, Trouble.RESET, times=3)
    async with telegram_house(Script(), double):
        double.say(LEA, "salut")
        await double.read(LEA, 1)


@pytest.mark.parametrize("trouble", [Trouble.RESET, Trouble.LOST, Trouble.NONSENSE, Trouble.SILENT])
async def test_a_poll_that_fails_loses_and_repeats_nothing(
    double: TelegramDouble, trouble: Trouble
) -> None:
    script = Script()
    async with telegram_house(script, double, poll=1, answer=1):
        double.say(LEA, "un")
        await double.read(LEA, 1)
        double.trouble("getUpdates", trouble, times=2)
        double.say(LEA, "deux")
        await double.read(LEA, 2)
        double.say(LEA, "trois")
        await double.read(LEA, 3)
    assert len(script.heard) == 3
    assert [post.text for post in double.seen(LEA)] == ["Reçu : un", "Reçu : deux", "Reçu : trois"]


async def test_polling_too_fast_waits_as_long_as_it_is_told(double: TelegramDouble) -> None:
    double.fail("getUpdates", 429, "Too Many Requests: retry after 1", retry_after=1)
    before = time.monotonic()
    async with telegram_house(Script(), double):
        double.say(LEA, "salut")
        await double.read(LEA, 1)
    assert time.monotonic() - before >= 0.9


async def test_a_refused_token_ends_with_a_sentence_that_does_not_tell_it(
    double: TelegramDouble,
) -> None:
    wrong = TelegramChannel(token="777:wrong", api_url=double.url)
    with pytest.raises(TelegramMisconfigured, match="TCHATCHE_TELEGRAM_TOKEN") as raised:
        await wrong.listen(Script())
    assert "777:wrong" not in str(raised.value)


def test_an_empty_token_is_refused_at_birth() -> None:
    with pytest.raises(TelegramMisconfigured):
        TelegramChannel(token="")


async def test_a_token_revoked_while_we_listen_ends_with_a_sentence(double: TelegramDouble) -> None:
    listening = asyncio.create_task(channel_to(double).listen(Script()))
    double.say(LEA, "salut")
    await double.read(LEA, 1)
    double.token = "777:another"
    double.say(LEA, "encore")
    with pytest.raises(TelegramMisconfigured):
        await listening


async def test_another_reader_of_the_same_bot_ends_with_a_sentence(double: TelegramDouble) -> None:
    double.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=9)
    with pytest.raises(TelegramMisconfigured, match="autre programme"):
        await channel_to(double).listen(Script())


async def test_a_process_being_replaced_does_not_stop_the_new_one(double: TelegramDouble) -> None:
    double.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=2)
    async with telegram_house(Script(), double):
        double.say(LEA, "salut")
        await double.read(LEA, 1)


async def test_two_channels_on_one_bot_do_not_share_it_quietly(double: TelegramDouble) -> None:
    tasks = [asyncio.create_task(channel_to(double).listen(Script())) for _ in range(2)]
    async with asyncio.timeout(5):
        done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    assert all(isinstance(task.exception(), TelegramMisconfigured) for task in done)
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@pytest.mark.parametrize("given", [3, 3.0, timedelta(seconds=3)])
def test_a_wait_is_read_in_every_form_the_library_gives(given: float | timedelta) -> None:
    assert seconds(given) == 3.0


async def test_a_long_answer_is_sent_whole_in_spite_of_trouble(double: TelegramDouble) -> None:
    long = "Une phrase qui compte. " * 600
    double.say(LEA, "q")
    double.fail("sendMessage", 502, "Bad Gateway")
    async with telegram_house(Script({"q": (Outgoing(text=long),)}), double):
        await double.read(LEA, 4)
    assert " ".join(post.text for post in double.seen(LEA)).split() == long.split()


async def test_while_telegram_asks_for_silence_nothing_is_said_not_even_to_a_press(
    double: TelegramDouble,
) -> None:
    ask = (Outgoing(text="?", buttons=(Button(label="Oui", payload="/affirm"),)),)
    async with telegram_house(Script({"q": ask}), double):
        double.say(LEA, "q")
        await double.read(LEA, 1)
        double.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        double.say(NOE, "salut")
        await double.until(lambda: len(double.called("sendMessage")) == 2)
        before = time.monotonic()
        double.press(LEA, "Oui")
        await double.until(lambda: all(double.queries.values()))
        assert time.monotonic() - before >= 0.8
        await double.read(LEA, 2)
