"""Numbers as people say them: "10k", "2 000", "cent mille", "seize"."""

import re
from decimal import Decimal, InvalidOperation

from nlu.normalise import fold

SIMPLE = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14,
    "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40,
    "cinquante": 50, "soixante": 60,
}  # fmt: skip
TIMES = {"cent": 100, "cents": 100}
GREAT = {"k": 1_000, "mille": 1_000, "m": 1_000_000, "million": 1_000_000, "millions": 1_000_000}
GROUPED = re.compile(r"(?<=\d)[ .\u00a0\u202f](?=\d{3}(?!\d))")
FIGURES = re.compile(r"\d+(?:[.,]\d+)?")
WORD = re.compile(r"\d+(?:[.,]\d+)?|[a-z]+")


def read(text: str) -> int | None:
    """Return the whole number said in a text, or None."""
    plain = GROUPED.sub("", text)
    total, part, seen = Decimal(0), Decimal(0), False
    for word in WORD.findall(fold(plain)):
        if FIGURES.fullmatch(word):
            part, seen = part + _figures(word), True
        elif word in SIMPLE:
            part, seen = _joined(part, SIMPLE[word], word), True
        elif word in TIMES:
            part, seen = (part or Decimal(1)) * TIMES[word], True
        elif word in GREAT and (seen or len(word) > 1):
            total, part, seen = total + (part or Decimal(1)) * GREAT[word], Decimal(0), True
    return int(total + part) if seen else None


def _joined(part: Decimal, value: int, word: str) -> Decimal:
    """Add, but four times twenty is eighty."""
    return (
        part * value if word in {"vingt", "vingts"} and part == SIMPLE["quatre"] else part + value
    )


def _figures(word: str) -> Decimal:
    try:
        return Decimal(word.replace(",", "."))
    except InvalidOperation:  # pragma: no cover - the pattern lets only figures through
        return Decimal(0)
