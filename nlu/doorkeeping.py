"""The doorkeeper's schooling: what to refuse, learnt from folds kept apart."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from nlu.classifier import softmax
from nlu.neighbours import Nearest
from nlu.rejection import Doorkeeper, signals, widened
from nlu.vectors import Floats, Ints

FALSE_ALARMS = 0.055  # of our questions, by judges who learnt from two thirds: 3 % by the whole
STRICTNESS = 0.1  # the C of the doorkeeper: few signals, many of them alike
HEATS = np.arange(0.5, 12, 0.25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """How sentences were judged by a judge who had not seen them."""

    raw: Floats  # one row each, one column an intent
    near: tuple[Nearest, ...]
    known: Floats
    lengths: Ints  # in words
    intents: Ints  # the true ones


def temperature(apart: Apart) -> float:
    """Return how much to stretch the scores so that chances mean what they say."""
    rows = np.arange(len(apart.intents))
    losses = [
        -np.log(softmax(apart.raw * np.float32(heat))[rows, apart.intents] + 1e-9).mean()
        for heat in HEATS
    ]
    return float(HEATS[int(np.argmin(losses))])


def doorkeeper(apart: Apart, heat: float, foreign: int) -> Doorkeeper:
    """Return a doorkeeper who knows which verdicts were wrong or foreign."""
    seen = _signals(apart, heat, foreign)
    mean, scale = seen.mean(axis=0), seen.std(axis=0) + np.float32(1e-6)
    wide = np.stack([widened((row - mean) / scale) for row in seen])
    ours = apart.intents != foreign
    judge = LogisticRegression(C=STRICTNESS, max_iter=2_000)
    judge.fit(wide, ~ours, sample_weight=_importance(apart, ours))
    scores = judge.predict_proba(wide)[:, 1]
    return Doorkeeper(
        mean=mean,
        scale=scale,
        weights=judge.coef_[0].astype(np.float32),
        bias=float(judge.intercept_[0]),
        threshold=float(np.quantile(scores[ours], 1 - FALSE_ALARMS)),
    )


def open_door() -> Doorkeeper:
    """Return one who lets all pass: for judges who are only measured."""
    nothing = np.zeros(1, dtype=np.float32)
    return Doorkeeper(mean=nothing, scale=nothing, weights=nothing, bias=0.0, threshold=1.0)


def _signals(apart: Apart, heat: float, foreign: int) -> Floats:
    chances = softmax(apart.raw * np.float32(heat))
    return np.stack(
        [
            signals(
                chances=chances[row],
                raw=apart.raw[row],
                near=apart.near[row],
                known=float(apart.known[row]),
                length=int(apart.lengths[row]),
                foreign=foreign,
            )
            for row in range(len(apart.intents))
        ]
    )


def _importance(apart: Apart, ours: NDArray[np.bool_]) -> Floats:
    """Leave our own misread questions aside: neither foreign nor well known."""
    misread = apart.raw.argmax(axis=1) != apart.intents
    balance = ours.sum() / max(1, (~ours).sum()) / 2
    return np.where(ours, np.where(misread, 0.0, 1.0), balance).astype(np.float32)
