"""How each database is opened: SQLite for one process, PostgreSQL for several."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Dialect, StaticPool, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import wire
from storage.onehop import Driver

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}
PRAGMAS = (
    "busy_timeout = 5000",  # milliseconds we wait for another process's transaction
    "journal_mode = WAL",
    "synchronous = NORMAL",  # with WAL: a power cut may lose the last turns, never corrupt
    "foreign_keys = ON",
    "secure_delete = ON",  # a destroyed key is overwritten, not only forgotten
    "temp_store = MEMORY",
    "cache_size = -8000",  # KiB: the inner pages of a million people
)
CONNECT_SECONDS = 5
STATEMENT_SECONDS = 30  # our longest statements are a matter of milliseconds
CONNECTIONS = 10  # kept open by each process; as many again in a rush


def engine_for(url: str) -> AsyncEngine:
    """Return the engine of a database's URL, not connected yet."""
    parsed = make_url(url)
    parsed = parsed.set(drivername=DRIVERS.get(parsed.drivername, parsed.drivername))
    return _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)


def _sqlite(url: URL) -> AsyncEngine:
    # One connection: writers queue before it, and nothing is ever locked within the process.
    engine = _create(url, module=Driver(), poolclass=StaticPool, pool_reset_on_return=None)
    event.listen(engine.sync_engine, "do_connect", _make_room)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _postgresql(url: URL) -> AsyncEngine:
    waits = {"timeout": CONNECT_SECONDS, "command_timeout": STATEMENT_SECONDS}
    return _create(
        url,
        connect_args=waits,
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
        pool_pre_ping=True,  # a database restarted in the night costs nobody a turn
    )


def _create(url: URL, **options: Any) -> AsyncEngine:
    return create_async_engine(
        url,
        json_serializer=wire.encode,
        json_deserializer=wire.decode,
        hide_parameters=True,  # an error's text goes to the logs; what people wrote does not
        **options,
    )


def _make_room(_dialect: Dialect, _record: object, where: list[Any], _how: object) -> None:
    """Create the file and its folder, closed to other users; SQLite's log takes the file's mode."""
    path = Path(str(where[0]))
    if str(path) == ":memory:" or path.exists():  # what is there keeps the mode its owner chose
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    driven: Any = connection.connection.dbapi_connection
    driven.must_begin = True  # BEGIN IMMEDIATE goes with the first statement
