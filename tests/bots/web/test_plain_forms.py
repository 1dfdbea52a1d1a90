"""The chat without JavaScript: plain forms, whole pages, the same conversation."""

import re

import httpx
import pytest

from tests.bots.web.doubles import NASTY, House
from tests.bots.web.visiting import say, submit


async def test_without_javascript_a_conversation_holds_together(
    house: House, visitor: httpx.AsyncClient
) -> None:
    page = (await visitor.get("/chat")).text
    page = await submit(visitor, page, text="sondage")
    assert page.index(">sondage<") < page.index("Comment viens-tu")
    page = await submit(visitor, page, text="", payload='/vote{"poll":"1","option":"2"}')
    assert page.index(">sondage<") < page.index("Comment viens-tu") < page.index("C’est noté")
    assert re.search(r'class="choice chosen" disabled>À vélo', page)
    assert 'value="/vote' not in page
    assert list(house.engine.votes.values()) == ['/vote{"poll":"1","option":"2"}']


async def test_without_javascript_a_starter_is_shown_by_its_label(
    visitor: httpx.AsyncClient,
) -> None:
    page = (await visitor.get("/chat")).text
    page = await submit(visitor, page, text="", payload="/list_polls")
    assert re.search(r'class="mine">.*Voter à un sondage', page)
    assert "Comment viens-tu" in page


async def test_without_javascript_sending_the_page_again_changes_nothing(
    house: House, visitor: httpx.AsyncClient
) -> None:
    page = (await visitor.get("/chat")).text
    first = await submit(visitor, page, text="deux")
    again = await submit(visitor, page, text="deux")
    assert len(house.mailbox.messages) == 2
    assert first.count("Un.") == again.count("Un.") == 1


async def test_a_long_conversation_without_javascript_still_fits(
    visitor: httpx.AsyncClient, house: House
) -> None:
    page = (await visitor.get("/chat")).text
    for count in range(15):
        house.clock.pass_by(seconds=20)
        page = await submit(visitor, page, text=f"{count} " + "é" * 10_000)
    assert ">14 é" in page


@pytest.mark.parametrize(
    "said", ["", "x", "[1]", '[["a","b",null]]', "[" * 3000, '[[1,"\\ud800",null]]', "null"]
)
async def test_a_forged_memory_of_lines_is_left_out(visitor: httpx.AsyncClient, said: str) -> None:
    page = (await visitor.get("/chat")).text
    page = await submit(visitor, page, text="deux", said=said)
    assert "Un." in page


async def test_every_text_is_escaped_and_unsafe_links_are_dropped(
    visitor: httpx.AsyncClient,
) -> None:
    page = await submit(visitor, (await visitor.get("/chat")).text, text="lien")
    page = await submit(visitor, page, text=NASTY)
    assert "<script>alert" not in page
    assert "javascript:" not in page
    assert "data:text/html" not in page
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page
    shown = (await say(visitor, "lien")).json()["messages"][0]
    assert [button["label"] for button in shown["buttons"]] == [NASTY]
    assert shown["source"] is None
