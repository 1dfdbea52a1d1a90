"""Reads what a form of the console posts, and complains in a sentence."""

import asyncio
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from console.errors import Complaint

FORM = "application/x-www-form-urlencoded"
BODY_BYTES = 16_384  # our longest form is an address and a password
ARRIVAL_SECONDS = 20  # for a slow phone
FIELDS = 50
EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+")
EMAIL_CHARACTERS = 254  # RFC 5321


async def read(request: Request) -> Mapping[str, str]:
    """Read a form's fields, the last of a name; raises a 400, 408, 413 or 415 complaint."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise Complaint(415, "wrong_type")
    body = (await _body(request)).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=FIELDS))
    except ValueError as error:
        raise Complaint(400, "unreadable") from error


async def _body(request: Request) -> bytes:
    kept = bytearray()
    try:
        async with asyncio.timeout(ARRIVAL_SECONDS):
            async for chunk in request.stream():
                kept += chunk
                if len(kept) > BODY_BYTES:
                    raise Complaint(413, "too_long")
    except TimeoutError as late:
        raise Complaint(408, "too_slow") from late
    except ClientDisconnect as gone:
        raise Complaint(400, "unreadable") from gone
    return bytes(kept)


def folded(email: str) -> str:
    """Return what an account is counted under: its e-mail, whatever its case."""
    return email.strip().casefold()[:EMAIL_CHARACTERS]


def is_email(text: str) -> bool:
    """Whether a text looks like an e-mail; only a message sent to it would prove it."""
    return len(text) <= EMAIL_CHARACTERS and EMAIL.fullmatch(text) is not None
