"""A memory with some communes, a desk to write files on, and samples from elsewhere."""

import os
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bots.imports import Report, import_file
from dialogues.places import Place
from nlu import gazetteer
from storage.store import SqlStore

TODAY = date(2026, 11, 24)
SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
KNOWN = {"Prades", "Saint-Michel", "Conques-en-Rouergue"}  # homonyms, and one of many names


def place_of(commune: gazetteer.Commune) -> Place:
    return Place(
        insee=commune.insee,
        name=commune.name,
        department=commune.department,
        postal_codes=commune.postal_codes,
        population=commune.population,
        latitude=commune.latitude,
        longitude=commune.longitude,
        approximate=commune.approximate,
    )


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    store = SqlStore.connect("sqlite://")
    await store.migrate()
    communes = [one for one in gazetteer.load() if one.population > 5_000 or one.name in KNOWN]
    async with store.work() as work:
        await work.places.put_many(map(place_of, communes))
    yield store
    await store.close()


@pytest.fixture
def sample() -> Callable[[str], bytes]:
    """A real file of another public service, where it is at hand."""
    folder = Path(os.environ.get("SHARED_SAMPLES", SAMPLES))

    def read(name: str) -> bytes:
        if not (folder / name).exists():
            pytest.skip(f"{name} is not in {folder}")
        return (folder / name).read_bytes()

    return read


@pytest.fixture
def bring(store: SqlStore, tmp_path: Path) -> Callable[..., Any]:
    """Import a file of this content, as the command does."""

    async def bringing(
        noun: str, content: bytes | str, *, name: str = "fichier.csv", **how: Any
    ) -> Report:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        options = {"dry_run": False, "keep_going": False, "today": TODAY, **how}
        return await import_file(noun, str(path), store, **options)

    return bringing
