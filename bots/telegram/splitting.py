"""Cutting a long text into messages, where a reader would pause, without losing a sign of it."""

import re
from collections.abc import Iterator

LONGEST = 4096  # UTF-16 units in one message, by the Bot API's description
# Where to cut, the best first: a blank line, a line, a sentence, a word.
PAUSES = tuple(re.compile(pause) for pause in (r"\n\s*\n", r"\n", r"[.!?…]\s+", r"\s+"))
TOO_SHORT = 2  # a cut before the half of what fits would leave crumbs


def units(text: str) -> int:
    """Count a text as Telegram does: in UTF-16 units, an emoji being two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, longest: int = LONGEST) -> tuple[str, ...]:
    """Cut a text in pieces that fit; put together again they are the text."""
    return tuple(_pieces(text, longest))


def _pieces(text: str, longest: int) -> Iterator[str]:
    while units(text) > longest:
        cut = _cut(text[: _fitting(text, longest)])
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text


def _fitting(text: str, longest: int) -> int:
    """Return how many characters fit."""
    room = longest
    for place, character in enumerate(text):
        room -= units(character)
        if room < 0:
            return place
    return len(text)


def _cut(fitting: str) -> int:
    for pause in PAUSES:
        ends = [found.end() for found in pause.finditer(fitting)]
        if ends and ends[-1] > len(fitting) // TOO_SHORT:
            return ends[-1]
    return len(fitting)
