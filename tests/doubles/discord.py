"""A Discord on loopback: its REST and its gateway, its people, its bad days, and its judge."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

from aiohttp import web

from tests.doubles.discord_gateway import Gateway
from tests.doubles.discord_people import People, Post
from tests.doubles.discord_routes import ROUTES, Request, Routes
from tests.doubles.discord_rules import ApiError, Json
from tests.doubles.discord_spec import Spec

TOKEN = "Nzc3.test.token"
BASE = "/api/v10"


class Trouble(Enum):
    """How a request can go wrong, beside being refused."""

    HANG = "it is never answered"
    RESET = "the connection is cut before it is read"
    LOST = "it is obeyed, and the answer is cut off"
    SILENT = "it is obeyed, and never answered"
    NONSENSE = "a web page answers in Discord's place"


@dataclass
class Fault:
    """What happens to the next requests of a name ('' for any) instead of being obeyed."""

    name: str
    what: ApiError | Trouble
    times: int = 1
    after: int = 0  # requests that pass before


class DiscordDouble(People):
    """Use as ``async with``; ``url`` and ``token`` are for the channel, the rest for the test."""

    def __init__(self, *, spec: Spec | None = None) -> None:
        super().__init__()
        self.token = TOKEN
        self.url = ""
        self.calls: list[tuple[str, Request]] = []
        self.problems: list[str] = []  # what breaks the official description
        self.routes = Routes(self)
        self.gateway = Gateway(TOKEN)
        self._spec = spec
        self._faults: list[Fault] = []
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2**26)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_route("*", BASE + "/{rest:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}{BASE}"
        self.gateway.url = self.routes.gateway_url = f"ws://{host}:{port}/gateway/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Leave the network: nobody listens at ``url`` any more."""
        self._closing.set()
        await self.gateway.cut()
        if self._runner:
            await self._runner.cleanup()

    def fail(
        self, name: str, status: int, code: int = 0, times: int = 1, after: int = 0, **more: Any
    ) -> None:
        """Refuse the next requests; ``retry_after`` and ``global`` go with 429."""
        refusal = ApiError(status, code, more.pop("message", "no"), **more)
        self._faults.append(Fault(name, refusal, times, after))

    def trouble(self, name: str, what: Trouble, times: int = 1) -> None:
        """Let the next requests go wrong."""
        self._faults.append(Fault(name, what, times))

    def called(self, name: str) -> list[Request]:
        """Return each request of a name."""
        return [asked for one, asked in self.calls if one == name]

    async def until(self, fact: Callable[[], object], seconds: float = 15) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(seconds):
            while not fact():  # noqa: ASYNC110 - whatever the fact is, it tells nobody
                await asyncio.sleep(0.005)

    async def read(self, user: int, count: int, seconds: float = 15) -> list[Post]:
        """Wait until a person sees ``count`` messages of the bot in private, and return them."""
        await self.until(lambda: len(self.written(self.dm(user), user)) >= count, seconds)
        return self.written(self.dm(user), user)

    async def read_in(self, room: int, user: int, count: int) -> list[Post]:
        """Wait until a person sees ``count`` messages of the bot in a room, and return them."""
        await self.until(lambda: len(self.written(room, user)) >= count)
        return self.written(room, user)

    def written(self, room: int, user: int) -> list[Post]:
        """Return what is seen in a room and is more than a promise of an answer."""
        return [post for post in self.seen_in(room, user) if not post.thinking]

    def emit(self, kind: str, body: Json) -> None:
        said = body if kind == "MESSAGE_CREATE" else body.get("message")
        if said and self._spec:
            self.problems += self._spec.message(said)
        self.gateway.dispatch(kind, body)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        name, asked = await _read(request)
        self._judge_request(asked)
        self.calls.append((name, asked))
        try:
            fault = self._fault(name)
            if isinstance(fault, Trouble):
                return await self._troubled(fault, request, name, asked)
            if fault:
                raise fault
            return self._obey(request, name, asked)
        except ApiError as refused:
            return _refusal(refused)

    def _obey(self, request: web.Request, name: str, asked: Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bot {self.token}":
            raise ApiError(401, 0, "401: Unauthorized")
        if not name:
            raise ApiError(404, 0, "404: Not Found")
        result = getattr(self.routes, name)(asked)
        status = 204 if result is None else 200
        if self._spec:
            self.problems += self._spec.answer(asked.method, asked.path, status, result)
        return web.Response(status=204) if result is None else _answer(200, result)

    def _judge_request(self, asked: Request) -> None:
        if self._spec:
            self.problems += self._spec.request(asked.method, asked.path, asked.query, asked.body)

    async def _troubled(
        self, trouble: Trouble, request: web.Request, name: str, asked: Request
    ) -> web.StreamResponse:
        if trouble in {Trouble.LOST, Trouble.SILENT}:
            self._obey(request, name, asked)
        if trouble in {Trouble.HANG, Trouble.SILENT}:
            await self._closing.wait()
        elif trouble is Trouble.NONSENSE:
            return web.Response(text="<html>Bienvenue sur le wifi</html>")
        if request.transport:
            request.transport.abort()
        return web.Response()

    def _fault(self, name: str) -> ApiError | Trouble | None:
        for fault in self._faults:
            if fault.name not in {"", name} or not fault.times:
                continue
            if fault.after:
                fault.after -= 1
                continue
            fault.times -= 1
            return fault.what
        return None


async def _read(request: web.Request) -> tuple[str, Request]:
    path = request.path.removeprefix(BASE)
    pattern, name, where = next(_routes(request.method, path), (path, "", {}))
    body, files = await _body(request)
    asked = Request(
        method=request.method,
        path=pattern,
        where=where,
        query=dict(request.query),
        body=body,
        files=files,
    )
    return name, asked


def _routes(method: str, path: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    for (known, pattern), name in ROUTES.items():
        found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern), path)
        if found and known == method:
            yield pattern, name, found.groupdict()


async def _body(request: web.Request) -> tuple[Any, list[tuple[str, bytes]]]:
    if request.content_type == "application/json":
        return await request.json(), []
    if not request.content_type.startswith("multipart/"):
        return None, []
    body, files = None, []
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files.append((value.filename, value.file.read()))
        elif name == "payload_json":
            body = json.loads(str(value))
    return body, files


def _refusal(refused: ApiError) -> web.Response:
    headers = {}
    if refused.status == 429:
        told = refused.body.get("retry_after", 1)
        scope = "global" if refused.body.get("global") else "user"
        headers = {"Via": "1.1 google", "Retry-After": str(told), "X-RateLimit-Scope": scope}
    return _answer(refused.status, refused.body, headers)


def _answer(status: int, body: Any, headers: dict[str, str] | None = None) -> web.Response:
    """Answer as Discord does: the library takes no other content type, not even a charset."""
    said = json.dumps(body).encode()
    return web.Response(body=said, status=status, content_type="application/json", headers=headers)
