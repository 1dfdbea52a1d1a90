"""The words that are no place, or not always one, however much they look like it."""

from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent


def listed(words: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(words.split())


@lru_cache(maxsize=1)
def plain_names() -> frozenset[str]:
    """Return the names of places that are plain words too, as they are filed."""
    lines = (FOLDER / "plain_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the commonest words of French: never a mistyped place, not even as an answer."""
    return frozenset(_tiers()[0].split())


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Return those, and the rarer words near a name: a mistyped place only where one is due."""
    return common_words() | frozenset(_tiers()[1].split())


def _tiers() -> list[str]:
    text = (FOLDER / "ordinary_words.txt").read_text(encoding="utf-8")
    return text.partition("\n")[2].split("\n\n")
