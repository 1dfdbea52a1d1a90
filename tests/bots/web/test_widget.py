"""The snippet on another site: a button, a titled frame, and who may not frame us."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bots.web import WebSettings
from tests.bots.web.chromium import MARKS, forbidden
from tests.bots.web.doubles import SECRET, House
from tests.bots.web.serving import served, served_app, until

pytestmark = MARKS


@asynccontextmanager
async def parent(script: str) -> AsyncIterator[str]:
    """Serve a page of another site that embeds our script."""
    body = (
        '<!doctype html><html lang="fr"><title>Lycée</title><h1>Lycée</h1>'
        f'<script src="{script}/widget.js" defer></script>'
    )

    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse(body)

    async with served_app(Starlette(routes=[Route("/", page)])) as port:
        yield f"http://localhost:{port}"


def allowing(origin: str) -> House:
    return House(settings=WebSettings(secret_key=SECRET, parents=(origin,)))


async def test_the_widget_opens_the_chat_in_a_titled_frame_and_escape_closes_it(
    browser: Browser,
) -> None:
    house = allowing("http://localhost:*")
    async with served(house) as there, parent(there) as elsewhere:
        page = await browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(elsewhere)
        button = page.get_by_role("button", name="Discuter avec Tchatche")
        await expect(button).to_have_attribute("aria-expanded", "false")
        assert not [url for url in asked if "/chat" in url]
        await button.click()
        await expect(button).to_have_attribute("aria-expanded", "true")
        chat = page.frame_locator('iframe[title="Tchatche, le chat"]')
        await expect(chat.locator("#text")).to_be_focused()
        for text in ("sondage", "deux"):
            await page.keyboard.type(text)
            await page.keyboard.press("Enter")
        await expect(chat.locator("#lines > .ours")).to_have_count(4)
        assert len({event.sender for event in house.engine.heard}) == 1
        await page.keyboard.press("Escape")
        await expect(page.locator("#tchatche-frame")).to_be_hidden()
        await expect(button).to_be_focused()
        await page.close()


async def test_a_site_that_is_not_allowed_cannot_frame_the_chat(browser: Browser) -> None:
    house = allowing("https://lycee.example")
    async with served(house) as there, parent(there) as elsewhere:
        page = await browser.new_page()
        refused: list[str] = []
        page.on("console", lambda said: refused.extend(forbidden(said.text)))
        await page.goto(elsewhere)
        await page.get_by_role("button", name="Discuter avec Tchatche").click()
        await until(lambda: bool(refused))
        assert "frame-ancestors" in refused[0]
        await page.close()
