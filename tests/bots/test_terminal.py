"""The terminal: what is printed for each kind of message, and what a line typed means."""

import io
import json
from typing import Any

import pytest

from bots.terminal import Terminal
from dialogues.messages import Button, File, Incoming, Outgoing, Press, Spot, Text
from dialogues.ports import Response

YES = Button(label="Oui", payload='/vote{"poll":"7","option":"1"}')
NO = Button(label="Non", payload='/vote{"poll":"7","option":"2"}')
PAGE = Button(label="Voir la page", url="https://example.org/page")
SPOT = Spot(name="Place Carnot", address="46100 Figeac", latitude=44.60861, longitude=2.0317)
ICS = File(name="figeac.ics", media_type="text/calendar", content=b"BEGIN:VCALENDAR\r\n")
ASKED = Outgoing(text="Tu es pour ?", buttons=(YES, PAGE, NO))


class Mind:
    """Says the same thing whatever it hears."""

    def __init__(self, *says: Outgoing) -> None:
        self.says = says
        self.heard: list[Incoming] = []

    async def __call__(self, event: Incoming) -> Response:
        self.heard.append(event)
        return Response(messages=self.says, intent="poll", confidence=0.123456)


async def talk(mind: Mind, typed: str, *, as_json: bool = False, user: str = "lea") -> str:
    page = io.StringIO()
    terminal = Terminal(user=user, as_json=as_json, lines=io.StringIO(typed), page=page)
    await terminal.listen(mind)
    return page.getvalue()


def said(event: Incoming) -> str:
    assert isinstance(event, Text | Press)
    return event.text if isinstance(event, Text) else event.payload


async def test_in_prose_buttons_are_numbered_and_links_are_written_out() -> None:
    assert await talk(Mind(ASKED), "bonjour\n") == (
        "Tu es pour ?\n  [1] Oui\n  Voir la page : https://example.org/page\n  [2] Non\n\n"
    )


async def test_in_prose_a_place_and_a_file_are_named() -> None:
    shown = await talk(Mind(Outgoing(text="C'est ici.", place=SPOT, file=ICS)), "où ?\n")
    assert shown == "C'est ici.\n  46100 Figeac (44.6086, 2.0317)\n  (figeac.ics)\n\n"


async def test_buttons_are_numbered_through_all_the_messages_of_an_answer() -> None:
    mind = Mind(Outgoing(text="Un", buttons=(YES,)), Outgoing(text="Deux", buttons=(NO,)))
    shown = await talk(mind, "bonjour\n2\n")
    assert "Deux\n  [2] Non" in shown
    assert said(mind.heard[1]) == NO.payload


async def test_a_number_presses_the_button_it_stands_before() -> None:
    mind = Mind(ASKED)
    await talk(mind, "bonjour\n 2 \n")
    assert isinstance(mind.heard[1], Press)
    assert said(mind.heard[1]) == NO.payload


@pytest.mark.parametrize("typed", ["3", "0", "-1", "²", "1.", "12345678901234567890"])
async def test_a_number_before_no_button_is_a_text(typed: str) -> None:
    mind = Mind(ASKED)
    await talk(mind, f"bonjour\n{typed}\n")
    assert isinstance(mind.heard[1], Text)
    assert said(mind.heard[1]) == typed


async def test_before_any_answer_a_number_is_a_text() -> None:
    mind = Mind(ASKED)
    await talk(mind, "1\n")
    assert isinstance(mind.heard[0], Text)


async def test_only_the_last_answer_s_buttons_have_numbers() -> None:
    mind = Mind(ASKED)
    await talk(mind, "bonjour\n")
    mind.says = (Outgoing(text="C'est noté."),)
    heard = len(mind.heard)
    await talk(mind, "1\n1\n")
    assert all(isinstance(event, Text) for event in mind.heard[heard:])


async def test_in_json_each_message_is_one_object_on_one_line() -> None:
    told = Outgoing(text="Une\nligne", buttons=(YES, PAGE), source="https://example.org")
    lines = (await talk(Mind(told, told), "bonjour\n", as_json=True)).splitlines()
    objects: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert objects[0] == objects[1]
    assert objects[0] == {
        "text": "Une\nligne",
        "buttons": [
            {"label": "Oui", "payload": YES.payload},
            {"label": "Voir la page", "url": PAGE.url},
        ],
        "intent": "poll",
        "confidence": 0.1235,
        "source": "https://example.org",
        "decided": "rule",
    }
    assert "ligne" in lines[0]
    assert "\\u" not in lines[0]


async def test_in_json_a_number_is_a_text_and_a_payload_is_handed_on() -> None:
    mind = Mind(ASKED)
    await talk(mind, f"bonjour\n1\n{YES.payload}\n", as_json=True)
    assert [said(event) for event in mind.heard] == ["bonjour", "1", YES.payload]
    assert all(isinstance(event, Text) for event in mind.heard)


async def test_the_end_of_a_line_is_no_part_of_what_is_said() -> None:
    mind = Mind(ASKED)
    await talk(mind, "bonjour\r\n\nla fin sans retour")
    assert [said(event) for event in mind.heard] == ["bonjour", "", "la fin sans retour"]


async def test_each_line_is_an_event_of_its_own_from_whoever_was_named() -> None:
    mind = Mind(ASKED)
    await talk(mind, "oui\noui\n", user="zoe")
    assert len({event.id for event in mind.heard}) == 2
    assert {event.sender.user for event in mind.heard} == {"zoe"}


async def test_a_line_that_cannot_be_read_ends_the_talk_with_its_reason() -> None:
    class Torn(io.StringIO):
        def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
            raise OSError("The pipe is torn.")

    terminal = Terminal(user="lea", lines=Torn(), page=io.StringIO())
    with pytest.raises(OSError, match="torn"):
        await terminal.listen(Mind(ASKED))
