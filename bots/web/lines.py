"""What the person said, kept by their own page alone: we never store their words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

MOST_LINES = 12  # what one scrolls back to
LINE_CHARACTERS = 500
ALL_CHARACTERS = 3_000  # leaves room for 10,000 new ones in a body


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing the person said after our message ``after``; pressed under message ``shown``."""

    after: int
    text: str
    shown: int | None = None


def read_lines(written: str) -> tuple[Line, ...]:
    """Read lines back from a page; whatever is not a line is left out."""
    try:
        rows = json.loads(written)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(rows, list):
        return ()
    return tuple(line for row in rows[-MOST_LINES:] if (line := _line(row)))


def write_lines(lines: Sequence[Line]) -> str:
    """Write the last lines, short enough for a hidden field."""
    kept: list[list[object]] = []
    room = ALL_CHARACTERS
    for line in reversed(lines[-MOST_LINES:]):
        text = line.text[:LINE_CHARACTERS]
        room -= len(text)
        if room < 0:
            break
        kept.insert(0, [line.after, text, line.shown])
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _line(row: object) -> Line | None:
    match row:
        case [int(after), str(text), int() | None as shown]:
            clean = text.encode("utf-8", "replace").decode("utf-8")
            return Line(after=after, text=clean[:LINE_CHARACTERS], shown=shown)
        case _:
            return None
