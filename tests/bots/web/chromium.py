"""A real browser, and axe-core's eyes."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.async_api import Browser, Page, async_playwright

CHROMIUM = os.environ.get("CHROMIUM_BIN") or shutil.which("chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
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
