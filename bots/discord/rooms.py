"""Where people are reached: the private room of each, and the doors that were found closed."""

import asyncio
from collections.abc import Mapping

from discord.http import Route

from bots.discord.faults import Closed
from bots.discord.line import Line
from dialogues.messages import Address
from dialogues.ports import DeliveryError, Gone

CLOSED = 3600.0  # seconds before a closed door is tried again: each try counts against us
MOST = 20_000  # rooms remembered; the oldest are asked for again


class Rooms:
    """Finds the room behind an address."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._private: dict[str, str] = {}
        self._closed: dict[str, tuple[float, DeliveryError]] = {}

    async def find(self, to: Address) -> str:
        """Return the room's number, opened if need be; raises as a message would be refused."""
        self._knock(to.room)
        if to.room != to.user:
            return to.room
        if to.user not in self._private:
            opened = await self._line.ask(
                Route("POST", "/users/@me/channels"), json={"recipient_id": to.user}
            )
            self.met(to.user, str(opened["id"]))
        return self._private[to.user]

    def met(self, user: str, room: str) -> None:
        """A person's private room is known."""
        _keep(self._private, user, room)

    def welcomed(self, user: str) -> None:
        """A person spoke to us in private: whatever was closed is open."""
        self._closed.pop(user, None)

    def refused(self, to: Address, error: DeliveryError) -> None:
        """Remember a door that will stay closed for a while."""
        if isinstance(error, Gone | Closed):
            _keep(self._closed, to.room, (_now() + CLOSED, error))

    def _knock(self, room: str) -> None:
        until, error = self._closed.get(room, (0.0, None))
        if error and _now() < until:
            raise type(error)(str(error))


def _keep(kept: dict[str, object] | Mapping[str, object], key: str, value: object) -> None:
    assert isinstance(kept, dict)
    kept.pop(key, None)
    if len(kept) >= MOST:
        del kept[next(iter(kept))]
    kept[key] = value


def _now() -> float:
    return asyncio.get_running_loop().time()
