"""The chat and the pages in a real browser: fingers, keyboard, no script, no other host."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bots.web import WebChannel, WebSettings
from dialogues.messages import Outgoing
from tests.bots.web.chromium import CHROMIUM, barriers, chromium
from tests.bots.web.doubles import SECRET, House
from tests.bots.web.serving import served, served_app, until

PAGES = [
    "/",
    "/stops",
    "/processes",
    "/processes/budget-participatif",
    "/polls",
    "/polls/transports",
    "/polls/cantine",
    "/accessibilite",
    "/confidentialite",
    "/rien",
]
PHONE = {"width": 320, "height": 640}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="No Chromium here: set CHROMIUM_BIN."),
]

Visit = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest.fixture
def house() -> House:
    return House(settings=WebSettings(secret_key=SECRET, poll_seconds=0.5))


@pytest_asyncio.fixture(loop_scope="module")
async def address(house: House) -> AsyncIterator[str]:
    async with served(house) as there:
        yield there


@pytest_asyncio.fixture(loop_scope="module")
async def visit(browser: Browser, address: str) -> AsyncIterator[Visit]:
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
        page.on("console", lambda said: wrong.extend(_policy(said.text)))
        await page.goto(f"{address}{path}")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert asked <= {"127.0.0.1", None}
    assert wrong == []


def _policy(text: str) -> list[str]:
    return [text] if "Content Security Policy" in text else []


def ours(page: Page) -> Any:
    return page.locator("#lines > .ours:not(.greeting) > p:first-of-type")


async def ask(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")


async def test_a_conversation_by_typing_and_pressing(house: House, visit: Visit) -> None:
    page = await visit("/chat")
    await ask(page, "sondage")
    await expect(ours(page)).to_have_text(["Comment viens-tu au lycée ?"])
    await page.get_by_role("button", name="À vélo").click()
    await expect(ours(page).last).to_contain_text("C’est noté")
    await expect(page.locator(".chosen")).to_have_text("À vélo (ton choix)")
    await expect(page.locator(".chosen")).to_be_disabled()
    await expect(page.get_by_role("button", name="Le bus")).to_be_disabled()
    await expect(page.locator(".mine p")).to_have_text(["sondage", "À vélo"])
    assert list(house.engine.votes.values()) == ['/vote{"poll":"1","option":"2"}']


async def test_a_reload_resumes_with_ones_own_words_kept_by_the_tab(
    house: House, visit: Visit
) -> None:
    page = await visit("/chat")
    await ask(page, "sondage")
    await page.get_by_role("button", name="Le bus").click()
    await expect(ours(page)).to_have_count(2)
    before = await page.locator("#lines > li > p:first-of-type").all_inner_texts()
    await page.reload()
    after = await page.locator("#lines > li > p:first-of-type").all_inner_texts()
    assert after == before
    await expect(page.locator(".chosen")).to_have_text("Le bus (ton choix)")


async def test_a_later_message_arrives_by_itself_and_only_once(
    house: House, address: str, visit: Visit
) -> None:
    page = await visit("/chat")
    assert house.bell.taken() == 0
    await ask(page, "deux")
    await expect(ours(page)).to_have_text(["Un.", "Deux."])
    await until(lambda: house.bell.taken() == 1)
    channel = WebChannel(mailbox=house.mailbox, bell=house.bell, clock=house.clock)
    await channel.send(house.engine.heard[0].sender, Outgoing(text="Le sondage est clos."))
    await expect(ours(page)).to_have_text(["Un.", "Deux.", "Le sondage est clos."])
    await ask(page, "deux")
    await expect(ours(page)).to_have_count(5)


async def test_no_cookie_before_the_first_message(visit: Visit) -> None:
    page = await visit("/chat")
    assert await page.context.cookies() == []
    await ask(page, "deux")
    await expect(ours(page)).to_have_count(2)
    (cookie,) = await page.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"


async def test_without_javascript_a_whole_conversation(house: House, visit: Visit) -> None:
    page = await visit("/chat", java_script_enabled=False)
    await page.get_by_role("button", name="Voter à un sondage").click()
    await expect(ours(page)).to_have_text(["Comment viens-tu au lycée ?"])
    await page.get_by_role("button", name="À vélo").click()
    await expect(ours(page).last).to_contain_text("C’est noté")
    await expect(page.locator(".chosen")).to_be_disabled()
    await page.locator("#text").fill("arrêt")
    await page.get_by_role("button", name="Envoyer").click()
    await expect(ours(page).last).to_contain_text("Place Carnot")
    await expect(page.locator(".mine p")).to_have_text(["Voter à un sondage", "À vélo", "arrêt"])
    await expect(ours(page).last).to_be_in_viewport()
    assert len(house.engine.heard) == 3


async def test_by_keyboard_alone(house: House, visit: Visit) -> None:
    page = await visit("/chat")
    await page.locator("#text").focus()
    await page.keyboard.type("première ligne")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("deuxième ligne")
    await page.keyboard.press("Enter")
    await expect(ours(page)).to_have_count(1)
    await expect(page.locator("#text")).to_be_focused()
    await expect(page.locator("#text")).to_have_value("")
    await page.keyboard.type("sondage")
    await page.keyboard.press("Enter")
    await expect(ours(page)).to_have_count(2)
    for _ in range(2):
        await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="À vélo")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(ours(page)).to_have_count(3)
    await expect(page.locator("#text")).to_be_focused()
    assert list(house.engine.votes.values()) == ['/vote{"poll":"1","option":"2"}']


async def test_the_log_is_a_live_region_around_a_list(visit: Visit) -> None:
    page = await visit("/chat")
    log = page.get_by_role("log", name="Conversation")
    await expect(log.locator("> ol > li")).to_have_count(1)
    await expect(log).to_have_attribute("tabindex", "0")


async def test_typing_is_said_only_when_it_takes_long(house: House, visit: Visit) -> None:
    page = await visit("/chat")
    house.engine.slow = 1.6
    await ask(page, "deux")
    await expect(page.get_by_role("status")).to_have_text("")
    await expect(page.get_by_role("status")).to_have_text("Tchatche écrit…")
    await expect(ours(page)).to_have_count(2)
    await expect(page.get_by_role("status")).to_have_text("")


async def test_offline_the_message_waits_and_leaves_once(house: House, visit: Visit) -> None:
    page = await visit("/chat")
    await ask(page, "bonjour")
    await expect(ours(page)).to_have_count(1)
    await page.context.set_offline(offline=True)
    await expect(page.get_by_role("status")).to_contain_text("Pas de connexion.")
    await ask(page, "deux")
    await expect(page.locator(".trouble")).to_contain_text("Ton message n’est pas parti.")
    await page.context.set_offline(offline=False)
    await expect(ours(page)).to_have_count(3)
    await expect(page.locator(".trouble")).to_have_count(0)
    assert len(house.engine.heard) == 2


async def test_a_lost_answer_is_asked_again_with_the_same_key(house: House, visit: Visit) -> None:
    page = await visit("/chat")
    lost = 0

    async def lose_the_answer(route: Any) -> None:
        nonlocal lost
        await route.fetch()
        lost += 1
        await route.abort()

    await page.route("**/chat/messages", lose_the_answer, times=1)
    await ask(page, "deux")
    await page.get_by_role("button", name="Réessayer").click()
    await expect(ours(page)).to_have_text(["Un.", "Deux."])
    assert lost == 1
    assert len({event.id for event in house.engine.heard}) == 1
    assert len(house.mailbox.messages) == 2


async def test_a_refusal_is_read_under_the_message(house: House, visit: Visit) -> None:
    page = await visit("/chat")
    await ask(page, "é" * 40_000)
    await expect(page.locator(".trouble")).to_contain_text("trop long")
    house.engine.broken = True
    await ask(page, "deux")
    await expect(page.locator(".trouble").last).to_contain_text("de notre côté")
    house.engine.broken = False
    await page.get_by_role("button", name="Réessayer").click()
    await expect(ours(page)).to_have_count(2)


async def test_nothing_said_is_ever_run(visit: Visit) -> None:
    page = await visit("/chat")
    await ask(page, "<img src=x onerror=alert(1)>")
    await ask(page, "lien")
    await expect(ours(page)).to_have_count(2)
    assert await page.locator("#lines img, #lines script").count() == 0
    assert await page.locator('#lines a[href^="javascript"]').count() == 0
    await page.reload()
    assert await page.locator("#lines img, #lines script").count() == 0


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("path", ["/chat", *PAGES])
async def test_a_phone_never_scrolls_sideways(visit: Visit, path: str, width: int) -> None:
    page = await visit(path, viewport={"width": width, "height": 640})
    if path == "/chat":
        await ask(page, "x" * 300)
        await ask(page, "sondage")
        await expect(ours(page)).to_have_count(2)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_every_target_is_large_enough_for_a_thumb(visit: Visit) -> None:
    page = await visit("/chat", viewport=PHONE, has_touch=True)
    await ask(page, "sondage")
    await expect(ours(page)).to_have_count(1)
    for target in await page.locator("button, a.choice, textarea, a.brand").all():
        box = await target.bounding_box()
        assert box is not None
        assert box["height"] >= 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/chat", *PAGES])
async def test_axe_finds_nothing(visit: Visit, path: str, scheme: str) -> None:
    page = await visit(path, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    if path == "/chat":
        for text in ("sondage", "arrêt"):
            await ask(page, text)
        await page.get_by_role("button", name="À vélo").click()
        await expect(ours(page)).to_have_count(3)
    assert await barriers(page) == []


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
        page.on("console", lambda said: refused.extend(_policy(said.text)))
        await page.goto(elsewhere)
        await page.get_by_role("button", name="Discuter avec Tchatche").click()
        await until(lambda: bool(refused))
        assert "frame-ancestors" in refused[0]
        await page.close()
