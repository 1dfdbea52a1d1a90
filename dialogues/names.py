"""The law of names: which of several named things a sentence evokes, however it is spelt."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from nlu.normalise import normalise, phonetic

TELLING = 5  # letters from which a word of a name tells it from another

Named = TypeVar("Named")


def sounds(text: str) -> frozenset[str]:
    """Return the telling words of a text, as they sound."""
    return frozenset(phonetic(word) for word in normalise(text).split() if len(word) >= TELLING)


@lru_cache(maxsize=512)  # the names of records, said again at every turn; never a person's words
def called(name: str) -> frozenset[str]:
    """Return the telling words of a record's names, as they sound."""
    return sounds(name)


def evoked(things: Iterable[Named], text: str, names: Callable[[Named], str]) -> tuple[Named, ...]:
    """Return the things whose names share most telling words with a text; none shares none."""
    heard = sounds(text)
    shared = [(thing, len(heard & called(names(thing)))) for thing in things]
    most = max((count for _, count in shared), default=0)
    return tuple(thing for thing, count in shared if most and count == most)
