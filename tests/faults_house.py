"""A whole house in a process of its own, to be asked through its web chat, ended and started."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

PATIENCE = 60.0  # seconds a start may take on a busy machine


class House:
    """``tchatche run``, or another verb, on a file of its own; ``kill`` is kill -9."""

    def __init__(
        self, folder: Path, model: Path, *, verb: tuple[str, ...] = ("run",), **environment: str
    ) -> None:
        self.database = folder / "tchatche.db"
        self._verb = verb
        self._said, self._complained = folder / "said.txt", folder / "complained.txt"
        shutil.copy(model, folder / "nlu.npz")
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = int(door.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "TCHATCHE_DATABASE_URL": f"sqlite:///{self.database}",
            "TCHATCHE_PORT": str(self.port),
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    async def start(self) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "bots", *self._verb]
        with self._said.open("ab") as said, self._complained.open("ab") as complained:
            self._process = subprocess.Popen(  # noqa: ASYNC220, S603 - our own command, seldom
                command, env=self.environment, stdout=said, stderr=complained
            )
        try:
            async with asyncio.timeout(PATIENCE), httpx.AsyncClient() as client:
                while not await self._answers(client):
                    assert self._process.poll() is None, self.complained
                    await asyncio.sleep(0.05)
        except BaseException:
            self.kill()
            raise

    @property
    def said(self) -> str:
        """All that it printed."""
        return self._said.read_text("utf-8")

    @property
    def complained(self) -> str:
        """All that it printed as errors."""
        return self._complained.read_text("utf-8")

    def end(self, asked: signal.Signals, *, within: float) -> int:
        """Ask it to stop, and return its exit code; raises TimeoutExpired."""
        assert self._process is not None, "it was not started"
        self._process.send_signal(asked)
        code = self._process.wait(within)
        self._process = None
        return code

    def kill(self) -> None:
        """Kill -9, by pid."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    async def _answers(self, client: httpx.AsyncClient) -> bool:
        try:
            return (await client.get(f"{self.url}/healthz")).is_success
        except httpx.TransportError:
            return False
