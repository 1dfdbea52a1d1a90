"""The home page: what is there now, and the button that removes the example content."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from console.doors import Doors, Visit
from console.ports import ROOT, Board, Overview
from console.rights import Right, may
from dialogues.ports import Clock
from dialogues.processes import Phase, Process, current_phase, next_phase

SHOWN = 5  # of each list: the home page is read in a minute, the public pages hold the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A process and where it stands: the phase that runs, else the next one."""

    process: Process
    running: Phase | None
    coming: Phase | None


class HomePage:
    """Shows the house at a glance."""

    def __init__(self, *, doors: Doors, board: Board, clock: Clock) -> None:
        self._doors, self._board, self._clock = doors, board, clock

    def routes(self) -> list[BaseRoute]:
        """Return the home page's routes."""
        remove = self._doors.behind(Right.REMOVE_EXAMPLES, self.remove_examples)
        return [
            Route("/", self._doors.behind(Right.ENTER, self.show)),
            Route("/examples/remove", remove, methods=["POST"]),
        ]

    async def show(self, visit: Visit) -> Response:
        """Show the figures and the lists."""
        now = self._clock()
        overview = await self._board.overview(now)
        member = visit.member
        return self._doors.page(
            "home.html",
            visit,
            overview=overview,
            processes=_rows(overview, now.date()),
            shown=SHOWN,
            removed=self._removed(visit),
            may_remove=member is not None and may(member.role, Right.REMOVE_EXAMPLES),
        )

    async def remove_examples(self, visit: Visit) -> Response:
        """Remove the labelled examples, then say how many."""
        if visit.member is None:
            raise PermissionError("The door lets nobody here without a session.")
        removed = await self._board.remove_examples(visit.member, now=self._clock())
        said = urlencode({"removed": self._doors.seals.notice(str(removed))})
        return RedirectResponse(f"{ROOT}/?{said}", 303)

    def _removed(self, visit: Visit) -> int | None:
        sealed = visit.request.query_params.get("removed", "")
        said = self._doors.seals.read_notice(sealed)
        return int(said) if said else None


def _rows(overview: Overview, today: date) -> list[Row]:
    return [
        Row(
            process=process,
            running=current_phase(process, today),
            coming=next_phase(process, today),
        )
        for process in overview.processes[:SHOWN]
    ]
