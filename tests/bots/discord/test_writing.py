"""What Discord shows is what was meant: each sign as written, nothing cut, every button there."""

from hypothesis import given
from hypothesis import strategies as st

from bots.discord.components import LABEL, OPTION, cut, pressable, rows
from bots.discord.escaping import literal
from bots.discord.splitting import LONGEST, split, weight
from bots.discord.writing import write
from dialogues.messages import Button, Outgoing, Spot
from tests.doubles.discord_rules import message, shown

SIGNS = st.text(alphabet="ab \n*_~|`[]()<>#@!&:-+.1\\éß🎉/ht")
ROUGH = (
    "- liste",
    "1. un",
    "3) trois",
    "# titre",
    "-# petit",
    "> cité",
    ">>> cité",
    "+ plus",
    "* x",
)


def test_every_line_that_would_become_a_title_or_a_list_stays_a_line() -> None:
    for line in ROUGH:
        assert shown(literal(line)) == line


def test_the_judge_sees_markup_where_there_is_some() -> None:
    assert shown("**gras** _i_ ||x|| [l](https://a.fr) <@1> `c`") == "gras i x l @quelqu'un c"
    assert shown("# titre\n- un\n3. trois") == "titre\n• un\nn. trois"


def test_markup_inside_a_masked_link_is_shown_too() -> None:
    assert shown(literal("[**gras**](https://a.fr/x)")) == "[**gras**](https://a.fr/x)"


def test_an_address_is_left_alone() -> None:
    link = "https://www.openstreetmap.org/?mlat=44.6_1&mlon=2_3#map=17/44*6/2"
    assert literal(link) == link


@given(SIGNS)
def test_a_text_is_read_sign_for_sign(text: str) -> None:
    assert shown(literal(text)) == text.strip()


@given(st.text(alphabet="ab *.\n-🎉[", min_size=1), st.integers(8, 60))
def test_splitting_loses_nothing_and_fits(text: str, longest: int) -> None:
    pieces = split(text, longest)
    assert "".join(pieces) == text
    assert all(weight(piece) <= longest for piece in pieces)


def test_a_text_of_escaped_signs_fits_once_escaped() -> None:
    for words in write(Outgoing(text="*_" * 3000)):
        message(words.body(), ())


def test_sentences_are_not_cut_in_two() -> None:
    pieces = split("Une phrase entière. " * 300)
    assert all(piece.endswith(". ") for piece in pieces)
    assert all(len(piece) > LONGEST // 2 for piece in pieces[:-1])


def _buttons(count: int) -> tuple[Button, ...]:
    return tuple(Button(label=f"B{n}", payload=f'/vote{{"o":"{n}"}}') for n in range(count))


def test_five_choices_are_buttons_and_six_are_a_menu() -> None:
    (row,) = rows(_buttons(5))
    assert [part["type"] for part in row["components"]] == [2] * 5
    (row,) = rows(_buttons(6))
    (menu,) = row["components"]
    assert menu["type"] == 3
    assert [option["label"] for option in menu["options"]] == [f"B{n}" for n in range(6)]


def test_more_than_a_menu_holds_makes_several() -> None:
    shown_rows = rows(_buttons(60))
    assert [len(row["components"][0]["options"]) for row in shown_rows] == [25, 25, 10]
    assert len({row["components"][0]["custom_id"] for row in shown_rows}) == 3


def test_links_stand_beside_a_menu() -> None:
    link = Button(label="Lire", url="https://example.org/a")
    menu, links = rows((*_buttons(9), link))
    assert menu["components"][0]["type"] == 3
    assert links["components"][0]["url"] == "https://example.org/a"


def test_two_buttons_that_say_the_same_are_one() -> None:
    twice = (Button(label="Oui", payload="/affirm"), Button(label="Yes", payload="/affirm"))
    (row,) = rows(twice)
    assert len(row["components"]) == 1


def test_a_label_too_long_shows_that_it_was_cut() -> None:
    (row,) = rows((Button(label="x" * 200, payload="/a"),))
    assert row["components"][0]["label"] == "x" * (LABEL - 1) + "…"
    (row,) = rows(tuple(Button(label="y" * 200, payload=f"/a{n}") for n in range(6)))
    assert len(row["components"][0]["options"][0]["label"]) == OPTION
    assert cut(" ", LABEL) == "…"


def test_a_link_discord_refuses_is_said_in_words() -> None:
    call = Button(label="Appeler le 3018", url="tel:3018")
    here = Button(label="Local", url="http://localhost:8080/a_b")
    broken = Button(label="Cassé", url="https://[")
    (words,) = write(Outgoing(text="Aide", buttons=(call, here, broken)))
    assert words.rows == ()
    assert shown(words.content).splitlines()[1:] == [
        "Appeler le 3018 : 3018",
        "Local : http://localhost:8080/a_b",
        "Cassé : https://[",
    ]
    assert not pressable(Button(label="x", url="https://example.org/" + "a" * 512))


def test_a_place_comes_with_its_map() -> None:
    spot = Spot(name="Place Carnot", address="46100 Figeac", latitude=44.6086, longitude=2.0317)
    (words,) = write(Outgoing(text="Ici.", place=spot))
    _, pin, link = shown(words.content).splitlines()
    assert pin == "📍 Place Carnot, 46100 Figeac"
    assert link == "https://www.openstreetmap.org/?mlat=44.6086&mlon=2.0317#map=17/44.6086/2.0317"


def test_nobody_is_ever_called() -> None:
    (words,) = write(Outgoing(text="@everyone <@1>"))
    assert words.body()["allowed_mentions"] == {"parse": []}
