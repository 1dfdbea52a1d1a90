"""Telegram's entrance on the web: who may knock, how much is read, and what is answered when."""

from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bots.telegram.door import PATH, Door

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LARGEST = 1_000_000  # bytes: an update has some thousands


def route(door: Door) -> Route:
    """Return the one route, to be joined to a site."""

    async def knocked(request: Request) -> Response:
        return Response(status_code=await _status(request, door))

    return Route(PATH, knocked, methods=["POST"])


async def _status(request: Request, door: Door) -> int:
    """Answer 200 only when the update's turn is kept and its replies were shown, or never can be.

    Whatever else is answered, Telegram brings the update again.
    """
    if not door.is_known(request.headers.get(SECRET, "")):
        return 403
    try:
        body = await _body(request)
    except ClientDisconnect:
        return 400
    if body is None:
        return 413
    update = _update(body)
    if update is None:
        return 400
    return 200 if await door.bring(update) else 503


async def _body(request: Request) -> bytes | None:
    """Read the body; None when it is too large, of which no more is read."""
    told = request.headers.get("content-length", "0")
    if not told.isdecimal() or int(told) > LARGEST:
        return None
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        told = orjson.loads(body)
    except ValueError:
        return None
    match told:
        case {"update_id": int(number)} if not isinstance(number, bool):
            return dict(told)
        case _:
            return None
