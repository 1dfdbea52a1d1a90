"""The few sentences Telegram's channel says by itself, read from ``words.yml``."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HOME = "fr"  # who speaks a language we do not is answered in French


@cache
def _read() -> Mapping[str, Any]:
    words: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text("utf-8"))
    return words


def apology(hint: str | None) -> str:
    """Return the apology, in the language nearest to the platform's hint (``en-GB``…)."""
    return str(_nearest("apology", hint))


def aside(hint: str | None) -> Mapping[str, str]:
    """Return the ``text`` and the ``button`` that lead from a group to the private chat."""
    words: dict[str, str] = _nearest("aside", hint)
    return words


def _nearest(what: str, hint: str | None) -> Any:
    said = _read()[what]
    return said.get((hint or HOME)[:2], said[HOME])


def commands() -> Mapping[str, Mapping[str, str]]:
    """Return the menu of commands: language → name → description."""
    menus: dict[str, dict[str, str]] = _read()["commands"]
    return menus


def misconfigured(reason: str) -> str:
    """Return the sentence that tells an operator what to change."""
    sentence: str = _read()["misconfigured"][reason]
    return sentence
