"""Order, and no loss: what is confirmed to Telegram was answered, and only that."""

import asyncio
from contextlib import suppress

from dialogues.messages import Button, Outgoing, Text
from tests.bots.telegram.script import Script
from tests.doubles.telegram import TelegramDouble, Trouble
from tests.doubles.telegram_house import channel_to, stopped, telegram_house

LEA, NOE = 42, 43


def said(script: Script) -> list[str]:
    return [event.text for event in script.heard if isinstance(event, Text)]


async def test_a_chat_is_answered_in_order(double: TelegramDouble) -> None:
    script = Script()
    gate = script.wait_at("0")
    async with telegram_house(script, double):
        for number in range(20):
            double.say(LEA, str(number))
        await double.until(lambda: script.heard)
        gate.set()
        shown = await double.read(LEA, 20)
    assert [post.text for post in shown] == [f"Reçu : {number}" for number in range(20)]


async def test_a_slow_chat_makes_no_other_wait(double: TelegramDouble) -> None:
    script = Script()
    gate = script.wait_at("lent")
    async with telegram_house(script, double):
        double.say(LEA, "lent")
        await double.until(lambda: script.heard)
        double.say(NOE, "rapide")
        await double.read(NOE, 1)
        assert double.seen(LEA) == []
        gate.set()
        await double.read(LEA, 1)


async def test_many_chats_are_answered_at_once(double: TelegramDouble) -> None:
    script = Script()
    gate = script.wait_at("ensemble")
    async with telegram_house(script, double):
        for chat in range(1, 51):
            double.say(chat, "ensemble")
        await double.until(lambda: len(script.heard) == 50)
        gate.set()
        await double.until(lambda: len(double.posts) == 50)


async def test_nothing_is_confirmed_before_its_turn_is_over(double: TelegramDouble) -> None:
    script = Script()
    gate = script.wait_at("vote")
    async with telegram_house(script, double):
        vote = double.say(LEA, "vote")
        later = double.say(NOE, "autre")
        await double.read(NOE, 1)
        polls = len(double.called("getUpdates"))
        await double.until(lambda: len(double.called("getUpdates")) > polls + 2)
        assert double.offset <= vote
        gate.set()
        await double.until(lambda: double.offset > later)
    assert said(script) == ["vote", "autre"]


async def test_nothing_is_confirmed_before_its_reply_is_sent(double: TelegramDouble) -> None:
    double.trouble("sendMessage", Trouble.HANG)
    script = Script()
    async with telegram_house(script, double, grace=0.2):
        vote = double.say(LEA, "vote")
        await double.until(lambda: double.called("sendMessage"))
        assert double.offset <= vote


async def test_a_process_killed_between_turn_and_offset_is_told_again(
    double: TelegramDouble,
) -> None:
    script = Script()
    gate = script.wait_at("vote")
    killed = asyncio.create_task(channel_to(double, grace=0.2).listen(script))
    vote = double.say(LEA, "vote")
    await double.until(lambda: script.heard)
    await stopped(killed)
    assert (double.offset, double.seen(LEA)) == (vote, [])
    gate.set()
    async with telegram_house(script, double):
        await double.read(LEA, 1)
        await double.until(lambda: double.offset > vote)
    first, again = script.heard
    assert first == again
    assert len(script.decided) == 1


async def test_a_process_that_stops_confirms_what_it_answered(double: TelegramDouble) -> None:
    script = Script()
    async with telegram_house(script, double):
        update = double.say(LEA, "vote")
        await double.read(LEA, 1)
    assert double.offset == update + 1
    async with telegram_house(script, double):
        double.say(LEA, "suite")
        await double.read(LEA, 2)
    assert said(script) == ["vote", "suite"]


async def test_turns_under_way_end_before_the_process_does(double: TelegramDouble) -> None:
    script = Script()
    gate = script.wait_at("vote")
    listening = asyncio.create_task(channel_to(double).listen(script))
    update = double.say(LEA, "vote")
    await double.until(lambda: script.heard)
    listening.cancel()
    await asyncio.sleep(0)
    gate.set()
    with suppress(asyncio.CancelledError):
        await listening
    assert len(double.seen(LEA)) == 1
    assert double.offset == update + 1


async def test_a_backlog_longer_than_a_batch_is_answered_whole(double: TelegramDouble) -> None:
    for number in range(250):
        double.say(1000 + number % 7, str(number))
    script = Script()
    async with telegram_house(script, double):
        await double.until(lambda: len(double.posts) == 250, seconds=20)
    assert sorted(map(int, said(script))) == list(range(250))
    for chat in range(1000, 1007):
        texts = [int(post.text.removeprefix("Reçu : ")) for post in double.seen(chat)]
        assert texts == sorted(texts)


async def test_updates_told_twice_are_taken_once(double: TelegramDouble) -> None:
    double.say(LEA, "un")
    double.updates += double.updates
    script = Script()
    async with telegram_house(script, double):
        double.say(LEA, "deux")
        await double.read(LEA, 2)
    assert said(script) == ["un", "deux"]


async def test_a_webhook_left_from_before_is_taken_over(double: TelegramDouble) -> None:
    double.methods.webhook = "https://example.org/telegram/webhook"
    async with telegram_house(Script(), double):
        double.say(LEA, "salut")
        await double.read(LEA, 1)


async def test_several_messages_of_an_answer_keep_their_order(double: TelegramDouble) -> None:
    key = Button(label="Oui", payload="/affirm")
    answer = (Outgoing(text="Un."), Outgoing(text="Deux.", buttons=(key,)), Outgoing(text="Trois."))
    async with telegram_house(Script({"q": answer}), double):
        double.say(LEA, "q")
        shown = await double.read(LEA, 3)
    assert [post.text for post in shown] == ["Un.", "Deux.", "Trois."]
