"""What the contract asks of each channel's test bench: a mind to set, a person, what they see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from dialogues.messages import Address, Incoming, Outgoing
from dialogues.ports import Channel, Response


@dataclass
class Mind:
    """A mind that says what the test set, and remembers what it heard."""

    says: Sequence[Outgoing] = ()
    heard: list[Incoming] = field(default_factory=list)
    broken: bool = False

    async def __call__(self, event: Incoming) -> Response:
        self.heard.append(event)
        if self.broken:
            raise RuntimeError("The mind is broken on purpose.")
        return Response(messages=tuple(self.says))


@dataclass(frozen=True, kw_only=True)
class Seen:
    """All that a person sees of the bot, in order."""

    texts: tuple[str, ...]
    buttons: tuple[tuple[str, str], ...] = ()  # label, payload or link
    places: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


class Bench(Protocol):
    """One channel, a person on it, and the mind behind it."""

    @property
    def name(self) -> str: ...
    @property
    def mind(self) -> Mind: ...
    @property
    def channel(self) -> Channel: ...
    @property
    def rich(self) -> bool:
        """Whether the channel shows places and files as such."""
        ...

    @property
    def address(self) -> Address:
        """Where the person is; they have written at least once."""
        ...

    async def say(self, text: str) -> None:
        """Write a line, and wait until it was answered."""
        ...

    async def press(self, label: str) -> None:
        """Press the latest button with that label, and wait until it was answered."""
        ...

    async def seen(self) -> Seen:
        """Return what is on the screen."""
        ...
