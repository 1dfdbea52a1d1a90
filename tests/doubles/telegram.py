"""A Bot API server on loopback: Telegram's rules, its people, its bad days, and its judge."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

from aiohttp import web

from tests.doubles.telegram_methods import Methods
from tests.doubles.telegram_people import Json, People, Post
from tests.doubles.telegram_rules import ApiError
from tests.doubles.telegram_spec import Spec

TOKEN = "777:test-token"


class Trouble(Enum):
    """How a request can go wrong, beside being refused."""

    HANG = "it is never answered"
    RESET = "the connection is cut before it is read"
    LOST = "it is obeyed, and the answer is cut off"
    SILENT = "it is obeyed, and never answered"
    NONSENSE = "a web page answers in Telegram's place"


@dataclass
class Fault:
    """What happens to the next calls of a method ('' for any) instead of being obeyed."""

    method: str
    what: ApiError | Trouble
    times: int = 1


@dataclass(frozen=True)
class Call:
    """One request of the bot."""

    method: str
    params: dict[str, Any]


class TelegramDouble(People):
    """Use as ``async with``; ``url`` and ``token`` are for the channel, the rest for the test."""

    def __init__(self, *, spec: Spec | None = None) -> None:
        super().__init__()
        self.token = TOKEN
        self.url = ""
        self.calls: list[Call] = []
        self.problems: list[str] = []  # what breaks the official description
        self.methods = Methods(self)
        self._spec = spec
        self._faults: list[Fault] = []
        self._closing = asyncio.Event()
        self._poll: asyncio.Event = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Leave the network: nobody listens at ``url`` any more."""
        self._closing.set()
        self._poll.set()
        self.arrived.set()
        if self._runner:
            await self._runner.cleanup()

    def fail(self, method: str, code: int, description: str, times: int = 1, **more: Any) -> None:
        """Refuse the next calls, ``retry_after`` or ``migrate_to_chat_id`` as parameters."""
        self._faults.append(Fault(method, ApiError(code, description, **more), times))

    def trouble(self, method: str, what: Trouble, times: int = 1) -> None:
        """Let the next calls go wrong."""
        self._faults.append(Fault(method, what, times))

    def called(self, method: str) -> list[dict[str, Any]]:
        """Return the parameters of each call of a method."""
        return [call.params for call in self.calls if call.method == method]

    async def until(self, fact: Callable[[], object], seconds: float = 15) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(seconds):
            while not fact():  # noqa: ASYNC110 - whatever the fact is, it tells nobody
                await asyncio.sleep(0.005)

    async def confirmed(self, update: int) -> None:
        """Wait until the bot has told us that it is done with an update."""
        await self.until(lambda: self.offset > update)

    async def read(self, chat: int, count: int, seconds: float = 15) -> list[Post]:
        """Wait until a chat shows ``count`` messages of the bot, and return them."""
        await self.until(lambda: len(self.seen(chat)) >= count, seconds)
        return self.seen(chat)

    @property
    def offset(self) -> int:
        """The last offset asked for: every update below it is confirmed."""
        return max(
            (int(one["offset"]) for one in self.called("getUpdates") if "offset" in one), default=0
        )

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fields = await _fields(request)
        self._judge(self._spec.call(method, _official(fields)) if self._spec else [])
        self.calls.append(Call(method, fields))
        fault = self._fault(method)
        if isinstance(fault, Trouble):
            return await self._troubled(fault, request, method, fields)
        try:
            if fault:
                raise fault
            return _answer(200, {"ok": True, "result": await self._obey(request, method, fields)})
        except ApiError as refused:
            body = {"ok": False, "error_code": refused.code, "description": refused.description}
            if refused.parameters:
                body["parameters"] = refused.parameters
            return _answer(refused.code, body)

    async def _obey(self, request: web.Request, method: str, fields: dict[str, Any]) -> Any:
        if request.match_info["token"] != self.token:
            raise ApiError(401, "Unauthorized")
        if method == "getUpdates":
            result: Any = await self._updates(fields)
        elif hasattr(self.methods, method):
            result = getattr(self.methods, method)(fields)
        else:
            raise ApiError(404, "Not Found: method not found")
        self._judge(self._spec.result(method, result) if self._spec else [])
        return result

    async def _updates(self, fields: dict[str, Any]) -> list[Json]:
        if self.methods.webhook:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poll.set()  # whoever polled before is sent away
        mine = self._poll = asyncio.Event()
        self.allowed = json.loads(fields.get("allowed_updates", "null")) or self.allowed
        offset = int(fields.get("offset", 0))
        self.updates = [one for one in self.updates if one["update_id"] >= offset]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(float(fields.get("timeout", 0))):
                while not self.updates and not mine.is_set():
                    self.arrived.clear()
                    await self._either(mine)
        if mine.is_set() and not self._closing.is_set():
            raise ApiError(409, "Conflict: terminated by other getUpdates request")
        return self.updates[: int(fields.get("limit", 100))]

    async def _either(self, mine: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(event.wait()) for event in (self.arrived, mine)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _troubled(
        self, trouble: Trouble, request: web.Request, method: str, fields: dict[str, Any]
    ) -> web.StreamResponse:
        if trouble in {Trouble.LOST, Trouble.SILENT}:
            await self._obey(request, method, fields)
        if trouble in {Trouble.HANG, Trouble.SILENT}:
            await self._closing.wait()
        elif trouble is Trouble.NONSENSE:
            return web.Response(text="<html>Bienvenue sur le wifi</html>")
        if request.transport:
            request.transport.abort()
        return web.Response()

    def _fault(self, method: str) -> ApiError | Trouble | None:
        for fault in self._faults:
            if fault.times and fault.method in {"", method}:
                fault.times -= 1
                return fault.what
        return None

    def _judge(self, problems: list[str]) -> None:
        self.problems += problems

    def emit(self, kind: str, body: Json) -> int:
        number = super().emit(kind, body)
        update = {"update_id": number, kind: body}
        self._judge(self._spec.update(update) if self._spec else [])
        return number


async def _fields(request: web.Request) -> dict[str, Any]:
    """Read a call's parameters, in whichever of the Bot API's ways they were written.

    A file is its bytes, and its name stands in ``file_name``.
    """
    fields: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return fields | {name: _form(value) for name, value in (await request.json()).items()}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            fields |= {name: value.file.read(), "file_name": value.filename}
        else:
            fields[name] = value
    attached = str(fields.get("document", ""))
    if attached.startswith("attach://"):
        fields["document"] = fields.pop(attached.removeprefix("attach://"))
    return fields


def _form(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _official(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "file_name"}


def _answer(status: int, body: Json) -> web.Response:
    return web.json_response(body, status=status)
