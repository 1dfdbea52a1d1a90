"""The door: an e-mail, a password, and some patience after mistakes."""

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from console.delays import Delays, Guess
from console.doors import Doors, Visit
from console.passwords import Passwords
from console.ports import ROOT, Account, Accounts
from console.reading import folded, is_email
from console.rights import Right
from dialogues.ports import Clock


class LoginPage:
    """Lets members in and out; what it says never tells which e-mails are known."""

    def __init__(
        self, *, doors: Doors, accounts: Accounts, passwords: Passwords, clock: Clock
    ) -> None:
        self._doors, self._accounts = doors, accounts
        self._passwords, self._clock = passwords, clock
        self._delays = Delays()

    def routes(self) -> list[BaseRoute]:
        """Return the door's routes."""
        return [
            Route("/login", self._doors.behind(Right.NONE, self.show)),
            Route("/login", self._doors.behind(Right.NONE, self.enter), methods=["POST"]),
            Route("/logout", self._doors.behind(Right.NONE, self.leave), methods=["POST"]),
        ]

    async def show(self, visit: Visit) -> Response:
        """Show the form, or the home page to those already in."""
        if visit.member is not None:
            return RedirectResponse(f"{ROOT}/", 303)
        return self._form(visit)

    async def enter(self, visit: Visit) -> Response:
        """Let in whoever gives an e-mail and its password."""
        email = visit.field("email").strip()
        guess = self._guess(visit, folded(email))
        wait = self._delays.admit(guess, self._clock())
        if wait:
            response = self._form(visit, status=429, email=email, wait=wait)
            response.headers["Retry-After"] = str(wait)
            return response
        account = await self._proven(email, visit.field("password"))
        if account is None:
            return self._form(visit, status=422, email=email, wrong=True)
        self._delays.succeeded(guess)
        return await self._doors.let_in(account.member)

    async def leave(self, visit: Visit) -> Response:
        """Let somebody out."""
        return await self._doors.let_out(visit)

    def _guess(self, visit: Visit, account: str) -> Guess:
        address = visit.request.client.host if visit.request.client else ""
        known = self._doors.has_let_in(visit, account)
        return Guess(account=account, address=address, known=known)

    async def _proven(self, email: str, password: str) -> Account | None:
        account = await self._accounts.known(email) if is_email(email) else None
        fits = await self._passwords.fits(password, account.password_hash if account else None)
        return account if account and fits and not account.disabled else None

    def _form(
        self,
        visit: Visit,
        *,
        status: int = 200,
        email: str = "",
        wait: int = 0,
        wrong: bool = False,
    ) -> Response:
        known = {"email": email, "wait": wait, "wrong": wrong}
        return self._doors.page("login.html", visit, status=status, **known)
