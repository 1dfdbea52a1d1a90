"""What we sign: the forms we drew, the notices we pass on, the browsers we have let in."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from itsdangerous import BadSignature, TimestampSigner

from console.cookies import KNOWN_LIFE
from dialogues.ports import Clock

FORM_LIFE = timedelta(hours=12)  # as long as a session
NOTICE_LIFE = timedelta(minutes=5)  # a page reloaded tomorrow says nothing of today
TOKEN_BYTES = 32  # nobody guesses 256 bits


def new_token() -> str:
    """Return a secret for a link or a session."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """Return what is kept of a token: useless to whoever reads the database."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class _Dated(TimestampSigner):
    """A signer that reads the house's clock."""

    def __init__(self, secret_key: str, salt: str, clock: Clock) -> None:
        super().__init__(secret_key, salt=f"tchatche.console.{salt}")
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock().timestamp())


class Seals:
    """Signs, and reads back what we signed."""

    def __init__(self, *, secret_key: str, clock: Clock) -> None:
        self._forms = _Dated(secret_key, "form", clock)
        self._notices = _Dated(secret_key, "notice", clock)
        self._browsers = _Dated(secret_key, "browser", clock)

    def form(self, holder: str) -> str:
        """Return the token of a form drawn for one holder."""
        return self._forms.sign(digest(holder)).decode()

    def is_ours(self, token: str, holder: str) -> bool:
        """Whether we drew that form, for that holder, not too long ago."""
        return hmac.compare_digest(_read(self._forms, token, FORM_LIFE), digest(holder))

    def notice(self, text: str) -> str:
        """Write a notice that only we can write, for the next page's address."""
        return self._notices.sign(text).decode()

    def read_notice(self, sealed: str) -> str:
        """Return a notice, empty when it is not ours or not fresh."""
        return _read(self._notices, sealed, NOTICE_LIFE)

    def browser(self, account: str) -> str:
        """Write that a browser was let in with an account."""
        return self._browsers.sign(digest(account)).decode()

    def knows(self, sealed: str, account: str) -> bool:
        """Whether a browser was let in with that account, not too long ago."""
        return hmac.compare_digest(_read(self._browsers, sealed, KNOWN_LIFE), digest(account))


def _read(signer: _Dated, sealed: str, life: timedelta) -> str:
    try:
        return signer.unsign(sealed, max_age=int(life.total_seconds())).decode()
    except (BadSignature, UnicodeError):
        return ""
