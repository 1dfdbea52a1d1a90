"""What an event means before anything is looked up: presses are certain, texts are interpreted."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from dialogues.messages import Incoming, Located, Payload, Press, Shown, Text
from dialogues.rules import Rules
from nlu.normalise import fold
from nlu.understanding import Entity, Interpreter, Understanding

LONGEST = 2000  # characters; a question is shorter, and Discord's own messages end there
KINDS = frozenset({"sticker", "photo", "voice", "video", "file"})
NEVER_WRITTEN = frozenset({"located", "shown"})  # acts of a person; no button of ours says them


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear:
    """Turns events into meanings."""

    interpreter: Interpreter
    rules: Rules

    async def hear(self, event: Incoming, today: date) -> Understanding:
        """Return what the event means; never raises on any text."""
        match event:
            case Press():
                return _pressed(event.payload)
            case Located():
                return certain(
                    "located", latitude=str(event.latitude), longitude=str(event.longitude)
                )
            case Shown():
                return certain("shown", kind=event.kind if event.kind in KINDS else "other")
            case Text():
                return await self._read(words(event), event.language or "fr", today)
            case _:
                return certain("left")

    async def _read(self, text: str, language: str, today: date) -> Understanding:
        if text.startswith("/"):
            return self._command(text)
        if len(text) > LONGEST:
            return certain("too_long")
        if not any(character.isalnum() for character in text):
            return certain("wordless" if text else "empty")
        return await self.interpreter.understand(text, language=language, today=today)

    def _command(self, text: str) -> Understanding:
        name, _, rest = text[1:].partition(" ")
        intent = self.rules.commands.get(name.partition("@")[0].lower())
        if intent:
            return certain(intent, ref=rest.strip()) if rest.strip() else certain(intent)
        payload = _payload(text)
        if payload and payload.intent in self.rules.actions:
            return certain(payload.intent, **payload.entities)
        return certain("unknown_command")


def certain(intent: str, /, **entities: str) -> Understanding:
    """Return a meaning nobody need doubt."""
    known = tuple(
        Entity(name=name, value=value, text=value, start=0, end=0)
        for name, value in entities.items()
    )
    return Understanding(intent=intent, confidence=1.0, entities=known)


def _pressed(raw: str) -> Understanding:
    payload = _payload(raw)
    if payload is None:
        return certain("old_button")
    return certain(payload.intent, **payload.entities)


def _payload(raw: str) -> Payload | None:
    payload = Payload.parse(raw)
    return None if payload and payload.intent in NEVER_WRITTEN else payload


def words(event: Incoming) -> str:
    """Return the text of an event without control characters; empty for all but texts."""
    if not isinstance(event, Text):
        return ""
    kept = (
        " " if character in "\n\r\t" else character
        for character in event.text
        if character in "\n\r\t" or unicodedata.category(character) not in {"Cc", "Cs", "Cf"}
    )
    return re.sub(r"\s+", " ", "".join(kept)).strip()


def is_certain(event: Incoming) -> bool:
    """Whether the event says all it means, so that nothing is to be guessed."""
    if isinstance(event, Text):
        text = words(event)
        return text.startswith("/") or len(text) > LONGEST or not any(map(str.isalnum, text))
    return True


def reflex(text: str, rules: Rules) -> str | None:
    """Return the intent of words that never wait for a classifier: silence and distress."""
    folded = fold(text)
    if folded in rules.silence:
        return "unsubscribe"
    if folded in rules.languages:
        return "change_language"
    padded = f" {folded} "
    if any(f" {sign} " in padded for sign in rules.distress):
        return "distress"
    return None
