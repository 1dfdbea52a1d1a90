"""Dates as people say them, seen from Tuesday 24 November 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.dates import read

TODAY = date(2026, 11, 24)  # a Tuesday


def values(text: str, today: date = TODAY) -> list[str]:
    return [entity.value for entity in read(text, today)]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("aujourd'hui", "2026-11-24"),
        ("ojd", "2026-11-24"),
        ("ce soir", "2026-11-24"),
        ("demain", "2026-11-25"),
        ("2main", "2026-11-25"),
        ("2m1", "2026-11-25"),
        ("après-demain", "2026-11-26"),
        ("hier", "2026-11-23"),
        ("ce week-end", "2026-11-28/2026-11-29"),
        ("ce we", "2026-11-28/2026-11-29"),
        ("ce weekend", "2026-11-28/2026-11-29"),
        ("le week-end prochain", "2026-12-05/2026-12-06"),
        ("le we pro", "2026-12-05/2026-12-06"),
        ("samedi", "2026-11-28"),
        ("smdi", "2026-11-28"),
        ("samedi prochain", "2026-11-28"),
        ("samedi pro", "2026-11-28"),
        ("samedi en huit", "2026-12-05"),
        ("mardi", "2026-12-01"),
        ("ce mardi", "2026-11-24"),
        ("jeudi soir", "2026-11-26"),
        ("mercredi de la semaine prochaine", "2026-12-02"),
        ("cette semaine", "2026-11-23/2026-11-29"),
        ("la semaine prochaine", "2026-11-30/2026-12-06"),
        ("la semaine pro", "2026-11-30/2026-12-06"),
        ("ce mois-ci", "2026-11-01/2026-11-30"),
        ("le mois prochain", "2026-12-01/2026-12-31"),
        ("fin du mois", "2026-11-21/2026-11-30"),
        ("dans 15 jours", "2026-12-09"),
        ("dans deux semaines", "2026-12-08"),
        ("dans trois mois", "2027-02-24"),
        ("les 15 prochains jours", "2026-11-24/2026-12-09"),
        ("le 4 dec", "2026-12-04"),
        ("le 4 décembre", "2026-12-04"),
        ("4 décembre 2027", "2027-12-04"),
        ("1er janvier", "2027-01-01"),
        ("le 4 mars", "2027-03-04"),
        ("samedi 28 novembre", "2026-11-28"),
        ("samedi 28", "2026-11-28"),
        ("du 4 au 6 décembre", "2026-12-04/2026-12-06"),
        ("4/12", "2026-12-04"),
        ("3/11", "2027-11-03"),
        ("04/12/2026", "2026-12-04"),
        ("4/12/26", "2026-12-04"),
        ("16/10/2020", "2020-10-16"),
        ("2026-12-04", "2026-12-04"),
        ("le 15", "2026-12-15"),
        ("le 31", "2026-12-31"),
        ("en décembre", "2026-12-01/2026-12-31"),
        ("en mars", "2027-03-01/2027-03-31"),
        ("fin décembre", "2026-12-21/2026-12-31"),
        ("mi-janvier", "2027-01-11/2027-01-20"),
        ("cet été", "2027-06-21/2027-09-22"),
        ("cet hiver", "2026-12-21/2027-03-19"),
        ("à Noël", "2026-12-24/2026-12-25"),
        ("en 2024", "2024-01-01/2024-12-31"),
        ("l'année prochaine", "2027-01-01/2027-12-31"),
        ("tomorrow", "2026-11-25"),
        ("this weekend", "2026-11-28/2026-11-29"),
        ("next week", "2026-11-30/2026-12-06"),
        ("december 4", "2026-12-04"),
    ],
)
def test_a_date_is_read_as_people_mean_it(said: str, meant: str) -> None:
    assert values(f"et {said} ?") == [meant]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("demain 18h", "2026-11-25"),  # not in two days at four
        ("demain à 18h", "2026-11-25"),
        ("4 décembre 17h", "2026-12-04"),  # not in the year 2117
        ("ce soir", "2026-11-24"),
        ("mardi prochain", "2026-12-01"),
        ("le 15", "2026-12-15"),  # not in the past
    ],
)
def test_the_mistakes_of_kept_libraries_are_not_made(said: str, meant: str) -> None:
    assert values(said) == [meant]


@pytest.mark.parametrize(
    "said",
    [
        "31/02",
        "2026-02-31",
        "j'ai 16 ans",
        "24h/24",
        "7j/7",
        "we can vote",
        "dans le 31",
        "il y a 3 mois",
    ],
)
def test_what_is_no_date_is_left_alone(said: str) -> None:
    assert values(said) == []


def test_this_weekend_said_on_a_sunday_is_the_one_we_are_in() -> None:
    assert values("ce week-end", date(2026, 11, 29)) == ["2026-11-28/2026-11-29"]


def test_the_twenty_ninth_of_february_waits_for_a_leap_year() -> None:
    assert values("le 29 février") == ["2028-02-29"]


def test_two_dates_are_both_read_in_order() -> None:
    assert values("samedi ou plutôt demain ?") == ["2026-11-28", "2026-11-25"]


def test_an_entity_says_where_it_stands() -> None:
    (entity,) = read("Vous passez ce Week-End ?", TODAY)
    assert (entity.name, entity.text, entity.start, entity.end) == ("date", "ce Week-End", 12, 23)


@given(st.text(), st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 1, 1)))
def test_no_text_makes_the_calendar_fall(text: str, today: date) -> None:
    for entity in read(text, today):
        assert text[entity.start : entity.end] == entity.text


WORDS = st.sampled_from(
    "le 4 31 samedi prochain décembre dans 15 99 jours mois an fin du we / 2026 - ce à".split()  # noqa: SIM905
)


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_a_period_never_ends_before_it_begins(text: str) -> None:
    for entity in read(text, TODAY):
        first, _, last = entity.value.partition("/")
        assert date.fromisoformat(first) <= date.fromisoformat(last or first)
