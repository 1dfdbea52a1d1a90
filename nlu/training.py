"""The schoolroom: makes a judge out of the lessons, apart from the house that serves."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
import sklearn
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from nlu.classifier import Classifier
from nlu.doorkeeping import Apart, doorkeeper, open_door, temperature
from nlu.features import Views, views, words_of
from nlu.masks import Hide, hider, shown
from nlu.model_file import save
from nlu.neighbours import Nearest, Neighbours, closest
from nlu.noise import NOISES
from nlu.place_names import PlaceNames
from nlu.rejection import Doorkeeper
from nlu.speller import Speller
from nlu.training_data import DATA, OUT_OF_SCOPE, Example, read
from nlu.vectors import Floats, Ints, Vectoriser, Vectors

AUGMENTED_WITH = ("sms", "typos")  # the two that folding does not undo
LEAST = 2  # sentences a feature must occur in
STRICTNESS = 0.3  # the C of the linear machine
ROUGHLY = 0.05  # tolerance of its solver: twice as fast, same verdicts
FOLDS = 3
COMMON = 300  # lessons a feature may occur in and still tell neighbours; more only cost time
ROWS = 1_000  # sentences compared with all lessons at once: 60 MB
SEED = 2026


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """The sentences as the views see them, and what they mean."""

    words: Sequence[Sequence[str]]
    seen: Sequence[Views]
    lengths: Ints  # in words
    intents: Ints
    english: Ints
    labels: tuple[str, ...]

    def among(self, rows: NDArray[Any]) -> "Lessons":
        """Return some of them."""
        return Lessons(
            words=[self.words[row] for row in rows],
            seen=[self.seen[row] for row in rows],
            lengths=self.lengths[rows],
            intents=self.intents[rows],
            english=self.english[rows],
            labels=self.labels,
        )


def train(examples: Sequence[Example], *, hide: Hide = shown) -> Classifier:
    """Return a judge of these examples, to be asked about texts hidden in the same way."""
    lessons = _lessons(examples, hide)
    foreign = lessons.labels.index(OUT_OF_SCOPE)
    apart = _apart(lessons)
    heat = temperature(apart)
    return _fit(
        lessons,
        [hide(text) for text in _spoiled(examples)],
        heat=heat,
        door=doorkeeper(apart, heat, foreign),
    )


def versions() -> str:
    """Return what the model was made with."""
    python = sys.version.split(maxsplit=1)[0]
    return f"python {python}, numpy {np.__version__}, scikit-learn {sklearn.__version__}"


def _lessons(examples: Sequence[Example], hide: Hide) -> Lessons:
    labels = tuple(sorted({example.intent for example in examples}))
    places = {label: place for place, label in enumerate(labels)}
    words = [words_of(hide(example.text)) for example in examples]
    return Lessons(
        words=words,
        seen=[views(one) for one in words],
        lengths=np.array([len(example.text.split()) for example in examples], dtype=np.int32),
        intents=np.array([places[example.intent] for example in examples], dtype=np.int32),
        english=np.array([example.language == "en" for example in examples], dtype=np.int32),
        labels=labels,
    )


def _spoiled(examples: Sequence[Example]) -> list[str]:
    chance = Random(SEED)  # noqa: S311 - the same noise at each training
    return [NOISES[chance.choice(AUGMENTED_WITH)](one.text, chance) for one in examples]


def _fit(
    lessons: Lessons, spoiled: Sequence[str] = (), *, heat: float = 1.0, door: Doorkeeper
) -> Classifier:
    copies = 1 + len(spoiled) // len(lessons.seen)
    speller = Speller.learn(lessons.words)
    seen = [*lessons.seen, *(views(speller.mended(words_of(text))) for text in spoiled)]
    vectoriser = Vectoriser.learn(speller, seen, least=LEAST)
    matrix = _matrix(vectoriser.weigh(seen), vectoriser)
    intents, english = np.tile(lessons.intents, copies), np.tile(lessons.english, copies)
    weights, bias = _machine(matrix, intents, english)
    return Classifier(
        labels=lessons.labels,
        vectoriser=vectoriser,
        weights=weights,
        bias=bias,
        temperature=heat,
        neighbours=_neighbours(matrix[: len(lessons.seen)], lessons.intents),
        doorkeeper=door,
        foreign=lessons.labels.index(OUT_OF_SCOPE),
    )


def _matrix(vectors: Vectors, vectoriser: Vectoriser) -> Any:
    shape = (len(vectors.ends) - 1, len(vectoriser.rarity))
    return sp.csr_matrix((vectors.values, vectors.places, vectors.ends), shape=shape)


def _machine(matrix: Any, intents: Ints, english: Ints) -> tuple[Floats, Floats]:
    """Fit one column an intent, and a last one that hears English."""
    weights, biases = _linear(matrix, intents)
    if english.any():
        ear, bias = _linear(matrix, english)
    else:
        ear, bias = np.zeros((1, matrix.shape[1]), np.float32), -np.ones(1, np.float32)
    return np.concatenate([weights, ear]).T.copy(), np.concatenate([biases, bias])


def _linear(matrix: Any, classes: Ints) -> tuple[Floats, Floats]:
    machine = LinearSVC(C=STRICTNESS, tol=ROUGHLY, random_state=SEED).fit(matrix, classes)
    return machine.coef_.astype(np.float32), machine.intercept_.astype(np.float32)


def _neighbours(matrix: Any, intents: Ints) -> Neighbours:
    columns = matrix.tocsc()
    telling = np.diff(columns.indptr) <= COMMON
    columns = (columns @ sp.diags(telling.astype(np.float32))).tocsc()
    columns.eliminate_zeros()
    return Neighbours(
        starts=columns.indptr.astype(np.int32),
        lessons=columns.indices.astype(np.uint16),
        weights=columns.data.astype(np.float32),
        intents=intents,
    )


def _apart(lessons: Lessons) -> Apart:
    """Let each sentence be judged by a judge who has not seen it."""
    raw = np.zeros((len(lessons.seen), len(lessons.labels)), dtype=np.float32)
    known = np.zeros(len(lessons.seen), dtype=np.float32)
    near: dict[int, Nearest] = {}
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for taught, asked in folds.split(lessons.intents, lessons.intents):
        judge = _fit(lessons.among(taught), door=open_door())
        look = judge.vectoriser.look
        vectors = judge.vectoriser.weigh([look(lessons.words[row]) for row in asked])
        matrix = _matrix(vectors, judge.vectoriser)
        raw[asked] = (matrix @ judge.weights + judge.bias)[:, :-1]
        known[asked] = vectors.known
        near |= zip(asked.tolist(), _nearest(matrix, judge.neighbours), strict=True)
    ordered = tuple(near[row] for row in range(len(near)))
    return Apart(
        raw=raw, near=ordered, known=known, lengths=lessons.lengths, intents=lessons.intents
    )


def _nearest(matrix: Any, neighbours: Neighbours) -> list[Nearest]:
    shape = (len(neighbours.intents), matrix.shape[1])
    postings = (neighbours.weights, neighbours.lessons.astype(np.int32), neighbours.starts)
    taught = sp.csc_matrix(postings, shape=shape).T
    blocks = (matrix[start : start + ROWS] @ taught for start in range(0, matrix.shape[0], ROWS))
    return [closest(row, neighbours.intents) for block in blocks for row in block.toarray()]


def main() -> None:
    """Train from the lessons and write the model."""
    parser = argparse.ArgumentParser(prog="python -m nlu.training", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=DATA)
    wanted = parser.parse_args()
    data = read(wanted.data)
    judge = train(data.examples, hide=hider(PlaceNames()))
    save(wanted.out, judge, digest=data.digest, versions=versions())


if __name__ == "__main__":
    main()
