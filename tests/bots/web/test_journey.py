"""A whole conversation in a real browser, with the real mind and the real memory."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from bots.mailbox import StoredMailbox
from bots.pages import StoredPages
from bots.web import Bell, WebSettings, build
from dialogues import phrases, rules
from dialogues.engine import Engine
from nlu.embedded import EmbeddedInterpreter
from storage.store import SqlStore
from tests.bots.web.chromium import MARKS, barriers
from tests.bots.web.doubles import SECRET
from tests.bots.web.serving import served_app
from tests.conftest import NOW, PARIS, ROOT

PICTURE = ROOT / "docs" / "images" / "chat-phone.png"
PHONE = ViewportSize(width=390, height=844)
TALL = ViewportSize(width=390, height=1440)

pytestmark = MARKS


@pytest_asyncio.fixture(loop_scope="module")
async def address(
    seeded: Path, tmp_path: Path, interpreter: EmbeddedInterpreter
) -> AsyncIterator[str]:
    """Serve the whole house on a memory of its own, on that Tuesday afternoon."""
    path = shutil.copy(seeded, tmp_path / "journey.db")
    store = SqlStore.connect(f"sqlite:///{path}", timezone=PARIS)
    bell = Bell()
    engine = Engine(
        store=store,
        interpreter=interpreter,
        phrases=phrases.load(),
        rules=rules.load(),
        clock=lambda: NOW,
    )
    app = build(
        receive=engine.receive,
        mailbox=StoredMailbox(store),
        pages=StoredPages(store=store, clock=lambda: NOW),
        settings=WebSettings(secret_key=SECRET, demo=True),
        clock=lambda: NOW,
        bell=bell,
    )
    async with served_app(app) as port:
        yield f"http://127.0.0.1:{port}"
        bell.close()
    await store.close()


def last(page: Page) -> Any:
    return page.locator("#lines > .ours").last


async def ask(page: Page, text: str) -> None:
    """Write and send, as much by the button as by the key."""
    await page.locator("#text").fill(text)
    await page.get_by_role("button", name="Envoyer").click()
    await expect(page.locator(".mine").last).to_contain_text(text)


async def press(page: Page, label: str) -> None:
    await last(page).get_by_role("button", name=label).click()


async def pose(page: Page) -> None:
    """Take the picture that opens the README: a phone tall enough for the first exchanges."""
    await page.set_viewport_size(TALL)
    await page.screenshot(path=PICTURE)
    await page.set_viewport_size(PHONE)


async def converse(page: Page, *, posing: bool) -> None:
    """Hold the main conversation: question, place, stop, vote, result, follow-up."""
    await ask(page, "slt jusqua kan on peu voté pr le budjet ?")
    await expect(last(page)).to_contain_text("dimanche 6 décembre")
    await expect(last(page)).to_contain_text("jour")
    await ask(page, "cé kan la karavane a figac")
    await press(page, "Figeac (46)")
    await expect(last(page)).to_contain_text("Figeac")
    await expect(last(page)).to_contain_text("28 novembre")
    if posing:
        await pose(page)
    await ask(page, "je veux voter")
    await press(page, "La cÔserie mobile, tu la veux où")
    await press(page, "Au marché")
    await press(page, "15 à 17 ans")
    await expect(last(page)).to_contain_text("Au marché")
    await expect(last(page)).to_contain_text("▓")
    await ask(page, "et vous avez fait quoi après le sondage sur la cantine ?")
    await expect(last(page)).to_contain_text("menu végétarien")


@pytest.mark.parametrize("script", ["with", "without"])
async def test_the_main_conversation_from_question_to_follow_up(
    browser: Browser, address: str, script: str, request: pytest.FixtureRequest
) -> None:
    context = await browser.new_context(
        locale="fr-FR",
        viewport=PHONE,
        java_script_enabled=script == "with",
        bypass_csp=script == "with",
        reduced_motion="reduce",
    )
    page = await context.new_page()
    await page.goto(f"{address}/chat")
    posing = script == "with" and bool(request.config.getoption("--update"))
    await converse(page, posing=posing)
    if script == "with":
        assert await barriers(page) == []
    await context.close()
