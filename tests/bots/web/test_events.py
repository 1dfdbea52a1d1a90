"""The event stream over a real server: resumes, wakes at once, stays within bounds."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from bots.web import WebChannel, WebSettings
from dialogues.messages import Address, Outgoing, Receipt
from dialogues.ports import Refused
from tests.bots.web.doubles import SECRET, House
from tests.bots.web.serving import served, until

SOON = 5


@pytest.fixture
def house() -> House:
    settings = WebSettings(
        secret_key=SECRET, streams=3, streams_each=2, poll_seconds=0.2, heartbeat_seconds=0.4
    )
    return House(settings=settings)


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """Serve the house on a free port of the loopback."""
    async with served(house) as there:
        yield there


@pytest.fixture
async def visitor(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """A visitor who has said hello: message 1 is ours."""
    async with httpx.AsyncClient(base_url=address, timeout=SOON) as client:
        await client.post("/chat/messages", json={"text": "bonjour"})
        yield client


@asynccontextmanager
async def stream(
    visitor: httpx.AsyncClient, after: int = 0, last: str | None = None
) -> AsyncIterator[AsyncIterator[str]]:
    headers = {} if last is None else {"Last-Event-ID": last}
    url = f"/chat/events?after={after}"
    async with visitor.stream("GET", url, headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        yield answer.aiter_lines()


async def next_event(lines: AsyncIterator[str]) -> tuple[int, str]:
    """Return the next event's id and text."""
    async with asyncio.timeout(SOON):
        number = 0
        async for line in lines:
            if line.startswith("id: "):
                number = int(line[4:])
            if line.startswith("data: "):
                return number, json.loads(line[6:])["text"]
    raise AssertionError("The stream ended.")


def room(house: House) -> Address:
    return house.engine.heard[0].sender


def channel(house: House) -> WebChannel:
    return WebChannel(mailbox=house.mailbox, bell=house.bell, clock=house.clock)


async def test_a_message_of_the_post_reaches_an_open_page_at_once(
    house: House, visitor: httpx.AsyncClient
) -> None:
    async with stream(visitor, after=1) as lines:
        receipt = await channel(house).send(room(house), Outgoing(text="Du nouveau !\nVraiment."))
        assert await next_event(lines) == (2, "Du nouveau !\nVraiment.")
        assert receipt == Receipt(id="2")


async def test_a_message_posted_by_another_process_arrives_without_a_bell(
    house: House, visitor: httpx.AsyncClient
) -> None:
    async with stream(visitor, after=1) as lines:
        await house.mailbox.post(room(house).room, Outgoing(text="D’ailleurs."), house.clock())
        assert await next_event(lines) == (2, "D’ailleurs.")


async def test_a_stream_resumes_after_the_last_event_seen(
    house: House, visitor: httpx.AsyncClient
) -> None:
    for text in ("deux", "trois", "quatre"):
        await house.mailbox.post(room(house).room, Outgoing(text=text), house.clock())
    async with stream(visitor, after=1, last="2") as lines:
        assert await next_event(lines) == (3, "trois")
        assert await next_event(lines) == (4, "quatre")


@pytest.mark.parametrize("last", ["", "x", "-3", "9" * 30, "1;drop"])
async def test_a_nonsense_last_event_id_starts_from_the_beginning(
    visitor: httpx.AsyncClient, last: str
) -> None:
    async with stream(visitor, last=last) as lines:
        assert (await next_event(lines))[0] == 1


async def test_a_silent_stream_beats(visitor: httpx.AsyncClient) -> None:
    async with stream(visitor, after=1) as lines, asyncio.timeout(SOON):
        beats = (line async for line in lines if line.startswith(":"))
        assert [await anext(beats), await anext(beats)] == [": ", ": "]


async def test_a_room_hears_only_itself(house: House, visitor: httpx.AsyncClient) -> None:
    await house.mailbox.post("another-room", Outgoing(text="Secret"), house.clock())
    await house.mailbox.post(room(house).room, Outgoing(text="Pour toi"), house.clock())
    async with stream(visitor, after=1) as lines:
        assert await next_event(lines) == (3, "Pour toi")


async def test_no_stream_without_a_session(address: str) -> None:
    async with httpx.AsyncClient(base_url=address) as stranger:
        answer = await stranger.get("/chat/events", headers={"Accept": "application/json"})
        assert answer.status_code == 403
        assert answer.json()["detail"].startswith("La conversation n’a pas encore commencé")


async def test_streams_are_bounded_for_a_person_and_for_all(
    house: House, address: str, visitor: httpx.AsyncClient
) -> None:
    async with stream(visitor), stream(visitor):
        third = await visitor.get("/chat/events")
        assert third.status_code == 429
        async with httpx.AsyncClient(base_url=address) as other:
            await other.post("/chat/messages", json={"text": "bonjour"})
            async with stream(other):
                assert house.bell.taken() == 3
                assert (await other.get("/chat/events")).status_code == 503


async def test_the_rooms_of_one_network_do_not_take_every_seat(house: House) -> None:
    house.settings = replace(house.settings, streams=9, network_streams=2)
    async with (
        served(house) as address,
        httpx.AsyncClient(base_url=address, timeout=SOON) as one,
        httpx.AsyncClient(base_url=address, timeout=SOON) as two,
        httpx.AsyncClient(base_url=address, timeout=SOON) as three,
    ):
        for visitor in (one, two, three):
            await visitor.post("/chat/messages", json={"text": "bonjour"})
        async with stream(one), stream(two):
            refused = await three.get("/chat/events")
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
            elsewhere = {"X-Forwarded-For": "192.0.2.7"}
            async with three.stream("GET", "/chat/events", headers=elsewhere) as answer:
                assert answer.status_code == 200
        await until(lambda: house.bell.taken() == 0)
        async with stream(three):
            assert house.bell.held("127.0.0.1") == 1


async def test_a_seat_is_free_again_when_the_visitor_leaves(
    house: House, visitor: httpx.AsyncClient
) -> None:
    async with stream(visitor):
        assert house.bell.taken() == 1
    await until(lambda: house.bell.taken() == 0)


async def test_the_end_of_listening_ends_the_streams(
    house: House, visitor: httpx.AsyncClient
) -> None:
    listening = asyncio.create_task(channel(house).listen(house.engine))
    await asyncio.sleep(0)
    async with stream(visitor, after=1) as lines:
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
        async with asyncio.timeout(SOON):
            assert [line async for line in lines if line.startswith("data")] == []


async def test_an_amended_message_is_said_anew(house: House, visitor: httpx.AsyncClient) -> None:
    await channel(house).amend(room(house), Receipt(id="1"), Outgoing(text="Corrigé"))
    assert house.mailbox.messages[1][1] == Outgoing(text="Corrigé", amends=True)


async def test_another_channels_address_is_refused(house: House) -> None:
    elsewhere = Address(channel="telegram", room="1", user="1")
    with pytest.raises(Refused):
        await channel(house).send(elsewhere, Outgoing(text="Perdu"))
    assert house.mailbox.messages == []
