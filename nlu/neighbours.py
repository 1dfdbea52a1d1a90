"""The nearest lessons: how much a sentence resembles something we were taught."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.features import VIEWS
from nlu.vectors import Floats, Ints, Vectors

NEAREST = 5
SQUARE = len(VIEWS)  # the squared length of a vector: each view has length one


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The closest lessons, best first: how close (0 to 1) and the place of their intent."""

    likeness: Floats
    intents: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """For each feature, the lessons that have it: ``lessons[starts[f]:starts[f + 1]]``."""

    starts: Ints
    lessons: NDArray[np.uint16]
    weights: Floats
    intents: Ints  # of each lesson

    def nearest(self, vector: Vectors) -> Nearest:
        """Return the lessons closest to one vector by cosine."""
        firsts, lasts = self.starts[vector.places], self.starts[vector.places + 1]
        lengths = lasts - firsts
        total = int(lengths.sum())
        offsets = np.repeat(firsts - np.cumsum(lengths) + lengths, lengths)
        postings = np.arange(total) + offsets
        weights = self.weights[postings] * np.repeat(vector.values, lengths)
        products = np.bincount(self.lessons[postings], weights, len(self.intents))
        return closest(np.asarray(products, dtype=np.float64), self.intents)


def closest(products: NDArray[np.float64], intents: Ints) -> Nearest:
    """Return the lessons with the greatest products, which are spent."""
    best = []
    for _ in range(min(NEAREST, len(products))):
        first = int(products.argmax())  # five passes are ten times faster than a partition
        best.append((first, products[first]))
        products[first] = -1
    places, likeness = zip(*best, strict=True)
    shares = (np.array(likeness) / SQUARE).astype(np.float32)
    return Nearest(likeness=shares, intents=intents[list(places)])
