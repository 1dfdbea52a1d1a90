"""How the French write days and hours, read without ever guessing."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bots.imports.report import Doubtful
from nlu.normalise import fold

PARIS = ZoneInfo("Europe/Paris")
MONTHS = (
    ("janvier", "janv", "jan"),
    ("fevrier", "fevr", "fev"),
    ("mars", "mar"),
    ("avril", "avr"),
    ("mai",),
    ("juin",),
    ("juillet", "juil"),
    ("aout",),
    ("septembre", "sept", "sep"),
    ("octobre", "oct"),
    ("novembre", "nov"),
    ("decembre", "dec"),
)
MONTH_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
ISO = re.compile(r"(\d{4})[/. ](\d{1,2})[/. ](\d{1,2})")
NUMBERS = re.compile(r"(\d{1,2})[/. ](\d{1,2})[/. ](\d{4}|\d{2})")
WORDS = re.compile(r"(?:(\w+)\s+)?(?:le\s+)?(\d{1,2})(?:er)?\s+([a-z]+)\.?\s+(\d{4})")
HOUR = re.compile(r"(\d{1,2})\s*(?:h(?:eures?)?|:)\s*(\d{2})?(?::\d{2})?(?:\s*min)?")
HOURS = re.compile(r"\s*(?:[-–—/]|\bà\b|\ba\b)\s*")
NOON = {"midi": time(12), "minuit": time(0)}
CENTURY = 2000  # of a year written with two digits


def read_day(text: str) -> date:
    """Read "06/12/2026", "2026-12-06", "6 décembre 2026" or "dimanche 6 déc. 2026"."""
    said = fold(text).removeprefix("le ").strip(" .,")
    if found := ISO.fullmatch(said):
        return _day(text, *map(int, found.groups()))
    if found := NUMBERS.fullmatch(said):
        day, month, year = map(int, found.groups())
        return _day(text, year if year > 99 else CENTURY + year, month, day)  # noqa: PLR2004
    if (found := WORDS.fullmatch(said)) and found[3] in MONTH_OF:
        read = _day(text, int(found[4]), MONTH_OF[found[3]], int(found[2]))
        return _on_that_weekday(text, read, found[1])
    raise Doubtful(f"« {text} » n'est pas une date que je lis, écris par exemple 06/12/2026")


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Doubtful(f"« {text} » n'existe pas dans le calendrier") from error


def _on_that_weekday(text: str, read: date, weekday: str | None) -> date:
    if weekday is not None and weekday not in WEEKDAYS:
        raise Doubtful(f"« {text} » n'est pas une date que je lis, écris par exemple 06/12/2026")
    right = WEEKDAYS[read.weekday()]
    if weekday not in {None, right}:
        raise Doubtful(f"« {text} » est impossible, ce jour-là est un {right}")
    return read


def read_hour(text: str) -> time:
    """Read "14h30", "14:30", "14 h", "midi"."""
    said = fold(text).removeprefix("a ").removeprefix("de ").strip(" .,")
    if said in NOON:
        return NOON[said]
    found = HOUR.fullmatch(said)
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else _no_hour(text)
    except ValueError as error:
        raise Doubtful(f"« {text} » n'existe pas sur une horloge") from error


def read_hours(text: str) -> tuple[time, time]:
    """Read "14h30-17h", "de 14h à 17h"."""
    parts = HOURS.split(text.strip().removeprefix("de "))
    if len(parts) != 2:  # noqa: PLR2004 - a beginning and an end
        raise Doubtful(f"« {text} » n'est pas un début et une fin, écris par exemple 14h30-17h")
    return read_hour(parts[0]), read_hour(parts[1])


def _no_hour(text: str) -> time:
    raise Doubtful(f"« {text} » n'est pas une heure que je lis, écris par exemple 14h30")


def read_moment(text: str, zone: ZoneInfo = PARIS) -> datetime:
    """Read "28/11/2026 14h30", "samedi 28 novembre 2026 à 14h30" or an ISO moment."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return moment_of(*_parted(text), zone)
    if len(text.strip()) <= len("2026-11-28"):
        raise Doubtful(f"il manque l'heure dans « {text} »")
    return (
        moment.astimezone(zone) if moment.tzinfo else moment_of(moment.date(), moment.time(), zone)
    )


def read_when(text: str, day: date | None, zone: ZoneInfo = PARIS) -> datetime:
    """Read an hour of that day, or a whole moment."""
    if day is not None and (HOUR.fullmatch(fold(text)) or fold(text) in NOON):
        return moment_of(day, read_hour(text), zone)
    return read_moment(text, zone)


def _parted(text: str) -> tuple[date, time]:
    """Part a moment at its hour: the last word or two, after "à" or a comma or a space."""
    found = re.fullmatch(
        r"(.*?\d{2,4})\s*(?:,|\bà\b|\ba\b|\s)\s*(\d{1,2}\s*[h:H].*|midi|minuit)", text
    )
    if found is None:
        raise Doubtful(
            f"« {text} » n'est pas un jour et une heure, écris par exemple 28/11/2026 14h30"
        )
    return read_day(found[1]), read_hour(found[2])


def moment_of(day: date, hour: time, zone: ZoneInfo = PARIS) -> datetime:
    """Return the moment; an hour that the change to summer time skips does not exist."""
    moment = datetime.combine(day, hour, tzinfo=zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise Doubtful(
            f"{hour:%Hh%M} n'existe pas le {day:%d/%m/%Y}, on change d'heure cette nuit-là"
        )
    return moment
