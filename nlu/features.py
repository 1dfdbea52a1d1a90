"""Three ways of looking at a sentence: its words, its letters, its sounds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nlu.normalise import normalise, sound, stem

VIEWS = ("w", "c", "p")  # words, characters, phonetics
Views = tuple[Counter[str], ...]
LONGEST = 600  # characters read of a message: a question is shorter, a pasted page is not
SHORTEST_GRAM, LONGEST_GRAM = 2, 5


def words_of(text: str) -> list[str]:
    """Return the words that are looked at."""
    return normalise(text[:LONGEST]).split()


def views(words: Sequence[str]) -> Views:
    """Return what each view sees, in the order of VIEWS: features, how often they occur."""
    return (
        Counter(_pairs("w", map(stem, words))),
        Counter(_letters(words)),
        Counter(_pairs("p", map(sound, words))),
    )


def _pairs(view: str, words: Iterable[str]) -> Iterator[str]:
    before = "<"
    for word in words:
        yield f"{view}{word}"
        yield f"{view}{before} {word}"
        before = word
    yield f"{view}{before} >"


def _letters(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        length = len(padded)
        for size in range(SHORTEST_GRAM, min(LONGEST_GRAM, length) + 1):
            for start in range(length - size + 1):
                yield "c" + padded[start : start + size]
