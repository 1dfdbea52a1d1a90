"""One line's cells, each read as what it should be, and never guessed."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import TypeVar

from bots.imports.amounts import read_whole
from bots.imports.calendar_words import read_day, read_hours, read_when
from bots.imports.plain import plain
from bots.imports.report import Doubtful
from bots.imports.tabular import Row, column_key

ITEMS = re.compile(r"\s*[|\n;]\s*")
THEMES = re.compile(r"\s*[|\n;,]\s*")  # no theme has a comma; a question may
FLAGS = {"oui": True, "non": False, "vrai": True, "faux": False, "yes": True, "no": False}
FLAGS |= {"true": True, "false": False, "x": True, "1": True, "0": False}
MOST_LETTERS = 4_000  # of one cell: nobody reads more in a conversation
LINK = re.compile(r"https?://[^\s/@]+\.[^\s@]+")

SHOWN = 4  # words of a choice, in one sentence

Value = TypeVar("Value")


class Cells:
    """One line's cells, by field; every reading raises Doubtful naming its column."""

    __slots__ = ("_cells", "_titles", "line")

    def __init__(self, row: Row, keys: Mapping[str, str], titles: Mapping[str, str]) -> None:
        self.line = row.line
        self._cells = {field: row.cells.get(key, "") for field, key in keys.items()}
        self._titles = {field: titles[key] for field, key in keys.items()}

    def __contains__(self, field: object) -> bool:
        """Whether the cell holds something."""
        return bool(isinstance(field, str) and self._cells.get(field))

    def title(self, field: str) -> str:
        """Return the column's title, as the file writes it."""
        return self._titles.get(field, field)

    def text(self, field: str) -> str | None:
        """Return a cell's words, or None when it is empty."""
        return self._read(field, _words) if field in self else None

    def required(self, field: str) -> str:
        """Return a cell's words; an empty cell is refused."""
        if (words := self.text(field)) is None:
            raise Doubtful(f"colonne « {self.title(field)} » : la cellule est vide")
        return words

    def items(self, field: str, separators: re.Pattern[str] = ITEMS) -> tuple[str, ...]:
        """Return the parts of a cell, by default separated by bars, semicolons or lines."""
        words = self.text(field) or ""
        return tuple(dict.fromkeys(part for part in separators.split(words) if part))

    def link(self, field: str) -> str | None:
        """Return a web address."""
        return self._read(field, _link) if field in self else None

    def day(self, field: str) -> date | None:
        """Return a day."""
        return self._read(field, read_day) if field in self else None

    def hours(self, field: str) -> tuple[time, time] | None:
        """Return the two hours of "14h30-17h"."""
        return self._read(field, read_hours) if field in self else None

    def when(self, field: str, day: date | None) -> datetime | None:
        """Return a moment, or an hour of that day, in the Region's zone."""
        return self._read(field, lambda text: read_when(text, day)) if field in self else None

    def whole(self, field: str) -> int | None:
        """Return a whole number, perhaps of euros."""
        return self._read(field, read_whole) if field in self else None

    def degrees(self, field: str) -> float | None:
        """Return degrees of latitude or longitude."""
        return self._read(field, _degrees) if field in self else None

    def flag(self, field: str) -> bool:
        """Return yes or no; an empty cell is no."""
        return self._read(field, _flag) if field in self else False

    def choice(self, field: str, among: Mapping[str, Value], default: Value) -> Value:
        """Return what a word stands for; a word that is not listed is refused."""

        def chosen(text: str) -> Value:
            key = column_key(text)
            if key not in among:
                known = ", ".join(list(among)[:SHOWN])
                raise Doubtful(f"« {text} » n'est pas connu, écris par exemple {known}")
            return among[key]

        return self._read(field, chosen) if field in self else default

    def _read(self, field: str, reader: Callable[[str], Value]) -> Value:
        try:
            return reader(self._cells[field])
        except Doubtful as doubt:
            raise Doubtful(f"colonne « {self.title(field)} » : {doubt}") from doubt


def _degrees(text: str) -> float:
    """Read degrees: three decimals are decimals here, never thousands."""
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise Doubtful(
            f"« {text} » n'est pas un nombre de degrés, écris par exemple 44.608"
        ) from error


def _words(text: str) -> str:
    if text.startswith("="):
        raise Doubtful("la cellule est une formule de tableur, colle sa valeur à la place")
    if len(text) > MOST_LETTERS:
        raise Doubtful(f"plus de {MOST_LETTERS} lettres, fais plus court")
    return plain(text)


def _link(text: str) -> str:
    if not LINK.fullmatch(text):
        raise Doubtful(f"« {text} » n'est pas une adresse web, elle commence par https://")
    return text


def _flag(text: str) -> bool:
    if column_key(text) not in FLAGS:
        raise Doubtful(f"« {text} » n'est pas connu, écris oui ou non")
    return FLAGS[column_key(text)]
