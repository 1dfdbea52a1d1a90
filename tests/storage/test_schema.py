"""The tables are brought up to date once, by whoever comes first, and never backwards."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.migrations.apart import ours
from storage.schema import NEWEST, NewerDatabase, Unusable
from storage.store import SqlStore
from storage.tables import metadata


def _differences(connection: Connection) -> list[Any]:
    options = {"include_object": ours, "compare_type": True}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, metadata))


async def test_migrations_from_empty_make_the_tables_of_the_code(store: SqlStore) -> None:
    async with store._engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_migrating_again_changes_nothing(store: SqlStore) -> None:
    await store.migrate()
    async with store.work() as work:
        found = await work._tx.rows(text("SELECT version_num FROM alembic_version"))
    assert [row.version_num for row in found] == [NEWEST]


async def test_a_newer_database_is_refused_with_a_sentence(store: SqlStore) -> None:
    async with store.work() as work:
        await work._tx.run(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match=r"étape 9999.*mets Tchatche à jour"):
        await store.migrate()


async def _migrate_twice_at_once(url: str) -> None:
    stores = [SqlStore.connect(url) for _ in range(2)]
    await asyncio.gather(*(store.migrate() for store in stores))
    for store in stores:
        async with store.work() as work:
            assert await work.processes.all() == ()
        await store.close()


async def test_two_migrating_at_once_on_sqlite_are_safe(tmp_path: Path) -> None:
    await _migrate_twice_at_once(f"sqlite:///{tmp_path / 'deep' / 'folder' / 'memory.db'}")


@pytest.mark.postgres
async def test_two_migrating_at_once_on_postgresql_are_safe(postgresql_server: Any) -> None:
    postgresql_server.psql("CREATE DATABASE empty;")
    await _migrate_twice_at_once(postgresql_server.get_uri(database="empty"))
    postgresql_server.psql("DROP DATABASE empty;")


async def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    path.write_bytes(b"%PDF-1.7 not a database at all" * 100)
    store = SqlStore.connect(f"sqlite:///{path}")
    with pytest.raises(Unusable, match="TCHATCHE_DATABASE_URL"):
        await store.migrate()
    await store.close()


async def test_an_absent_server_is_refused_without_showing_the_password() -> None:
    store = SqlStore.connect("postgresql://bot:secret@127.0.0.1:1/tchatche")
    with pytest.raises(Unusable, match="TCHATCHE_DATABASE_URL") as refused:
        await store.migrate()
    assert "secret" not in str(refused.value)
    await store.close()
