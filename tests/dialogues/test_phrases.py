"""Dates, sums and plurals, as people say them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from dialogues.messages import Choice, Payload, Say
from dialogues.phrases import Phrases

TODAY = date(2026, 11, 24)
WORDS = Phrases(
    catalogues={
        "fr": {
            "day": "{when}",
            "moment": "{when:moment}",
            "hour": "{when:hour}",
            "stamp": "{when:date}",
            "days": "{n:jour|jours}",
            "sum": "{n} €",
            "list": "{lines}",
            "only": "seulement ici",
        },
        "en": {"day": "{when}", "days": "{n:day|days}", "moment": "{when:moment}"},
    }
)


def _said(key: str, language: str = "fr", **params: object) -> str:
    return WORDS.render(Say(key=key, params=params), language, TODAY).text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 1), "mardi 1er décembre"),
        (date(2026, 12, 11), "vendredi 11 décembre"),
        (date(2027, 1, 1), "vendredi 1er janvier"),
        (date(2020, 10, 16), "vendredi 16 octobre 2020"),
    ],
)
def test_a_day_is_said_with_its_year_only_when_far(day: date, words: str) -> None:
    assert _said("day", when=day) == words


def test_a_moment_is_said_in_the_language() -> None:
    moment = datetime(2026, 11, 28, 14, 5, tzinfo=ZoneInfo("Europe/Paris"))
    assert _said("moment", when=moment) == "samedi 28 novembre à 14 h 05"
    assert _said("hour", when=moment.replace(minute=0)) == "14 h"
    assert _said("moment", "en", when=moment) == "Saturday 28 November at 14:05"
    assert _said("stamp", when=date(2026, 12, 1)) == "1er décembre 2026"


@pytest.mark.parametrize(
    ("language", "n", "words"),
    [("fr", 0, "0 jour"), ("fr", 1, "1 jour"), ("fr", 2, "2 jours"), ("en", 0, "0 days")],
)
def test_plurals_follow_the_language(language: str, n: int, words: str) -> None:
    assert _said("days", language, n=n) == words


def test_sums_are_grouped_as_in_french() -> None:
    assert _said("sum", n=120_000).replace("\u202f", " ") == "120 000 €"


def test_sayings_nest_and_list() -> None:
    lines = (Say(key="days", params={"n": 1}), Say(key="days", params={"n": 3}))
    assert _said("list", lines=lines) == "1 jour\n3 jours"


def test_a_language_without_the_words_falls_back_on_french() -> None:
    assert _said("only", "en") == "seulement ici"
    assert _said("only", "xx") == "seulement ici"


def test_what_a_person_wrote_is_never_read_as_a_template() -> None:
    assert _said("day", when="{0} {n} {n!r:>99}") == "{0} {n} {n!r:>99}"


def test_a_button_is_written_with_its_payload() -> None:
    choice = Choice(key="only", payload=Payload(intent="help"))
    written = WORDS.render(Say(key="only", choices=(choice,)), "fr", TODAY)
    assert [(button.label, button.payload) for button in written.buttons] == [
        ("seulement ici", "/help")
    ]
