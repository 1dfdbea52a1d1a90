"""Joins the web entrance's rooms into one application."""

import time

from fastapi import FastAPI
from starlette.routing import BaseRoute

from bots.web.about import AboutPages
from bots.web.channel import Bell
from bots.web.chat import Chat
from bots.web.errors import install
from bots.web.events import Events
from bots.web.look import Look
from bots.web.parts import Parts
from bots.web.polls import PollPages
from bots.web.ports import Mailbox, Pages, Readiness, Ready, Tick, WebSettings
from bots.web.processes import ProcessPages
from bots.web.sessions import Sessions
from bots.web.shield import Shield
from bots.web.stops import StopPages
from dialogues.ports import Clock, Receive


async def always_ready() -> Readiness:
    """Answer for a house with nothing else to check."""
    return Readiness(ready=True, parts={})


def build(
    *,
    receive: Receive,
    mailbox: Mailbox,
    pages: Pages,
    settings: WebSettings,
    clock: Clock,
    bell: Bell,
    ready: Ready = always_ready,
    tick: Tick = time.monotonic,
) -> FastAPI:
    """Build the application; ``bell`` is the one its ``WebChannel`` rings."""
    parts = Parts(
        receive=receive,
        mailbox=mailbox,
        settings=settings,
        clock=clock,
        bell=bell,
        tick=tick,
        look=Look(settings=settings, clock=clock),
        sessions=Sessions(secret_key=settings.secret_key, clock=clock, secure=settings.secure),
    )
    return _join(parts, pages, ready)


def _join(parts: Parts, pages: Pages, ready: Ready) -> FastAPI:
    look, settings, clock = parts.look, parts.settings, parts.clock
    routes: list[BaseRoute] = [
        *Chat(parts).routes(),
        *Events(parts).routes(),
        *PollPages(pages=pages, look=look, clock=clock).routes(),
        *StopPages(pages=pages, look=look, settings=settings).routes(),
        *ProcessPages(pages=pages, look=look, clock=clock).routes(),
        *AboutPages(look=look, ready=ready).routes(),
    ]
    # no interactive documentation: its pages load their scripts from another host
    app = FastAPI(title="Tchatche", routes=routes, openapi_url=None)
    app.add_middleware(Shield, parents=settings.parents)
    install(app, look)
    return app
