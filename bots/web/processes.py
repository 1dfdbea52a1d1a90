"""The participatory processes in public: all that is stated of each, and nothing more."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bots.web.errors import Complaint
from bots.web.look import Look
from bots.web.ports import Pages
from dialogues.ports import Clock
from dialogues.processes import current_phase, is_over, ongoing


class ProcessPages:
    """Reads processes."""

    def __init__(self, *, pages: Pages, look: Look, clock: Clock) -> None:
        self._pages, self._look, self._clock = pages, look, clock

    def routes(self) -> list[Route]:
        """Return the processes' routes."""
        return [Route("/processes", self.all), Route("/processes/{slug}", self.one)]

    async def all(self, request: Request) -> Response:
        """List the processes: those going on, the soonest deadline first, then those over."""
        today = self._clock().date()
        processes = await self._pages.processes()
        alive = [(process, current_phase(process, today)) for process in ongoing(processes, today)]
        over = [process for process in processes if is_over(process, today)]
        return self._look.page("processes.html", request, alive=alive, over=over)

    async def one(self, request: Request) -> Response:
        """Show one process."""
        process = await self._pages.process(request.path_params["slug"])
        if process is None:
            raise Complaint(404, "not_found")
        today = self._clock().date()
        return self._look.page(
            "process.html",
            request,
            process=process,
            current=current_phase(process, today),
            over=is_over(process, today),
        )
