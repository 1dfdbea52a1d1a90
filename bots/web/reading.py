"""Reads what a visitor posts, from a form or from JSON, and complains in a sentence."""

import asyncio
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from bots.web.errors import Complaint
from bots.web.lines import Line, read_lines

BODY_BYTES = 32_768  # 10,000 characters and the hidden fields of the page without JavaScript
DRAIN_BYTES = 1_048_576  # read and thrown away, so that the refusal is heard
ARRIVAL_SECONDS = 20  # a slow phone sends 32 kB in 10 s
KEY = re.compile(r"[\w.:-]{1,64}", re.ASCII)
VOTE = "/vote"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One posted message: ``text`` or ``payload``; a ``page`` is wanted when a form was sent."""

    key: str
    text: str = ""
    payload: str | None = None
    shown: int | None = None
    ticket: str | None = None
    said: tuple[Line, ...] = field(default=())
    embed: bool = False
    page: bool = False


async def read(request: Request) -> Heard:
    """Read one message; raises a 400, 408, 413 or 415 complaint. Unknown fields are ignored."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {"application/json", *FORMS}:
        raise Complaint(415, "wrong_type")
    body = await _body(request)
    page = kind in FORMS
    fields = await _form(request, body) if page else _object(body)
    return _heard(fields, page=page)


async def _body(request: Request) -> bytes:
    kept, seen = bytearray(), 0
    try:
        async with asyncio.timeout(ARRIVAL_SECONDS):
            async for chunk in request.stream():
                seen += len(chunk)
                if seen > DRAIN_BYTES:
                    break
                kept += chunk if seen <= BODY_BYTES else b""
    except TimeoutError as late:
        raise Complaint(408, "too_slow") from late
    except ClientDisconnect as gone:
        raise Complaint(400, "unreadable") from gone
    if seen > BODY_BYTES:
        raise Complaint(413, "too_long")
    return bytes(kept)


async def _form(request: Request, body: bytes) -> dict[str, object]:
    async def again() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        async with Request(request.scope, again).form(max_files=4, max_fields=40) as form:
            return _texts(form)
    except (HTTPException, ValueError, KeyError) as error:
        raise Complaint(400, "unreadable") from error


def _texts(form: FormData) -> dict[str, object]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _object(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Complaint(400, "not_utf8") from error
    except (ValueError, RecursionError) as error:
        raise Complaint(400, "not_json") from error
    if not isinstance(value, dict):
        raise Complaint(400, "not_json")
    return value


def _heard(fields: Mapping[str, object], *, page: bool) -> Heard:
    text, payload = _word(fields, "text"), _word(fields, "payload")
    if text is None and payload is None:
        raise Complaint(400, "nothing_said")
    key = _word(fields, "key") or secrets.token_urlsafe(16)
    if not KEY.fullmatch(key):
        raise Complaint(400, "wrong_key")
    return Heard(
        key=key,
        text=text or "",
        payload=payload,
        shown=number(str(fields.get("shown", ""))),
        ticket=_word(fields, "ticket"),
        said=read_lines(_word(fields, "said") or "") if page else (),
        embed=str(fields.get("embed", "")).lower() in {"1", "true"},
        page=page,
    )


def _word(fields: Mapping[str, object], name: str) -> str | None:
    """Return a text field; half a surrogate pair, which no database keeps, becomes « ? »."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Complaint(400, "wrong_field")
    return value.encode("utf-8", "replace").decode("utf-8")


def is_vote(heard: Heard) -> bool:
    """Whether a message is a ballot, pressed or written out."""
    said = heard.text if heard.payload is None else heard.payload
    # the mind, too, hears neither spaces nor what cannot be printed before a command
    written = "".join(sign for sign in said if sign.isprintable() and not sign.isspace())
    return written.partition("{")[0] == VOTE


def number(text: str) -> int | None:
    """Return a mailbox id; None for anything a database could not hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None  # noqa: PLR2004 -- below 2**63
