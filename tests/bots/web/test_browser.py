"""The chat in a real browser: fingers, keyboard, no script, a network that fails."""

from typing import Any

from playwright.async_api import expect

from bots.web import WebChannel
from dialogues.messages import Outgoing
from tests.bots.web.chromium import MARKS, ask, ours
from tests.bots.web.conftest import Visit
from tests.bots.web.doubles import House
from tests.bots.web.serving import until

pytestmark = MARKS


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


async def test_a_later_message_arrives_by_itself_and_only_once(house: House, visit: Visit) -> None:
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
