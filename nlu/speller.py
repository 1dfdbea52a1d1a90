"""The proofreader: an unknown word one slip away from a word of the lessons is that word."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

FORGIVING = 5  # letters from which a slip is mended: shorter words become other words
COMMON = 2  # times a word must occur in the lessons to be what somebody meant


class Speller:
    """The words of the lessons, and the common ones by what is left without one letter."""

    __slots__ = ("_slips", "times")

    def __init__(self, times: Mapping[str, int]) -> None:
        self.times = times
        slips: defaultdict[str, list[str]] = defaultdict(list)
        for word, count in times.items():
            if count >= COMMON and len(word) >= FORGIVING:
                for short in shortened(word):
                    slips[short].append(word)
        self._slips = {short: tuple(words) for short, words in slips.items()}

    @classmethod
    def learn(cls, sentences: Iterable[Iterable[str]]) -> "Speller":
        """Count the words of the lessons."""
        return cls(Counter(word for sentence in sentences for word in sentence))

    def mended(self, words: Sequence[str]) -> list[str]:
        """Return the words, each unknown one replaced by the common one it slipped from."""
        return [word if word in self.times else self._mended(word) for word in words]

    def _mended(self, word: str) -> str:
        if len(word) < FORGIVING or not word.isalpha():
            return word
        near = {other for short in shortened(word) for other in self._slips.get(short, ())}
        close = [other for other in near if OSA.distance(word, other) == 1]
        return max(close, key=lambda other: (self.times[other], other), default=word)


def shortened(word: str) -> Iterator[str]:
    """Yield the word, and the word without each of its letters."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
