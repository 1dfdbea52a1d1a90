"""The gateway of the Discord double: sessions, heartbeats, resuming, and closing on demand."""

import asyncio
import itertools
import json
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.doubles.discord_people import APPLICATION, BOT_ID, SERVER, person
from tests.doubles.discord_rules import Json

HEARTBEAT, IDENTIFY, RESUME = 1, 2, 6
RECONNECT, INVALID, HELLO, ACKNOWLEDGED = 7, 9, 10, 11
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
WANTED = {"PRIVATE": 1 << 12, "SERVER": 1 << 9}


@dataclass
class Session:
    """What Discord remembers of a bot that may come back."""

    id: str
    intents: int
    log: list[Json] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, kind: str, data: Any) -> None:
        self.log.append({"op": 0, "s": len(self.log) + 1, "t": kind, "d": data})
        self.news.set()


class Socket:
    """One connection of the bot."""

    def __init__(self, request: web.Request) -> None:
        self.ws = web.WebSocketResponse()
        self._request = request
        packed = request.query.get("compress") == "zlib-stream"
        self._packer = zlib.compressobj() if packed else None

    async def open(self) -> None:
        await self.ws.prepare(self._request)

    async def send(self, payload: Json) -> None:
        text = json.dumps(payload)
        if self._packer is None:
            await self.ws.send_str(text)
            return
        packed = self._packer.compress(text.encode()) + self._packer.flush(zlib.Z_SYNC_FLUSH)
        await self.ws.send_bytes(packed)


class Gateway:
    """What the test asks of the gateway, and what the bot did there."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.url = ""
        self.heartbeat = 41.25  # seconds
        self.identified: list[Json] = []
        self.resumed = 0
        self.beats = 0
        self.refuse: list[int] = []  # codes the next sessions are closed with
        self.sessions: dict[str, Session] = {}
        self._sockets: dict[Socket, Session | None] = {}
        self._ids = itertools.count(1)

    @property
    def live(self) -> bool:
        """Whether a session has begun and is being listened to."""
        return any(session is not None for session in self._sockets.values())

    def dispatch(self, kind: str, data: Any) -> None:
        """Send an event to whoever listens, or may come back."""
        needed = WANTED["SERVER" if "guild_id" in data else "PRIVATE"]
        for session in self.sessions.values():
            if kind != "MESSAGE_CREATE" or session.intents & needed:
                session.note(kind, data)

    async def close(self, code: int) -> None:
        """Close every connection; a session may be resumed."""
        for socket in list(self._sockets):
            await socket.ws.close(code=code)

    async def cut(self) -> None:
        """Cut every connection without a word."""
        for socket in list(self._sockets):
            transport = socket._request.transport
            if transport:
                transport.abort()

    async def tell(self, op: int, data: Any = None) -> None:
        """Say something else than an event: RECONNECT, or INVALID with whether to resume."""
        if op == INVALID and not data:
            self.sessions.clear()
        for socket in list(self._sockets):
            await socket.send({"op": op, "d": data})

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = Socket(request)
        await socket.open()
        self._sockets[socket] = None
        await socket.send({"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat * 1000)}})
        writing: list[asyncio.Task[None]] = []
        try:
            await self._listen(socket, writing)
        finally:
            for task in writing:
                task.cancel()
            del self._sockets[socket]
        return socket.ws

    async def _listen(self, socket: Socket, writing: list[asyncio.Task[None]]) -> None:
        async for said in socket.ws:
            if said.type is not WSMsgType.TEXT:
                return
            payload = json.loads(said.data)
            if payload["op"] == HEARTBEAT:
                self.beats += 1
                await socket.send({"op": ACKNOWLEDGED, "d": None})
            elif payload["op"] == IDENTIFY:
                await self._identify(socket, payload["d"], writing)
            elif payload["op"] == RESUME:
                await self._resume(socket, payload["d"], writing)

    async def _identify(
        self, socket: Socket, data: Json, writing: list[asyncio.Task[None]]
    ) -> None:
        self.identified.append(data)
        code = self._refusal(data)
        if code:
            await socket.ws.close(code=code)
            return
        session = Session(id=f"session-{next(self._ids)}", intents=data["intents"])
        self.sessions[session.id] = session
        session.note("READY", self._ready(session))
        writing.append(asyncio.create_task(self._write(socket, session, 0)))

    def _refusal(self, data: Json) -> int | None:
        if self.refuse:
            return self.refuse.pop(0)
        if data["token"] != self.token:
            return 4004
        return 4014 if data["intents"] & PRIVILEGED else None

    async def _resume(self, socket: Socket, data: Json, writing: list[asyncio.Task[None]]) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None:
            await socket.send({"op": INVALID, "d": False})
            return
        self.resumed += 1
        seen = data["seq"]
        session.note("RESUMED", {})
        writing.append(asyncio.create_task(self._write(socket, session, seen)))

    async def _write(self, socket: Socket, session: Session, seen: int) -> None:
        with suppress(ConnectionError):
            while True:
                session.news.clear()
                for payload in session.log[seen:]:
                    await socket.send(payload)
                    self._sockets[socket] = session
                    seen = payload["s"]
                await session.news.wait()

    def _ready(self, session: Session) -> Json:
        return {
            "v": 10,
            "user": person(BOT_ID),
            "guilds": [{"id": str(SERVER), "unavailable": True}],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": str(APPLICATION), "flags": 0},
        }
