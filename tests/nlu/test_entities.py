"""What a sentence speaks of: each expert is heard, and none speaks over another."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.entities import EntityFinder, settled
from nlu.place_names import PlaceNames
from nlu.training_data import read_lists
from nlu.understanding import Entity

TODAY = date(2026, 11, 24)
FINDER = EntityFinder(read_lists(), PlaceNames())


def found(text: str) -> dict[str, str]:
    return {entity.name: entity.value for entity in FINDER.find(text, TODAY)}


def claim(name: str, start: int, end: int) -> Entity:
    return Entity(name=name, value="x", text="x" * (end - start), start=start, end=end)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("j'ai 16 ans", "age", "16"),
        ("j'ai 16", "age", "16"),
        ("jai 16", "age", "16"),
        ("g 17 piges", "age", "17"),
        ("seize ans c'est bon ?", "age", "16"),
        ("j'ai dix-sept ans", "age", "17"),
        ("I'm 16", "age", "16"),
        ("500 €", "amount", "500"),
        ("10k max ?", "amount", "10000"),
        ("2000 balles", "amount", "2000"),
        ("2 000 euros", "amount", "2000"),
        ("500 000 €", "amount", "500000"),
        ("cent mille euros", "amount", "100000"),
        ("un million d'euros", "amount", "1000000"),
        ("le budget participatif", "process", "budget participatif"),
        ("le budjet participatif", "process", "budget participatif"),
        ("le budget particpatif", "process", "budget participatif"),
        ("le CRJ c'est quoi", "process", "conseil régional des jeunes"),
        ("le conseil des jeunes", "process", "conseil régional des jeunes"),
        ("la convention citoyenne", "process", "convention citoyenne"),
        ("le dépôt des idées", "phase", "ideas"),
        ("jusqu'à quand on peut déposer ?", "phase", "ideas"),
        ("jusqu'à quand on peut voter ?", "phase", "vote"),
        ("le tirage o sort", "phase", "tirage au sort"),
        ("les trains", "theme", "transports"),
        ("l'écologie", "theme", "environnement"),
        ("je suis lycéenne", "status", "lycéen"),
        ("chui etudiante", "status", "étudiant"),
        ("jsuis en alternance", "status", "apprenti"),
        ("sur Telegram", "channel", "telegram"),
        ("sur disord", "channel", "discord"),
        ("le café citoyen", "stop", "café citoyen"),
        ("le sondage sur la cantine", "poll", "cantine"),
        ("ce week-end", "date", "2026-11-28/2026-11-29"),
        ("j'habite à Figeac", "place", "46102"),
        ("46100", "postal_code", "46100"),
    ],
)
def test_what_is_named_is_found_under_one_value(text: str, name: str, value: str) -> None:
    assert found(text).get(name) == value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("il y a 3 ans", "age"),
        ("dans 20 ans", "age"),
        ("à moins de 20 km", "age"),
        ("j'ai 16 votes", "age"),
        ("10 personnes", "amount"),
        ("ça marche pas", "stop"),
        ("un site sympa de mail", "place"),
    ],
)
def test_what_only_looks_alike_is_left_alone(text: str, name: str) -> None:
    assert name not in found(text)


def test_a_slip_is_forgiven_with_less_confidence() -> None:
    right, slipped = (
        FINDER.find("convention citoyenne", TODAY),
        FINDER.find("convenion citoyenne", TODAY),
    )
    assert right[0].value == slipped[0].value
    assert right[0].confidence > slipped[0].confidence


def test_an_entity_stands_where_it_says() -> None:
    text = "Salut, le Budget Participatif à 16 ans, samedi ?"
    entities = FINDER.find(text, TODAY)
    assert [one.name for one in entities] == ["process", "age", "date"]
    assert all(text[one.start : one.end] == one.text for one in entities)


def test_the_longest_claim_keeps_the_stretch() -> None:
    short, long = claim("theme", 3, 7), claim("poll", 0, 9)
    assert settled([short, long]) == (long,)


def test_a_commune_and_its_postal_code_may_stand_together() -> None:
    place, code = claim("place", 0, 9), claim("postal_code", 5, 9)
    assert settled([place, code]) == (place, code)


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_no_text_makes_the_finder_fall(text: str) -> None:
    entities = FINDER.find(text, TODAY)
    assert all(
        one.end <= other.start or {one.name, other.name} & {"place", "postal_code"}
        for one, other in pairwise(entities)
    )
