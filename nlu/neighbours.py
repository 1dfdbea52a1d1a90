"""The nearest lessons: how much a sentence resembles something we were taught."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.vectors import Floats, Ints, Vector

NEAREST = 5
SQUARE = 3.0  # the squared length of a vector: one for each view


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
    weights: NDArray[np.float16]
    intents: Ints  # of each lesson

    def nearest(self, vector: Vector) -> Nearest:
        """Return the lessons closest to a vector by cosine."""
        spans = [
            (slice(self.starts[place], self.starts[place + 1]), value)
            for place, value in zip(vector.places.tolist(), vector.values.tolist(), strict=True)
        ]
        if not spans:
            return Nearest(likeness=np.zeros(NEAREST, np.float32), intents=np.zeros(NEAREST, np.int32))
        lessons = np.concatenate([self.lessons[span] for span, _ in spans])
        weights = np.concatenate([self.weights[span].astype(np.float32) * value for span, value in spans])
        likeness = np.bincount(lessons, weights, minlength=len(self.intents)) / SQUARE
        best = np.argpartition(likeness, -NEAREST)[-NEAREST:]
        best = best[np.argsort(-likeness[best])]
        return Nearest(likeness=likeness[best].astype(np.float32), intents=self.intents[best])
