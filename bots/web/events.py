"""The server-sent events: what is said in a room reaches its open pages, and nothing is lost."""

import asyncio
import contextlib
import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bots.web.channel import Seat
from bots.web.crowd import network
from bots.web.errors import Complaint
from bots.web.parts import Parts
from bots.web.reading import number
from bots.web.transcript import view

BATCH = 50
RETRY = b"retry: 3000\n\n"  # milliseconds before the browser comes back
HEARTBEAT = b": \n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would keep our words for itself
]


class Events:
    """Opens streams, as many as we can afford."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """Return the stream's route."""
        return [Route("/chat/events", self.open)]

    async def open(self, request: Request) -> Response:
        """Open the visitor's stream after the last message they have."""
        embed = request.query_params.get("embed") == "1"
        room = self._parts.sessions.known(request, embed=embed)
        if room is None:
            raise Complaint(403, "no_session")
        bell, settings = self._parts.bell, self._parts.settings
        whose = network(request)
        if bell.taken(room) >= settings.streams_each:
            raise Complaint(429, "too_many_streams", {"Retry-After": "30"})
        if bell.taken() >= settings.streams:
            raise Complaint(503, "too_many_streams", {"Retry-After": "30"})
        if bell.held(whose) >= settings.network_streams:
            raise Complaint(429, "crowded", {"Retry-After": "60"})
        return Stream(self._parts, room=room, whose=whose, after=_last(request), embed=embed)


def _last(request: Request) -> int:
    """Return the last id seen: the browser's own on a reconnection, else the page's."""
    told = request.headers.get("last-event-id") or request.query_params.get("after", "")
    return number(told) or 0


class Stream(Response):
    """One open stream; it takes its seat and leaves it, whatever happens."""

    def __init__(self, parts: Parts, *, room: str, whose: str, after: int, embed: bool) -> None:
        super().__init__()
        self._mailbox, self._bell, self._settings = parts.mailbox, parts.bell, parts.settings
        self._room, self._whose, self._after, self._embed = room, whose, after, embed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the seat, write until the visitor or the server leaves."""
        with self._bell.seat(self._room, self._whose) as seat:
            await send({"type": "http.response.start", "status": 200, "headers": list(HEADERS)})
            watch = asyncio.create_task(_until_gone(receive, seat))
            try:
                await _write(send, RETRY)
                if scope["method"] != "HEAD":
                    await self._tell(send, seat)
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            except OSError:  # the visitor left while we were writing
                return
            finally:
                watch.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await watch

    async def _tell(self, send: Send, seat: Seat) -> None:
        loop = asyncio.get_running_loop()
        spoke = loop.time()
        while not seat.left:
            seat.ring.clear()
            if await self._catch_up(send):
                spoke = loop.time()
            if seat.left or await seat.rung(self._settings.poll_seconds):
                continue
            if loop.time() - spoke >= self._settings.heartbeat_seconds - 1e-3:
                await _write(send, HEARTBEAT)
                spoke = loop.time()

    async def _catch_up(self, send: Send) -> bool:
        """Write what came since; return whether there was anything."""
        wrote = False
        while batch := await self._mailbox.since(self._room, self._after, BATCH):
            for count, message in batch:
                body = json.dumps(view(count, message, embed=self._embed), ensure_ascii=False)
                await _write(send, f"id: {count}\ndata: {body}\n\n".encode())
                self._after = count
            wrote = True
        return wrote


async def _write(send: Send, chunk: bytes) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": True})


async def _until_gone(receive: Receive, seat: Seat) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    seat.leave()
