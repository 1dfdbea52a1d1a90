"""Every page in a real browser: narrow screens, thumbs, and axe-core's eyes."""

from typing import Literal

import pytest
from playwright.async_api import expect

from tests.bots.web.chromium import MARKS, ask, barriers, ours
from tests.bots.web.conftest import Visit

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
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

pytestmark = MARKS


@pytest.mark.parametrize("path", ["/chat", *PAGES])
async def test_a_phone_never_scrolls_sideways(visit: Visit, path: str) -> None:
    page = await visit(path, viewport=PHONE)
    if path == "/chat":
        await ask(page, "x" * 300)
        await ask(page, "sondage")
        await expect(ours(page)).to_have_count(2)
    for width in (320, 390):
        await page.set_viewport_size({"width": width, "height": 640})
        assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_every_target_is_large_enough_for_a_thumb(visit: Visit) -> None:
    page = await visit("/chat", viewport=PHONE, has_touch=True)
    await ask(page, "sondage")
    await expect(ours(page)).to_have_count(1)
    for target in await page.locator("button, a.choice, textarea, a.brand").all():
        box = await target.bounding_box()
        assert box is not None
        assert box["height"] >= 44


@pytest.mark.parametrize("path", ["/chat", *PAGES])
async def test_axe_finds_nothing(visit: Visit, path: str) -> None:
    page = await visit(path, bypass_csp=True, reduced_motion="reduce")
    if path == "/chat":
        for text in ("sondage", "arrêt"):
            await ask(page, text)
        await page.get_by_role("button", name="À vélo").click()
        await expect(ours(page)).to_have_count(3)
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert await barriers(page) == []
