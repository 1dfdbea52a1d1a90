"""What every channel must do with text, buttons, long text, a place, a file and an amendment."""

from dataclasses import replace

import pytest

from dialogues.messages import (
    Address,
    Button,
    File,
    Outgoing,
    Payload,
    Press,
    Spot,
    Text,
)
from dialogues.ports import Refused
from tests.channels.bench import Bench

NASTY = (
    "Si 1 < 2 & 3 > 2, <b>pas gras</b> &amp; rien d'autre",
    "*étoiles* _soulignés_ `code` [lien](https://example.org) ||caché||",
    "<script>alert('x')</script>",
    "«\u00a0guillemets\u00a0» \"droits\" 'simples' — 👩‍🚀 🏳️‍🌈",
    "مرحبا بالعالم",
    "@everyone <@1> #salon /aide",
)
VOTE = str(Payload(intent="vote", entities={"poll": "7", "option": "2"}))
LONGEST = '/confirm{"kind":"démarche","id":"1234567890","step":"accept_"}'
QUESTION = Outgoing(
    text="Tu viens comment ?",
    buttons=(
        Button(label="Le bus", payload=VOTE),
        Button(label="<À vélo> & à pied", payload=LONGEST),
        Button(label="Le règlement complet du sondage", url="https://example.org/r?a=1&b=2"),
    ),
)
LONG = "\n".join(f"Phrase numéro {number}, elle dit 🎉 quelque chose." for number in range(400))
SPOT = Spot(name="Place Carnot", address="46100 Figeac", latitude=44.6086, longitude=2.0317)
ICS = File(name="arret.ics", media_type="text/calendar", content=b"BEGIN:VCALENDAR\r\n")


async def answered(bench: Bench, *messages: Outgoing) -> None:
    """Let the mind answer a line with these messages."""
    bench.mind.says = messages
    await bench.say("?")


@pytest.mark.parametrize("text", NASTY)
async def test_a_text_is_shown_letter_for_letter(bench: Bench, text: str) -> None:
    await answered(bench, Outgoing(text=text))
    assert text in (await bench.seen()).text


@pytest.mark.parametrize("text", NASTY)
async def test_what_a_person_writes_reaches_the_mind_letter_for_letter(
    bench: Bench, text: str
) -> None:
    await bench.say(text)
    heard = bench.mind.heard[-1]
    assert isinstance(heard, Text)
    assert heard.text == text
    assert heard.sender == bench.address
    assert heard.sender.channel == bench.channel.name == bench.name


async def test_every_event_has_its_own_id(bench: Bench) -> None:
    for _ in range(3):
        await bench.say("encore")
    assert len({event.id for event in bench.mind.heard}) == len(bench.mind.heard) == 4


async def test_several_messages_come_in_order(bench: Bench) -> None:
    await answered(bench, Outgoing(text="Un."), Outgoing(text="Deux."), Outgoing(text="Trois."))
    text = (await bench.seen()).text
    assert text.index("Un.") < text.index("Deux.") < text.index("Trois.")


@pytest.mark.parametrize(("label", "payload"), [("Le bus", VOTE), ("<À vélo> & à pied", LONGEST)])
async def test_a_pressed_button_gives_back_its_whole_payload(
    bench: Bench, label: str, payload: str
) -> None:
    await answered(bench, QUESTION)
    assert label in dict((await bench.seen()).buttons)
    bench.mind.says = ()
    await bench.press(label)
    match bench.mind.heard[-1]:
        case Press(payload=heard) | Text(text=heard):  # a script writes payloads as lines
            assert heard == payload
        case other:
            pytest.fail(f"{other} is not a press.")


async def test_a_link_is_a_button_with_its_address(bench: Bench) -> None:
    await answered(bench, QUESTION)
    shown = dict((await bench.seen()).buttons)
    assert shown["Le règlement complet du sondage"] == "https://example.org/r?a=1&b=2"


async def test_a_dozen_options_are_all_there(bench: Bench) -> None:
    buttons = tuple(
        Button(label=f"Choix {number}", payload=f'/vote{{"option":"{number}"}}')
        for number in range(1, 13)
    )
    await answered(bench, Outgoing(text="Choisis.", buttons=buttons))
    assert [label for label, _ in (await bench.seen()).buttons] == [one.label for one in buttons]


async def test_a_long_text_loses_nothing(bench: Bench) -> None:
    await answered(bench, Outgoing(text=LONG))
    assert (await bench.seen()).text.split() == LONG.split()


async def test_a_long_text_keeps_its_buttons(bench: Bench) -> None:
    await answered(bench, replace(QUESTION, text=LONG))
    assert len((await bench.seen()).buttons) == 3


async def test_a_place_is_shown_where_the_channel_has_maps(bench: Bench) -> None:
    await answered(bench, Outgoing(text="On se retrouve place Carnot.", place=SPOT))
    seen = await bench.seen()
    assert "On se retrouve place Carnot." in seen.text
    assert seen.places == (("Place Carnot",) if bench.rich else ())


async def test_a_file_is_given_where_the_channel_has_files(bench: Bench) -> None:
    await answered(bench, Outgoing(text="Pour ton agenda :", file=ICS))
    seen = await bench.seen()
    assert "Pour ton agenda :" in seen.text
    assert seen.files == (("arret.ics",) if bench.rich else ())


async def test_an_answer_that_amends_is_read_after_the_press(bench: Bench) -> None:
    await answered(bench, QUESTION)
    bench.mind.says = (Outgoing(text="C'est noté, merci !", amends=True),)
    await bench.press("Le bus")
    assert "C'est noté, merci !" in (await bench.seen()).text


async def test_a_message_nobody_asked_for_is_shown(bench: Bench) -> None:
    receipt = await bench.channel.send(bench.address, Outgoing(text="La cÔserie arrive demain."))
    assert receipt.id
    assert "La cÔserie arrive demain." in (await bench.seen()).text


async def test_a_correction_is_read(bench: Bench) -> None:
    receipt = await bench.channel.send(bench.address, Outgoing(text="Rendez-vous à 14 h."))
    await bench.channel.amend(bench.address, receipt, Outgoing(text="Rendez-vous à 15 h."))
    assert "Rendez-vous à 15 h." in (await bench.seen()).text


async def test_two_messages_have_two_receipts(bench: Bench) -> None:
    receipts = [await bench.channel.send(bench.address, Outgoing(text="Bis.")) for _ in range(2)]
    assert receipts[0] != receipts[1]


async def test_an_address_of_another_channel_is_refused(bench: Bench) -> None:
    if bench.name == "terminal":
        pytest.skip("A terminal has one reader, whatever the address.")
    elsewhere = Address(channel="elsewhere", room="1", user="1")
    with pytest.raises(Refused):
        await bench.channel.send(elsewhere, Outgoing(text="Bonjour"))


async def test_a_broken_turn_does_not_deafen_the_channel(bench: Bench) -> None:
    if bench.name == "terminal":
        pytest.skip("A terminal ends with its one reader; the command says why.")
    bench.mind.broken = True
    await bench.say("une question")
    bench.mind.broken = False
    await answered(bench, Outgoing(text="Me revoilà."))
    assert "Me revoilà." in (await bench.seen()).text
