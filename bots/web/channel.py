"""The web as a channel: what we say goes to the room's mailbox, and open streams are woken."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from bots.web.ports import Mailbox
from dialogues.messages import Address, Outgoing, Receipt
from dialogues.ports import Clock, Receive, Refused


@dataclass(slots=True, eq=False)
class Seat:
    """One open event stream's place, with the bell that wakes it."""

    ring: asyncio.Event = field(default_factory=asyncio.Event)
    left: bool = False

    async def rung(self, seconds: float) -> bool:
        """Wait for the bell at most ``seconds``; return whether it rang."""
        try:
            async with asyncio.timeout(seconds):
                await self.ring.wait()
        except TimeoutError:
            return False
        return True

    def leave(self) -> None:
        """Ask the stream to end."""
        self.left = True
        self.ring.set()


class Bell:
    """Who listens in which room of this process, so that a new message wakes them at once."""

    def __init__(self) -> None:
        self._seats: dict[str, set[Seat]] = defaultdict(set)
        self._held: Counter[str] = Counter()
        self._closed = False

    def taken(self, room: str | None = None) -> int:
        """Return how many streams are open, in a room or in all."""
        if room is not None:
            return len(self._seats.get(room, ()))
        return sum(len(seats) for seats in self._seats.values())

    def held(self, network: str) -> int:
        """Return how many streams a network has open, in all its rooms."""
        return self._held[network]

    @contextmanager
    def seat(self, room: str, network: str = "") -> Iterator[Seat]:
        """Hold a seat in a room for as long as the block lasts."""
        seat = Seat(left=self._closed)
        self._seats[room].add(seat)
        self._held[network] += 1
        try:
            yield seat
        finally:
            self._held -= Counter([network])  # what falls to none is forgotten
            self._seats[room].discard(seat)
            if not self._seats[room]:
                del self._seats[room]

    def ring(self, room: str) -> None:
        """Wake the room's streams."""
        for seat in self._seats.get(room, ()):
            seat.ring.set()

    def close(self) -> None:
        """End every stream: the server stops."""
        self._closed = True
        for seats in self._seats.values():
            for seat in seats:
                seat.leave()


class WebChannel:
    """The web chat, seen from the sorting office."""

    name = "web"

    def __init__(self, *, mailbox: Mailbox, bell: Bell, clock: Clock) -> None:
        self._mailbox = mailbox
        self._bell = bell
        self._clock = clock

    async def listen(self, receive: Receive) -> None:  # noqa: ARG002 -- HTTP does the listening
        """Wait until cancelled, then end the open streams so that the server can stop."""
        try:
            await asyncio.Event().wait()
        finally:
            self._bell.close()

    async def send(self, to: Address, message: Outgoing) -> Receipt:
        """Leave a message in the room's mailbox; raises Refused for another channel's address."""
        if to.channel != self.name:
            raise Refused(f"The web chat cannot reach an address of {to.channel}.")
        number = await self._mailbox.post(to.room, message, self._clock())
        self._bell.ring(to.room)
        return Receipt(id=str(number))

    async def amend(self, to: Address, receipt: Receipt, message: Outgoing) -> None:  # noqa: ARG002
        """Say the message anew: what a person has read on a page is not rewritten behind them."""
        await self.send(to, replace(message, amends=True))
