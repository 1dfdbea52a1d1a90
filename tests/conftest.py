"""What every test may ask for: a trained model, a seeded memory, a clock that stands still."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bots.demo.seed import seed
from dialogues import phrases, rules
from dialogues.engine import Engine
from nlu.embedded import EmbeddedInterpreter, ensure_model
from storage.store import SqlStore

ROOT = Path(__file__).parent.parent
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=PARIS)  # a Tuesday afternoon


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update",
        action="store_true",
        help="rewrite the golden conversations with what was really said",
    )


@pytest.fixture(scope="session")
def model_file() -> Path:
    """The embedded model, trained when its data changed; kept between runs."""
    path = ROOT / ".cache" / "nlu.npz"
    path.parent.mkdir(exist_ok=True)
    ensure_model(path)
    return path


@pytest.fixture(scope="session")
def interpreter(model_file: Path) -> EmbeddedInterpreter:
    return EmbeddedInterpreter.load(model_file)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A memory filled once, for every test to copy."""
    path = tmp_path_factory.mktemp("seeded") / "seeded.db"
    asyncio.run(_sow(path))
    return path


async def _sow(path: Path) -> None:
    store = SqlStore.connect(f"sqlite:///{path}", timezone=PARIS)
    await store.migrate()
    async with store.work() as work:
        await work.places.seed()
        await seed(work, now=NOW)
    await store.close()


@pytest.fixture
async def memory(seeded: Path, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """A memory of one's own, filled with the labelled examples."""
    path = tmp_path / "tchatche.db"
    shutil.copy(seeded, path)
    store = SqlStore.connect(f"sqlite:///{path}", timezone=PARIS)
    yield store
    await store.close()


@pytest.fixture
def engine(memory: SqlStore, interpreter: EmbeddedInterpreter) -> Engine:
    """The whole mind, on real SQL, with the real classifier, on that Tuesday afternoon."""
    return Engine(
        store=memory,
        interpreter=interpreter,
        phrases=phrases.load(),
        rules=rules.load(),
        clock=lambda: NOW,
    )
