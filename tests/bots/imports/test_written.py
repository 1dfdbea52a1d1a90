"""Days, hours and money as the French write them; what leaves a doubt is refused."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from bots.imports.amounts import read_number, read_whole
from bots.imports.calendar_words import (
    PARIS,
    read_day,
    read_hour,
    read_hours,
    read_moment,
    read_when,
)
from bots.imports.plain import plain, shortened
from bots.imports.report import Doubtful

SUNDAY = date(2026, 12, 6)


@pytest.mark.parametrize(
    "text",
    [
        "06/12/2026",
        "6/12/2026",
        "06-12-2026",
        "06.12.2026",
        "06/12/26",
        "2026-12-06",
        "6 décembre 2026",
        "6 DÉCEMBRE 2026",
        "le 6 déc. 2026",
        "dimanche 6 décembre 2026",
        "Dimanche\u00a06\u00a0décembre 2026",
    ],
)
def test_one_day_is_read_however_it_is_written(text: str) -> None:
    assert read_day(text) == SUNDAY


def test_the_first_of_a_month_is_read() -> None:
    assert read_day("mardi 1er décembre 2026") == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31/02/2026", "n'existe pas"),
        ("12/13/2026", "n'existe pas"),
        ("samedi 6 décembre 2026", "dimanche"),
        ("6 décembre", "n'est pas une date"),
        ("bientôt", "n'est pas une date"),
        ("6 brumaire 2026", "n'est pas une date"),
        ("46000", "n'est pas une date"),
    ],
)
def test_a_day_that_cannot_be_is_refused(text: str, said: str) -> None:
    with pytest.raises(Doubtful, match=said):
        read_day(text)


@pytest.mark.parametrize(
    "text", ["14h30", "14:30", "14 h 30", "à 14h30", "14H30", "14h30min", "14:30:00"]
)
def test_one_hour_is_read_however_it_is_written(text: str) -> None:
    assert read_hour(text) == time(14, 30)


def test_noon_and_whole_hours_are_read() -> None:
    assert [read_hour(text) for text in ("midi", "9h", "9 heures")] == [time(12), time(9), time(9)]


@pytest.mark.parametrize("text", ["25h", "14h75", "matin", "14", "14h-17h"])
def test_an_hour_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Doubtful):
        read_hour(text)


@pytest.mark.parametrize("text", ["14h30-17h", "14:30 - 17:00", "de 14h30 à 17h", "14h30–17h00"])
def test_two_hours_are_read(text: str) -> None:
    assert read_hours(text) == (time(14, 30), time(17))


@pytest.mark.parametrize(
    "text",
    [
        "28/11/2026 14h30",
        "28/11/2026 14:30",
        "28/11/2026 à 14 h 30",
        "samedi 28 novembre 2026, 14h30",
        "2026-11-28 14:30",
        "2026-11-28T14:30:00+01:00",
        "2026-11-28T13:30:00Z",
    ],
)
def test_one_moment_is_read_however_it_is_written(text: str) -> None:
    assert read_moment(text) == datetime(2026, 11, 28, 14, 30, tzinfo=PARIS)


@pytest.mark.parametrize("text", ["28/11/2026", "2026-11-28", "14h30", "demain 14h"])
def test_a_moment_without_its_day_or_hour_is_refused(text: str) -> None:
    with pytest.raises(Doubtful):
        read_moment(text)


def test_an_hour_skipped_by_summer_time_does_not_exist() -> None:
    with pytest.raises(Doubtful, match="change d'heure"):
        read_moment("29/03/2026 2h30")


def test_an_hour_alone_belongs_to_the_day_beside_it() -> None:
    assert read_when("9h30", SUNDAY) == datetime(2026, 12, 6, 9, 30, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1500", "1500"),
        ("1 500,50 €", "1500.50"),
        ("1\u00a0500\u00a0€", "1500"),
        ("1\u202f500,50", "1500.50"),
        ("120 k€", "120000"),
        ("1,5 M€", "1500000"),
        ("15 000 euros", "15000"),
        ("0,5", "0.5"),
    ],
)
def test_a_number_is_read_as_the_french_write_it(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1.500", "1,500", "mille", "12 x", "", "€", "1e9", "1.000.000"])
def test_a_number_that_may_be_two_is_refused(text: str) -> None:
    with pytest.raises(Doubtful):
        read_number(text)


@pytest.mark.parametrize("text", ["1 500,50 €", "-3"])
def test_a_part_of_a_euro_or_less_than_nothing_is_no_budget(text: str) -> None:
    with pytest.raises(Doubtful, match="entier"):
        read_whole(text)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Un&nbsp;<b>vote</b></p><p>pour&amp;contre</p>", "Un vote\npour&contre"),
        ("a<br/>b", "a\nb"),
        ("<script>alert(1)</script>ok<style>p{}</style>", "ok"),
        ("<img src=x onerror=alert(1)>photo", "photo"),
        ("3 < 5 et 7 > 2", "3 < 5 et 7 > 2"),
        ("sans balise", "sans balise"),
        ("prix\x1e libre", "prix libre"),
    ],
)
def test_markup_becomes_plain_words(html: str, text: str) -> None:
    assert plain(html) == text


def test_a_long_text_ends_with_a_sentence_or_says_it_is_cut() -> None:
    assert shortened("Une phrase ici. Une autre, plus longue que la place.", 30) == (
        "Une phrase ici."
    )
    assert shortened("Une phrase sans fin qui va trop loin", 20) == "Une phrase sans…"
