"""From a sentence to numbers: what each view saw, weighed by how rare it is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.features import VIEWS, views

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """A sparse vector: where it is not zero, and how much; and the share of known words."""

    places: Ints
    values: Floats
    known: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectoriser:
    """The vocabulary and its rarity."""

    vocabulary: dict[str, int]
    rarity: Floats

    @classmethod
    def of(cls, names: list[str], rarity: Floats) -> "Vectoriser":
        """Build from features in their order and the rarity of each."""
        return cls(vocabulary={name: place for place, name in enumerate(names)}, rarity=rarity)

    @classmethod
    def learn(cls, seen: Iterable[dict[str, Counter[str]]], *, least: int) -> "Vectoriser":
        """Keep the features that occur in at least ``least`` sentences."""
        documents: Counter[str] = Counter()
        total = 0
        for views_of_one in seen:
            total += 1
            for counts in views_of_one.values():
                documents.update(counts.keys())
        names = [name for name, count in documents.items() if count >= least]
        counts = np.array([documents[name] for name in names], dtype=np.float32)
        return cls.of(names, (np.log((1 + total) / (1 + counts)) + 1).astype(np.float32))

    def vector(self, text: str) -> Vector:
        """Return the vector of one sentence, each view of length one."""
        return self.weigh(views(text))

    def weigh(self, seen: dict[str, Counter[str]]) -> Vector:
        """Return the vector of what the views saw."""
        parts = [self._view(seen[view]) for view in VIEWS]
        return Vector(
            places=np.concatenate([places for places, _ in parts]),
            values=np.concatenate([values for _, values in parts]),
            known=self._known(seen["w"]),
        )

    def _view(self, counts: Counter[str]) -> tuple[Ints, Floats]:
        known = [(self.vocabulary[name], count) for name, count in counts.items() if name in self.vocabulary]
        places = np.array([place for place, _ in known], dtype=np.int32)
        times = np.array([count for _, count in known], dtype=np.float32)
        values = (1 + np.log(times)) * self.rarity[places]
        length = float(np.sqrt(values @ values)) or 1.0
        return places, (values / length).astype(np.float32)

    def _known(self, words: Counter[str]) -> float:
        alone = [word for word in words if " " not in word]
        return sum(word in self.vocabulary for word in alone) / len(alone) if alone else 0.0
