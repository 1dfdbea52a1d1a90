"""Real faults on a real house: killed in the middle of votes, it loses none and doubles none."""

import asyncio
import sqlite3
from contextlib import closing
from http.cookiejar import Cookie, CookieJar
from pathlib import Path

import httpx
import pytest

from tests.faults_house import House

VOTERS = 200
VOTE = '/vote{"poll":"1","option":"2","age":"18-24"}'
pytestmark = pytest.mark.fault


class _Forgetful(CookieJar):
    """A jar that keeps nothing: each person here carries their own cookie."""

    def set_cookie(self, cookie: Cookie) -> None:
        """Keep nothing."""


def _ballots(database: Path) -> int:
    with closing(sqlite3.connect(database)) as memory:
        (counted,) = memory.execute("SELECT count(*) FROM ballot WHERE poll = 1").fetchone()
        return int(counted)


async def _settled(house: House, client: httpx.AsyncClient, number: int) -> str:
    """Return the cookie of somebody who has already said hello, hence has a room."""
    hello = await client.post(
        f"{house.url}/chat/messages", json={"text": "coucou", "key": f"hello-{number}"}
    )
    assert hello.status_code == 200
    return hello.headers["set-cookie"].partition(";")[0]


async def _vote(house: House, client: httpx.AsyncClient, cookie: str) -> bool:
    """Return whether the vote was confirmed to the person."""
    try:
        answer = await client.post(
            f"{house.url}/chat/messages",
            json={"payload": VOTE, "key": "the-vote"},
            headers={"Cookie": cookie},
        )
    except httpx.TransportError:
        return False
    return answer.status_code == 200 and "A voté" in answer.text


async def test_killed_in_the_middle_of_votes_every_confirmed_one_is_there_once(
    tmp_path: Path, model_file: Path
) -> None:
    limits = httpx.Limits(max_connections=64)
    async with House(
        tmp_path,
        model_file,
        TCHATCHE_NETWORK_ROOMS=str(2 * VOTERS),  # here they all come from one network
        TCHATCHE_NETWORK_MESSAGES=str(10 * VOTERS),
    ) as house:
        before = _ballots(house.database)
        async with httpx.AsyncClient(timeout=60, limits=limits, cookies=_Forgetful()) as client:
            people = [await _settled(house, client, number) for number in range(VOTERS)]
            votes = [asyncio.create_task(_vote(house, client, person)) for person in people]
            for vote in votes[: VOTERS // 4]:
                await vote
            house.kill()
            confirmed = sum(await asyncio.gather(*votes))
        assert VOTERS // 4 <= confirmed < VOTERS, "the kill did not fall in the middle"
        assert confirmed <= _ballots(house.database) - before <= VOTERS

        await house.start()
        async with httpx.AsyncClient(timeout=60, cookies=_Forgetful()) as client:
            assert all([await _vote(house, client, person) for person in people])
        assert _ballots(house.database) - before == VOTERS
