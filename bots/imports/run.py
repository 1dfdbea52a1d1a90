"""The counter where records come in: all of a file, or nothing, unless told to keep going."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from typing import Any, Protocol

from bots.imports.report import Problem, Report


class Shelf(Protocol):
    """Where records of one noun are put."""

    async def put(self, record: Any, /) -> bool | None:
        """Write a record by its external id: True created, False changed, None as it was."""
        ...


class Registers(Protocol):
    """One transaction; each noun's shelf is an attribute of it."""

    @property
    def processes(self) -> Any: ...  # noqa: D102
    @property
    def stops(self) -> Any: ...  # noqa: D102
    @property
    def answers(self) -> Any: ...  # noqa: D102
    @property
    def places(self) -> Any: ...  # noqa: D102


class Memory(Protocol):
    """The memory, which opens transactions."""

    def work(self) -> AbstractAsyncContextManager[Registers]:
        """Open one transaction: committed at the end of the block, undone if it raises."""
        ...


class _Tried(Exception):
    """The trial is over: undo it."""


async def run(
    noun: str,
    records: Sequence[Any],
    problems: Sequence[Problem],
    memory: Memory,
    *,
    dry_run: bool,
    keep_going: bool,
    ignored: Sequence[str] = (),
) -> Report:
    """Write the records in one transaction, undone after a trial.

    ``noun`` names the shelf. Any problem refuses the whole file, unless ``keep_going``.
    """
    told = Report(
        refused=tuple(problems), ignored=tuple(ignored), dry_run=dry_run, keep_going=keep_going
    )
    if problems and not keep_going:
        return told
    with suppress(_Tried):
        async with memory.work() as work:
            told = _counted(told, await _written(noun, records, work))
            if dry_run:
                raise _Tried
    return told


async def _written(noun: str, records: Sequence[Any], work: Registers) -> list[bool | None]:
    if noun == "places":
        return await _places(records, work.places)
    shelf: Shelf = getattr(work, noun)
    return [await shelf.put(record) for record in records]


async def _places(records: Sequence[Any], places: Any) -> list[bool | None]:
    """Write the communes that differ from those known, many at a time."""
    known = [await places.find(record.insee) for record in records]
    pairs = list(zip(records, known, strict=True))
    await places.put_many([record for record, former in pairs if record != former])
    return [None if record == former else former is None for record, former in pairs]


def _counted(told: Report, outcomes: Sequence[bool | None]) -> Report:
    return replace(
        told,
        created=sum(one is True for one in outcomes),
        changed=sum(one is False for one in outcomes),
        unchanged=sum(one is None for one in outcomes),
    )
