"""The few sentences Discord's channel says by itself, read from ``words.yml``."""

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
    return _said("apology", hint)


def closed(hint: str | None) -> str:
    """Return what to do for someone whose private messages are closed."""
    return _said("closed", hint)


def commands() -> Mapping[str, Mapping[str, str]]:
    """Return the slash commands: language → name → description, in the same order."""
    menus: dict[str, dict[str, str]] = _read()["commands"]
    return menus


def asked() -> Mapping[str, Mapping[str, str]]:
    """Return what the free question asks for: language → name → description."""
    options: dict[str, dict[str, str]] = _read()["asked"]
    return options


def aloud() -> frozenset[str]:
    """Return the intents that may be answered before a whole server."""
    return frozenset(_read()["aloud"])


def misconfigured(reason: str) -> str:
    """Return the sentence that tells an operator what to change."""
    sentence: str = _read()["misconfigured"][reason]
    return sentence


def _said(what: str, hint: str | None) -> str:
    sentences: dict[str, str] = _read()[what]
    return sentences.get((hint or HOME)[:2], sentences[HOME])
