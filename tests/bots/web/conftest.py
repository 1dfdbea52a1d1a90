"""The web entrance under test: a house of doubles and a visitor without a browser."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.bots.web.doubles import House

HERE = "http://tchatche.test"


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def visitor(house: House) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(house.app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        yield client
