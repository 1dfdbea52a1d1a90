"""The doorkeeper: tells a question that is ours from one that is foreign."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nlu.neighbours import Nearest
from nlu.vectors import Floats

SIGNALS = (
    "top", "margin", "entropy", "raw", "foreign", "nearest", "same", "agreement", "known", "length",
)  # fmt: skip


def signals(
    *, chances: Floats, raw: Floats, near: Nearest, known: float, length: int, foreign: int
) -> Floats:
    """Return what the doorkeeper looks at, in the order of SIGNALS."""
    first, second = np.argsort(-chances)[:2]
    same = near.intents == first
    return np.array(
        [
            chances[first],
            chances[first] - chances[second],
            -float(chances @ np.log(chances + 1e-9)),
            raw[first],
            chances[foreign],
            near.likeness[0],
            near.likeness[same].max(initial=0.0),
            (near.likeness * same).sum() / (near.likeness.sum() + 1e-9),
            known,
            np.log1p(length),
        ],
        dtype=np.float32,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorkeeper:
    """A linear judge over the signals and their products; refuses above ``threshold``."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float
    threshold: float

    def foreignness(self, seen: Floats) -> float:
        """Return how foreign a sentence is, from 0 to 1."""
        score = float(widened((seen - self.mean) / self.scale) @ self.weights) + self.bias
        return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))


def widened(seen: Floats) -> Floats:
    """Return the signals and the product of each pair of them."""
    first, second = _pairs(len(seen))
    return np.concatenate([seen, seen[first] * seen[second]])


@cache
def _pairs(size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    first, second = np.triu_indices(size)
    return first, second
