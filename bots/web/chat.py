"""The chat: its page, what a visitor posts and what we answer, with and without JavaScript."""

import asyncio
import re
import secrets
from hashlib import sha256
from weakref import WeakValueDictionary

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bots.web.crowd import Crowd, network
from bots.web.errors import Complaint
from bots.web.lines import Line, write_lines
from bots.web.parts import Parts
from bots.web.rate import Rate
from bots.web.reading import Heard, is_vote, number, read
from bots.web.sessions import new_room
from bots.web.shield import is_from_here
from bots.web.transcript import Numbered, pressed, repeated, rows, tail, view
from dialogues.messages import Address, Incoming, Press, Receipt, Text

STORED = {"Cache-Control": "no-store"}
REPLAY = "replay"  # how the engine marks an event it had already answered


class Chat:
    """One page, one post and the files of one's own room."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._look, self._sessions, self._mailbox = parts.look, parts.sessions, parts.mailbox
        settings = parts.settings
        self._rate = Rate(most=settings.messages, seconds=settings.window_seconds)
        self._crowd = Crowd(settings)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def routes(self) -> list[Route]:
        """Return the chat's routes."""
        return [
            Route("/chat", self.page),
            Route("/chat/messages", self.post, methods=["POST"]),
            Route("/chat/files/{number}", self.file),
        ]

    async def page(self, request: Request) -> Response:
        """Show the conversation; sets no cookie."""
        embed = request.query_params.get("embed") == "1"
        room = self._sessions.known(request, embed=embed)
        history = await tail(self._mailbox, room) if room else ()
        return self._draw(request, room=room, history=history, embed=embed)

    async def post(self, request: Request) -> Response:
        """Hand one message to the engine and answer with its replies."""
        if not is_from_here(request, self._parts.settings.public_url):
            raise Complaint(403, "elsewhere")
        self._crowd.admit(network(request), self._parts.tick())
        heard = await read(request)
        room = self._sessions.known(request, embed=heard.embed) or self._enter(request, heard)
        self._rate.admit(room, self._parts.tick())
        replies = await self._answer(room, heard)
        response = await self._show(request, room, heard, replies)
        response.headers["Set-Cookie"] = self._sessions.cookie(room, embed=heard.embed)
        return response

    async def file(self, request: Request) -> Response:
        """Give the file that came with a message of one's own room."""
        embed = request.query_params.get("embed") == "1"
        room = self._sessions.known(request, embed=embed)
        wanted = number(request.path_params["number"])
        if room is None or not wanted:
            raise Complaint(404, "no_file")
        for found, message in await self._mailbox.since(room, wanted - 1, 1):
            if found == wanted and message.file is not None:
                return attached(message.file.content, message.file.name, message.file.media_type)
        raise Complaint(404, "no_file")

    def _enter(self, request: Request, heard: Heard) -> str:
        """Give a room to somebody without a cookie: the one of their page's ticket, or a new one.

        A script that has read no page may say hello, but not vote: a vote for each of its posts
        would be a person for each of them.
        """
        room = self._sessions.ticketed(heard.ticket)
        if room is None and is_vote(heard):
            raise Complaint(403, "vote_first")
        room = room or new_room()
        self._crowd.welcome(room, network(request), self._parts.tick())
        return room

    async def _answer(self, room: str, heard: Heard) -> tuple[Numbered, ...]:
        """Run the turn; a repeated post finds its first replies instead of posting them twice."""
        lock = self._locks.setdefault(room, asyncio.Lock())
        async with lock:
            response = await self._parts.receive(_incoming(room, heard))
            if response.decided == REPLAY:
                before = repeated(await tail(self._mailbox, room), response.messages)
                if before:
                    return before
            now = self._parts.clock()
            posted = [
                (await self._mailbox.post(room, message, now), message)
                for message in response.messages
            ]
        self._parts.bell.ring(room)
        return tuple(posted)

    async def _show(
        self, request: Request, room: str, heard: Heard, replies: tuple[Numbered, ...]
    ) -> Response:
        if not heard.page:
            views = [view(count, message, embed=heard.embed) for count, message in replies]
            return JSONResponse({"messages": views}, headers=STORED)
        history = await tail(self._mailbox, room)
        said = (*heard.said, self._line(heard, history, replies))
        return self._draw(request, room=room, history=history, embed=heard.embed, said=said)

    def _line(
        self, heard: Heard, history: tuple[Numbered, ...], replies: tuple[Numbered, ...]
    ) -> Line:
        """Return what the person just said, placed before our replies."""
        last = replies[0][0] - 1 if replies else max((count for count, _ in history), default=0)
        if heard.payload is None:
            return Line(after=last, text=heard.text)
        shown, label = pressed(history, heard.payload, heard.shown)
        label = label or self._look.starters.get(heard.payload, "…")
        return Line(after=last, text=label, shown=shown)

    def _draw(
        self,
        request: Request,
        *,
        room: str | None,
        history: tuple[Numbered, ...],
        embed: bool,
        said: tuple[Line, ...] = (),
    ) -> Response:
        page = self._look.page(
            "chat.html",
            request,
            rows=list(rows(history, said, embed=embed)),
            starters=self._look.starters,
            said=write_lines(said),
            ticket=self._sessions.ticket(room),
            key=secrets.token_urlsafe(16),
            known=room is not None,
            embed=embed,
        )
        page.headers.update(STORED)
        return page


def _incoming(room: str, heard: Heard) -> Incoming:
    """Make the event; its id binds the key to the room and the words, so no key can be reused."""
    sender = Address(channel="web", room=room, user=room)
    parts = "\n".join((room, heard.key, heard.payload or "", heard.text))
    event = sha256(parts.encode()).hexdigest()[:32]
    if heard.payload is None:
        return Text(id=event, sender=sender, text=heard.text)
    shown = None if heard.shown is None else Receipt(id=str(heard.shown))
    return Press(id=event, sender=sender, payload=heard.payload, shown=shown)


def attached(content: bytes, name: str, media_type: str) -> Response:
    """Offer bytes as a download under a harmless name."""
    plain = re.sub(r"[^\w.-]", "-", name, flags=re.ASCII) or "fichier"
    disposition = f'attachment; filename="{plain or "fichier"}"'
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": disposition, **STORED}
    )
