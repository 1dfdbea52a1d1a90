"""The page of the set-up link: the first administrator chooses an e-mail and a password."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.doors import Doors, Visit
from console.errors import Complaint
from console.passwords import SHORTEST, Passwords, is_long_enough
from console.ports import Accounts
from console.reading import is_email
from console.rights import Right
from console.seals import digest
from dialogues.ports import Clock


class SetupPage:
    """Shows the form to whoever holds a good link, and uses the link up once."""

    def __init__(
        self, *, doors: Doors, accounts: Accounts, passwords: Passwords, clock: Clock
    ) -> None:
        self._doors, self._accounts = doors, accounts
        self._passwords, self._clock = passwords, clock

    def routes(self) -> list[BaseRoute]:
        """Return the link's routes."""
        return [
            Route("/setup", self._doors.behind(Right.NONE, self.show)),
            Route("/setup", self._doors.behind(Right.NONE, self.choose), methods=["POST"]),
        ]

    async def show(self, visit: Visit) -> Response:
        """Show the form."""
        link = visit.request.query_params.get("token", "")
        await self._check(link)
        return self._form(visit, link)

    async def choose(self, visit: Visit) -> Response:
        """Take on the first administrator and let them in."""
        link, email = visit.field("link"), visit.field("email").strip()
        await self._check(link)
        if not is_email(email):
            return self._form(visit, link, email=email, wrong="email")
        if not is_long_enough(visit.field("password")):
            return self._form(visit, link, email=email, wrong="password")
        hashed = await self._passwords.hash(visit.field("password"))
        now = self._clock()
        member = await self._accounts.redeem(digest(link), email, hashed, now=now)
        if member is None:
            raise Complaint(410, "void_link")
        return await self._doors.let_in(member)

    async def _check(self, link: str) -> None:
        if not await self._accounts.is_offered(digest(link), now=self._clock()):
            raise Complaint(410, "void_link")

    def _form(self, visit: Visit, link: str, *, email: str = "", wrong: str = "") -> Response:
        known = {"link": link, "email": email, "wrong": wrong, "shortest": SHORTEST}
        return self._doors.page("setup.html", visit, status=422 if wrong else 200, **known)
