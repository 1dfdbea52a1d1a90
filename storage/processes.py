"""The register of participatory processes, seldom written and read at every turn."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from dialogues.processes import Phase, Process
from storage import records
from storage.tables import process
from storage.transaction import Register

ALL = select(process).order_by(process.c.id)


class Processes(Register):
    """The participatory processes."""

    async def all(self) -> tuple[Process, ...]:
        """Return every process, archived ones included."""
        return await self._tx.remembered("process", self._read)

    async def _read(self) -> tuple[Process, ...]:
        return tuple(map(_to_process, await self._tx.rows(ALL)))

    async def put(self, process: Process) -> bool | None:
        """Write a record by its external id: True created, False changed, None as it was.

        Raises Taken when the slug is another process's.
        """
        return (await records.put(self._tx, TABLE, _to_row(process)))[1]

    async def remove_examples(self) -> int:
        """Delete the labelled examples; return how many."""
        return await records.remove_examples(self._tx, TABLE)


TABLE = process


def _to_row(process: Process) -> dict[str, Any]:
    row = {name: getattr(process, name) for name in process.__slots__ if name != "id"}
    phases = [_to_json(phase) for phase in process.phases]
    lists = {"themes": list(process.themes), "aliases": list(process.aliases)}
    return row | lists | {"phases": phases, "facts": dict(process.facts)}


def _to_json(phase: Phase) -> dict[str, str | None]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(phase).items()
    }


def _to_process(row: Row[Any]) -> Process:
    lists = {"themes": tuple(row.themes), "aliases": tuple(row.aliases)}
    return Process(**row._asdict() | lists | {"phases": tuple(map(_to_phase, row.phases))})


def _to_phase(said: dict[str, str | None]) -> Phase:
    return Phase(
        title=said["title"] or "",
        kind=said["kind"] or "other",
        starts_on=_day(said["starts_on"]),
        ends_on=_day(said["ends_on"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
