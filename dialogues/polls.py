"""The law of the ballot box: who may vote, when, and how votes are counted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dialogues.people import Person, may_take_part
from nlu.normalise import fold

NUMBER = re.compile(r"(?:\D{0,12} )?(\d{1,2})")  # "4", "le 4", "option 4"
MOST_OPTIONS = 10  # a phone's screen of buttons
BAR = 10  # squares in a full bar


class Refusal(StrEnum):
    """Why a ballot is not taken; each has its sentence in the phrases."""

    UNKNOWN_OPTION = "unknown_option"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    READ_ONLY = "read_only"
    AGE_UNASKED = "age_unasked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a poll; ``position`` counts from 1 and is its name in payloads."""

    position: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A question with one choice per person, open from ``opens_at`` until ``closes_at``."""

    id: int
    slug: str
    question: str
    options: tuple[Option, ...]
    opens_at: datetime
    closes_at: datetime
    author: str
    why: str | None = None  # what the answer will change, and who decides
    follow_up: str | None = None  # what was decided after it
    follow_up_due: datetime | None = None
    example: bool = False

    def __post_init__(self) -> None:
        """A poll offers a choice, and closes after it opens."""
        if not 1 < len(self.options) <= MOST_OPTIONS:
            raise ValueError(f"A poll has 2 to {MOST_OPTIONS} options: {self.question!r}")
        if self.closes_at <= self.opens_at:
            raise ValueError(f"A poll closes after it opens: {self.question!r}")

    def option(self, position: str) -> Option | None:
        """Return the option of that position, as a payload writes it."""
        return next((one for one in self.options if str(one.position) == position), None)

    def written(self, text: str) -> tuple[Option, ...]:
        """Return the options a text may mean: by number, by its whole label, or by its words."""
        told = fold(text)
        number = NUMBER.fullmatch(told)
        if number:
            chosen = self.option(number[1])
            return (chosen,) if chosen else ()
        whole = tuple(one for one in self.options if fold(one.label) == told)
        words = frozenset(told.split())
        return whole or tuple(one for one in self.options if words <= set(fold(one.label).split()))

    def is_open(self, now: datetime) -> bool:
        """Whether ballots are taken at ``now``."""
        return self.opens_at <= now < self.closes_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The count: how many ballots each option's position got."""

    counts: Mapping[int, int]

    @property
    def voters(self) -> int:
        """How many people voted: one choice each."""
        return sum(self.counts.values())

    def share(self, position: int) -> float:
        """Return the option's part of all ballots, from 0 to 1."""
        return self.counts.get(position, 0) / self.voters if self.voters else 0.0

    def percents(self) -> Mapping[int, int]:
        """Return whole percents that add up to 100: the largest remainders are rounded up."""
        exact = {position: 100 * self.share(position) for position in self.counts}
        whole = {position: int(value) for position, value in exact.items()}
        missing = 100 - sum(whole.values()) if self.voters else 0
        by_remainder = sorted(exact, key=lambda one: (whole[one] - exact[one], one))
        return whole | {one: whole[one] + 1 for one in by_remainder[:missing]}

    def bar(self, position: int) -> str:
        """Return the share drawn with ten squares."""
        full = round(self.share(position) * BAR)
        return "▓" * full + "░" * (BAR - full)


def refuse(poll: Poll, option: str, person: Person, now: datetime) -> Refusal | None:
    """Return why this ballot cannot be cast, or None when it can."""
    if now < poll.opens_at:
        return Refusal.NOT_OPEN
    if now >= poll.closes_at:
        return Refusal.CLOSED
    if poll.option(option) is None:
        return Refusal.UNKNOWN_OPTION
    allowed = may_take_part(person)
    if allowed is None:
        return Refusal.AGE_UNASKED
    return None if allowed else Refusal.READ_ONLY
