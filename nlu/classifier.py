"""The judge: gives each sentence its intent, from plain arrays."""

from dataclasses import dataclass

import numpy as np

from nlu.neighbours import Neighbours
from nlu.rejection import Doorkeeper, signals
from nlu.understanding import Guess
from nlu.vectors import Floats, Vector, Vectoriser

RANKED = 5  # guesses kept: the repair shows three, the reports look at five


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the judge says of a sentence."""

    ranked: tuple[Guess, ...]
    foreignness: float
    refused: bool
    english: bool


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
        raw = self._raw(vector)
        chances = softmax(raw[:-1] * self.temperature)
        seen = self._signals(text, vector, raw[:-1], chances)
        foreignness = self.doorkeeper.foreignness(seen)
        return Reading(
            ranked=self._ranked(chances),
            foreignness=foreignness,
            refused=foreignness > self.doorkeeper.threshold,
            english=bool(raw[-1] > 0),
        )

    def _raw(self, vector: Vector) -> Floats:
        return vector.values @ self.weights[vector.places] + self.bias

    def _signals(self, text: str, vector: Vector, raw: Floats, chances: Floats) -> Floats:
        return signals(
            chances=chances,
            raw=raw,
            near=self.neighbours.nearest(vector),
            known=vector.known,
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
