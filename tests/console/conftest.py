"""The console under test: a migrated SQLite file, copied for each test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from storage.store import SqlStore
from tests.console.house import House, client


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("console") / "migrated.db"

    async def migrate() -> None:
        store = SqlStore.connect(f"sqlite:///{path}")
        await store.migrate()
        await store.close()

    asyncio.run(migrate())
    return path


@pytest.fixture
async def house(migrated: Path, tmp_path: Path) -> AsyncIterator[House]:
    path = tmp_path / "console.db"
    shutil.copyfile(migrated, path)
    store = SqlStore.connect(f"sqlite:///{path}")
    yield House(store=store)
    await store.close()


@pytest.fixture
async def visitor(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with client(house) as someone:
        yield someone
