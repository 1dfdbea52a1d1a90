"""Who is chatting: a random room signed into a cookie, or into the page before any cookie."""

import secrets
from datetime import timedelta

from itsdangerous import BadSignature, TimestampSigner
from starlette.requests import Request

from dialogues.ports import Clock

COOKIE = "tchatche"
EMBEDDED_COOKIE = "tchatche_embed"  # another jar: framed by another site
COOKIE_LIFE = timedelta(days=90)  # a poll and its follow-up
TICKET_LIFE = timedelta(days=1)  # a page left open
ROOM_BYTES = 18  # 144 random bits, written in 24 characters


class _Dated(TimestampSigner):
    """A signer that reads the house's clock."""

    def __init__(self, secret_key: str, clock: Clock) -> None:
        super().__init__(secret_key, salt="tchatche.web.session")
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock().timestamp())


class Sessions:
    """Signs and reads back rooms. A room's name is a secret: whoever signs it in may read it.

    A ticket is the cookie's value written in the page, so that a first message sent twice, or a
    browser that refuses our cookie, still speaks in one room.
    """

    def __init__(self, *, secret_key: str, clock: Clock, secure: bool) -> None:
        self._signer = _Dated(secret_key, clock)
        self._secure = secure

    def known(self, request: Request, *, embed: bool) -> str | None:
        """Return the room of the visitor's cookie, None without a valid one."""
        name = EMBEDDED_COOKIE if embed else COOKIE
        return self._read(request.cookies.get(name), COOKIE_LIFE)

    def ticketed(self, ticket: str | None) -> str | None:
        """Return the room of a page's ticket, None without a valid one."""
        return self._read(ticket, TICKET_LIFE)

    def ticket(self, room: str | None = None) -> str:
        """Sign a room, a new one by default."""
        return self._signer.sign(room or new_room()).decode()

    def cookie(self, room: str, *, embed: bool) -> str:
        """Write the Set-Cookie header; by hand, for Python 3.11 does not know Partitioned."""
        name = EMBEDDED_COOKIE if embed else COOKIE
        life = int(COOKIE_LIFE.total_seconds())
        parts = [f"{name}={self.ticket(room)}", "Path=/chat", f"Max-Age={life}", "HttpOnly"]
        if embed and self._secure:
            return "; ".join([*parts, "SameSite=None", "Secure", "Partitioned"])
        return "; ".join([*parts, "SameSite=Lax", *(["Secure"] if self._secure else [])])

    def _read(self, signed: str | None, life: timedelta) -> str | None:
        if not signed:
            return None
        try:
            return self._signer.unsign(signed, max_age=int(life.total_seconds())).decode()
        except (BadSignature, UnicodeError):
            return None


def new_room() -> str:
    """Name a room nobody can guess."""
    return secrets.token_urlsafe(ROOM_BYTES)
