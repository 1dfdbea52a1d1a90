"""The web entrance under test: a house of doubles and a visitor without a browser."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from tests.bots.web.chromium import chromium, forbidden
from tests.bots.web.doubles import House
from tests.bots.web.serving import served

HERE = "http://tchatche.test"


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def visitor(house: House) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(house.app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        yield client


Visit = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def home(house: House) -> AsyncIterator[str]:
    async with served(house) as there:
        yield there


@pytest_asyncio.fixture(loop_scope="module")
async def visit(browser: Browser, home: str) -> AsyncIterator[Visit]:
    """Open a page in a context of its own; afterwards, nothing foreign was asked, nothing broke."""
    contexts: list[BrowserContext] = []
    asked: set[str | None] = set()
    wrong: list[str] = []

    async def open_page(path: str, **options: Any) -> Page:
        context = await browser.new_context(locale="fr-FR", **options)
        contexts.append(context)
        page = await context.new_page()
        page.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.extend(forbidden(said.text)))
        await page.goto(f"{home}{path}")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert asked <= {"127.0.0.1", None}
    assert wrong == []
