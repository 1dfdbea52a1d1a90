"""The wire: connections kept and bounded, faults by the library's names, no word too many."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bots.telegram.faults import PerhapsShown, fault
from bots.telegram.line import Line
from bots.telegram.request import KeptRequest, _way
from dialogues.messages import Address, File, Outgoing
from dialogues.ports import Unreachable
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_house import channel_to

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
TOKEN = "777:very-secret"


class Api:
    """A server that answers as told, and knows who is connected."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.url = ""
        self.asked: list[web.BaseRequest] = []
        self.ports: set[int] = set()
        self.at_once = self.most = 0

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        assert request.transport
        self.ports.add(request.transport.get_extra_info("peername")[1])
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            return await self._answer(request)
        finally:
            self.at_once -= 1


@asynccontextmanager
async def api(answer: Answer) -> AsyncIterator[Api]:
    """Serve on loopback."""
    served = Api(answer)
    app = web.Application()
    app.router.add_route("*", "/{way:.*}", served.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    served.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield served
    finally:
        await runner.cleanup()


@asynccontextmanager
async def line_to(served: Api, answer: float = 5) -> AsyncIterator[Line]:
    """Open a line."""
    line = Line(token=TOKEN, api_url=served.url, answer=answer)
    await line.open()
    try:
        yield line
    finally:
        await line.close()


async def fine(_: web.Request) -> web.StreamResponse:
    return web.json_response({"ok": True, "result": True})


async def slow(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(0.02)
    return web.json_response({"ok": True, "result": True})


async def test_one_connection_serves_one_message_after_the_other() -> None:
    async with api(fine) as served, line_to(served) as line:
        for _ in range(20):
            await line.call("sendMessage", chat_id=1)
    assert (len(served.asked), len(served.ports)) == (20, 1)


async def test_no_more_connections_than_allowed_whatever_is_asked_at_once() -> None:
    async with api(slow) as served, line_to(served) as line:
        await asyncio.gather(*(line.call("sendMessage", chat_id=1) for _ in range(100)))
    assert len(served.asked) == 100
    assert served.most == len(served.ports) == 32


async def test_a_poll_that_waits_holds_back_no_message() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        polled = request.path.endswith("getUpdates")
        await asyncio.sleep(0.3 if polled else 0)
        return web.json_response({"ok": True, "result": [] if polled else True})

    async with api(answer) as served, line_to(served) as line:
        poll = asyncio.create_task(line.updates(offset=None, hold=1))
        await asyncio.gather(*(line.call("sendMessage", chat_id=1) for _ in range(64)))
        assert not poll.done()
        assert await poll == []


async def test_a_call_is_written_as_json_and_nothing_is_told_of_what_is_not_asked() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.content_type == "application/json"
        return web.json_response({"ok": True, "result": await request.json()})

    async with api(answer) as served, line_to(served) as line:
        told = await line.call("sendMessage", chat_id=-5, text="été 🎉", reply_markup=None)
    assert told == {"chat_id": -5, "text": "été 🎉"}


async def test_a_file_s_name_keeps_its_accents(double: TelegramDouble) -> None:
    channel = channel_to(double)
    double.chat(42)
    file = File(name="arrêt « Figeac ».ics", media_type="text/calendar", content=b"BEGIN:VCALENDAR")
    to = channel_address("42")
    await channel.send(to, Outgoing(text="", file=file))
    await channel.close()
    (shown,) = double.seen(42)
    assert shown.details["document"]["file_name"] == "arrêt « Figeac ».ics"
    assert shown.content == b"BEGIN:VCALENDAR"


def channel_address(room: str) -> Address:
    return Address(channel="telegram", room=room, user=room)


@pytest.mark.parametrize(
    ("status", "told", "kind"),
    [
        (400, {"description": "Bad Request: chat not found"}, BadRequest),
        (400, {"parameters": {"migrate_to_chat_id": -1009}}, ChatMigrated),
        (401, {"description": "Unauthorized"}, InvalidToken),
        (403, {"description": "Forbidden: bot was blocked by the user"}, Forbidden),
        (404, {"description": "Not Found"}, InvalidToken),
        (409, {"description": "Conflict: terminated by other getUpdates request"}, Conflict),
        (429, {"parameters": {"retry_after": 7}}, RetryAfter),
        (500, {"description": "Internal Server Error"}, NetworkError),
        (302, {}, NetworkError),
    ],
)
async def test_a_refusal_has_the_library_s_name(
    status: int, told: dict[str, object], kind: type[TelegramError]
) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        headers = {"Location": "/elsewhere"} if status == 302 else {}
        return web.json_response({"ok": False} | told, status=status, headers=headers)

    async with api(answer) as served, line_to(served) as line:
        with pytest.raises(TelegramError) as raised:
            await line.call("sendMessage", chat_id=1)
    assert type(raised.value) is kind
    assert len(served.asked) == 1, "nothing is followed elsewhere, nothing asked again"


async def test_an_answer_that_does_not_come_was_perhaps_obeyed() -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        raise AssertionError("Nobody waits so long.")

    async with api(answer) as served, line_to(served, answer=0.1) as line:
        with pytest.raises(TimedOut) as raised:
            await line.call("sendMessage", chat_id=1)
    assert isinstance(fault(raised.value), PerhapsShown)


async def test_an_answer_told_drop_by_drop_ends_too() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        dripping = web.StreamResponse()
        await dripping.prepare(request)
        while True:
            await dripping.write(b" ")
            await asyncio.sleep(0.02)

    async with api(answer) as served, line_to(served, answer=0.1) as line:
        with pytest.raises(TimedOut) as raised:
            async with asyncio.timeout(3):
                await line.call("sendMessage", chat_id=1)
    assert isinstance(fault(raised.value), PerhapsShown)


async def test_a_message_that_found_no_free_connection_did_not_leave() -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(1)
        return await fine(_)

    async with api(answer) as served:
        request = KeptRequest(answer=0.1, connections=1)
        await request.initialize()
        first = asyncio.create_task(request.post(f"{served.url}/bot/a", read_timeout=5))
        await asyncio.sleep(0.02)
        with pytest.raises(TimedOut) as raised:
            await request.post(f"{served.url}/bot/b")
        first.cancel()
        await request.shutdown()
    kind = fault(raised.value)
    assert isinstance(kind, Unreachable)
    assert not isinstance(kind, PerhapsShown)
    assert len(served.asked) == 1


async def test_no_fault_tells_the_token_or_what_was_said() -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(text='{"ok": tru')

    async with api(answer) as served, line_to(served, answer=0.1) as line:
        with pytest.raises(TelegramError) as nonsense:
            await line.call("sendMessage", chat_id=1, text="un secret")
    away = Line(token=TOKEN, api_url="http://127.0.0.1:9", answer=0.1)
    await away.open()
    with pytest.raises(NetworkError) as refused:
        await away.call("sendMessage", chat_id=1, text="un secret")
    await away.close()
    for raised in (nonsense.value, refused.value):
        assert "secret" not in f"{raised!r} {raised}"


async def test_a_closed_line_says_so_and_opens_again() -> None:
    async with api(fine) as served, line_to(served) as line:
        await line.close()
        with pytest.raises(NetworkError, match="closed"):
            await line.call("getMe")
        await line.open()
        await line.open()
        assert await line.call("getMe") is True


async def test_a_file_of_the_platform_is_fetched() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.method == "GET"
        return web.Response(body=b"\x00\x01")

    async with api(answer) as served:
        request = KeptRequest(answer=1, connections=1)
        await request.initialize()
        assert await request.retrieve(f"{served.url}/file/bot/a") == b"\x00\x01"
        assert request.read_timeout == 1
        await request.shutdown()


async def test_a_proxy_named_by_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with api(fine) as served:
        monkeypatch.setenv("http_proxy", served.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        line = Line(token=TOKEN, api_url="http://telegram.invalid", answer=1)
        await line.open()
        assert await line.call("getMe") is True
        await line.close()
        assert str(served.asked[0].url).startswith("http://telegram.invalid/bot")
        assert _way(f"{served.url}/bot")[1] is None


async def test_a_file_and_words_leave_together() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        fields = await request.post()
        file = fields["document"]
        assert isinstance(file, web.FileField)
        told = {"file": file.filename, "chat": fields["chat_id"], "keys": fields["reply_markup"]}
        return web.json_response({"ok": True, "result": told})

    keys = {"inline_keyboard": [[{"text": "Oui", "callback_data": "/affirm"}]]}
    async with api(answer) as served, line_to(served) as line:
        file = InputFile(b"...", filename='a"b.ics')
        told = await line.call("sendDocument", chat_id=1, document=file, reply_markup=keys)
    assert told["chat"] == "1"
    assert json.loads(told["keys"]) == keys
    assert told["file"].endswith("b.ics")
