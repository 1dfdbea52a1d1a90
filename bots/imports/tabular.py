"""The reader of tables: any CSV an office makes, as rows named by their columns."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from bots.imports.formats import refuse_markup, text_of
from bots.imports.report import Problem, Unreadable
from nlu.normalise import fold

DELIMITERS = ";,\t|"
SEPARATOR_NOTE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)  # Excel's first line, sometimes
QUOTED_NUMBER = re.compile(r'="([^"]*)"')  # how tables keep the zero of ="09100"
MARKS = re.compile(r"[^\w\s]|_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record: the line where it begins, and its cells by folded column name."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as read: ``columns`` from folded name to the name written."""

    columns: Mapping[str, str]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


def column_key(name: str) -> str:
    """Return the name under which a column is looked up: no accent, case nor punctuation."""
    return " ".join(MARKS.sub(" ", fold(name)).split())


def read(content: bytes) -> Table:
    """Read a CSV; raises Unreadable with one sentence when it is none."""
    text = text_of(content)
    refuse_markup(text)
    note = SEPARATOR_NOTE.match(text)
    skipped = 1 if note else 0
    text = text[note.end() :] if note else text
    try:
        records = list(_records(text, note[1] if note else _delimiter(text), skipped))
    except csv.Error as error:
        raise Unreadable(
            "Ce tableau est mal formé (un guillemet ouvert n'est sans doute jamais fermé) : "
            "exporte-le à nouveau en CSV."
        ) from error
    return _table(records)


def _delimiter(text: str) -> str:
    """Return what separates the most cells in the first line that has any."""
    first = next((line for line in text.splitlines() if line.strip(" \t;,|")), "")

    def cells(delimiter: str) -> int:
        return len(next(csv.reader([first], delimiter=delimiter), []))

    return max(DELIMITERS, key=cells)


def _records(text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not blank, with the line where it begins."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins + skipped, [_cleaned(cell) for cell in cells]
        begins = reader.line_num + 1


def _cleaned(cell: str) -> str:
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\ufeff\xa0")
    quoted = QUOTED_NUMBER.fullmatch(text)
    return quoted[1] if quoted else text


def _table(records: list[tuple[int, list[str]]]) -> Table:
    if len(records) < 2:  # noqa: PLR2004 - titles and one line
        raise Unreadable("Ce tableau n'a pas de ligne sous ses titres : il n'y a rien à importer.")
    columns = _columns(records[0][1])
    rows, problems = [], []
    for line, cells in records[1:]:
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            problems.append(_too_long(line, len(cells), len(columns)))
        else:
            rows.append(Row(line=line, cells=dict(zip(columns, cells, strict=False))))
    named = {key: name for key, name in columns.items() if name}
    return Table(columns=named, rows=tuple(rows), problems=tuple(problems))


def _columns(titles: list[str]) -> dict[str, str]:
    """Return the columns; those without a title keep their place, and are never asked for."""
    columns: dict[str, str] = {}
    for position, title in enumerate(titles):
        key = column_key(title) or f"\0{position}"
        if key in columns:
            raise Unreadable(f"La colonne « {title} » est là deux fois : gardes-en une.")
        columns[key] = title
    return columns


def _too_long(line: int, cells: int, columns: int) -> Problem:
    return Problem(
        line=line,
        reason=f"{cells} cellules pour {columns} colonnes, un séparateur est sans doute en trop.",
    )
