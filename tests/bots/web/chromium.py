"""A real browser, and axe-core's eyes."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright

CHROMIUM = os.environ.get("CHROMIUM_BIN") or shutil.which("chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MARKS = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="No Chromium here: set CHROMIUM_BIN."),
]
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async (rules) => (await axe.run(document, {runOnly: rules})).violations.map(
    (one) => [one.id, one.nodes.map((node) => node.html)])"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run the system's Chromium."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield running
        await running.close()


async def barriers(page: Page) -> Any:
    """Return what axe-core finds; the page's context must bypass the content policy."""
    await page.evaluate(AXE.read_text("utf-8"))
    return await page.evaluate(LOOK, RULES)


def forbidden(text: str) -> list[str]:
    """Return what the console says of the content policy."""
    return [text] if "Content Security Policy" in text else []


def ours(page: Page) -> Locator:
    """Return the texts of our messages, the greeting aside."""
    return page.locator("#lines > .ours:not(.greeting) > p:first-of-type")


async def ask(page: Page, text: str) -> None:
    """Write and press Enter."""
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")
