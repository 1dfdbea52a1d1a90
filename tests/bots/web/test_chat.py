"""The chat over HTTP: what is answered, remembered and kept apart."""

import asyncio

import httpx

from bots.web import WebSettings
from dialogues.messages import Outgoing, Press
from tests.bots.web.conftest import HERE
from tests.bots.web.doubles import SECRET, STOP_CARD, House
from tests.bots.web.visiting import fields, say


async def test_reading_the_chat_sets_no_cookie(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/chat")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert "robot" in answer.text


async def test_a_first_message_is_answered_and_opens_a_session(visitor: httpx.AsyncClient) -> None:
    answer = await say(visitor, "deux")
    assert [one["text"] for one in answer.json()["messages"]] == ["Un.", "Deux."]
    assert [one["id"] for one in answer.json()["messages"]] == [1, 2]
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("tchatche=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


async def test_the_same_visitor_keeps_their_room(house: House, visitor: httpx.AsyncClient) -> None:
    await say(visitor, "un")
    await say(visitor, "autre")
    assert len({event.sender for event in house.engine.heard}) == 1
    assert house.engine.heard[0].sender.channel == "web"


async def test_a_forged_cookie_opens_another_room(house: House, visitor: httpx.AsyncClient) -> None:
    await say(visitor, "un")
    mine = house.engine.heard[0].sender.room
    visitor.cookies.clear()
    forged = {"Cookie": f"tchatche={mine}.AAAAAA.forged"}
    await visitor.post("/chat/messages", json={"text": "deux"}, headers=forged)
    assert house.engine.heard[1].sender.room != mine


async def test_an_old_cookie_is_forgotten(house: House, visitor: httpx.AsyncClient) -> None:
    await say(visitor, "un")
    house.clock.pass_by(days=91)
    await say(visitor, "autre")
    assert len({event.sender for event in house.engine.heard}) == 2


async def test_a_repeated_key_gives_the_same_messages_once(
    house: House, visitor: httpx.AsyncClient
) -> None:
    first = await say(visitor, "deux", key="k1")
    again = await say(visitor, "deux", key="k1")
    assert again.json() == first.json()
    assert len(house.mailbox.messages) == 2


async def test_a_repeated_key_is_recognised_even_when_both_arrive_at_once(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await say(visitor, "bonjour")
    house.engine.slow = 0.01
    answers = await asyncio.gather(*(say(visitor, "deux", key="k2") for _ in range(5)))
    assert len({answer.text for answer in answers}) == 1
    assert len(house.mailbox.messages) == 3


async def test_the_same_key_for_other_words_is_another_event(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await say(visitor, "un", key="k1")
    await say(visitor, "autre", key="k1")
    assert len({event.id for event in house.engine.heard}) == 2


async def test_two_visitors_with_one_key_never_hear_each_other(house: House) -> None:
    for _ in range(2):
        transport = httpx.ASGITransport(house.app())
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as visitor:
            await say(visitor, "deux", key="same")
    assert len({event.id for event in house.engine.heard}) == 2


async def test_a_first_message_sent_twice_before_any_cookie_is_one_event(
    house: House, visitor: httpx.AsyncClient
) -> None:
    ticket = fields((await visitor.get("/chat")).text)["ticket"]
    for _ in range(2):
        visitor.cookies.clear()
        await say(visitor, "deux", key="k1", ticket=ticket)
    assert len(house.mailbox.messages) == 2


async def test_a_press_names_the_message_it_stood_under(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await say(visitor, "sondage")
    await visitor.post(
        "/chat/messages", json={"payload": '/vote{"poll":"1","option":"1"}', "shown": 1}
    )
    press = house.engine.heard[1]
    assert isinstance(press, Press)
    assert press.shown is not None
    assert press.shown.id == "1"
    assert list(house.engine.votes) == [press.sender.room]


async def test_reload_shows_our_messages_and_never_their_words(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await say(visitor, "zanzibar")
    house.mailbox.messages.append((house.engine.heard[0].sender.room, Outgoing(text="Du nouveau.")))
    page = (await visitor.get("/chat")).text
    assert "Du nouveau." in page
    assert '<li class="mine">' not in page


async def test_a_page_of_a_long_conversation_reads_only_its_end(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await say(visitor, "zanzibar")
    room = house.engine.heard[0].sender.room
    house.mailbox.messages += [(room, Outgoing(text=f"n° {count}.")) for count in range(2, 1001)]
    house.mailbox.read.clear()
    page = (await visitor.get("/chat")).text
    assert "n° 1000." in page
    assert "n° 960." not in page
    assert sum(house.mailbox.read) == 40


async def test_a_card_carries_its_source_its_place_and_its_file(
    house: House, visitor: httpx.AsyncClient
) -> None:
    card = (await say(visitor, "arrêt")).json()["messages"][0]
    assert card["source"] == "https://example.org/figeac"
    assert card["place"]["name"] == "Place Carnot"
    got = await visitor.get(card["file"]["url"])
    assert STOP_CARD.file is not None
    assert got.content == STOP_CARD.file.content
    assert got.headers["content-disposition"] == 'attachment; filename="arr-t-figeac.ics"'


async def test_a_file_is_for_its_room_only(house: House, visitor: httpx.AsyncClient) -> None:
    url = (await say(visitor, "arrêt")).json()["messages"][0]["file"]["url"]
    visitor.cookies.clear()
    assert (await visitor.get(url)).status_code == 404
    await say(visitor, "deux")
    assert (await visitor.get(url)).status_code == 404
    for odd in ("0", "x", "-1", "9" * 40, "²"):
        assert (await visitor.get(f"/chat/files/{odd}")).status_code == 404


async def test_embedded_over_https_the_cookie_is_partitioned() -> None:
    house = House(settings=WebSettings(secret_key=SECRET, public_url="https://tchatche.test"))
    transport = httpx.ASGITransport(house.app())
    async with httpx.AsyncClient(transport=transport, base_url="https://tchatche.test") as visitor:
        cookie = (await say(visitor, "deux", embed="1")).headers["set-cookie"]
        assert cookie.startswith("tchatche_embed=")
        assert "SameSite=None; Secure; Partitioned" in cookie
        assert "Secure" in (await say(visitor, "deux")).headers["set-cookie"]
        assert 'data-known="1"' in (await visitor.get("/chat?embed=1")).text
