"""SQLite in one hop: a statement crosses to the driver's thread once, and is never half read.

SQLAlchemy's own adapter crosses four times for a SELECT. It costs a third of a turn, and a turn
cancelled between two crossings leaves an open cursor, which keeps the whole file locked.
"""

# ruff: noqa: SLF001 - the adapters of SQLAlchemy and aiosqlite are made to be refined from inside

import sqlite3
from collections import deque
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)

Ran = tuple[Any, list[Any], int, int | None]  # description, rows, how many, last row's number


class Cursor(AsyncAdapt_aiosqlite_cursor):
    """What one statement gave back, wholly read."""

    __slots__ = ("_ran",)
    server_side = False
    _ran: Ran

    def __init__(self, adapt_connection: Any) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._rows = deque()
        self._ran = (None, [], -1, None)

    @property
    def description(self) -> Any:
        """The columns, when there are rows to read."""
        return self._ran[0]

    @property
    def rowcount(self) -> int:
        """How many rows were written."""
        return self._ran[2]

    @property
    def lastrowid(self) -> Any:
        """The number of the row inserted last."""
        return self._ran[3]

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        self._ran = await self._cross(_run, operation, parameters or ())
        self._rows = deque(self._ran[1])

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        self._ran = await self._cross(_run_many, operation, seq_of_parameters)

    async def _cross(self, what: Any, operation: Any, parameters: Any) -> Any:
        adapted: Any = self._adapt_connection
        async with adapted._execute_mutex:
            driver: Any = self._connection
            begin = adapted.must_begin
            return await driver._execute(what, driver._conn, operation, parameters, begin)

    async def _async_soft_close(self) -> None:
        """Nothing is left open."""

    def close(self) -> None:
        """Forget the rows."""
        self._rows.clear()


class Connection(AsyncAdapt_aiosqlite_connection):
    """A connection that begins its transaction in the same hop as its first statement."""

    __slots__ = ("must_begin",)
    _cursor_cls = Cursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self.must_begin = False  # True from the first transaction on: pragmas come before


class Driver(AsyncAdapt_aiosqlite_dbapi):
    """The module that SQLAlchemy drives SQLite with."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arg: Any, **kw: Any) -> Connection:
        """Open a database."""
        return Connection(self, super().connect(*arg, **kw)._connection)


def _run(raw: sqlite3.Connection, operation: str, parameters: Any, begin: bool) -> Ran:  # noqa: FBT001
    if begin and not raw.in_transaction:
        raw.execute("BEGIN IMMEDIATE").close()
    cursor = raw.execute(operation, parameters)
    try:
        rows = cursor.fetchall() if cursor.description else []
        return cursor.description, rows, cursor.rowcount, cursor.lastrowid
    finally:
        cursor.close()


def _run_many(raw: sqlite3.Connection, operation: str, parameters: Any, begin: bool) -> Ran:  # noqa: FBT001
    if begin and not raw.in_transaction:
        raw.execute("BEGIN IMMEDIATE").close()
    cursor = raw.executemany(operation, parameters)
    try:
        return None, [], cursor.rowcount, cursor.lastrowid
    finally:
        cursor.close()
