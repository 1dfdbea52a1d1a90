"""Dates as people say them: a small grammar over hurried French, seen from today."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from nlu import almanac
from nlu.almanac import Span
from nlu.normalise import fold
from nlu.understanding import Entity

WORD = re.compile(r"\d+|[^\W\d_]+|[/.]|(?<=\d)-(?=\d)")
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
PLAIN_MONTHS = tuple(month for month in MONTHS if month not in {"mars", "mai"})
NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30,
}  # fmt: skip
HEARD = {  # other spellings, hurried or English, and the word of the grammar
    "lundi": "lun lindi monday", "mardi": "mrdi tuesday", "mercredi": "mercredit mercrdi wednesday",
    "jeudi": "jedi jeudit thursday", "vendredi": "vendredit vendrdi vdi friday",
    "samedi": "smdi samdi samedit saturday", "dimanche": "dimenche dimanch sunday",
    "janvier": "janv jan january", "fevrier": "fev fevr february", "avril": "avr april",
    "juin": "june", "juillet": "juil july", "aout": "august", "septembre": "september",
    "octobre": "oct october", "novembre": "nov november", "decembre": "dec december",
    "mars": "march", "demain": "2main tomorrow dmain demin", "hier": "yesterday",
    "weekend": "wk wkd wknd weekends week-end wikend ouikend",
    "prochain": "prochaine prochains pro proch prochin suivant suivante next",
    "dernier": "derniere passe passee last", "semaine": "semaines sem week weeks smaine",
    "jour": "jours day days jrs j", "mois": "month months", "an": "ans annee annees year years",
    "ce": "cet cette this", "aujourdhui": "aujourdui ojourdui ojourdhui ojd ajd auj today tonight",
    "dans": "ds in dan", "apres": "apre apré", "premier": "1er first", "au": "o",
}  # fmt: skip
SPOKEN = {said: word for word, others in HEARD.items() for said in others.split()}
MERGED = (  # several words that are one
    (re.compile(r"\b2 (main|m1)\b"), "demain"), (re.compile(r"\bdem 1\b"), "demain"),
    (re.compile(r"\baujourd (hui|ui)\b"), "aujourdhui"),
    (re.compile(r"\bsemaine (ends?)\b"), "weekend"), (re.compile(r"\b1 er\b"), "premier"),
    (re.compile(r"(?<=\b[cl]e )we\b|(?<=\b[da]u )we\b|\bwe(?= prochain)"), "weekend"),
    (re.compile(r"(?<=\d )sept\b"), "septembre"),
)  # fmt: skip
DAY = f"(?P<weekday>{'|'.join(WEEKDAYS)})"
MONTH = f"(?P<month>{'|'.join(MONTHS)})"
COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(NUMBERS)})"
NUMBER = r"(?P<day>premier|\d{1,2})"
YEAR = r"(?: (?P<year>20\d\d))?"
PART = r"(?: (?:matin|midi|soir|apres midi|aprem|apm))?"

Read = Callable[[re.Match[str], date], Span | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A turn of phrase and the days it means; None when there is no such day."""

    pattern: re.Pattern[str]
    days: Read
    confidence: float = 1.0


def read(text: str, today: date) -> tuple[Entity, ...]:
    """Return the dates said in a text, in order, each an ISO date or ``start/end``."""
    heard, origins = _heard(text)
    found: list[Entity] = []
    for rule in RULES:
        for match in rule.pattern.finditer(heard):
            start, end = origins[match.start()][0], origins[match.end() - 1][1]
            if any(start < other.end and other.start < end for other in found):
                continue
            days = _days(rule, match, today)
            if days is not None:
                found.append(_entity(text, start, end, days, rule.confidence))
    return tuple(sorted(found, key=lambda entity: entity.start))


def _days(rule: Rule, match: re.Match[str], today: date) -> Span | None:
    try:
        return rule.days(match, today)
    except (ValueError, OverflowError):  # the 31st of February, a million weeks
        return None


def _entity(text: str, start: int, end: int, days: Span, confidence: float) -> Entity:
    first, last = (day.isoformat() for day in days)
    return Entity(
        name="date",
        value=first if first == last else f"{first}/{last}",
        text=text[start:end],
        start=start,
        end=end,
        confidence=confidence,
    )


def _heard(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the words of the grammar, and where each of their letters stood in the text."""
    heard, origins = "", []
    for word in WORD.finditer(text):
        said = fold(word.group())
        said = SPOKEN.get(said, said) or word.group()
        heard += said + " "
        origins += [word.span()] * (len(said) + 1)
    for pattern, merged in MERGED:
        heard, origins = _merge(heard, origins, pattern, merged)
    return heard[:-1], origins


def _merge(
    heard: str, origins: list[tuple[int, int]], pattern: re.Pattern[str], merged: str
) -> tuple[str, list[tuple[int, int]]]:
    while found := pattern.search(heard):
        start, end = found.span()
        span = (origins[start][0], origins[end - 1][1])
        heard = heard[:start] + merged + heard[end:]
        origins = origins[:start] + [span] * len(merged) + origins[end:]
    return heard, origins


def _count(said: str) -> int:
    return int(said) if said.isdigit() else NUMBERS[said]


def _day(said: str) -> int:
    return 1 if said == "premier" else int(said)


def _month(match: re.Match[str]) -> int:
    return MONTHS.index(match["month"]) + 1


def _said_day(match: re.Match[str], today: date) -> Span | None:
    year = int(match["year"]) if match["year"] else None
    day = almanac.coming_day(today, _day(match["day"]), _month(match), year)
    return almanac.one(day) if day else None


def _numeric(match: re.Match[str], today: date) -> Span | None:
    said = match["year"]
    year = int(said) + (2000 if len(said) == 2 else 0) if said else None  # noqa: PLR2004 - "26"
    day = almanac.coming_day(today, int(match["day"]), int(match["number"]), year)
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
    said = int(match["year"]) if match["year"] else None
    number = _month(match)
    span = almanac.month(said, number) if said else almanac.coming_month(today, number)
    part = match["part"]
    return almanac.third(span, part) if part else span


def _this_month(match: re.Match[str], today: date) -> Span:
    ahead = {"prochain": 1, "dernier": -1}.get(match["turn"] or "", 0)
    span = almanac.month(today.year, today.month + ahead)
    return almanac.third(span, match["part"]) if match["part"] else span


def _season(match: re.Match[str], today: date) -> Span:
    return almanac.yearly(today, *almanac.SEASONS[match["season"]])


def _feast(match: re.Match[str], today: date) -> Span:
    return almanac.yearly(today, *almanac.FEASTS[match["feast"]])


def _year(ahead: int) -> Read:
    return lambda _match, today: (date(today.year + ahead, 1, 1), date(today.year + ahead, 12, 31))


def _whole_year(match: re.Match[str], _today: date) -> Span:
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31)


def _shift(days: int) -> Read:
    return lambda _match, today: almanac.one(today + timedelta(days=days))


def _week(ahead: int) -> Read:
    return lambda _match, today: almanac.week(today, ahead)


def _weekend(ahead: int) -> Read:
    return lambda _match, today: almanac.weekend(today, ahead)


def _rule(pattern: str, days: Read, confidence: float = 1.0) -> Rule:
    return Rule(pattern=re.compile(rf"\b(?:{pattern})(?!\S)"), days=days, confidence=confidence)


UNIT = r"(?P<unit>jour|semaine|mois|an)"
SEASON = f"(?P<season>{'|'.join(almanac.SEASONS)})"
FEAST = f"(?P<feast>{'|'.join(almanac.FEASTS)})"
NAMED = r"(?P<part>debut|mi|milieu|fin)"
RULES = (  # the first that matches a stretch of text has it
    _rule(
        r"(?P<iso>20\d\d - \d\d? - \d\d?)",
        lambda m, _: almanac.one(date(*map(int, m["iso"].split(" - ")))),
    ),
    _rule(
        rf"(?:{DAY} )?(?:du |entre le )(?P<first>premier|\d{{1,2}}) (?:au|et le) {NUMBER} {MONTH}{YEAR}",
        _from_to,
    ),
    _rule(rf"(?:le )?(?:{DAY} )?(?:le )?{NUMBER} {MONTH}{YEAR}{PART}", _said_day),
    _rule(rf"(?P<month>{'|'.join(MONTHS)}) (?P<day>\d{{1,2}})(?P<year>(?!.))?", _said_day),
    _rule(
        r"(?:le )?(?P<day>\d{1,2}) (?P<sep>[/.-]) (?P<number>\d{1,2}) (?P=sep) (?P<year>20\d\d|\d\d)",
        _numeric,
    ),
    _rule(r"(?:le )?(?P<day>\d{1,2}) / (?P<number>\d{1,2})(?P<year>(?!.))?(?! /)", _numeric),
    _rule(r"apres demain" + PART, _shift(2)),
    _rule(r"(?:day )?after demain", _shift(2)),
    _rule(r"avant hier", _shift(-2)),
    _rule(r"demain" + PART, _shift(1)),
    _rule(r"hier(?: soir)?", _shift(-1)),
    _rule(r"aujourdhui|ce (?:soir|matin|aprem|apres midi|apm|nuit)|tout a l heure", _shift(0)),
    _rule(
        rf"(?:le )?{DAY} (?:de )?la semaine prochain|prochain semaine {DAY.replace('weekday', 'other')}",
        _weekday_after,
    ),
    _rule(rf"(?:le )?{DAY} en huit", lambda m, today: almanac.one(_weekday_next(m, today))),
    _rule(r"(?:le |ce )?weekend dernier", _weekend(-1)),
    _rule(r"(?:le )?(?:weekend prochain|prochain weekend|weekend d apres)", _weekend(1)),
    _rule(r"ce weekend|(?:le |du |au |pour le )?weekend", _weekend(0)),
    _rule(r"(?:la )?semaine dernier", _week(-1)),
    _rule(r"(?:la )?(?:semaine prochain|prochain semaine|semaine d apres)", _week(1)),
    _rule(r"ce semaine", _week(0)),
    _rule(rf"(?:le )?{DAY} (?P<day>premier|\d{{1,2}}){PART}(?! h)", _of_month, 0.9),
    _rule(rf"(?:le )?(?P<this>ce )?{DAY}{PART}(?: prochain| qui vient)?", _weekday),
    _rule(rf"(?:dans|d ici) {COUNT} {UNIT}", _later),
    _rule(rf"(?:les )?{COUNT} prochain {UNIT}", _within),
    _rule(
        rf"(?:au |du |le )?(?:{NAMED} )?(?:ce mois(?: ci)?|(?:le |du )?mois (?P<turn>prochain|dernier)|(?P<at>(?<=fin )du mois))",
        _this_month,
    ),
    _rule(
        rf"(?:en |au mois de |le mois de |courant |a la |au |pour )?{NAMED} (?:de )?{MONTH}{YEAR}",
        _named_month,
    ),
    _rule(
        rf"(?:en|au mois de|au mois d|courant|dans|d ici|pour) {MONTH}{YEAR}(?P<part>(?!.))?",
        _named_month,
    ),
    _rule(rf"{MONTH} (?:prochain|(?P<year>20\d\d))(?P<part>(?!.))?", _named_month),
    _rule(rf"(?:ce |en |l |a l |au |le |pour l )+{SEASON}(?: prochain)?", _season, 0.8),
    _rule(rf"(?:a |pour |le |la |a la ){FEAST}(?: prochain)?", _feast, 0.8),
    _rule(r"(?:l |a )?an prochain", _year(1)),
    _rule(r"(?:l |a )?an dernier", _year(-1)),
    _rule(r"ce an", _year(0)),
    _rule(r"(?:en |ce |annee )?(?P<year>20[12]\d)", _whole_year),
    _rule(r"ces jour(?: ci)?", lambda _m, today: (today, today + almanac.WEEK)),
    _rule(
        rf"(?P<month>{'|'.join(PLAIN_MONTHS)})(?P<year>(?!.))?(?P<part>(?!.))?", _named_month, 0.8
    ),
    _rule(
        rf"(?<!dans )le {NUMBER}(?! (?:h|heure|euro|personne|vote|{'|'.join(MONTHS)}|/)\b)",
        _of_month,
        0.6,
    ),
)


def _weekday_next(match: re.Match[str], today: date) -> date:
    return almanac.weekday(today, WEEKDAYS.index(match["weekday"])) + almanac.WEEK
