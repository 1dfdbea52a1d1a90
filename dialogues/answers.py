"""The law of published answers: which one fits a question nobody foresaw, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

ENOUGH = 0.42  # below it we abstain: measured on questions we cannot answer
CLEARLY = 0.7  # an answer that covers nearly the whole question
MARGIN = 0.12  # nearer than that, a person chooses among three


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question the team answered, with the other ways people ask it."""

    id: int
    external_id: str
    question: str
    text: str
    updated_on: date
    aliases: tuple[str, ...] = ()
    url: str | None = None
    valid_until: date | None = None
    language: str = "fr"
    example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An answer found; ``score`` is the part of the question's weight it covers, 0 to 1."""

    answer: Answer
    score: float


def choose(hits: Sequence[Hit], *, enough: float = ENOUGH) -> tuple[Hit, ...]:
    """Return one hit to say, two or three to offer, or none when we should abstain."""
    good = [hit for hit in hits if hit.score >= enough]
    if not good:
        return ()
    best = good[0].score
    return tuple(hit for hit in good[:3] if best - hit.score < MARGIN)
