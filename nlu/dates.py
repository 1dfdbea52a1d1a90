"""Dates as people say them, found in hurried French and read from today."""

import re
from datetime import date

from nlu.almanac import Span
from nlu.date_rules import RULES, Rule
from nlu.date_words import MERGED, SPOKEN
from nlu.normalise import fold
from nlu.understanding import Entity

WORD = re.compile(r"\d+|[^\W\d_]+|[/.]|(?<=\d)-(?=\d)")


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
