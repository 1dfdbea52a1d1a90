"""The law of people: what we keep of somebody, and who may take part."""

from dataclasses import dataclass
from enum import StrEnum


class AgeBand(StrEnum):
    """All we ever know of an age; never a birth date."""

    UNDER_15 = "0-14"
    FROM_15 = "15-17"
    FROM_18 = "18-24"
    FROM_25 = "25-29"
    FROM_30 = "30+"
    UNSAID = "unsaid"


READ_ONLY = frozenset(
    {AgeBand.UNDER_15, AgeBand.UNSAID}
)  # digital consent begins at 15 (LIL art. 45)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One human, by whatever addresses; no name, no birth date, no position."""

    id: int
    age_band: AgeBand | None = None  # None: never asked
    place: str | None = None  # INSEE code, only if given for that purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a person asked to hear of: ``kind`` is stops or polls, perhaps around a place."""

    kind: str
    place: str | None = None  # INSEE code
    radius_km: int | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How many rows are kept of a person beside their record; none says what was voted."""

    votes: int  # polls whose list of voters names them
    consents: int  # given or withdrawn
    subscriptions: int  # active
    addresses: int  # rooms where they wrote to us


def may_take_part(person: Person) -> bool | None:
    """Return whether the person may vote and subscribe; None when the age was never asked."""
    return None if person.age_band is None else person.age_band not in READ_ONLY
