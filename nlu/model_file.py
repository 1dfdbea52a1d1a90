"""The shelf: a trained judge in one file of plain arrays, never unpickled, replaced at one stroke."""

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from nlu.classifier import Classifier
from nlu.neighbours import Neighbours
from nlu.rejection import Doorkeeper
from nlu.training_data import OUT_OF_SCOPE
from nlu.vectors import Vectoriser

FORMAT = 1  # raise it when the arrays or the features change


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
    with _opened(path) as stored:
        return _classifier({name: stored[name] for name in stored.files})


def stamp(path: Path) -> tuple[int, str]:
    """Return the format and the fingerprint of the lessons of a stored model."""
    with _opened(path) as stored:
        return int(stored["format"]), str(stored["digest"])


def _opened(path: Path) -> Any:
    try:
        return np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise UnusableModelError(f"{path}: not a usable model ({error}); train again") from None


def _arrays(model: Classifier) -> dict[str, Any]:
    door, near = model.doorkeeper, model.neighbours
    names = "\n".join(model.vectoriser.vocabulary).encode()
    return {
        "labels": "\n".join(model.labels),
        "vocabulary": np.frombuffer(names, dtype=np.uint8),
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
    return Classifier(
        labels=labels,
        vectoriser=Vectoriser.of(names, stored["rarity"].astype(np.float32)),
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
