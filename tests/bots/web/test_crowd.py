"""One network is one crowd: a script does not become sixty people, a class may talk together."""

from collections.abc import Callable

import httpx
import pytest

from bots.web import WebSettings
from bots.web.errors import Complaint
from bots.web.rate import REMEMBERED, Rate
from tests.bots.web.conftest import HERE
from tests.bots.web.doubles import SECRET, House
from tests.bots.web.visiting import fields, say

VOTE = '/vote{"poll":"1","option":"2"}'
Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture
def browser(house: House) -> Browser:
    """Return a browser without cookies, at one address of one house."""
    app = house.app()

    def make(address: str = "192.0.2.1") -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app, client=(address, 1234))
        return httpx.AsyncClient(transport=transport, base_url=HERE)

    return make


async def post(visitor: httpx.AsyncClient, **said: str) -> int:
    """Post as a script does, which keeps no cookie."""
    answer = await visitor.post("/chat/messages", json=said)
    visitor.cookies.clear()
    return answer.status_code


def rooms(house: House) -> int:
    return len({event.sender.room for event in house.engine.heard})


async def test_sixty_posts_without_a_cookie_are_not_sixty_people(
    house: House, browser: Browser
) -> None:
    async with browser() as script, browser("192.0.2.2") as neighbour:
        seen = [await post(script, text="bonjour") for _ in range(60)]
        assert seen == [200] * 40 + [429] * 20
        assert rooms(house) == 40
        refused = await script.post("/chat/messages", json={"text": "bonjour"})
        assert refused.headers["retry-after"] == "60"
        assert refused.json()["detail"].startswith("Beaucoup de messages arrivent de ton réseau")
        assert await post(neighbour, text="bonjour") == 200
        house.clock.pass_by(seconds=60)
        assert await post(script, text="bonjour") == 200


async def test_a_house_on_ipv6_is_one_network(house: House, browser: Browser) -> None:
    for n in range(60):
        async with browser(f"2001:db8:0:1::{n:x}") as script:
            await post(script, text="bonjour")
    assert rooms(house) == 40
    async with browser("2001:db8:0:2::1") as neighbour:
        assert await post(neighbour, text="bonjour") == 200
    for n in range(10):
        async with browser(f"::ffff:192.0.2.{n}") as neighbour:
            assert await post(neighbour, text="bonjour") == 200


async def test_who_is_already_talking_goes_on_when_no_newcomer_is_taken(browser: Browser) -> None:
    async with browser() as known, browser() as script:
        await say(known, "bonjour")
        for _ in range(45):
            last = await post(script, text="bonjour")
        assert last == 429
        assert (await say(known, "toujours là")).status_code == 200


async def test_a_class_may_talk_together_and_a_network_no_faster(
    house: House, browser: Browser
) -> None:
    pupils = [browser() for _ in range(36)]
    for _ in range(6):
        for pupil in pupils:
            assert (await say(pupil, "bonjour")).status_code == 200
        house.clock.pass_by(seconds=9)
    seen = [(await say(pupils[0], "encore")).status_code for _ in range(15)]
    seen += [(await say(pupils[1], "encore")).status_code for _ in range(15)]
    assert seen == [200] * 24 + [429] * 6
    for pupil in pupils:
        await pupil.aclose()


async def test_a_browser_that_refuses_cookies_is_one_newcomer(
    house: House, browser: Browser
) -> None:
    async with browser() as stubborn:
        ticket = fields((await stubborn.get("/chat")).text)["ticket"]
        for _ in range(50):
            house.clock.pass_by(seconds=1)
            assert await post(stubborn, text="bonjour", ticket=ticket) == 200
        assert rooms(house) == 1


VOTES = [
    {"payload": VOTE},
    {"text": VOTE},
    {"text": f"  {VOTE}"},
    {"text": "\u200b/vo\u200bte" + VOTE[5:]},
    {"text": "/vote {}"},
    {"payload": VOTE, "ticket": "a.room.forged"},
    {"payload": VOTE, "ticket": ""},
]


@pytest.mark.parametrize("said", VOTES)
async def test_a_vote_of_somebody_who_never_opened_the_chat_is_refused(
    house: House, browser: Browser, said: dict[str, str]
) -> None:
    async with browser() as script:
        answer = await script.post("/chat/messages", json=said)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("Pour voter, ouvre d’abord le chat")
    assert "set-cookie" not in answer.headers
    assert (house.engine.heard, house.engine.votes) == ([], {})


async def test_a_vote_with_the_pages_ticket_or_a_cookie_is_taken(
    house: House, browser: Browser
) -> None:
    async with browser() as reader, browser() as talker:
        ticket = fields((await reader.get("/chat")).text)["ticket"]
        assert await post(reader, payload=VOTE, ticket=ticket) == 200
        await say(talker, "sondage")
        answer = await talker.post("/chat/messages", json={"payload": VOTE})
        assert answer.status_code == 200
    assert len(house.engine.votes) == 2


@pytest.mark.parametrize("said", ["/list_polls", "/vote_secrecy", "je veux voter", "/voter"])
async def test_a_question_about_votes_needs_no_room(
    house: House, browser: Browser, said: str
) -> None:
    async with browser() as script:
        assert await post(script, payload=said) == 200
        assert await post(script, text=said) == 200


async def test_the_settings_say_how_large_a_crowd_may_be() -> None:
    small = WebSettings(secret_key=SECRET, network_messages=3, network_rooms=2)
    transport = httpx.ASGITransport(House(settings=small).app())
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as visitor:
        assert [await post(visitor, text="a") for _ in range(3)] == [200, 200, 429]
        refused = await say(visitor, "quatre")
        assert refused.status_code == 429


def test_the_silent_are_forgotten_and_the_memory_is_bounded() -> None:
    rate = Rate(most=2, seconds=60)
    for n in range(100):
        rate.admit(str(n), now=0)
    assert len(rate) == 100
    rate.admit("late", now=60)
    assert len(rate) == 1
    for n in range(REMEMBERED + 50):
        rate.admit(str(n), now=61)
    assert len(rate) == REMEMBERED


def test_who_was_refused_is_not_forgotten_before_their_time() -> None:
    rate = Rate(most=1, seconds=60)
    rate.admit("hasty", now=0)
    rate.admit("other", now=59)
    with pytest.raises(Complaint):
        rate.admit("hasty", now=59)
    rate.admit("hasty", now=60)
    with pytest.raises(Complaint):
        rate.admit("hasty", now=61)
