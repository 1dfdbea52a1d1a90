"""What the team reads when something is wrong: one sentence that says what to do."""

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.look import Look
from console.shield import HEADERS

BY_STATUS = {404: "not_found", 405: "wrong_method", 500: "our_fault"}


class Complaint(HTTPException):
    """A refusal whose sentence stands in the words under ``key``."""

    def __init__(self, status: int, key: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, detail=key, headers=headers)
        self.key = key


def install(app: Starlette, look: Look) -> None:
    """Answer every error of the app with a sentence."""

    async def on_http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        status = error.status_code
        key = error.key if isinstance(error, Complaint) else BY_STATUS.get(status, "unreadable")
        page = _page(request, look, status, key)
        page.headers.update(error.headers or {})
        return page

    async def on_crash(request: Request, error: Exception) -> Response:  # noqa: ARG001
        page = _page(request, look, 500, "our_fault")
        page.headers.update(HEADERS)  # the shield stands inside of this handler
        return page

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_crash)


def _page(request: Request, look: Look, status: int, key: str) -> Response:
    sentence = look.sentence(key)
    return look.page("error.html", request, status=status, sentence=sentence)
