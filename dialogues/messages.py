"""What comes in and what goes out: inert values, the same for every channel."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

PAYLOAD_BYTES = 64  # Telegram's callback_data, the narrowest of our channels


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where one person, or one group, can be reached; all three parts are the channel's own ids."""

    channel: str
    room: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A button's whole meaning, written as Rasa writes it: ``/vote{"poll":"7","option":"2"}``."""

    intent: str
    entities: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse at birth what a platform would cut."""
        if len(str(self).encode()) > PAYLOAD_BYTES:
            raise ValueError(f"A button's payload is at most {PAYLOAD_BYTES} bytes: {self}")

    def __str__(self) -> str:
        if not self.entities:
            return f"/{self.intent}"
        body = json.dumps(dict(self.entities), separators=(",", ":"), ensure_ascii=False)
        return f"/{self.intent}{body}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a payload back; None when it was forged, cut or is not one."""
        if not text.startswith("/") or len(text.encode(errors="replace")) > PAYLOAD_BYTES:
            return None
        intent, brace, rest = text[1:].partition("{")
        if not intent.isidentifier():
            return None
        entities = _entities(brace + rest) if brace else {}
        return None if entities is None else cls(intent=intent, entities=entities)


def _entities(body: str) -> dict[str, str] | None:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(read, dict) and all(isinstance(value, str) for value in read.values()):
        return read
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a platform gave back for a message it showed: enough to amend it."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A person wrote ``text``. ``id`` is unique on its channel: the same id is the same event."""

    id: str
    sender: Address
    text: str
    language: str | None = None  # the platform's hint, never a guess


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A person pressed a button, or opened a deep link, that carried ``payload``."""

    id: str
    sender: Address
    payload: str
    shown: Receipt | None = None  # the message the button stood under
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A person shared where they are, in degrees; used in memory, never stored."""

    id: str
    sender: Address
    latitude: float
    longitude: float
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A person sent what we cannot read: a sticker, photo, voice, video, file or other ``kind``."""

    id: str
    sender: Address
    kind: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A person blocked us, or removed us from a room."""

    id: str
    sender: Address
    language: str | None = None


Incoming = Text | Press | Located | Shown | Left


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A choice ready to be shown: either a payload that comes back, or a link."""

    label: str
    payload: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        """A button does exactly one thing."""
        if (self.payload is None) == (self.url is None):
            raise ValueError(f"A button has either a payload or a link: {self.label!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A point on the map with its name and postal address; degrees."""

    name: str
    address: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A small file, whole, in memory."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message ready to be shown: plain text (never markup), buttons, perhaps a place or a file.

    ``amends`` asks the channel to replace the message whose button was pressed, where it can.
    ``source`` is the link of the record the facts were taken from.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    place: Spot | None = None
    file: File | None = None
    amends: bool = False
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A button before we know the language: its label is a key of the phrases, with its params."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)
    payload: Payload | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Something to say before we know the language."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    place: Spot | None = None
    file: File | None = None
    amends: bool = False
    source: str | None = None
