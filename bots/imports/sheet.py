"""The clerk: finds the columns a noun needs, and makes each line a record or a problem."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bots.imports.cells import Cells
from bots.imports.report import Doubtful, Problem, Unreadable
from bots.imports.tabular import Table, column_key


class Known(Protocol):
    """A record that bears the name by which its source knows it."""

    @property
    def external_id(self) -> str: ...  # noqa: D102


Record = TypeVar("Record", bound=Known)
Anything = TypeVar("Anything")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: the field it fills, and the titles it may bear, the one we advise first."""

    field: str
    titles: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Generic[Anything]):
    """What a source gave: its records with their lines, its problems, what it left aside."""

    records: tuple[tuple[int, Anything], ...]
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()


def keys_of(table: Table, columns: Iterable[Column]) -> dict[str, str]:
    """Return each field's column in this table; raises Unreadable when a required one lacks."""
    columns = tuple(columns)
    offered = {one.field: _offered(table, one) for one in columns}
    found = {field: key for field, key in offered.items() if key is not None}
    missing = [one.titles[0] for one in columns if one.required and one.field not in found]
    if missing:
        raise Unreadable(_lacking(missing, [one.titles[0] for one in columns]))
    return found


def _offered(table: Table, column: Column) -> str | None:
    keys = (column_key(title) for title in column.titles)
    return next((key for key in keys if key in table.columns), None)


def _lacking(missing: list[str], known: list[str]) -> str:
    said = ", ".join(f"« {title} »" for title in missing)
    lacks = "Il manque la colonne" if len(missing) == 1 else "Il manque les colonnes"
    return f"{lacks} {said}. Colonnes connues : {', '.join(known)}."


async def read_rows(
    table: Table,
    columns: Iterable[Column],
    make: Callable[[Cells], Awaitable[Record]],
) -> Read[Record]:
    """Make each row a record; what cannot be read for certain is a problem, never a guess."""
    keys = keys_of(table, columns)
    records: dict[str, tuple[int, Record]] = {}
    problems = list(table.problems)
    for row in table.rows:
        cells = Cells(row, keys, table.columns)
        try:
            record = await make(cells)
            _refuse_twin(record, records)
        except Doubtful as doubt:
            problems.append(Problem(line=row.line, reason=f"{doubt}."))
        else:
            records[record.external_id] = row.line, record
    problems.sort(key=lambda problem: problem.line)
    ignored = tuple(name for key, name in table.columns.items() if key not in keys.values())
    return Read(records=tuple(records.values()), problems=tuple(problems), ignored=ignored)


def _refuse_twin(record: Record, records: dict[str, tuple[int, Record]]) -> None:
    if record.external_id in records:
        line = records[record.external_id][0]
        raise Doubtful(f"l'identifiant « {record.external_id} » est déjà à la ligne {line}")
