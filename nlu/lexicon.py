"""The lexicon: known turns of words, found in a text even when a letter slipped."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from nlu.normalise import fold, sms_lexicon
from nlu.speller import shortened

WORD = re.compile(r"[^\W_]+")
FORGIVING = 7  # letters from which one slip is forgiven: shorter words become other words
RIGHT = frozenset({"internat"})  # words that are right though one slip from one of ours
SLIPPED = 0.8  # how sure we are of a word with a slip


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a text, folded, and where it stands."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A turn of words that names something."""

    name: str
    value: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A form found, at ``text[start:end]``."""

    form: Form
    start: int
    end: int
    confidence: float


class Lexicon:
    """Forms by their first word, and the words by what is left when one letter is dropped."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._by_first: defaultdict[str, list[Form]] = defaultdict(list)
        self._slips: defaultdict[str, set[str]] = defaultdict(set)
        self._words: set[str] = set()
        for form in forms:
            self._add(form)

    def find(self, text: str) -> Iterator[Hit]:
        """Yield every form of the text; they may overlap."""
        words = words_of(text)
        known = [self._known(word.folded) for word in words]
        for place in range(len(words)):
            for form in self._by_first.get(known[place], ()):
                until = place + len(form.words)
                if tuple(known[place:until]) == form.words:
                    yield _hit(form, words[place:until])

    def _add(self, form: Form) -> None:
        self._by_first[form.words[0]].append(form)
        for word in form.words:
            self._words.add(word)
            if len(word) >= FORGIVING:
                for short in shortened(word):
                    self._slips[short].add(word)

    def _known(self, word: str) -> str:
        if word in self._words:
            return word
        spelled = sms_lexicon().get(word)
        if spelled is not None and len(spelled.words) == 1:
            return spelled.words[0]
        long = len(word) >= FORGIVING - 1 and word not in RIGHT
        return self._forgiven(word) if long else word

    def _forgiven(self, word: str) -> str:
        near = set().union(*(self._slips.get(short, ()) for short in shortened(word)))
        close = [other for other in sorted(near) if OSA.distance(word, other) == 1]
        return close[0] if close else word


def words_of(text: str) -> list[Word]:
    """Return the words of a text, folded, with their places."""
    return [
        Word(folded=folded, start=found.start(), end=found.end())
        for found in WORD.finditer(text)
        if (folded := fold(found.group()))
    ]


def _hit(form: Form, words: list[Word]) -> Hit:
    exact = all(word.folded == said for word, said in zip(words, form.words, strict=True))
    return Hit(
        form=form,
        start=words[0].start,
        end=words[-1].end,
        confidence=1.0 if exact else SLIPPED,
    )
