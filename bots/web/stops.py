"""The caravan's stops in public: the list first, then each one for one's calendar."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bots.web.errors import Complaint
from bots.web.look import Look
from bots.web.ports import Pages, WebSettings
from bots.web.reading import number
from dialogues.calendars import calendar
from dialogues.stops import Stop

CALENDAR = "text/calendar; charset=utf-8"


class StopPages:
    """Reads stops. A cancelled stop stays and says so: a calendar must hear of it."""

    def __init__(self, *, pages: Pages, look: Look, settings: WebSettings) -> None:
        self._pages, self._look = pages, look
        self._public_url = settings.public_url

    def routes(self) -> list[Route]:
        """Return the stops' routes."""
        return [
            Route("/stops", self.all),
            Route("/stops.ics", self.feed),
            Route("/stops/{stop}.ics", self.one),
        ]

    async def all(self, request: Request) -> Response:
        """List the stops to come."""
        base = self._public_url or f"http://{request.headers.get('host', '')}"
        feed = "webcal://" + base.partition("://")[2].rstrip("/") + "/stops.ics"
        return self._look.page("stops.html", request, stops=await self._pages.stops(), feed=feed)

    async def feed(self, request: Request) -> Response:  # noqa: ARG002 -- a route's shape
        """Give all the stops as one calendar to subscribe to."""
        return _calendar(await self._pages.stops(), "stops.ics")

    async def one(self, request: Request) -> Response:
        """Give one stop as a calendar file."""
        wanted = number(request.path_params["stop"])
        stop = None if wanted is None else await self._pages.stop(wanted)
        if stop is None:
            raise Complaint(404, "not_found")
        return _calendar([stop], f"stop-{stop.id}.ics")


def _calendar(stops: Sequence[Stop], name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "max-age=300"}
    return Response(calendar(stops), media_type=CALENDAR, headers=headers)
