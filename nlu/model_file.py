"""The shelf: a trained judge in one file of plain arrays, never unpickled, replaced at once."""

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np

from nlu.classifier import Classifier
from nlu.neighbours import Neighbours
from nlu.rejection import Doorkeeper
from nlu.speller import Speller
from nlu.training_data import OUT_OF_SCOPE
from nlu.vectors import Vectoriser

Read = TypeVar("Read")
FORMAT = 4  # raise it when the arrays or the features change


class UnusableModelError(Exception):
    """The model file is missing, damaged or of another format: train again."""


def save(path: Path, classifier: Classifier, *, digest: str, versions: str) -> None:
    """Write the model beside its place, then put it there at one stroke."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".npz")
    try:
        with os.fdopen(handle, "wb") as file:
            arrays = _arrays(classifier)
            np.savez_compressed(file, format=FORMAT, digest=digest, versions=versions, **arrays)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def load(path: Path) -> Classifier:
    """Read a model."""
    return _refusing(path, lambda stored: _classifier(dict(stored)))


def stamp(path: Path) -> tuple[int, str]:
    """Return the format and the fingerprint of the lessons of a stored model."""
    return _refusing(path, lambda stored: (int(stored["format"]), str(stored["digest"])))


def _refusing(path: Path, read: Callable[[Mapping[str, Any]], Read]) -> Read:
    """Read something of a stored model, or say that it cannot be used."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return read(stored)
    except (OSError, ValueError, EOFError, KeyError, AttributeError, BadZipFile) as error:
        raise UnusableModelError(f"{path}: not a usable model ({error}); train again") from None


def _arrays(model: Classifier) -> dict[str, Any]:
    door, near = model.doorkeeper, model.neighbours
    times = model.vectoriser.speller.times
    names = "\n".join(model.vectoriser.vocabulary).encode()
    return {
        "labels": "\n".join(model.labels),
        "vocabulary": np.frombuffer(names, dtype=np.uint8),
        "words": "\n".join(times),
        "times": np.array(list(times.values()), dtype=np.int32),
        "rarity": model.vectoriser.rarity.astype(np.float16),
        "weights": model.weights.astype(np.float16),
        "bias": model.bias,
        "temperature": model.temperature,
        "near_starts": near.starts,
        "near_lessons": near.lessons,
        "near_weights": near.weights.astype(np.float16),
        "near_intents": near.intents,
        "door_mean": door.mean,
        "door_scale": door.scale,
        "door_weights": door.weights,
        "door": np.array([door.bias, door.threshold]),
    }


def _classifier(stored: dict[str, Any]) -> Classifier:
    labels = tuple(str(stored["labels"]).split("\n"))
    names = stored["vocabulary"].tobytes().decode().split("\n")
    words = str(stored["words"]).split("\n")
    speller = Speller(dict(zip(words, stored["times"].tolist(), strict=True)))
    return Classifier(
        labels=labels,
        vectoriser=Vectoriser.of(speller, names, stored["rarity"].astype(np.float32)),
        weights=stored["weights"].astype(np.float32),
        bias=stored["bias"],
        temperature=float(stored["temperature"]),
        neighbours=_neighbours(stored),
        doorkeeper=_doorkeeper(stored),
        foreign=labels.index(OUT_OF_SCOPE),
    )


def _neighbours(stored: dict[str, Any]) -> Neighbours:
    return Neighbours(
        starts=stored["near_starts"],
        lessons=stored["near_lessons"],
        weights=stored["near_weights"].astype(np.float32),
        intents=stored["near_intents"],
    )


def _doorkeeper(stored: dict[str, Any]) -> Doorkeeper:
    bias, threshold = stored["door"].tolist()
    return Doorkeeper(
        mean=stored["door_mean"],
        scale=stored["door_scale"],
        weights=stored["door_weights"],
        bias=bias,
        threshold=threshold,
    )
