"""The calendar of the examples: days counted from today, so that they never grow old."""

from datetime import date, datetime, time, timedelta
from typing import Any

EVENING = time(20)  # when polls open and close: after class, before the quiet hours


def day_of(written: Any, today: date) -> date | None:
    """Read a date, or a number of days from today; None when nothing is written."""
    if written is None or isinstance(written, date):
        return written
    return today + timedelta(days=int(written))


def first_weekday(day: date, weekday: int) -> date:
    """Return the first such weekday (1 is Monday) from the day on."""
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)


def moment(day: date, hour: str | time, now: datetime) -> datetime:
    """Return the day at that hour, in the zone of ``now``."""
    at = time.fromisoformat(hour) if isinstance(hour, str) else hour
    return datetime.combine(day, at, tzinfo=now.tzinfo)


def evening(days: int, now: datetime) -> datetime:
    """Return the evening that many days from now."""
    return moment(now.date() + timedelta(days=days), EVENING, now)
