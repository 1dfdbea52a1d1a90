"""Cutting a long text into messages, where a reader would pause, without losing a sign of it."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from bots.discord.escaping import literal

LONGEST = 2000  # signs in one message, the escaping ones too
# Where to cut, the best first: a blank line, a line, a sentence, a word.
PAUSES = tuple(re.compile(pause) for pause in (r"\n\s*\n", r"\n", r"[.!?…]\s+", r"\s+"))
TOO_SHORT = 2  # a cut before the half of what fits would leave crumbs


def weight(text: str) -> int:
    """Count a plain text as Discord will: escaped, and an emoji as two to be safe."""
    written = literal(text)
    return len(written) + sum(character > "\uffff" for character in written)


def split(text: str, longest: int = LONGEST) -> tuple[str, ...]:
    """Cut a plain text in pieces that fit once escaped; put together again they are the text."""
    return tuple(_pieces(text, longest))


def _pieces(text: str, longest: int) -> Iterator[str]:
    while weight(text) > longest:
        cut = _cut(text[: _fitting(text, longest)])
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text


def _fitting(text: str, longest: int) -> int:
    """Return how many characters fit."""
    lengths = range(1, min(len(text), longest) + 1)
    fits = bisect_right(lengths, longest, key=lambda length: weight(text[:length]))
    return max(1, fits)


def _cut(fitting: str) -> int:
    for pause in PAUSES:
        ends = [found.end() for found in pause.finditer(fitting)]
        if ends and ends[-1] > len(fitting) // TOO_SHORT:
            return ends[-1]
    return len(fitting)
