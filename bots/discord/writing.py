"""From what the mind says to what Discord shows: escaped text, rows of buttons, a map, a file."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bots.discord.components import Row, pressable, rows
from bots.discord.escaping import literal
from bots.discord.splitting import split
from dialogues.messages import Button, File, Outgoing, Spot
from dialogues.ports import Refused

UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # no sign, or half of one
NO_PREVIEW = 4  # Discord's flag: the facts are in the words
HIDDEN = 64  # Discord's flag: only the person who asked sees it
MAP = (
    "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One message of Discord's."""

    content: str
    rows: tuple[Row, ...] = ()
    file: File | None = None

    def body(self, **more: Any) -> dict[str, Any]:
        """Return the message as Discord reads it; nobody is ever called by it."""
        attached = [{"id": "0", "filename": self.file.name}] if self.file else []
        return {
            "content": self.content,
            "components": list(self.rows),
            "attachments": attached,
            "allowed_mentions": {"parse": []},
            "flags": NO_PREVIEW,
            **more,
        }


def request(words: Words, body: dict[str, Any]) -> dict[str, Any]:
    """Return how to ask for it: as JSON, or as a form when a file comes along."""
    if words.file is None:
        return {"json": body}
    file = words.file
    return {
        "form": [
            {"name": "payload_json", "value": json.dumps(body)},
            {
                "name": "files[0]",
                "value": file.content,
                "filename": file.name,
                "content_type": file.media_type,
            },
        ]
    }


def write(message: Outgoing) -> tuple[Words, ...]:
    """Return the messages that show ``message``; raises Refused when there is nothing to show."""
    words = tuple(_words(message))
    if not words:
        raise Refused("There is nothing to show in this message.")
    return words


def _words(message: Outgoing) -> Iterator[Words]:
    pieces = [piece for piece in split("\n".join(_lines(message))) if piece.strip()]
    under = rows([button for button in message.buttons if pressable(button)])
    if not pieces and message.file is None:
        return
    for piece in pieces[:-1]:
        yield Words(content=literal(piece))
    last = literal(pieces[-1]) if pieces else ""
    yield Words(content=last, rows=under, file=message.file)


def _lines(message: Outgoing) -> Iterator[str]:
    yield UNSHOWN.sub("", message.text)
    if message.place:
        yield from _spot(message.place)
    for button in message.buttons:
        if not pressable(button):
            yield _way(button)


def _spot(place: Spot) -> Iterator[str]:
    where = [part for part in (place.name, place.address) if part.strip()]
    yield f"📍 {', '.join(where)}"
    yield MAP.format(latitude=round(place.latitude, 5), longitude=round(place.longitude, 5))


def _way(button: Button) -> str:
    """Say a link that cannot be a button."""
    way = re.sub(r"^(tel|mailto|sms):", "", button.url or "")
    return f"{button.label} : {way}" if way else button.label
