"""The doorstep: the welcome, the promises we make, the snippet others embed, our signs of life."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bots.web.look import STATIC, Look
from bots.web.ports import Ready

Endpoint = Callable[[Request], Awaitable[Response]]


class Kept(StaticFiles):
    """Static files; one asked for by its version never changes."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve a file, for a year when its version is in the address."""
        response = await super().get_response(path, scope)
        versioned = scope["query_string"].startswith(b"v=")
        kept = "public, max-age=31536000, immutable" if versioned else "no-cache"
        response.headers["Cache-Control"] = kept
        return response


class AboutPages:
    """Pages without data, and the health of the house."""

    def __init__(self, *, look: Look, ready: Ready) -> None:
        self._look, self._ready = look, ready

    def routes(self) -> list[BaseRoute]:
        """Return the doorstep's routes."""
        return [
            Route("/", self._still("welcome.html")),
            Route("/accessibilite", self._still("accessibility.html")),
            Route("/confidentialite", self._still("privacy.html")),
            Route("/widget.js", self.widget),
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Mount("/static", Kept(directory=STATIC), name="static"),
        ]

    async def widget(self, request: Request) -> Response:  # noqa: ARG002 -- a route's shape
        """Serve the snippet that other sites embed."""
        headers = {
            "Cache-Control": "public, max-age=3600",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return FileResponse(STATIC / "widget.js", media_type="text/javascript", headers=headers)

    async def alive(self, request: Request) -> Response:  # noqa: ARG002 -- a route's shape
        """Say that the process answers."""
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    async def ready(self, request: Request) -> Response:  # noqa: ARG002 -- a route's shape
        """Say whether we can serve; a dead channel degrades us, it does not stop us."""
        found = await self._ready()
        body = {
            "ready": found.ready,
            "degraded": list(found.degraded),
            "parts": dict(found.parts),
        }
        headers = {"Cache-Control": "no-store"}
        return JSONResponse(body, 200 if found.ready else 503, headers)

    def _still(self, template: str) -> Endpoint:
        async def still(request: Request) -> Response:
            return self._look.page(template, request)

        return still
