"""What Telegram is given to show: escaped words, keyboards it takes, pieces that fit."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram.splitting import LONGEST, split, units
from bots.telegram.writing import UNSHOWN, Words, write
from dialogues.messages import Button, File, Outgoing, Spot
from tests.doubles.telegram_rules import plain

SPOT = Spot(name="Place Carnot", address="46100 Figeac", latitude=44.6086, longitude=2.0317)
ICS = File(name="figeac.ics", media_type="text/calendar", content=b"BEGIN:VCALENDAR\r\n")


def words(message: Outgoing) -> list[Words]:
    return [part for part in write(message) if isinstance(part, Words)]


def rows(*labels: str) -> list[list[str]]:
    buttons = tuple(Button(label=label, payload="/help") for label in labels)
    (only,) = words(Outgoing(text="?", buttons=buttons))
    assert only.keyboard
    return [[key["text"] for key in row] for row in only.keyboard["inline_keyboard"]]


@given(st.text())
def test_whatever_the_text_telegram_reads_it_back_letter_for_letter(text: str) -> None:
    shown = "".join(html.unescape(one.markup) for one in words(Outgoing(text=text)))
    assert shown.split() == UNSHOWN.sub("", text).split()


@given(st.text(alphabet="<>&;abc #/\"'=lgtamp", min_size=1).filter(str.strip))
def test_signs_of_html_are_shown_and_never_obeyed(text: str) -> None:
    (only,) = words(Outgoing(text=text))
    assert plain({"text": only.markup, "parse_mode": "HTML"}) == text.strip()


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_splitting_loses_nothing_and_every_piece_fits(text: str, longest: int) -> None:
    pieces = split(text, longest)
    assert "".join(pieces) == text
    assert all(0 < units(piece) <= longest for piece in pieces)


@given(st.text())
def test_units_are_counted_as_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("text", "longest", "first"),
    [
        ("Un.\n\nDeux.\nTrois. Quatre", 9, "Un.\n\n"),
        ("Une ligne\nune autre ligne", 12, "Une ligne\n"),
        ("C'est oui ! Et après", 14, "C'est oui ! "),
        ("des mots sans fin", 10, "des mots "),
        ("à anticonstitutionnellement", 12, "à anticonsti"),
    ],
)
def test_a_text_is_cut_where_a_reader_would_pause(text: str, longest: int, first: str) -> None:
    assert split(text, longest)[0] == first


def test_an_emoji_is_never_cut_in_two() -> None:
    pieces = split("🎉" * LONGEST)
    assert {len(piece) for piece in pieces} == {LONGEST // 2}


def test_the_buttons_stand_under_the_last_piece() -> None:
    key = (Button(label="Ok", payload="/help"),)
    pieces = words(Outgoing(text="Une phrase. " * 1000, buttons=key))
    assert [bool(piece.keyboard) for piece in pieces] == [False, False, True]


def test_words_come_before_the_place_and_the_place_before_the_file() -> None:
    parts = write(Outgoing(text="Figeac", place=SPOT, file=ICS))
    assert [type(part) for part in parts] == [Words, Spot, File]


def test_a_file_needs_no_words() -> None:
    assert write(Outgoing(text="", file=ICS)) == (ICS,)


def test_two_short_labels_stand_side_by_side_and_a_long_one_alone() -> None:
    assert rows("Oui", "Non") == [["Oui", "Non"]]
    assert rows("Oui", "Non", "Peut-être") == [["Oui", "Non"], ["Peut-être"]]
    assert rows("Une étiquette bien longue", "Oui", "Non") == [
        ["Une étiquette bien longue"],
        ["Oui", "Non"],
    ]
    assert rows("Oui", "Une étiquette bien longue", "Non") == [
        ["Oui"],
        ["Une étiquette bien longue"],
        ["Non"],
    ]


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("tel:3114", "Appeler : 3114"),
        ("mailto:jeunes@example.org", "Appeler : jeunes@example.org"),
        ("http://localhost:8080/polls", "Appeler : http://localhost:8080/polls"),
        ("javascript:alert(1)", "Appeler : javascript:alert(1)"),
        ("http://[broken", "Appeler : http://[broken"),
    ],
)
def test_a_link_telegram_refuses_is_a_line_of_text(url: str, line: str) -> None:
    link = Button(label="Appeler", url=url)
    (only,) = words(Outgoing(text="Tu n'es pas seul.", buttons=(link,)))
    assert html.unescape(only.markup) == f"Tu n'es pas seul.\n{line}"
    assert only.keyboard is None


@pytest.mark.parametrize("url", ["https://example.org/a?b=1&c=2", "http://127.0.0.1:8080/polls/x"])
def test_a_link_of_the_web_is_a_button(url: str) -> None:
    (only,) = words(Outgoing(text="?", buttons=(Button(label="Lire", url=url),)))
    assert only.keyboard
    assert only.keyboard["inline_keyboard"][0][0]["url"] == url
    assert only.markup == "?"


def test_signs_that_cannot_be_shown_are_left_out() -> None:
    (only,) = words(Outgoing(text="a\x00b\x1bc\ud83dd\te\nf"))
    assert only.markup == "abcd\te\nf"
    assert rows("Oui\ud83d\x07") == [["Oui"]]
