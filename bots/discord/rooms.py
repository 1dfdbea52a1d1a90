"""Where people are reached: the private room of each, and the doors that were found closed."""

import asyncio
from typing import TypeVar

from bots.discord.faults import Closed, translated
from bots.discord.line import Call, Line
from dialogues.messages import Address
from dialogues.ports import Busy, DeliveryError, Gone

T = TypeVar("T")

CLOSED = 3600.0  # seconds before a closed door is tried again: each try counts against us
MOST = 20_000  # rooms remembered; the oldest are asked for again


class Rooms:
    """Finds the room behind an address."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._private: dict[str, str] = {}
        self._closed: dict[str, tuple[float, DeliveryError]] = {}
        self._opening_from = 0.0

    async def find(self, to: Address) -> str:
        """Return the room's number, opened if need be; raises as a message would be refused."""
        self._knock(to.room)
        if to.room != to.user:
            return to.room
        if to.user not in self._private:
            self.met(to.user, await self._opened(to.user))
        return self._private[to.user]

    def met(self, user: str, room: str) -> None:
        """A person's private room is known, and open."""
        _keep(self._private, user, room)
        self._closed.pop(user, None)

    def refused(self, to: Address, error: DeliveryError) -> None:
        """Remember a door that will stay closed for a while."""
        if isinstance(error, Gone | Closed):
            _keep(self._closed, to.room, (_now() + CLOSED, error))

    async def _opened(self, user: str) -> str:
        """Open a private room; when that goes too fast, nobody's is opened for a while."""
        if _now() < self._opening_from:
            raise Busy(self._opening_from - _now())
        try:
            opened = await self._line.ask(
                Call("POST", "/users/@me/channels"), json={"recipient_id": user}
            )
        except Busy as busy:
            self._opening_from = _now() + busy.seconds
            raise
        with translated():
            return str(opened["id"])

    def _knock(self, room: str) -> None:
        until, error = self._closed.get(room, (0.0, None))
        if error and _now() < until:
            raise type(error)(str(error))


def _keep(kept: dict[str, T], key: str, value: T) -> None:
    kept.pop(key, None)
    if len(kept) >= MOST:
        del kept[next(iter(kept))]
    kept[key] = value


def _now() -> float:
    return asyncio.get_running_loop().time()
