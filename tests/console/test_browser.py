"""The console in a real browser, on a phone: the whole first morning, and axe on every page."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, ViewportSize, async_playwright

from bots.demo.seed import seed
from tests.console.house import EMAIL, NOW, PASSWORD, House

CHROMIUM = os.environ.get("CHROMIUM_BIN") or shutil.which("chromium")
PHONE = ViewportSize(width=320, height=640)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="No Chromium here: set CHROMIUM_BIN."),
]


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """The console served on loopback, with the example content."""
    async with house.store.work() as work:
        await work.places.seed()
        await seed(work, now=NOW)
    door = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(house.app(address), log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    yield address
    server.should_exit = True
    await serving
    door.close()


@pytest.fixture(params=["light", "dark"])
async def page(request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """A phone's page, without JavaScript of ours; what the browser complains of is kept."""
    async with async_playwright() as chooser:
        browser = await chooser.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = await browser.new_context(
            viewport=PHONE, color_scheme=request.param, locale="fr-FR", service_workers="block"
        )
        yield await context.new_page()
        await browser.close()


async def look_at(page: Page, name: str, folder: Path) -> None:
    """Check what every page promises: nothing overflows, big targets, no axe violation."""
    await page.screenshot(path=folder / f"{name}.png", full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
    small = await page.evaluate(
        "[...document.querySelectorAll('a:not(.skip), button, input:not([type=hidden])')]"
        ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    )
    assert small == [], name
    found = await Axe().run(page)
    assert found.response["violations"] == [], (name, found.generate_report())


async def test_the_first_morning_of_the_first_administrator(
    house: House, address: str, page: Page, tmp_path: Path
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    await page.goto(address + await house.link())
    await look_at(page, "setup", tmp_path)
    await page.get_by_label("Adresse e-mail").fill(EMAIL)
    await page.get_by_label("Mot de passe").fill(PASSWORD)
    await page.get_by_role("button", name="Créer le compte").click()

    await page.get_by_role("heading", name="Accueil").wait_for()
    await look_at(page, "home", tmp_path)
    await page.get_by_role("button", name="Retirer le contenu d’exemple").click()
    await page.get_by_role("status").wait_for()
    assert "ont été retirés" in await page.get_by_role("status").inner_text()
    await look_at(page, "removed", tmp_path)

    await page.get_by_role("button", name="Se déconnecter").click()
    await page.get_by_role("heading", name="Connexion").wait_for()
    await look_at(page, "login", tmp_path)
    await page.get_by_label("Adresse e-mail").fill(EMAIL)
    await page.get_by_label("Mot de passe").fill("pas la bonne phrase")
    await page.keyboard.press("Enter")
    await page.get_by_role("alert").wait_for()
    await look_at(page, "refused", tmp_path)
    await page.get_by_label("Mot de passe").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="Accueil").wait_for()

    await page.goto(f"{address}/console/nowhere")
    await look_at(page, "error", tmp_path)
    assert {url.split("/console/")[0] for url in asked} == {address}
    assert [line for line in said if "Content Security Policy" in line] == []


async def test_the_first_morning_without_a_mouse(house: House, address: str, page: Page) -> None:
    await page.goto(address + await house.link())
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type(EMAIL)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="Accueil").wait_for()
    await page.get_by_role("button", name="Retirer le contenu d’exemple").focus()
    await page.keyboard.press("Space")
    await page.get_by_role("status").wait_for()
    assert "ont été retirés" in await page.get_by_role("status").inner_text()
