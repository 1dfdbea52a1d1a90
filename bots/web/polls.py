"""The polls in public: the question, and the results once everybody has voted."""

import csv
import io

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bots.web.errors import Complaint
from bots.web.look import Look
from bots.web.ports import Pages
from dialogues.polls import Poll, Tally
from dialogues.ports import Clock

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so


class PollPages:
    """Reads polls; results stay hidden while ballots are taken, so as not to lean on anybody."""

    def __init__(self, *, pages: Pages, look: Look, clock: Clock) -> None:
        self._pages, self._look, self._clock = pages, look, clock

    def routes(self) -> list[Route]:
        """Return the polls' routes."""
        return [
            Route("/polls", self.all),
            Route("/polls/{slug}.json", self.as_json),
            Route("/polls/{slug}.csv", self.as_csv),
            Route("/polls/{slug}", self.one),
        ]

    async def all(self, request: Request) -> Response:
        """List the polls, open ones first."""
        return self._look.page("polls.html", request, polls=await self._pages.polls())

    async def one(self, request: Request) -> Response:
        """Show one poll, with its bars and its table when it is closed."""
        poll, tally = await self._find(request)
        return self._look.page("poll.html", request, poll=poll, tally=tally)

    async def as_json(self, request: Request) -> Response:
        """Give one poll to scripts; votes are null until it closes."""
        poll, tally = await self._find(request)
        return JSONResponse(_json(poll, tally))

    async def as_csv(self, request: Request) -> Response:
        """Give one poll to spreadsheets; votes are empty until it closes."""
        poll, tally = await self._find(request)
        named = {"Content-Disposition": f'attachment; filename="sondage-{poll.id}.csv"'}
        return Response(_csv(poll, tally), media_type="text/csv; charset=utf-8", headers=named)

    async def _find(self, request: Request) -> tuple[Poll, Tally | None]:
        poll = await self._pages.poll(request.path_params["slug"])
        if poll is None:
            raise Complaint(404, "not_found")
        closed = self._clock() >= poll.closes_at
        return poll, await self._pages.tally(poll.id) if closed else None


def _json(poll: Poll, tally: Tally | None) -> dict[str, object]:
    return {
        "slug": poll.slug,
        "question": poll.question,
        "author": poll.author,
        "opens_at": poll.opens_at.isoformat(),
        "closes_at": poll.closes_at.isoformat(),
        "example": poll.example,
        "advisory": True,
        "voters": tally.voters if tally else None,
        "options": [
            {"label": option.label, "votes": votes(tally, option.position)}
            for option in poll.options
        ],
        "follow_up": poll.follow_up,
    }


def _csv(poll: Poll, tally: Tally | None) -> str:
    written = io.StringIO()
    table = csv.writer(written, delimiter=";")
    table.writerow(["option", "votes", "part"])
    for option in poll.options:
        count = votes(tally, option.position)
        part = "" if tally is None else f"{tally.share(option.position):.4f}".replace(".", ",")
        table.writerow([_harmless(option.label), "" if count is None else count, part])
    return "\ufeff" + written.getvalue()  # the mark without which Excel breaks accents


def votes(tally: Tally | None, position: int) -> int | None:
    """Return an option's count, None while it is hidden."""
    return None if tally is None else tally.counts.get(position, 0)


def _harmless(label: str) -> str:
    return f"'{label}" if label.startswith(FORMULA) else label
