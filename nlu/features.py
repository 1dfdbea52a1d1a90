"""Three ways of looking at a sentence: its words, its letters, its sounds."""

from collections import Counter
from collections.abc import Iterable, Iterator

from nlu.normalise import normalise, sound, stem

VIEWS = ("w", "c", "p")  # words, characters, phonetics
LONGEST = 600  # characters read of a message: a question is shorter, a pasted page is not
SHORTEST_GRAM, LONGEST_GRAM = 2, 5


def views(text: str) -> dict[str, Counter[str]]:
    """Return what each view sees: features with how often they occur."""
    plain = normalise(text[:LONGEST])
    words = plain.split()
    return {
        "w": Counter(_pairs("w", map(stem, words))),
        "c": Counter(_letters(words)),
        "p": Counter(_pairs("p", map(sound, words))),
    }


def _pairs(view: str, words: Iterable[str]) -> Iterator[str]:
    before = "<"
    for word in words:
        yield f"{view}{word}"
        yield f"{view}{before} {word}"
        before = word
    yield f"{view}{before} >"


def _letters(words: list[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        length = len(padded)
        for size in range(SHORTEST_GRAM, min(LONGEST_GRAM, length) + 1):
            for start in range(length - size + 1):
                yield "c" + padded[start : start + size]
