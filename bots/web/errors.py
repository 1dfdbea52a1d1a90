"""What a visitor reads when something is wrong: one sentence, in the house's style."""

from collections.abc import Mapping

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bots.web.look import Look

BY_STATUS = {404: "not_found", 405: "wrong_method", 413: "too_long", 500: "our_fault"}


class Complaint(HTTPException):
    """A refusal whose sentence stands in the words under ``key``."""

    def __init__(self, status: int, key: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, detail=key, headers=headers)
        self.key = key


def install(app: FastAPI, look: Look) -> None:
    """Answer every error of the app with a sentence."""

    async def on_http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        status = error.status_code
        named = error.key if isinstance(error, Complaint) else BY_STATUS.get(status, "unreadable")
        return answer(request, look, status, named, error.headers)

    async def on_crash(request: Request, error: Exception) -> Response:  # noqa: ARG001
        return look.shielded(answer(request, look, 500, "our_fault"), request.url.path)

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_crash)


def answer(
    request: Request, look: Look, status: int, key: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Write the error as JSON for scripts, as a page for people."""
    sentence = look.sentence(key)
    if _speaks_json(request):
        return JSONResponse({"detail": sentence}, status, headers)
    page = look.page("error.html", request, sentence=sentence, status=status)
    page.status_code = status
    page.headers.update(headers or {})
    return page


def _speaks_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    sent = request.headers.get("content-type", "")
    return "application/json" in accepted or sent.startswith("application/json")
