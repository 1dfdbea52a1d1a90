"""What was understood of a sentence: an intent, how sure we are, and what it speaks of."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of an uncertain entity; ``score`` runs from 0 to 1."""

    value: str
    label: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing named in the text, at ``text[start:end]`` of the original.

    ``value`` is canonical: an INSEE code for ``place`` and ``place_outside``, two characters for
    ``department``, an ISO date or ``start/end`` for ``date``, digits for ``age`` and ``amount``.
    ``alternatives`` is empty when the value is certain; otherwise it ranks every reading,
    the best included, and a person must confirm one.
    """

    name: str
    value: str
    text: str
    start: int
    end: int
    confidence: float = 1.0
    alternatives: tuple[Candidate, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the value may be used without asking."""
        return not self.alternatives


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One intent the sentence may carry; ``confidence`` runs from 0 to 1."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """The reading of one text; ``intent`` is None when the sentence is foreign to us."""

    intent: str | None
    confidence: float
    entities: tuple[Entity, ...] = ()
    alternatives: tuple[Guess, ...] = ()  # ranked, the winner first
    language: str = "fr"

    def entity(self, name: str) -> Entity | None:
        """Return the first entity of that name, if any."""
        return next((entity for entity in self.entities if entity.name == name), None)


class Interpreter(Protocol):
    """Whoever turns a text into an Understanding: the embedded model, or a Rasa server."""

    name: str

    async def understand(self, text: str, *, language: str, today: date) -> Understanding:
        """Read one text; never raises on any text."""
        ...
