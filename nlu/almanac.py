"""The almanac: which days a week, a month, a season or a feast covers, seen from today."""

from calendar import monthrange
from contextlib import suppress
from datetime import date, timedelta

Span = tuple[date, date]

WEEK = timedelta(days=7)
SATURDAY = 5
DECEMBER = 12
SEASONS = {  # first and last day, as (month, day); winter ends in the year after
    "printemps": ((3, 20), (6, 20)),
    "ete": ((6, 21), (9, 22)),
    "automne": ((9, 23), (12, 20)),
    "hiver": ((12, 21), (3, 19)),
}
FEASTS = {
    "noel": ((12, 24), (12, 25)),
    "nouvel an": ((12, 31), (1, 1)),
    "jour de l an": ((1, 1), (1, 1)),
    "rentree": ((9, 1), (9, 15)),
}
THIRDS = {"debut": (1, 10), "mi": (11, 20), "milieu": (11, 20), "fin": (21, 31)}


def one(day: date) -> Span:
    """Return a span of one day."""
    return day, day


def week(today: date, ahead: int) -> Span:
    """Return the Monday to Sunday of this week, or of another."""
    monday = today - timedelta(days=today.weekday()) + ahead * WEEK
    return monday, monday + timedelta(days=6)


def weekend(today: date, ahead: int) -> Span:
    """Return the Saturday and Sunday of this week, or of another."""
    monday, sunday = week(today, ahead)
    return monday + timedelta(days=SATURDAY), sunday


def weekday(today: date, wanted: int, *, least: int = 1) -> date:
    """Return the next such day of the week, at least so many days ahead."""
    first = today + timedelta(days=least)
    return first + timedelta(days=(wanted - first.weekday()) % 7)


def month(year: int, number: int) -> Span:
    """Return the first and last day of a month; month 13 is January of the next year."""
    year, number = year + (number - 1) // DECEMBER, (number - 1) % DECEMBER + 1
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def coming_month(today: date, number: int) -> Span:
    """Return that month, this year or the next: never one that is over."""
    return month(today.year + (number < today.month), number)


def third(span: Span, part: str) -> Span:
    """Return the beginning, the middle or the end of a month."""
    first, last = THIRDS[part]
    return span[0].replace(day=first), span[0].replace(day=min(last, span[1].day))


def months_later(day: date, count: int) -> date:
    """Return the same day some months later, or the last one of that month."""
    first, last = month(day.year, day.month + count)
    return first.replace(day=min(day.day, last.day))


def coming_day(today: date, day: int, number: int, year: int | None = None) -> date | None:
    """Return that day of that month, of that year or the first to come; None if there is none."""
    years = (year,) if year else range(today.year, today.year + 9)
    for each in years:
        with suppress(ValueError):
            found = date(each, number, day)
            if year or found >= today:
                return found
    return None


def coming_day_of_month(today: date, day: int) -> date | None:
    """Return the next day with that number."""
    for ahead in range(3):
        first, last = month(today.year, today.month + ahead)
        if day <= last.day and first.replace(day=day) >= today:
            return first.replace(day=day)
    return None


def yearly(today: date, first: tuple[int, int], last: tuple[int, int]) -> Span:
    """Return a period that comes back each year: the one under way, or the next."""
    for year in (today.year - 1, today.year, today.year + 1):
        end = date(year + (last < first), *last)
        if end >= today:
            return date(year, *first), end
    raise AssertionError("a yearly period always comes back")
