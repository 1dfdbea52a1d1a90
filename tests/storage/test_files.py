"""The file of the memory is read by nobody else on the machine."""

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dialogues.messages import Address
from storage.store import SqlStore

HERE = Address(channel="web", room="zoe", user="zoe")


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """The usual umask, which lets everybody read."""
    former = os.umask(0o022)
    yield
    os.umask(former)


def _modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_the_files_and_their_folder_are_closed_to_others(
    tmp_path: Path, now: datetime
) -> None:
    folder = tmp_path / "data"
    store = SqlStore.connect(f"sqlite:///{folder / 'memory.db'}")
    await store.migrate()
    async with store.work() as work:
        await work.conversations.open(HERE, language="fr", now=now)
    assert _modes(folder) == dict.fromkeys(("memory.db", "memory.db-wal", "memory.db-shm"), 0o600)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    await store.close()


async def test_a_file_that_was_there_keeps_the_mode_its_owner_chose(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    path.touch(mode=0o640)
    store = SqlStore.connect(f"sqlite:///{path}")
    await store.migrate()
    await store.close()
    assert _modes(tmp_path)["memory.db"] == 0o640
