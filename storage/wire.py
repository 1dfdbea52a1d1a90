"""How a message is written down: replies kept to be said again, letters waiting in a mailbox."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from typing import Any

import orjson

from dialogues.messages import Button, File, Outgoing, Spot


def encode(value: Any) -> str:
    """Return the value in JSON; a lone surrogate, which orjson refuses, is kept escaped."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return json.dumps(value)


def decode(text: str | bytes) -> Any:
    """Read back what ``encode`` wrote."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)


def to_json(message: Outgoing) -> dict[str, Any]:
    """Return a message as JSON values; what is empty or by default is left out."""
    place, file = message.place, message.file
    said: dict[str, Any] = {
        "text": message.text,
        "buttons": [_button(button) for button in message.buttons],
        "place": place and asdict(place),
        "file": file and _file(file),
        "amends": message.amends,
        "source": message.source,
    }
    return {name: value for name, value in said.items() if value or name == "text"}


def _button(button: Button) -> dict[str, str | None]:
    return {key: value for key, value in asdict(button).items() if value is not None}


def _file(file: File) -> dict[str, str]:
    content = b64encode(file.content).decode()
    return {"name": file.name, "media_type": file.media_type, "content": content}


def from_json(said: dict[str, Any]) -> Outgoing:
    """Read back what ``to_json`` wrote."""
    place, file = said.get("place"), said.get("file")
    return Outgoing(
        text=said["text"],
        buttons=tuple(Button(**button) for button in said.get("buttons", ())),
        place=Spot(**place) if place else None,
        file=File(**{**file, "content": b64decode(file["content"])}) if file else None,
        amends=said.get("amends", False),
        source=said.get("source"),
    )
