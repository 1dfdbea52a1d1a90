"""What every answer forbids the browser to do, and where a message may come from."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRAMED = "/chat"  # the only pages another site may frame
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


class Shield:
    """Adds the security headers to every answer that does not carry its own."""

    def __init__(self, app: ASGIApp, *, parents: tuple[str, ...]) -> None:
        self._app = app
        self._parents = parents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, adding the headers on the way out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in forbidding(scope["path"], self._parents).items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, shielded)


def forbidding(path: str, parents: tuple[str, ...]) -> Mapping[str, str]:
    """Return the security headers of a path."""
    framed = parents and (path == FRAMED or path.startswith(f"{FRAMED}/"))
    headers = {
        "Content-Security-Policy": POLICY
        + (" ".join(("'self'", *parents)) if framed else "'none'"),
        "X-Content-Type-Options": "nosniff",
        # same-origin, not no-referrer: a form posted under no-referrer says « Origin: null »
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return headers if framed else {**headers, "X-Frame-Options": "DENY"}


def is_from_here(request: Request, public_url: str) -> bool:
    """Whether a browser says the request comes from our own pages; scripts say nothing."""
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None:
        return fetched in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc in _names(request.headers, public_url)


def _names(headers: Headers, public_url: str) -> set[str]:
    return {headers.get("host", ""), urlsplit(public_url).netloc} - {""}
