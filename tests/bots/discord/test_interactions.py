"""Commands, buttons and menus: acknowledged at once, answered unseen, rewritten in place."""

import asyncio

import pytest

from dialogues.messages import Button, File, Incoming, Outgoing, Press, Text
from dialogues.ports import Response
from tests.bots.telegram.script import Script
from tests.doubles.discord import DiscordDouble
from tests.doubles.discord_house import discord_house
from tests.doubles.discord_people import APPLICATION, BOT_ID, Interaction, Post

LEA, NOE, GENERAL = 42, 43, 5
YES = Button(label="Oui", payload='/vote{"poll":"7","option":"1"}')
ASKED = (Outgoing(text="Tu es pour ?", buttons=(YES,)),)
NOTED = (Outgoing(text="C'est noté.", amends=True),)
MENU = tuple(Button(label=f"Choix {n}", payload=f'/vote{{"option":"{n}"}}') for n in range(9))


@pytest.fixture
def script() -> Script:
    return Script({"q": ASKED, "/aide": ASKED, str(YES.payload): NOTED})


def last(double: DiscordDouble) -> Interaction:
    return list(double.interactions.values())[-1]


async def test_a_command_is_heard_as_its_name(double: DiscordDouble, script: Script) -> None:
    async with discord_house(script, double) as house:
        number = await house.after(lambda: double.slash(LEA, "demarches"))
    (heard,) = script.heard
    assert isinstance(heard, Text)
    assert (heard.id, heard.text, heard.language) == (f"interaction:{number}", "/demarches", "fr")


async def test_a_question_is_heard_as_written(double: DiscordDouble, script: Script) -> None:
    async with discord_house(script, double) as house:
        await house.after(lambda: double.slash(LEA, "question", texte="c'est quand ?"))
    (shown,) = double.seen(LEA)
    assert shown.text == "Reçu : c'est quand ?"
    assert not shown.thinking


async def test_in_private_a_command_is_answered_as_any_message(
    double: DiscordDouble, script: Script
) -> None:
    async with discord_house(script, double) as house:
        await house.after(lambda: double.slash(LEA, "aide"))
    (shown,) = double.seen(LEA)
    assert (shown.text, shown.labels, shown.hidden_for) == ("Tu es pour ?", ["Oui"], None)


async def test_in_a_server_nobody_else_sees_the_answer(
    double: DiscordDouble, script: Script
) -> None:
    long = (Outgoing(text="Une phrase de trop. " * 150), Outgoing(text="Fin.", buttons=(YES,)))
    script = Script({"/aide": long})
    async with discord_house(script, double) as house:
        await house.after(lambda: double.slash(LEA, "aide", channel=GENERAL))
    assert len(double.seen_in(GENERAL, LEA)) == 3
    assert double.seen_in(GENERAL, NOE) == []
    assert double.seen(LEA) == []


async def test_an_interaction_is_acknowledged_before_a_slow_turn_ends(
    double: DiscordDouble, script: Script
) -> None:
    gate = script.wait_at("/aide")
    async with discord_house(script, double):
        double.slash(LEA, "aide", channel=GENERAL)
        await double.until(lambda: last(double).acknowledged)
        (promise,) = double.seen_in(GENERAL, LEA)
        assert (promise.thinking, promise.hidden_for) == (True, LEA)
        gate.set()
        await double.read_in(GENERAL, LEA, 1)
    assert promise.text == "Tu es pour ?"


async def test_each_of_a_persons_interactions_is_acknowledged_without_waiting_for_the_others(
    double: DiscordDouble, script: Script
) -> None:
    gate = script.wait_at("/aide")
    async with discord_house(script, double):
        for _ in range(3):
            double.slash(LEA, "aide")
        await double.until(lambda: all(act.acknowledged for act in double.interactions.values()))
        assert len(script.heard) == 1
        gate.set()
        await double.read(LEA, 3)


async def test_a_promise_with_nothing_to_say_is_withdrawn(double: DiscordDouble) -> None:
    async with discord_house(Script({"/aide": ()}), double) as house:
        await house.after(lambda: double.slash(LEA, "aide"))
    assert double.seen(LEA) == []
    assert last(double).withdrawn


async def test_a_menu_is_rewritten_in_place(double: DiscordDouble, script: Script) -> None:
    async with discord_house(script, double) as house:
        await house.after(lambda: double.say(LEA, "q"))
        await house.after(lambda: double.press(LEA, "Oui"))
    (shown,) = double.seen(LEA)
    assert (shown.text, shown.labels, shown.edits) == ("C'est noté.", [], 1)


async def test_an_answer_of_ones_own_is_rewritten_in_a_server_too(
    double: DiscordDouble, script: Script
) -> None:
    async with discord_house(script, double) as house:
        await house.after(lambda: double.slash(LEA, "aide", channel=GENERAL))
        await house.after(lambda: double.press(LEA, "Oui", channel=GENERAL))
    (shown,) = double.seen_in(GENERAL, LEA)
    assert (shown.text, shown.edits, shown.hidden_for) == ("C'est noté.", 1, LEA)


async def test_a_press_under_what_all_read_is_answered_to_the_one_who_pressed(
    double: DiscordDouble, script: Script
) -> None:
    double.channel(GENERAL)
    key = {"type": 2, "style": 2, "label": "Oui", "custom_id": YES.payload}
    row = {"type": 1, "components": [key]}
    double.posts.append(Post(room=GENERAL, number=9, content="Votez !", rows=[row]))
    async with discord_house(script, double) as house:
        await house.after(lambda: double.press(NOE, "Oui", channel=GENERAL))
    assert [post.text for post in double.seen_in(GENERAL, NOE)] == ["Votez !", "C'est noté."]
    assert [post.text for post in double.seen_in(GENERAL, LEA)] == ["Votez !"]


async def test_a_choice_in_a_menu_is_a_press(double: DiscordDouble) -> None:
    script = Script({"q": (Outgoing(text="Choisis.", buttons=MENU),)})
    async with discord_house(script, double) as house:
        await house.after(lambda: double.say(LEA, "q"))
        await house.after(lambda: double.choose(LEA, "Choix 4"))
    pressed = script.heard[1]
    assert isinstance(pressed, Press)
    assert pressed.payload == MENU[4].payload


async def test_a_button_from_before_a_restart_still_works(
    double: DiscordDouble, script: Script
) -> None:
    async with discord_house(script, double) as house:
        await house.after(lambda: double.say(LEA, "q"))
    async with discord_house(script, double) as house:
        await house.after(lambda: double.press(LEA, "Oui"))
    (shown,) = double.seen(LEA)
    assert shown.text == "C'est noté."


async def test_a_message_erased_meanwhile_is_said_anew(
    double: DiscordDouble, script: Script
) -> None:
    gate = script.wait_at(str(YES.payload))
    async with discord_house(script, double) as house:
        await house.after(lambda: double.say(LEA, "q"))
        double.press(LEA, "Oui")
        await double.until(lambda: len(script.heard) == 2)
        double.posts.clear()
        gate.set()
        (shown,) = await double.read(LEA, 1)
    assert (shown.text, shown.edits) == ("C'est noté.", 0)


async def test_an_interaction_we_heard_too_late_is_answered_in_private(
    double: DiscordDouble, script: Script
) -> None:
    double.fail("acknowledge", 404, 10062, message="Unknown interaction")
    async with discord_house(script, double) as house:
        await house.after(lambda: double.slash(LEA, "aide", channel=GENERAL))
    assert double.seen_in(GENERAL, LEA) == []
    assert [post.text for post in double.seen(LEA)] == ["Tu es pour ?"]


async def test_an_answer_later_than_fifteen_minutes_comes_in_private(
    double: DiscordDouble, script: Script
) -> None:
    double.fail("fill", 401, 50027, message="Invalid Webhook Token")
    async with discord_house(script, double) as house:
        await house.after(lambda: double.slash(LEA, "aide", channel=GENERAL))
    assert [post.text for post in double.seen(LEA)] == ["Tu es pour ?"]


async def test_an_acknowledgement_that_arrived_without_our_knowing_is_one(
    double: DiscordDouble, script: Script
) -> None:
    double.fail("acknowledge", 503)
    async with discord_house(script, double) as house:
        await house.after(lambda: double.slash(LEA, "aide", channel=GENERAL))
    assert [post.text for post in double.written(GENERAL, LEA)] == ["Tu es pour ?"]


async def test_the_buttons_of_others_are_left_to_them(
    double: DiscordDouble, script: Script
) -> None:
    key = {"type": 2, "style": 2, "label": "Autre", "custom_id": "other-bot:1"}
    row = {"type": 1, "components": [key]}
    double.posts.append(Post(room=double.dm(LEA), number=9, content="x", rows=[row]))
    async with discord_house(script, double) as house:
        double.press(LEA, "Autre")
        await house.after(lambda: double.say(LEA, "q"))
    assert len(script.heard) == 1
    assert len(double.called("acknowledge")) == 0


async def test_a_file_comes_with_a_hidden_answer(double: DiscordDouble) -> None:
    ics = File(name="figeac.ics", media_type="text/calendar", content=b"BEGIN:VCALENDAR\r\n")
    answer = (Outgoing(text="Voilà."), Outgoing(text="Pour ton agenda", file=ics))
    async with discord_house(Script({"/arrets": answer}), double) as house:
        await house.after(lambda: double.slash(LEA, "arrets", channel=GENERAL))
    *_, shown = double.seen_in(GENERAL, LEA)
    assert (shown.files, shown.hidden_for) == ([("figeac.ics", ics.content)], LEA)


async def test_a_mention_is_answered_aloud_only_when_the_answer_is_nobodys_own(
    double: DiscordDouble,
) -> None:
    async def mind(event: Incoming) -> Response:
        public = isinstance(event, Text) and "caravane" in event.text
        answer = Outgoing(text="Publique." if public else "Personnelle.")
        intent = "next_stop" if public else "my_data"
        return Response(messages=(answer,), intent=intent)

    async with discord_house(mind, double) as house:
        ask = f"<@{BOT_ID}> et la caravane ?"
        number = await house.after(lambda: double.say(LEA, ask, channel=GENERAL))
        await house.after(lambda: double.say(LEA, f"<@{BOT_ID}> mes données", channel=GENERAL))
    (public,) = double.seen_in(GENERAL, NOE)
    assert (public.text, public.under) == ("Publique.", str(number))
    assert [post.text for post in double.seen(LEA)] == ["Personnelle."]


async def test_closed_private_messages_are_told_where_the_person_spoke(
    double: DiscordDouble, script: Script
) -> None:
    double.block(LEA)
    async with discord_house(script, double) as house:
        await house.after(lambda: double.say(LEA, f"<@{BOT_ID}> q", channel=GENERAL))
    (note,) = double.seen_in(GENERAL, LEA)
    assert "tes messages privés sont fermés" in note.text
    assert [type(event).__name__ for event in script.heard] == ["Text"]


async def test_the_application_answers_under_its_own_number(
    double: DiscordDouble, script: Script
) -> None:
    async with discord_house(script, double) as house:
        await house.after(lambda: double.slash(LEA, "aide"))
    assert {call.where["webhook_id"] for call in double.called("fill")} == {str(APPLICATION)}


async def test_typing_is_shown_only_when_the_answer_takes_its_time(
    double: DiscordDouble, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.discord.turns.LONG", 0.05)
    gate = script.wait_at("longue")
    async with discord_house(script, double) as house:
        await house.after(lambda: double.say(LEA, "courte"))
        double.slash(LEA, "aide")
        await asyncio.sleep(0.1)
        assert double.called("typing") == []
        double.say(LEA, "longue")
        await double.until(lambda: double.called("typing"))
        gate.set()
        await double.read(LEA, 3)
