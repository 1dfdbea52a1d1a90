"""The schoolroom: makes a judge out of the lessons, apart from the house that serves."""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import scipy
import scipy.sparse as sp
import sklearn
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from nlu.classifier import Classifier, softmax
from nlu.features import views
from nlu.model_file import save
from nlu.neighbours import Neighbours
from nlu.noise import NOISES
from nlu.rejection import Doorkeeper, signals, widened
from nlu.training_data import DATA, OUT_OF_SCOPE, Example, TrainingData, read
from nlu.vectors import Floats, Ints, Vector, Vectoriser

AUGMENTED_WITH = ("sms", "typos")  # the two that folding does not undo
LEAST = 2  # sentences a feature must occur in
STRICTNESS = 0.3  # the C of the linear machine
ROUGHLY = 0.05  # tolerance of its solver: three times faster, same verdicts
FOLDS = 3
FALSE_ALARMS = 0.035  # of our own questions refused, on folds kept apart; the bar is 5 %
SEED = 2026


def train(examples: Sequence[Example]) -> Classifier:
    """Return a judge of these lessons."""
    labels = tuple(sorted({example.intent for example in examples}))
    intents = np.array([labels.index(example.intent) for example in examples], dtype=np.int32)
    temperature, doorkeeper = _tune(examples, intents, labels)
    return _fit(examples, intents, labels, temperature=temperature, doorkeeper=doorkeeper)


def _fit(
    examples: Sequence[Example],
    intents: Ints,
    labels: tuple[str, ...],
    *,
    temperature: float,
    doorkeeper: Doorkeeper,
) -> Classifier:
    texts = _augmented([example.text for example in examples])
    seen = [views(text) for text in texts]
    vectoriser = Vectoriser.learn(seen, least=LEAST)
    vectors = [vectoriser.weigh(one) for one in seen]
    copies = len(texts) // len(examples)
    english = np.array([example.language == "en" for example in examples], dtype=np.int32)
    weights, bias = _machine(_matrix(vectors, vectoriser), np.tile(intents, copies), np.tile(english, copies))
    return Classifier(
        labels=labels,
        vectoriser=vectoriser,
        weights=weights,
        bias=bias,
        temperature=temperature,
        neighbours=_neighbours(vectors[: len(examples)], vectoriser, intents),
        doorkeeper=doorkeeper,
        foreign=labels.index(OUT_OF_SCOPE),
    )


def _augmented(texts: list[str]) -> list[str]:
    chance = Random(SEED)
    return texts + [NOISES[noise](text, chance) for noise in AUGMENTED_WITH for text in texts]


def _matrix(vectors: Sequence[Vector], vectoriser: Vectoriser) -> Any:
    ends = np.cumsum([0, *(len(vector.places) for vector in vectors)])
    places = np.concatenate([vector.places for vector in vectors])
    values = np.concatenate([vector.values for vector in vectors])
    return sp.csr_matrix((values, places, ends), shape=(len(vectors), len(vectoriser.rarity)))


def _machine(matrix: Any, intents: Ints, english: Ints) -> tuple[Floats, Floats]:
    columns = [*(intents == label for label in range(int(intents.max()) + 1)), english > 0]
    with ThreadPoolExecutor(2) as pool:
        fitted = list(pool.map(lambda column: _column(matrix, column), columns))
    weights = np.stack([weights for weights, _ in fitted], axis=1)
    return weights.astype(np.float32), np.array([bias for _, bias in fitted], dtype=np.float32)


def _column(matrix: Any, column: NDArray[np.bool_]) -> tuple[Floats, float]:
    if not column.any():
        return np.zeros(matrix.shape[1], np.float32), -1.0
    machine = LinearSVC(C=STRICTNESS, tol=ROUGHLY, random_state=SEED).fit(matrix, column)
    return machine.coef_[0], float(machine.intercept_[0])


def _neighbours(vectors: Sequence[Vector], vectoriser: Vectoriser, intents: Ints) -> Neighbours:
    columns = _matrix(vectors, vectoriser).tocsc()
    return Neighbours(
        starts=columns.indptr.astype(np.int32),
        lessons=columns.indices.astype(np.uint16),
        weights=columns.data.astype(np.float16),
        intents=intents,
    )


def _tune(
    examples: Sequence[Example], intents: Ints, labels: tuple[str, ...]
) -> tuple[float, Doorkeeper]:
    """Learn, on folds kept apart, how sure to be and what to refuse."""
    raw = np.zeros((len(examples), len(labels)), dtype=np.float32)
    nearest: list[Any] = [None] * len(examples)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for taught, asked in folds.split(intents, intents):
        judge = _fit(
            [examples[place] for place in taught], intents[taught], labels,
            temperature=1.0, doorkeeper=_open_door(),
        )  # fmt: skip
        for place in asked:
            vector = judge.vectoriser.vector(examples[place].text)
            raw[place] = judge._raw(vector)[:-1]
            nearest[place] = (judge.neighbours.nearest(vector), vector.known)
    temperature = _temperature(raw, intents)
    return temperature, _doorkeeper(examples, intents, labels, softmax(raw * temperature), raw, nearest)


def _temperature(raw: Floats, intents: Ints) -> float:
    rows = np.arange(len(intents))
    tried = np.arange(0.5, 12, 0.25)
    losses = [-np.log(softmax(raw * heat)[rows, intents] + 1e-9).mean() for heat in tried]
    return float(tried[int(np.argmin(losses))])


def _doorkeeper(examples, intents, labels, chances, raw, nearest) -> Doorkeeper:
    foreign = labels.index(OUT_OF_SCOPE)
    seen = np.stack([
        signals(chances=chances[i], raw=raw[i], near=nearest[i][0], known=nearest[i][1], length=len(examples[i].text.split()), foreign=foreign)
        for i in range(len(examples))
    ])
    mean, scale = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    wide = np.stack([widened((row - mean) / scale) for row in seen])
    ours = intents != foreign
    wrong = chances.argmax(axis=1) != intents
    weight = np.where(ours, np.where(wrong, 0.0, 1.0), ours.sum() / (~ours).sum() / 2)
    judge = LogisticRegression(C=0.1, max_iter=2000).fit(wide, ~ours, sample_weight=weight)
    scores = judge.predict_proba(wide)[:, 1]
    threshold = float(np.quantile(scores[ours], 1 - FALSE_ALARMS))
    return Doorkeeper(mean=mean, scale=scale, weights=judge.coef_[0].astype(np.float32), bias=float(judge.intercept_[0]), threshold=threshold)


def _open_door() -> Doorkeeper:
    return Doorkeeper(mean=np.zeros(1), scale=np.ones(1), weights=np.zeros(1), bias=0.0, threshold=1.0)


def versions() -> str:
    """Return what the model was made with."""
    return f"python {sys.version.split()[0]}, numpy {np.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}"


def main() -> None:
    """Train from the lessons and write the model."""
    parser = argparse.ArgumentParser(prog="python -m nlu.training", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=DATA)
    wanted = parser.parse_args()
    data: TrainingData = read(wanted.data)
    save(wanted.out, train(data.examples), digest=data.digest, versions=versions())


if __name__ == "__main__":
    main()
