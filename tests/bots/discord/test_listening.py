"""Who is listened to, where, in which order; one person has one address wherever they speak."""

import pytest

from dialogues.messages import Address, Button, Outgoing, Press, Receipt, Shown, Text
from tests.bots.telegram.script import Script
from tests.doubles.discord import DiscordDouble
from tests.doubles.discord_house import discord_house
from tests.doubles.discord_people import BOT_ID, message, person

LEA, NOE, GENERAL = 42, 43, 5
ME = f"<@{BOT_ID}>"


def said(script: Script) -> list[str]:
    return [event.text for event in script.heard if isinstance(event, Text)]


async def test_a_private_message_is_answered_in_private(double: DiscordDouble) -> None:
    script = Script()
    async with discord_house(script, double) as house:
        number = await house.after(lambda: double.say(LEA, "salut"))
    (shown,) = double.seen(LEA)
    assert shown.text == "Reçu : salut"
    (heard,) = script.heard
    lea = Address(channel="discord", room=str(LEA), user=str(LEA))
    assert heard == Text(id=f"message:{number}", sender=lea, text="salut")


async def test_a_person_has_one_address_whatever_the_place_they_speak_from(
    double: DiscordDouble,
) -> None:
    script = Script()
    async with discord_house(script, double) as house:
        await house.after(lambda: double.say(LEA, "salut"))
        await house.after(lambda: double.say(LEA, f"{ME} salut", channel=GENERAL))
        await house.after(lambda: double.slash(LEA, "aide", channel=GENERAL))
        await house.after(lambda: double.slash(LEA, "aide"))
    assert {event.sender for event in script.heard} == {script.heard[0].sender}


@pytest.mark.parametrize("written", [f"{ME} salut", f"<@!{BOT_ID}>, salut", f"salut{ME}"])
async def test_in_a_server_our_name_is_taken_out(double: DiscordDouble, written: str) -> None:
    script = Script()
    async with discord_house(script, double) as house:
        await house.after(lambda: double.say(LEA, written, channel=GENERAL))
    assert said(script) == ["salut"]


async def test_a_server_talking_among_itself_is_not_listened_to(double: DiscordDouble) -> None:
    script = Script()
    async with discord_house(script, double) as house:
        double.say(NOE, "entre nous", channel=GENERAL)
        double.say(NOE, "<@55> tu viens ?", channel=GENERAL)
        await house.after(lambda: double.say(LEA, f"{ME} salut", channel=GENERAL))
    assert said(script) == ["salut"]


async def test_other_bots_webhooks_and_notices_are_not_listened_to(double: DiscordDouble) -> None:
    script = Script()
    room = double.dm(LEA)
    async with discord_house(script, double) as house:
        double.emit("MESSAGE_CREATE", message(1, room, person(BOT_ID)) | {"content": "moi"})
        double.emit("MESSAGE_CREATE", message(2, room, person(8)) | {"webhook_id": "9"})
        double.emit("MESSAGE_CREATE", message(3, room, person(8)) | {"type": 6})
        await house.after(lambda: double.say(LEA, "salut"))
    assert said(script) == ["salut"]


async def test_an_edited_message_was_answered_as_first_written(double: DiscordDouble) -> None:
    script = Script()
    async with discord_house(script, double) as house:
        number = await house.after(lambda: double.say(LEA, "salut"))
        edited = message(number, double.dm(LEA), person(LEA)) | {"content": "autre"}
        double.emit("MESSAGE_UPDATE", edited)
        await house.after(lambda: double.say(LEA, "suite"))
    assert said(script) == ["salut", "suite"]


async def test_a_forwarded_message_is_read_as_if_written(double: DiscordDouble) -> None:
    script = Script()
    kept = {"content": "c'est quand ?", "timestamp": "2026-11-24T15:00:00+00:00", "type": 0}
    kept |= {"edited_timestamp": None, "flags": 0, "attachments": [], "embeds": []}
    kept |= {"mentions": [], "mention_roles": [], "components": []}
    async with discord_house(script, double) as house:
        await house.after(lambda: double.say(LEA, "", message_snapshots=[{"message": kept}]))
    assert said(script) == ["c'est quand ?"]


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "video", "file"])
async def test_what_cannot_be_read_says_its_kind(double: DiscordDouble, kind: str) -> None:
    script = Script()
    async with discord_house(script, double) as house:
        await house.after(lambda: double.show(LEA, kind))
    (heard,) = script.heard
    assert isinstance(heard, Shown)
    assert heard.kind == kind


async def test_words_beside_a_photo_are_read(double: DiscordDouble) -> None:
    script = Script()
    async with discord_house(script, double) as house:
        await house.after(lambda: double.show(LEA, "photo", text="c'est là ?"))
    assert said(script) == ["c'est là ?"]


async def test_a_person_is_answered_in_order(double: DiscordDouble) -> None:
    script = Script()
    gate = script.wait_at("0")
    async with discord_house(script, double):
        for number in range(20):
            double.say(LEA, str(number))
        await double.until(lambda: script.heard)
        gate.set()
        shown = await double.read(LEA, 20)
    assert [post.text for post in shown] == [f"Reçu : {number}" for number in range(20)]


async def test_a_slow_answer_makes_nobody_else_wait(double: DiscordDouble) -> None:
    script = Script()
    gate = script.wait_at("lent")
    async with discord_house(script, double):
        double.say(LEA, "lent")
        await double.until(lambda: script.heard)
        double.say(NOE, "rapide")
        await double.read(NOE, 1)
        assert double.seen(LEA) == []
        gate.set()
        await double.read(LEA, 1)


async def test_many_people_are_answered_at_once(double: DiscordDouble) -> None:
    script = Script()
    gate = script.wait_at("ensemble")
    async with discord_house(script, double):
        for user in range(1, 31):
            double.say(user, "ensemble")
        await double.until(lambda: len(script.heard) == 30)
        gate.set()
        await double.until(lambda: len(double.posts) == 30)


async def test_an_event_told_twice_is_taken_once(double: DiscordDouble) -> None:
    script = Script()
    async with discord_house(script, double) as house:
        number = await house.after(lambda: double.say(LEA, "un"))
        again = message(number, double.dm(LEA), person(LEA)) | {"content": "un"}
        double.emit("MESSAGE_CREATE", again)
        await house.after(lambda: double.say(LEA, "deux"))
    assert said(script) == ["un", "deux"]


async def test_a_press_says_all_it_means(double: DiscordDouble) -> None:
    vote = '/vote{"poll":"7","option":"2"}'
    asked = (Outgoing(text="?", buttons=(Button(label="Oui", payload=vote),)),)
    script = Script({"q": asked})
    async with discord_house(script, double) as house:
        await house.after(lambda: double.say(LEA, "q"))
        (post,) = double.seen(LEA)
        number = await house.after(lambda: double.press(LEA, "Oui"))
    pressed = script.heard[1]
    assert pressed == Press(
        id=f"interaction:{number}",
        sender=script.heard[0].sender,
        payload=vote,
        shown=Receipt(id=f"{double.dm(LEA)}:{post.number}"),
        language="fr",
    )
