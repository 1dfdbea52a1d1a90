"""Serves a house for real, on a free port of the loopback."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn

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
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(house.app(), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        await until(lambda: server.started)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            house.bell.close()
            server.should_exit = True
            await serving
