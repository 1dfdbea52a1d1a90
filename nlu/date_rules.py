"""The calendar's grammar: each turn of phrase, and the days it means seen from today."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from nlu import almanac
from nlu.almanac import Span
from nlu.date_words import MONTHS, NUMBERS, PLAIN_MONTHS, WEEKDAYS

DAY = f"(?P<weekday>{'|'.join(WEEKDAYS)})"
MONTH = f"(?P<month>{'|'.join(MONTHS)})"
COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(NUMBERS)})"
FIGURE = r"(?P<day>\d{1,2})"
OTHER = r"(?P<number>\d{1,2})"
NUMBER = r"(?P<day>premier|\d{1,2})"
FIRST = r"(?P<first>premier|\d{1,2})"
YEAR = r"(?: (?P<year>20\d\d))?"
PART = r"(?: (?:matin|midi|soir|apres midi|aprem|apm))?"
UNIT = r"(?P<unit>jour|semaine|mois|an)"
TURN = r"(?P<turn>prochain|dernier)"
INSIDE = r"(?:(?:en |a la |au |a |pour )?(?P<part>debut|mi|milieu|fin) )"
SEASON = f"(?P<season>{'|'.join(almanac.SEASONS)})"
FEAST = f"(?P<feast>{'|'.join(almanac.FEASTS)})"

Read = Callable[[re.Match[str], date], Span | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A turn of phrase and the days it means; None when there is no such day."""

    pattern: re.Pattern[str]
    days: Read
    confidence: float = 1.0


def _count(said: str) -> int:
    return int(said) if said.isdigit() else NUMBERS[said]


def _day(said: str) -> int:
    return 1 if said == "premier" else int(said)


def _month(match: re.Match[str]) -> int:
    return MONTHS.index(match["month"]) + 1


def _year_said(match: re.Match[str]) -> int | None:
    said = match.groupdict().get("year")
    return int(said[-2:]) + 2000 if said else None


def _said_day(match: re.Match[str], today: date) -> Span | None:
    year = _year_said(match)
    day = almanac.coming_day(today, _day(match["day"]), _month(match), year)
    return almanac.one(day) if day else None


def _numeric(match: re.Match[str], today: date) -> Span | None:
    number = int(match["number"])
    day = almanac.coming_day(today, int(match["day"]), number, _year_said(match))
    return almanac.one(day) if day else None


def _from_to(match: re.Match[str], today: date) -> Span | None:
    last = _said_day(match, today)
    if last is None:
        return None
    first = last[0].replace(day=_day(match["first"]))
    return (first, last[0]) if first <= last[0] else None


def _of_month(match: re.Match[str], today: date) -> Span | None:
    day = almanac.coming_day_of_month(today, _day(match["day"]))
    return almanac.one(day) if day else None


def _weekday(match: re.Match[str], today: date) -> Span:
    wanted = WEEKDAYS.index(match["weekday"])
    return almanac.one(almanac.weekday(today, wanted, least=0 if match["this"] else 1))


def _weekday_after(match: re.Match[str], today: date) -> Span:
    monday, _ = almanac.week(today, 1)
    return almanac.one(almanac.weekday(monday, WEEKDAYS.index(match["weekday"]), least=0))


def _in_eight(match: re.Match[str], today: date) -> Span:
    wanted = WEEKDAYS.index(match["weekday"])
    return almanac.one(almanac.weekday(today, wanted) + almanac.WEEK)


def _iso(match: re.Match[str], _today: date) -> Span:
    return almanac.one(date(int(match["year"]), int(match["number"]), int(match["day"])))


def _these_days(_match: re.Match[str], today: date) -> Span:
    return today, today + almanac.WEEK


def _later(match: re.Match[str], today: date) -> Span:
    return almanac.one(_after(match, today))


def _within(match: re.Match[str], today: date) -> Span:
    return today, _after(match, today)


def _after(match: re.Match[str], today: date) -> date:
    count = _count(match["count"])
    match match["unit"]:
        case "jour":
            return today + timedelta(days=count)
        case "semaine":
            return today + count * almanac.WEEK
        case "mois":
            return almanac.months_later(today, count)
        case _:
            return almanac.months_later(today, 12 * count)


def _named_month(match: re.Match[str], today: date) -> Span:
    said, number = _year_said(match), _month(match)
    span = almanac.month(said, number) if said else almanac.coming_month(today, number)
    part = match.groupdict().get("part")
    return almanac.third(span, part) if part else span


def _this_month(match: re.Match[str], today: date) -> Span:
    ahead = {"prochain": 1, "dernier": -1}.get(match.groupdict().get("turn") or "", 0)
    span = almanac.month(today.year, today.month + ahead)
    return almanac.third(span, match["part"]) if match["part"] else span


def _season(match: re.Match[str], today: date) -> Span:
    return almanac.yearly(today, *almanac.SEASONS[match["season"]])


def _feast(match: re.Match[str], today: date) -> Span:
    return almanac.yearly(today, *almanac.FEASTS[match["feast"]])


def _year(ahead: int) -> Read:
    return lambda _match, today: (date(today.year + ahead, 1, 1), date(today.year + ahead, 12, 31))


def _whole_year(match: re.Match[str], today: date) -> Span:
    year = _year_said(match) or today.year
    return date(year, 1, 1), date(year, 12, 31)


def _shift(days: int) -> Read:
    return lambda _match, today: almanac.one(today + timedelta(days=days))


def _week(ahead: int) -> Read:
    return lambda _match, today: almanac.week(today, ahead)


def _weekend(ahead: int) -> Read:
    return lambda _match, today: almanac.weekend(today, ahead)


def _rule(pattern: str, days: Read, confidence: float = 1.0) -> Rule:
    return Rule(pattern=re.compile(rf"\b(?:{pattern})(?!\S)"), days=days, confidence=confidence)


RULES = (  # the first that matches a stretch of text has it
    _rule(r"(?P<year>20\d\d) - (?P<number>\d\d?) - (?P<day>\d\d?)", _iso),
    _rule(rf"(?:{DAY} )?(?:du|entre le) {FIRST} (?:au|et le) {NUMBER} {MONTH}{YEAR}", _from_to),
    _rule(rf"(?:le )?(?:{DAY} )?(?:le )?{NUMBER} {MONTH}{YEAR}{PART}", _said_day),
    _rule(rf"{MONTH} {FIGURE}", _said_day),
    _rule(rf"(?:le )?{FIGURE} (?P<sep>[/.-]) {OTHER} (?P=sep) (?P<year>20\d\d|\d\d)", _numeric),
    _rule(rf"(?:le )?{FIGURE} / {OTHER}(?! /)", _numeric),
    _rule(rf"apres demain{PART}|(?:day )?after demain", _shift(2)),
    _rule(r"avant hier", _shift(-2)),
    _rule(rf"demain{PART}", _shift(1)),
    _rule(r"hier(?: soir)?", _shift(-1)),
    _rule(r"aujourdhui|ce (?:soir|matin|aprem|apres midi|apm|nuit)", _shift(0)),
    _rule(rf"(?:le )?{DAY} (?:de )?la semaine prochain", _weekday_after),
    _rule(rf"(?:le )?{DAY} en huit", _in_eight),
    _rule(r"(?:le |ce )?weekend dernier", _weekend(-1)),
    _rule(r"(?:le )?(?:weekend prochain|prochain weekend|weekend d apres)", _weekend(1)),
    _rule(r"(?:ce |du |au |pour le |(?<!c est )le |(?<!bon ))weekend", _weekend(0)),
    _rule(r"(?:la )?semaine dernier", _week(-1)),
    _rule(r"(?:la )?(?:semaine prochain|prochain semaine|semaine d apres)", _week(1)),
    _rule(r"ce semaine", _week(0)),
    _rule(rf"(?:le )?{DAY} {NUMBER}{PART}(?! h)", _of_month, 0.9),
    _rule(rf"(?:le )?(?P<this>ce )?{DAY}{PART}(?: prochain| qui vient)?", _weekday),
    _rule(rf"(?:dans|d ici) {COUNT} {UNIT}", _later),
    _rule(rf"(?:les )?{COUNT} prochain {UNIT}", _within),
    _rule(rf"{INSIDE}?(?:ce mois(?: ci)?|(?:le |du )?mois {TURN})", _this_month),
    _rule(rf"{INSIDE}du mois", _this_month),
    _rule(rf"{INSIDE}(?:de )?{MONTH}{YEAR}", _named_month),
    _rule(rf"(?:en|au mois de?|courant|dans|d ici|pour) {MONTH}{YEAR}", _named_month),
    _rule(rf"{MONTH} (?:prochain|(?P<year>20\d\d))", _named_month),
    _rule(rf"(?:ce |en |l |a l |au |le |pour l )+{SEASON}(?: prochain)?", _season, 0.8),
    _rule(
        rf"(?:a |pour |le |la |a la |avant |apres |vacances de (?:la )?){FEAST}(?: prochain)?",
        _feast,
        0.8,
    ),
    _rule(r"(?:l |a )?an prochain", _year(1)),
    _rule(r"(?:l |a )?an dernier", _year(-1)),
    _rule(r"ce an", _year(0)),
    _rule(r"(?:en |ce |annee )?(?P<year>20[12]\d)(?! [-/])", _whole_year),
    _rule(r"ce jour(?: ci)?", _these_days),
    _rule(rf"(?P<month>{'|'.join(PLAIN_MONTHS)})", _named_month, 0.8),
    _rule(
        rf"(?<!dans )le {FIGURE}(?! (?:h|heure|euro|personne|vote|/|{'|'.join(MONTHS)}))",
        _of_month,
        0.6,
    ),
)
