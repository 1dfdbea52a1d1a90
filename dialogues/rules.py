"""Which intent is answered by what: Rasa's rules form, one intent, one action."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dialogues.phrases import CONTENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Intent → action: a phrase (``utter_…``) or a step (``flow.step``); and command → intent."""

    actions: Mapping[str, str]
    commands: Mapping[str, str]
    distress: tuple[str, ...]
    silence: frozenset[str]
    languages: frozenset[str]


def load(folder: Path = CONTENT) -> Rules:
    """Read ``rules.yml`` and ``reflexes.yml``; raises ValueError when an intent has two rules."""
    reflexes = _read(folder / "reflexes.yml")
    return Rules(
        actions=_actions(_read(folder / "rules.yml")["rules"]),
        commands=reflexes["commands"],
        distress=tuple(reflexes["distress"]),
        silence=frozenset(reflexes["silence"]),
        languages=frozenset(reflexes["languages"]),
    )


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return read


def _actions(rules: list[dict[str, list[dict[str, str]]]]) -> dict[str, str]:
    actions: dict[str, str] = {}
    for rule in rules:
        intent, action = rule["steps"][0]["intent"], rule["steps"][1]["action"]
        if intent in actions:
            raise ValueError(f"The intent {intent} has two rules in rules.yml: keep one.")
        actions[intent] = action
    return actions
