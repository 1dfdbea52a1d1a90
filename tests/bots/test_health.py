"""Whether the house is ready: it is when its memory answers, however ill a channel may be."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bots import app
from bots.app import House, opened, site
from bots.health import Examination, Health
from bots.settings import read
from bots.web import Bell
from dialogues.ports import Receive

HERE = "http://tchatche.test"


class Unwell:
    """A channel that falls each time it listens."""

    door = None

    async def listen(self, _: Receive) -> None:
        raise RuntimeError("broken on purpose")


@pytest.fixture
async def house(tmp_path: Path, model_file: Path) -> AsyncIterator[House]:
    settings = read({"TCHATCHE_DATABASE_URL": f"sqlite:///{tmp_path / 'tchatche.db'}"})
    async with opened(settings, model=model_file) as house:
        yield house


@pytest.fixture
async def visitor(house: House) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(site(house, Bell()))
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        yield client


async def test_a_house_whose_memory_answers_is_ready(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "degraded": [], "parts": {"database": "ok"}}


async def test_a_memory_that_is_busy_too_long_makes_it_not_ready_and_back(
    house: House, visitor: httpx.AsyncClient
) -> None:
    async with house.store.work():  # SQLite's one writer
        answers = await asyncio.gather(*(visitor.get("/readyz") for _ in range(5)))
    assert {answer.status_code for answer in answers} == {503}
    assert answers[0].json()["parts"]["database"] == "no answer in 2 s"
    assert (await visitor.get("/readyz")).status_code == 200


async def test_a_memory_that_is_gone_makes_it_not_ready(
    house: House, visitor: httpx.AsyncClient
) -> None:
    async with house.store._engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE instance")
    answer = await visitor.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "unreachable"


async def test_a_channel_that_falls_degrades_the_house_and_ends_nothing(
    house: House, visitor: httpx.AsyncClient
) -> None:
    roles = app._roles(house, Bell(), Unwell())  # type: ignore[arg-type]
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(role) for role in roles]
        async with asyncio.timeout(5):
            while "done" not in house.health.parts().get("clock", ""):  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)
        answer = await visitor.get("/readyz")
        assert not any(task.done() for task in running)
        for task in running:
            task.cancel()
    assert answer.status_code == 200
    said = answer.json()
    assert (said["ready"], said["degraded"]) == (True, ["telegram"])
    parts = said["parts"]
    assert (parts["database"], parts["web"]) == ("ok", "running")
    assert parts["clock"].startswith("done ")
    assert parts["telegram"].startswith("fell (RuntimeError), starts again every ")


def test_a_part_that_no_longer_beats_is_ill() -> None:
    now = 100.0
    health = Health(tick=lambda: now)
    health.beat("clock", holds=60)
    assert health.degraded() == ()
    now += 61
    assert health.degraded() == ("clock",)
    assert health.parts() == {"clock": "done 61 s ago"}
    health.beat("clock", holds=60)
    assert health.degraded() == ()


async def test_a_slow_memory_is_asked_one_question_at_a_time() -> None:
    asked, free = 0, asyncio.Event()

    async def ask() -> None:
        nonlocal asked
        asked += 1
        await free.wait()

    examination = Examination(health=Health(), ask=ask, seconds=0.01)
    found = await asyncio.gather(*(examination() for _ in range(20)))
    found += [await examination()]
    assert (asked, {one.ready for one in found}) == (1, {False})
    free.set()
    assert (await examination()).ready
