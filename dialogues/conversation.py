"""Where we stand with somebody: all that survives a restart."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from dialogues.messages import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What was last spoken of: an intent and the entities it was answered with."""

    intent: str
    entities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One person's thread on one address; ``step`` names the flow's step that waits, if any."""

    address: Address
    person: int
    language: str = "fr"
    step: str | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    topic: Topic | None = None
    failures: int = 0  # misunderstandings in a row
    greeted: bool = False

    def at(self, step: str | None, slots: Mapping[str, str]) -> Self:
        """Return the conversation waiting at ``step`` with ``slots``."""
        return replace(self, step=step, slots=dict(slots))
