"""The first morning of a team, in a browser: the link printed, the account, the examples gone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.bots.web.chromium import CHROMIUM, ask, chromium
from tests.faults_house import House

ASKED = "quelles sont les démarches en cours ?"
SETUP = "Premier compte (lien à usage unique) : "

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="No Chromium here: set CHROMIUM_BIN."),
]


@pytest_asyncio.fixture
async def house(tmp_path: Path, model_file: Path) -> AsyncIterator[House]:
    """A service just started for the first time."""
    async with House(tmp_path, model_file) as running:
        yield running
    assert running.complained == ""


@pytest_asyncio.fixture
async def page() -> AsyncIterator[Page]:
    async with chromium() as browser:
        context = await browser.new_context(locale="fr-FR", reduced_motion="reduce")
        yield await context.new_page()


def setup_link(house: House) -> str:
    """Return the one-time link, as it was printed."""
    (link,) = [line.removeprefix(SETUP) for line in house.said.splitlines() if SETUP in line]
    return link


async def _hears(page: Page, house: House, answer: str) -> None:
    await page.goto(f"{house.url}/chat")
    before = await page.locator("#lines > .ours").count()
    await ask(page, ASKED)
    await expect(page.locator("#lines > .ours")).not_to_have_count(before)
    await expect(page.locator("#lines > .ours").last).to_contain_text(answer)


async def test_from_the_link_printed_at_the_start_to_a_chat_without_examples(
    house: House, page: Page
) -> None:
    await _hears(page, house, "Budget participatif des lycées (exemple)")

    await page.goto(setup_link(house))
    await page.get_by_label("Adresse e-mail").fill("equipe@tchatche.example")
    await page.get_by_label("Mot de passe").fill("une phrase assez longue")
    await page.get_by_role("button", name="Créer le compte").click()
    await page.get_by_role("button", name="Retirer le contenu d’exemple").click()
    await expect(page.get_by_role("status")).to_contain_text("ont été retirés")

    await _hears(page, house, "Je ne connais aucune démarche en cours")
    again = await page.goto(setup_link(house))
    assert again is not None
    assert again.status == 410, "the link was good for one use"
