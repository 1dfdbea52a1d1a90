"""What the web entrance asks of the rest of the house: a mailbox, pages to read, settings."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dialogues.messages import Outgoing
from dialogues.polls import Poll, Tally
from dialogues.processes import Process
from dialogues.stops import Stop

ORIGIN = re.compile(r"https?://[A-Za-z0-9.*-]+(:(\d{1,5}|\*))?")  # CSP's host-source, no path
SECRET_BYTES = 16  # below it a signature could be guessed


class Mailbox(Protocol):
    """What we said in each room, in order; ids grow."""

    async def post(self, room: str, message: Outgoing, now: datetime) -> int:
        """Keep a message for a room and return its id."""
        ...

    async def since(self, room: str, after_id: int, limit: int) -> Sequence[tuple[int, Outgoing]]:
        """Return at most ``limit`` of the room's messages with a greater id, oldest first."""
        ...

    async def recent(self, room: str, limit: int) -> Sequence[tuple[int, Outgoing]]:
        """Return the room's last messages, at most ``limit``, oldest first."""
        ...


class Pages(Protocol):
    """What the public pages show."""

    async def polls(self) -> Sequence[Poll]:
        """Return the open polls, then the closed ones."""
        ...

    async def poll(self, slug: str) -> Poll | None:
        """Return one poll."""
        ...

    async def tally(self, poll: int) -> Tally:
        """Count a poll's ballots."""
        ...

    async def stops(self) -> Sequence[Stop]:
        """Return the stops not yet over, soonest first, cancelled ones included."""
        ...

    async def stop(self, stop: int) -> Stop | None:
        """Return one stop."""
        ...

    async def processes(self) -> Sequence[Process]:
        """Return every process, archived ones included."""
        ...

    async def process(self, slug: str) -> Process | None:
        """Return one process."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether we can serve, the state of each part in words, and which parts do not do well."""

    ready: bool
    parts: Mapping[str, str]
    degraded: tuple[str, ...] = ()


Ready = Callable[[], Awaitable[Readiness]]
Tick = Callable[[], float]  # seconds that pass even when a demonstration stops the clock


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How the web entrance behaves; ``parents`` are the origins allowed to frame the chat."""

    secret_key: str
    public_url: str = ""
    parents: tuple[str, ...] = ()
    region: str = "Région Occitanie"
    contact: str | None = None
    demo: bool = False
    streams: int = 500  # open event streams, all visitors together
    streams_each: int = 4  # a person's tabs
    messages: int = 20  # a person's messages in one window
    window_seconds: float = 10
    # a class of 36 opens its telephones at once behind one address, and writes every ten seconds
    network_rooms: int = 40  # new conversations a minute from one network
    network_messages: int = 240  # messages a minute from one network
    network_streams: int = 40  # open event streams of one network
    poll_seconds: float = 10  # another process may have posted without ringing our bell
    heartbeat_seconds: float = 20  # proxies close a silent connection after 30 to 60 s

    def __post_init__(self) -> None:
        """Refuse a weak key, and a parent that is not an origin."""
        if len(self.secret_key.encode()) < SECRET_BYTES:
            raise ValueError(f"The secret key has at least {SECRET_BYTES} bytes.")
        for parent in self.parents:
            if not ORIGIN.fullmatch(parent):
                raise ValueError(f"A parent is an origin like https://example.org, not {parent!r}.")

    @property
    def secure(self) -> bool:
        """Whether visitors reach us over https."""
        return self.public_url.startswith("https://")
