"""Telegram through real kills: in the middle of 500 updates, by polling and by webhook."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_courier import courier
from tests.doubles.telegram_spec import Spec
from tests.faults_house import House

VOTERS = 500
KILLED_AFTER = (120, 300)  # answers shown, each time the process is killed
VOTE = '/vote{"poll":"1","option":"2","age":"18-24"}'
pytestmark = pytest.mark.fault


@pytest.fixture
async def double() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(spec=Spec.load()) as double:
        yield double
    assert double.problems == []


@pytest.fixture
async def house(tmp_path: Path, model_file: Path, double: TelegramDouble) -> AsyncIterator[House]:
    """A house that has its examples, and from its next start Telegram."""
    async with House(tmp_path, model_file) as house:
        house.kill()
        house.environment |= {
            "TCHATCHE_TELEGRAM_TOKEN": double.token,
            "TCHATCHE_TELEGRAM_API_URL": double.url,
            "TCHATCHE_TELEGRAM_PACE": "1000",
        }
        yield house


def ballots(house: House) -> tuple[int, int]:
    """Return how many ballots there are, and how many have voted."""
    with closing(sqlite3.connect(house.database)) as memory:
        (cast,) = memory.execute("SELECT count(*) FROM ballot WHERE poll = 1").fetchone()
        (voted,) = memory.execute("SELECT count(*) FROM turnout WHERE poll = 1").fetchone()
        return int(cast), int(voted)


async def killed_twice(house: House, double: TelegramDouble, over: Callable[[], bool]) -> None:
    """Let everyone vote, killing the house on the way; returns when all is said."""
    for voter in range(1, VOTERS + 1):
        double.say(voter, VOTE)
    for shown in KILLED_AFTER:
        await house.start()
        await double.until(lambda: len(double.posts) >= shown, seconds=60)  # noqa: B023 - asked at once
        house.kill()
        assert len(double.posts) < VOTERS, "the kill did not fall in the middle"
    await house.start()
    await double.until(over, seconds=60)


def all_answered_none_twice_decided(double: TelegramDouble) -> None:
    for voter in range(1, VOTERS + 1):
        seen = double.seen(voter)
        assert seen, f"{voter} was left without an answer"
        assert all("A voté" in post.text for post in seen), "decided twice, a vote is changed"
    assert len(double.posts) <= VOTERS + 2 * 40, "no more said again than were under way"


async def test_killed_twice_while_polling_everyone_is_answered_and_votes_once(
    house: House, double: TelegramDouble
) -> None:
    before = ballots(house)
    await killed_twice(house, double, lambda: double.offset > 1000 + VOTERS)
    all_answered_none_twice_decided(double)
    assert ballots(house) == tuple(count + VOTERS for count in before)


async def test_killed_twice_with_a_webhook_everyone_is_answered_and_votes_once(
    house: House, double: TelegramDouble
) -> None:
    before = ballots(house)
    house.environment["TCHATCHE_TELEGRAM_WEBHOOK_URL"] = house.url
    async with courier(double) as knocking:
        await killed_twice(house, double, lambda: not double.updates)
    all_answered_none_twice_decided(double)
    assert ballots(house) == tuple(count + VOTERS for count in before)
    assert double.methods.webhook == f"{house.url}/telegram/webhook"
    assert double.called("getUpdates") == []
    assert sorted(knocking.brought) == list(range(1001, 1001 + VOTERS))


async def test_the_house_s_door_knows_its_own_secret_and_no_other(
    house: House, double: TelegramDouble
) -> None:
    house.environment["TCHATCHE_TELEGRAM_WEBHOOK_URL"] = house.url
    await house.start()
    await double.until(lambda: double.methods.secret)
    real, double.methods.secret = double.methods.secret, "another"
    async with courier(double) as knocking:
        double.say(42, "bonjour")
        await double.until(lambda: len(knocking.statuses) > 2)
        assert set(knocking.statuses) == {403}
        double.methods.secret = real
        await double.read(42, 1)
    house.kill()
    await asyncio.sleep(0)
