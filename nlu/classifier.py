"""The judge: gives each sentence its intent, from plain arrays."""

from dataclasses import dataclass

import numpy as np

from nlu.neighbours import Neighbours
from nlu.rejection import Doorkeeper, signals
from nlu.understanding import Guess
from nlu.vectors import Floats, Vectoriser, Vectors

RANKED = 5  # guesses kept: the repair shows three, the reports look at five


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the judge says of a sentence."""

    ranked: tuple[Guess, ...]
    foreignness: float
    refused: bool
    english: float  # above 0 for English, below for French, near it in doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """A linear model with its neighbours and its doorkeeper; the last column hears English."""

    labels: tuple[str, ...]
    vectoriser: Vectoriser
    weights: Floats
    bias: Floats
    temperature: float
    neighbours: Neighbours
    doorkeeper: Doorkeeper
    foreign: int  # the place of out_of_scope among the labels

    def read(self, text: str) -> Reading:
        """Return the reading of one sentence."""
        vector = self.vectoriser.vector(text)
        raw = vector.values @ self.weights[vector.places] + self.bias
        chances = softmax(raw[:-1] * self.temperature)
        foreignness = self.doorkeeper.foreignness(self._signals(text, vector, raw[:-1], chances))
        return Reading(
            ranked=self._ranked(chances),
            foreignness=foreignness,
            refused=foreignness > self.doorkeeper.threshold,
            english=float(raw[-1]) if len(vector.places) else 0.0,
        )

    def _signals(self, text: str, vector: Vectors, raw: Floats, chances: Floats) -> Floats:
        return signals(
            chances=chances,
            raw=raw,
            near=self.neighbours.nearest(vector),
            known=float(vector.known[0]),
            length=len(text.split()),
            foreign=self.foreign,
        )

    def _ranked(self, chances: Floats) -> tuple[Guess, ...]:
        best = np.argsort(-chances)[:RANKED].tolist()
        return tuple(
            Guess(intent=self.labels[place], confidence=round(float(chances[place]), 4))
            for place in best
        )


def softmax(raw: Floats) -> Floats:
    """Return chances that add up to one."""
    powers = np.exp(raw - raw.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)
