"""The front door of the web: the port it holds, and how it closes when the process must stop."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

STOPS = (signal.SIGINT, signal.SIGTERM)
GRACE = 2  # seconds an answer under way gets to end


class Occupied(Exception):
    """The port cannot be held: stop, and say which."""


@contextmanager
def door(host: str, port: int) -> Iterator[socket.socket]:
    """Hold the port for as long as the block lasts; raises Occupied with one sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        held = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]  # the rest says what we say better
        raise Occupied(
            f"Le serveur web ne peut pas écouter sur {host}:{port} ({reason}) : "
            "libère ce port, ou change TCHATCHE_PORT ou TCHATCHE_HOST."
        ) from error
    # accepted connections inherit it: asyncio does not set it on a socket it did not make
    held.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with held:
        yield held


class _Server(uvicorn.Server):
    """A server that leaves the signals to the house: the other roles must end well too."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(
    app: FastAPI, held: socket.socket, *, leaving: Callable[[], None], proxies: Sequence[str] = ()
) -> None:
    """Serve until the process is asked to stop; ``leaving`` is called at once when it is.

    Only the ``proxies``, addresses or networks, are believed when they say whom they speak for.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        timeout_graceful_shutdown=GRACE,
        forwarded_allow_ips=list(proxies),
    )
    server = _Server(config)

    def stop() -> None:
        leaving()
        server.should_exit = True

    loop = asyncio.get_running_loop()
    for asked in STOPS:
        loop.add_signal_handler(asked, stop)
    await server.serve(sockets=[held])
