"""How an answer goes back to whoever spoke: in a room, or as the answer to an interaction."""

from dataclasses import dataclass
from typing import Self

from dialogues.messages import Address, Incoming, Receipt
from dialogues.ports import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Direct:
    """Into a person's private messages or a server's channel, there under a message of theirs."""

    to: Address
    under: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """As the answer to an interaction, open for fifteen minutes.

    ``pressed``: a button or a menu was used, else a command. ``own``: its message is seen by that
    person alone, so it may be rewritten for them. ``hidden``: others look on, so answer unseen.
    """

    number: str
    asker: Address
    token: str
    application: str
    pressed: bool
    own: bool
    hidden: bool


Way = Direct | Whisper


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An event and the way back.

    ``aloud``: where the answer may go if it is nothing personal. ``room``: the private room it
    was said in.
    """

    event: Incoming
    way: Way
    aloud: Direct | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where messages stand: a room and their numbers in it; written ``room:1,2`` in a receipt."""

    room: str
    numbers: tuple[str, ...]

    @classmethod
    def read(cls, receipt: Receipt) -> Self:
        """Read a receipt back; raises Refused on one that is not ours."""
        room, _, numbers = receipt.id.rpartition(":")
        place = cls(room=room, numbers=tuple(numbers.split(",")))
        if not all(part.isdecimal() for part in (place.room, *place.numbers)):
            raise Refused("This receipt is not Discord's.")
        return place

    @property
    def receipt(self) -> Receipt:
        """What is enough to amend the messages."""
        return Receipt(id=f"{self.room}:{','.join(self.numbers)}")
