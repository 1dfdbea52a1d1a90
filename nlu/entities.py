"""What a sentence speaks of: places, dates, processes, ages, sums, gathered from each expert."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from nlu import dates, numbers
from nlu.lexicon import Form, Hit, Lexicon, words_of
from nlu.normalise import fold
from nlu.training_data import Listed, TrainingData
from nlu.understanding import Entity

NUMERIC = frozenset({"age", "amount"})
SPAN_OF_TIME = re.compile(
    r"\b(?:dans|depuis|pendant|y a|tous les|il y a|for|in)\s*$", re.IGNORECASE
)
GEOGRAPHIC = frozenset({"place", "place_outside", "department", "postal_code"})
LONGEST = 1_000  # characters searched: what is pasted after them is not a question


class PlaceFinder(Protocol):
    """Whoever finds communes and departments in a text."""

    def find(self, text: str, *, whole: bool) -> tuple[Entity, ...]:
        """Return the places named; ``whole`` when the text answers "where do you live?"."""
        ...


class EntityFinder:
    """Asks each expert and settles who keeps a stretch of text that two of them claim."""

    def __init__(self, data: TrainingData, places: PlaceFinder | None = None) -> None:
        self._places = places
        self._lexicon = Lexicon(_forms(data))
        self._patterns = tuple((one.name, _compiled(one)) for one in data.regexes)

    def find(self, text: str, today: date) -> tuple[Entity, ...]:
        """Return the entities of a text, in order, none over another."""
        read = text[:LONGEST]
        claims = [
            *self.places(read),
            *self._matched(read),
            *dates.read(read, today),
            *(_named(read, hit) for hit in self._lexicon.find(read)),
        ]
        return settled(claims)

    def places(self, text: str) -> tuple[Entity, ...]:
        """Return the places of a text alone."""
        return self._places.find(text[:LONGEST], whole=False) if self._places else ()

    def _matched(self, text: str) -> Iterator[Entity]:
        for name, pattern in self._patterns:
            for found in pattern.finditer(text):
                value = _value(name, found.group())
                if value is not None and not (name == "age" and _is_duration(text, found.start())):
                    yield Entity(
                        name=name,
                        value=value,
                        text=found.group(),
                        start=found.start(),
                        end=found.end(),
                    )


def settled(claims: Iterable[Entity]) -> tuple[Entity, ...]:
    """Keep the longest of claims that overlap; the earlier expert wins between equals."""
    kept: list[Entity] = []
    for claim in sorted(claims, key=lambda one: one.start - one.end):
        if not any(_collide(claim, other) for other in kept):
            kept.append(claim)
    return tuple(sorted(kept, key=lambda one: (one.start, one.end)))


def _collide(one: Entity, other: Entity) -> bool:
    """Two readings of one place may stand side by side (a commune and its postal code)."""
    if {one.name, other.name} <= GEOGRAPHIC and one.name != other.name:
        return False
    return one.start < other.end and other.start < one.end


def _forms(data: TrainingData) -> Iterator[Form]:
    values = {fold(one.text): one.name for one in reversed(data.synonyms)}
    for listed in data.lookups:
        words = tuple(word.folded for word in words_of(listed.text))
        yield Form(name=listed.name, value=values.get(fold(listed.text), listed.text), words=words)


def _compiled(listed: Listed) -> re.Pattern[str]:
    return re.compile(listed.text, re.IGNORECASE)


def _value(name: str, said: str) -> str | None:
    if name not in NUMERIC:
        return said
    number = numbers.read(said)
    return None if number is None else str(number)


def _is_duration(text: str, start: int) -> bool:
    return SPAN_OF_TIME.search(text[:start]) is not None


def _named(text: str, hit: Hit) -> Entity:
    return Entity(
        name=hit.form.name,
        value=hit.form.value,
        text=text[hit.start : hit.end],
        start=hit.start,
        end=hit.end,
        confidence=hit.confidence,
    )
