"""Joins the console's rooms into one application, to be mounted at ``/console``."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from console.doors import Doors
from console.errors import install
from console.home import HomePage
from console.login import LoginPage
from console.look import STATIC, Look
from console.passwords import Passwords
from console.ports import Accounts, Board, ConsoleSettings
from console.setup import SetupPage
from console.shield import Shield
from dialogues.ports import Clock


class Kept(StaticFiles):
    """Static files, asked for by their version, which never changes."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve a file that the browser keeps for a year."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def build(
    *,
    accounts: Accounts,
    board: Board,
    settings: ConsoleSettings,
    clock: Clock,
    passwords: Passwords | None = None,
) -> Starlette:
    """Build the application."""
    look = Look(settings=settings, clock=clock)
    doors = Doors(accounts=accounts, settings=settings, look=look, clock=clock)
    proofs = passwords or Passwords()
    home = HomePage(doors=doors, board=board, clock=clock)
    login = LoginPage(doors=doors, accounts=accounts, passwords=proofs, clock=clock)
    setup = SetupPage(doors=doors, accounts=accounts, passwords=proofs, clock=clock)
    static = Mount("/static", Kept(directory=STATIC))
    app = Starlette(
        routes=[*home.routes(), *login.routes(), *setup.routes(), static],
        middleware=[Middleware(Shield)],
    )
    install(app, look)
    return app
