"""Every request passes here: where it comes from, who makes it, what they may do."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.cookies import SESSION_LIFE, known_cookie, session_cookie, visitor_cookie
from console.errors import Complaint
from console.look import Look
from console.ports import ROOT, Accounts, ConsoleSettings, Member, Opening
from console.reading import folded, read
from console.rights import Right, may
from console.seals import Seals, digest, new_token
from console.shield import is_from_here
from dialogues.ports import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request that was let in; ``holder`` is the secret its forms are sealed for."""

    request: Request
    member: Member | None
    holder: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def field(self, name: str) -> str:
        """Return what was typed in a field, empty without it."""
        return self.fields.get(name, "")


Room = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


class Doors:
    """Lets people in, one right a page, and draws pages for whoever was let in."""

    def __init__(
        self, *, accounts: Accounts, settings: ConsoleSettings, look: Look, clock: Clock
    ) -> None:
        self._accounts, self._look, self._clock = accounts, look, clock
        self._public_url = settings.public_url
        self._session = session_cookie(secure=settings.secure)
        self._visitor = visitor_cookie(secure=settings.secure)
        self._known = known_cookie(secure=settings.secure)
        self.seals = Seals(secret_key=settings.secret_key, clock=clock)

    def behind(self, right: Right, room: Room) -> Endpoint:
        """Return the room's endpoint, for those who have the right."""

        async def guarded(request: Request) -> Response:
            posted = request.method == "POST"
            if posted and not is_from_here(request, self._public_url):
                raise Complaint(403, "elsewhere")
            visit = await self._visit(request)
            if right is not Right.NONE and visit.member is None:
                return RedirectResponse(f"{ROOT}/login", 303)
            if visit.member is not None and not may(visit.member.role, right):
                raise Complaint(403, "not_allowed")
            response = await room(await self._posted(visit) if posted else visit)
            if visit.member is None and visit.holder != self._visitor.read(request):
                self._visitor.give(response, visit.holder)
            return response

        return guarded

    def page(self, template: str, visit: Visit, *, status: int = 200, **values: object) -> Response:
        """Draw a page whose forms only this visitor may post."""
        own = {"member": visit.member, "token": self.seals.form(visit.holder)}
        return self._look.page(template, visit.request, status=status, **own, **values)

    async def let_in(self, member: Member) -> Response:
        """Begin a session and show the home page."""
        token, now = new_token(), self._clock()
        opening = Opening(token_hash=digest(token), expires_at=now + SESSION_LIFE)
        await self._accounts.enter(member, opening, now=now)
        response = RedirectResponse(f"{ROOT}/", 303)
        self._session.give(response, token)
        self._known.give(response, self.seals.browser(folded(member.email)))
        return response

    def has_let_in(self, visit: Visit, account: str) -> bool:
        """Whether this browser was already let in with a folded e-mail's account."""
        return self.seals.knows(self._known.read(visit.request), account)

    async def let_out(self, visit: Visit) -> Response:
        """End the session and show the door."""
        if visit.member is not None:
            await self._accounts.leave(digest(visit.holder), visit.member, now=self._clock())
        response = RedirectResponse(f"{ROOT}/login", 303)
        self._session.take(response)
        return response

    async def _visit(self, request: Request) -> Visit:
        token = self._session.read(request)
        member = await self._accounts.who(digest(token), now=self._clock()) if token else None
        holder = token if member else self._visitor.read(request) or new_token()
        return Visit(request=request, member=member, holder=holder)

    async def _posted(self, visit: Visit) -> Visit:
        fields = await read(visit.request)
        if not self.seals.is_ours(fields.get("token", ""), visit.holder):
            raise Complaint(403, "stale_form")
        return Visit(request=visit.request, member=visit.member, holder=visit.holder, fields=fields)
