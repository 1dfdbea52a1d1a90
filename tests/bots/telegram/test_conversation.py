"""A conversation over a real client and a real connection, with a mind that follows a script."""

import pytest

from dialogues.messages import Button, File, Outgoing, Press, Receipt, Spot
from tests.bots.telegram.script import Script
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_house import telegram_house

LEA = 42
YES = Button(label="Oui", payload='/vote{"poll":"7","option":"1"}')
FRENCH = ("aide", "demarches", "arrets", "sondages", "humain", "donnees", "langue", "stop")
ASKED = (Outgoing(text="Tu es pour ?", buttons=(YES,)),)


async def test_a_question_a_press_and_a_menu_rewritten_in_place(double: TelegramDouble) -> None:
    noted = (Outgoing(text="C'est noté.", amends=True),)
    script = Script({"/start poll_7": ASKED, str(YES.payload): noted})
    async with telegram_house(script, double):
        double.say(LEA, "/start poll_7")
        (asked,) = await double.read(LEA, 1)
        assert (asked.text, asked.labels) == ("Tu es pour ?", ["Oui"])
        double.press(LEA, "Oui")
        await double.until(lambda: asked.edits)
    assert (asked.text, asked.labels) == ("C'est noté.", [])
    assert list(double.queries.values()) == [True]
    pressed = script.heard[1]
    assert isinstance(pressed, Press)
    assert pressed.shown == Receipt(id=f"{LEA}:{asked.number}")
    assert len(double.seen(LEA)) == 1


async def test_a_second_press_that_changes_nothing_is_answered_without_noise(
    double: TelegramDouble,
) -> None:
    again = (Outgoing(text="Tu as dit oui.", buttons=(YES,), amends=True),)
    async with telegram_house(Script({"q": ASKED, str(YES.payload): again}), double):
        double.say(LEA, "q")
        await double.read(LEA, 1)
        for _ in range(2):
            await double.confirmed(double.press(LEA, "Oui"))
    assert [post.text for post in double.seen(LEA)] == ["Tu as dit oui."]
    assert all(double.queries.values())


async def test_a_menu_that_can_no_longer_be_rewritten_is_said_anew(double: TelegramDouble) -> None:
    noted = (Outgoing(text="C'est noté.", amends=True),)
    async with telegram_house(Script({"q": ASKED, str(YES.payload): noted}), double):
        double.say(LEA, "q")
        await double.read(LEA, 1)
        double.fail("editMessageText", 400, "Bad Request: message can't be edited")
        double.press(LEA, "Oui")
        shown = await double.read(LEA, 2)
    assert [post.text for post in shown] == ["Tu es pour ?", "C'est noté."]


async def test_the_button_stops_waiting_before_a_slow_turn_ends(double: TelegramDouble) -> None:
    script = Script({"q": ASKED})
    gate = script.wait_at(str(YES.payload))
    async with telegram_house(script, double):
        double.say(LEA, "q")
        await double.read(LEA, 1)
        double.press(LEA, "Oui")
        await double.until(lambda: all(double.queries.values()))
        assert len(double.seen(LEA)) == 1
        gate.set()
        await double.read(LEA, 2)


async def test_a_press_too_old_to_be_acknowledged_is_still_decided(double: TelegramDouble) -> None:
    async with telegram_house(Script({"q": ASKED}), double):
        double.say(LEA, "q")
        await double.read(LEA, 1)
        double.fail("answerCallbackQuery", 400, "Bad Request: query is too old")
        double.press(LEA, "Oui")
        shown = await double.read(LEA, 2)
    assert shown[1].text == f"Reçu : {YES.payload}"


async def test_a_stop_comes_with_its_pin_and_its_date(double: TelegramDouble) -> None:
    spot = Spot(name="Place Carnot", address="46100 Figeac", latitude=44.6086, longitude=2.0317)
    ics = File(name="figeac.ics", media_type="text/calendar", content=b"BEGIN:VCALENDAR\r\n")
    stop = (Outgoing(text="Figeac, le 2 décembre.", place=spot, file=ics, buttons=(YES,)),)
    async with telegram_house(Script({"figeac": stop}), double):
        double.say(LEA, "figeac")
        words, pin, date = await double.read(LEA, 3)
    assert (words.kind, words.labels) == ("text", ["Oui"])
    assert pin.details["venue"]["address"] == "46100 Figeac"
    assert (date.details["document"]["file_name"], date.content) == ("figeac.ics", ics.content)


async def test_someone_who_leaves_is_told_nothing_more(double: TelegramDouble) -> None:
    script = Script()
    async with telegram_house(script, double):
        double.say(LEA, "salut")
        await double.read(LEA, 1)
        await double.confirmed(double.block(LEA))
    assert [type(event).__name__ for event in script.heard] == ["Text", "Left"]
    assert len(double.called("sendMessage")) == 1


async def test_typing_is_shown_only_when_the_answer_takes_its_time(
    double: TelegramDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.telegram.turns.LONG", 0.05)
    script = Script()
    gate = script.wait_at("longue")
    async with telegram_house(script, double):
        double.say(LEA, "courte")
        await double.read(LEA, 1)
        assert double.called("sendChatAction") == []
        double.say(LEA, "longue")
        await double.until(lambda: double.called("sendChatAction"))
        gate.set()
        await double.read(LEA, 2)
    assert [call["action"] for call in double.called("sendChatAction")] == ["typing"]


async def test_the_menu_of_commands_is_offered_once_in_each_language(
    double: TelegramDouble,
) -> None:
    async with telegram_house(Script(), double):
        await double.until(lambda: "en" in double.methods.menus)
        double.say(LEA, "salut")
        await double.read(LEA, 1)
    assert len(double.called("setMyCommands")) == 3
    french = [command["command"] for command in double.methods.menus["fr"]]
    assert french == [*FRENCH]
    assert double.methods.menus[""] == double.methods.menus["fr"]
    assert len(double.methods.menus["en"]) == len(french)


async def test_a_refused_menu_of_commands_does_not_silence_the_bot(double: TelegramDouble) -> None:
    double.fail("setMyCommands", 400, "Bad Request: BOT_COMMAND_INVALID", times=3)
    async with telegram_house(Script(), double):
        double.say(LEA, "salut")
        await double.read(LEA, 1)
    assert double.methods.menus == {}
