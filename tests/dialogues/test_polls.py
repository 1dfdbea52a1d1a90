"""The law of the ballot box."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.people import AgeBand, Person
from dialogues.polls import BAR, Option, Poll, Refusal, Tally, refuse

OPENS = datetime(2026, 11, 1, 8, 0, tzinfo=ZoneInfo("Europe/Paris"))
CLOSES = OPENS + timedelta(days=7)
ADULT = Person(id=1, age_band=AgeBand.FROM_18)


def _poll(**changed: object) -> Poll:
    kept: dict[str, object] = {
        "id": 1,
        "slug": "cars",
        "question": "Des cars le week-end ?",
        "options": (Option(position=1, label="Oui"), Option(position=2, label="Non")),
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "author": "un conseil",
    }
    return Poll(**(kept | changed))  # type: ignore[arg-type]


def test_an_adult_votes_while_the_poll_is_open() -> None:
    assert refuse(_poll(), "2", ADULT, OPENS) is None


@pytest.mark.parametrize(
    ("option", "person", "now", "refusal"),
    [
        ("1", ADULT, OPENS - timedelta(seconds=1), Refusal.NOT_OPEN),
        ("1", ADULT, CLOSES, Refusal.CLOSED),
        ("3", ADULT, OPENS, Refusal.UNKNOWN_OPTION),
        ("", ADULT, OPENS, Refusal.UNKNOWN_OPTION),
        ("1", Person(id=1), OPENS, Refusal.AGE_UNASKED),
        ("1", Person(id=1, age_band=AgeBand.UNDER_15), OPENS, Refusal.READ_ONLY),
        ("1", Person(id=1, age_band=AgeBand.UNSAID), OPENS, Refusal.READ_ONLY),
    ],
)
def test_a_ballot_that_may_not_be_cast_is_refused(
    option: str, person: Person, now: datetime, refusal: Refusal
) -> None:
    assert refuse(_poll(), option, person, now) is refusal


def test_a_poll_offers_a_choice_and_closes_after_it_opens() -> None:
    with pytest.raises(ValueError, match="options"):
        _poll(options=(Option(position=1, label="Oui"),))
    with pytest.raises(ValueError, match="closes after"):
        _poll(closes_at=OPENS)


COUNTS = st.dictionaries(st.integers(1, 10), st.integers(0, 10_000), min_size=1, max_size=10)


@given(COUNTS)
def test_percents_add_up_to_a_hundred(counts: dict[int, int]) -> None:
    tally = Tally(counts=counts)
    assert sum(tally.percents().values()) == (100 if tally.voters else 0)


@given(COUNTS)
def test_a_percent_is_within_one_of_the_share(counts: dict[int, int]) -> None:
    tally = Tally(counts=counts)
    for position, percent in tally.percents().items():
        assert abs(percent - 100 * tally.share(position)) < 1


def test_a_bar_has_ten_squares() -> None:
    tally = Tally(counts={1: 3, 2: 1})
    assert tally.bar(1) == "▓" * 8 + "░" * 2
    assert len(tally.bar(2)) == BAR
