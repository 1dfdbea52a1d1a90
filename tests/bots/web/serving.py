"""Serves a house for real, on a free port of the loopback."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

from tests.bots.web.doubles import House


async def until(condition: Callable[[], bool]) -> None:
    """Wait at most 5 s for something to become true."""
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("It never came true.")


@asynccontextmanager
async def served(house: House) -> AsyncIterator[str]:
    """Serve the house and yield its address."""
    async with served_app(house.app()) as port:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            house.bell.close()


@asynccontextmanager
async def served_app(app: ASGIApp) -> AsyncIterator[int]:
    """Serve an application on a free port and yield the port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        await until(lambda: server.started)
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            await serving
