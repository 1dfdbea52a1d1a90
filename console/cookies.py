"""The cookies of the console: a session, the proof that a form is ours, a browser known here."""

from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from console.ports import ROOT

SESSION_LIFE = timedelta(hours=12)  # a working day
KNOWN_LIFE = timedelta(days=90)  # somebody who comes back once a term


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """A cookie no script reads and no other site sends; ``life`` None lasts as the browser."""

    name: str
    secure: bool
    life: timedelta | None = None

    def read(self, request: Request) -> str:
        """Return its value, empty without one."""
        return request.cookies.get(self.name, "")

    def give(self, response: Response, value: str) -> None:
        """Set it."""
        response.set_cookie(
            self.name,
            value,
            max_age=int(self.life.total_seconds()) if self.life else None,
            path=self._path,
            secure=self.secure,
            httponly=True,
            samesite="strict",
        )

    def take(self, response: Response) -> None:
        """Take it back."""
        response.delete_cookie(
            self.name, path=self._path, secure=self.secure, httponly=True, samesite="strict"
        )

    @property
    def _path(self) -> str:
        return "/" if self.name.startswith("__Host-") else ROOT  # the prefix demands the root


def session_cookie(*, secure: bool) -> Cookie:
    """Return the cookie that says who works here."""
    name = "__Host-tchatche" if secure else "tchatche_console"
    return Cookie(name=name, secure=secure, life=SESSION_LIFE)


def known_cookie(*, secure: bool) -> Cookie:
    """Return the cookie of a browser that has already been let in; it opens nothing by itself."""
    name = "__Host-tchatche-known" if secure else "tchatche_known"
    return Cookie(name=name, secure=secure, life=KNOWN_LIFE)


def visitor_cookie(*, secure: bool) -> Cookie:
    """Return the cookie that ties the door's forms to the browser they were drawn for."""
    return Cookie(name="__Host-tchatche-form" if secure else "tchatche_form", secure=secure)
