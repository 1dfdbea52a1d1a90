"""From a sentence to numbers: what each view saw, weighed by how rare it is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.features import VIEWS, Views, views, words_of
from nlu.speller import Speller

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """Sparse vectors one after another: where each is not zero, how much, where it ends."""

    places: Ints
    values: Floats
    ends: NDArray[np.int64]  # one more than there are vectors, as in a CSR matrix
    known: Floats  # of each, the share of words that occur in the lessons


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectoriser:
    """The proofreader, the vocabulary and its rarity."""

    speller: Speller
    vocabulary: dict[str, int]
    rarity: Floats

    @classmethod
    def of(cls, speller: Speller, names: Iterable[str], rarity: Floats) -> "Vectoriser":
        """Build from features in their order and the rarity of each."""
        vocabulary = {name: place for place, name in enumerate(names)}
        return cls(speller=speller, vocabulary=vocabulary, rarity=rarity)

    @classmethod
    def learn(cls, speller: Speller, seen: Sequence[Views], *, least: int) -> "Vectoriser":
        """Keep the features that occur in at least ``least`` sentences."""
        documents: Counter[str] = Counter()
        for one in seen:
            for counts in one:
                documents.update(counts.keys())
        kept = [(name, count) for name, count in documents.items() if count >= least]
        common = np.array([count for _, count in kept], dtype=np.float32)
        rarity = (np.log((1 + len(seen)) / (1 + common)) + 1).astype(np.float32)
        return cls.of(speller, (name for name, _ in kept), rarity)

    def vector(self, text: str) -> Vectors:
        """Return the vector of one sentence, each view of length one."""
        return self.weigh((self.look(words_of(text)),))

    def look(self, words: Sequence[str]) -> Views:
        """Return what the views see of words, once proofread."""
        return views(self.speller.mended(words))

    def weigh(self, seen: Sequence[Views]) -> Vectors:
        """Return the vectors of what the views saw of each sentence."""
        places: list[int] = []
        times: list[int] = []
        ends = [0]
        for counts in (counts for one in seen for counts in one):
            known = [(self.vocabulary.get(name), count) for name, count in counts.items()]
            places += [place for place, _ in known if place is not None]
            times += [count for place, count in known if place is not None]
            ends.append(len(places))
        where = np.array(places, dtype=np.int32)
        return Vectors(
            places=where,
            values=self._weighed(where, times, np.diff(ends)),
            ends=np.array(ends[:: len(VIEWS)], dtype=np.int64),
            known=np.array([self._known(one[0]) for one in seen], dtype=np.float32),
        )

    def _weighed(self, places: Ints, times: list[int], lengths: NDArray[np.int64]) -> Floats:
        values = (1 + np.log(np.array(times, dtype=np.float32))) * self.rarity[places]
        owner = np.repeat(np.arange(len(lengths)), lengths)
        squares = np.bincount(owner, values * values, minlength=len(lengths))
        return (values / np.sqrt(squares)[owner]).astype(np.float32)

    def _known(self, words: Counter[str]) -> float:
        alone = [word for word in words if " " not in word]
        return sum(word in self.vocabulary for word in alone) / len(alone) if alone else 0.0
