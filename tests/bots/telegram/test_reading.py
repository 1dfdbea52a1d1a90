"""What becomes an event, of which kind, and what is let pass."""

import pytest

from dialogues.messages import (
    Address,
    Button,
    Left,
    Located,
    Outgoing,
    Press,
    Receipt,
    Shown,
    Text,
)
from tests.bots.telegram.script import Script
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_house import telegram_house
from tests.doubles.telegram_people import BOT

LEA, GROUP = 42, -1009
PRIVATE = Address(channel="telegram", room="42", user="42")
IN_GROUP = Address(channel="telegram", room="-1009", user="42")


async def heard_of(double: TelegramDouble, *updates: int) -> Script:
    """Let a channel take what is queued, and return the mind that heard it."""
    script = Script()
    async with telegram_house(script, double):
        await double.confirmed(max(updates))
    return script


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour",
        "/start poll_7",
        "/start ref_lycée",
        "\x00\x07 nul \x1b[0m",
        "\u202erenversé",
        "🎉" * 50,
        "   ",
        "' OR 1=1 --",
        "x" * 4096,
    ],
)
async def test_a_text_passes_through_as_it_is(double: TelegramDouble, text: str) -> None:
    update = double.say(LEA, text)
    script = await heard_of(double, update)
    event = Text(id=f"update:{update}", sender=PRIVATE, text=text, language="fr")
    assert script.heard == [event]


async def test_the_platform_may_not_know_the_language(double: TelegramDouble) -> None:
    script = await heard_of(double, double.say(LEA, "salut", language=None))
    assert script.heard[0].language is None


@pytest.mark.parametrize(
    ("media", "kind"),
    [
        ("sticker", "sticker"),
        ("photo", "photo"),
        ("voice", "voice"),
        ("audio", "voice"),
        ("video", "video"),
        ("video_note", "video"),
        ("document", "file"),
        ("contact", "other"),
        ("dice", "other"),
    ],
)
async def test_what_cannot_be_read_is_shown_by_its_kind(
    double: TelegramDouble, media: str, kind: str
) -> None:
    update = double.show(LEA, media)
    script = await heard_of(double, update)
    shown = Shown(id=f"update:{update}", sender=PRIVATE, kind=kind, language="fr")
    assert script.heard == [shown]


async def test_the_words_under_a_photo_are_read(double: TelegramDouble) -> None:
    script = await heard_of(double, double.show(LEA, "photo", caption="C'est quand ?"))
    (event,) = script.heard
    assert isinstance(event, Text)
    assert event.text == "C'est quand ?"


async def test_a_shared_position_is_located(double: TelegramDouble) -> None:
    update = double.share_location(LEA, 44.6, 2.03)
    script = await heard_of(double, update)
    where = Located(
        id=f"update:{update}", sender=PRIVATE, latitude=44.6, longitude=2.03, language="fr"
    )
    assert script.heard == [where]


async def test_blocking_the_bot_is_leaving(double: TelegramDouble) -> None:
    double.chat(LEA)
    update = double.block(LEA)
    script = await heard_of(double, update)
    assert script.heard == [Left(id=f"update:{update}", sender=PRIVATE, language="fr")]


async def test_an_edit_a_notice_and_a_return_call_for_no_answer(double: TelegramDouble) -> None:
    double.say(LEA, "un")
    double.edit(LEA, "deux")
    double.show(LEA, "new_chat_title")
    script = await heard_of(double, double.unblock(LEA))
    assert [type(event) for event in script.heard] == [Text]
    assert len(double.seen(LEA)) == 1


async def test_kinds_nobody_asked_for_are_let_pass(double: TelegramDouble) -> None:
    said = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel", "title": "Infos"}}
    double.allowed = ["channel_post", "edited_message", "message"]
    double.emit("channel_post", said | {"text": "Une annonce"})
    double.edit(LEA, "corrigé")
    script = await heard_of(double, double.say(LEA, "fin"))
    assert len(script.heard) == 1


async def test_another_robot_is_not_answered(double: TelegramDouble) -> None:
    robot = {"id": 9, "is_bot": True, "first_name": "Écho"}
    said = {"message_id": 1, "date": 1, "chat": double.chat(LEA), "from": robot, "text": "Écho"}
    script = await heard_of(double, double.emit("message", said))
    assert script.heard == []


async def test_a_press_under_a_message_too_old_to_be_told_is_a_press(
    double: TelegramDouble,
) -> None:
    person = {"id": LEA, "is_bot": False, "first_name": "L"}
    query = {"id": "old", "from": person, "chat_instance": "c", "data": "/help"}
    faded = {"chat": double.chat(LEA), "message_id": 7, "date": 0}
    double.queries["old"] = False
    first = double.emit("callback_query", query | {"message": faded})
    second = double.emit("callback_query", query)
    third = double.emit("callback_query", {"id": "old", "from": person, "chat_instance": "c"})
    script = await heard_of(double, third)
    assert script.heard == [
        Press(id=f"update:{first}", sender=PRIVATE, payload="/help", shown=Receipt(id=f"{LEA}:7")),
        Press(id=f"update:{second}", sender=PRIVATE, payload="/help"),
    ]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("@tchatche_bot c'est quand ?", "c'est quand ?"),
        ("c'est quand, @Tchatche_Bot ?", "c'est quand, ?"),
        ("/aide", "/aide"),
        ("/aide@tchatche_bot", "/aide"),
        ("/start@tchatche_bot poll_7", "/start poll_7"),
    ],
)
async def test_a_group_is_answered_when_it_names_us(
    double: TelegramDouble, written: str, heard: str
) -> None:
    update = double.say(double.group(GROUP), written, user=LEA)
    script = await heard_of(double, update)
    event = Text(id=f"update:{update}", sender=IN_GROUP, text=heard, language="fr")
    assert script.heard == [event]
    assert len(double.seen(GROUP)) == 1


@pytest.mark.parametrize(
    "written",
    [
        "c'est quand ?",
        "/aide@another_bot",
        "@another_bot aide",
        "@tchatche_bottle rien à voir",
        "écris à moi@tchatche_bot.example",
    ],
)
async def test_a_group_that_talks_among_itself_is_left_alone(
    double: TelegramDouble, written: str
) -> None:
    script = await heard_of(double, double.say(double.group(GROUP), written, user=LEA))
    assert script.heard == []


async def test_a_group_s_stickers_and_places_are_left_alone(double: TelegramDouble) -> None:
    double.group(GROUP)
    double.share_location(GROUP, 44.6, 2.03)
    script = await heard_of(double, double.show(GROUP, "sticker", user=LEA))
    assert script.heard == []


async def test_an_answer_to_our_message_is_said_to_us(double: TelegramDouble) -> None:
    script = Script()
    async with telegram_house(script, double):
        double.say(double.group(GROUP), "/aide", user=LEA)
        (ours,) = await double.read(GROUP, 1)
        double.say(GROUP, "et samedi ?", user=LEA, reply_to=ours)
        await double.read(GROUP, 2)
    assert isinstance(script.heard[1], Text)
    assert script.heard[1].text == "et samedi ?"


async def test_naming_us_without_our_name_is_naming_us(double: TelegramDouble) -> None:
    group = double.group(GROUP)
    double.say(group, "Tchatche, c'est quand ?", user=LEA)
    named = double.updates[-1]["message"]
    named["entities"] = [{"type": "text_mention", "offset": 0, "length": 8, "user": BOT}]
    script = await heard_of(double, double.updates[-1]["update_id"])
    assert len(script.heard) == 1


async def test_in_a_group_the_presser_is_the_sender(double: TelegramDouble) -> None:
    ask = Outgoing(text="?", buttons=(Button(label="Oui", payload="/affirm"),))
    script = Script({"/aide": (ask,)})
    async with telegram_house(script, double):
        double.say(double.group(GROUP), "/aide", user=1)
        await double.read(GROUP, 1)
        double.press(GROUP, "Oui", user=LEA)
        await double.read(GROUP, 2)
    assert script.heard[1].sender == IN_GROUP
