"""What every register holds: one open transaction, and what was learnt in it."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, Executable, Row, Table, bindparam, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogues.people import Person
from storage import tables

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

    Insert = postgresql.Insert | sqlite.Insert

Known = MutableMapping[str, tuple[int, Any]]  # noun -> the revision it was read at, what was read

REVISION = select(tables.revision.c.number).where(tables.revision.c.noun == bindparam("noun"))

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One transaction; ``known`` outlives it, ``people`` and ``changed`` do not."""

    connection: AsyncConnection
    zone: ZoneInfo
    known: Known
    people: dict[int, Person] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    traces: set[str] = field(default_factory=set)  # to be scrubbed once this is committed

    @property
    def on_postgresql(self) -> bool:
        """Whether the database is PostgreSQL; otherwise it is SQLite."""
        return self.connection.dialect.name == "postgresql"

    def insert(self, table: Table) -> "Insert":
        """Begin an INSERT that knows what to do ON CONFLICT, in the database's own words."""
        if not self.on_postgresql:
            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - SQLite does without it

        return postgresql.insert(table)

    def local(self, moment: datetime) -> datetime:
        """Return the moment as a clock of the store's zone shows it."""
        return moment.astimezone(self.zone)

    async def run(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        """Execute one statement, many times if ``values`` is a list."""
        return await self.connection.execute(statement, values)

    async def first(self, statement: Executable, values: Any = None) -> Row[Any] | None:
        """Return the first row, or None."""
        return (await self.connection.execute(statement, values)).first()

    async def rows(self, statement: Executable, values: Any = None) -> Sequence[Row[Any]]:
        """Return every row."""
        return (await self.connection.execute(statement, values)).all()

    async def number(self, statement: Executable, values: Any = None) -> int:
        """Return the one number a statement counts."""
        return int((await self.connection.execute(statement, values)).scalar_one())

    async def touch(self, noun: str) -> None:
        """Tell every process that what it remembers of this noun is stale."""
        revision = tables.revision
        if noun in self.changed:
            return
        self.changed.add(noun)
        new = self.insert(revision).values(noun=noun, number=1)
        await self.run(
            new.on_conflict_do_update(
                index_elements=["noun"], set_={"number": revision.c.number + 1}
            )
        )

    async def remembered(self, noun: str, read: Callable[[], Awaitable[T]]) -> T:
        """Return what ``read`` gives, read again only when the noun's revision moved."""
        if noun in self.changed:  # not committed yet: nobody else may remember it
            return await read()
        revision = await self._revision(noun)
        number, value = self.known.get(noun, (None, None))
        if number != revision:
            value = await read()
            self.known[noun] = (revision, value)
        return cast("T", value)

    async def _revision(self, noun: str) -> int:
        found = await self.first(REVISION, {"noun": noun})
        return found.number if found else 0


class Register:
    """One noun's rows, inside one transaction."""

    __slots__ = ("_tx",)

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
