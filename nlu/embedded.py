"""The house's own ear: reads a sentence in a millisecond, needs no server."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from nlu.classifier import Classifier, Reading
from nlu.ellipsis import named_alone
from nlu.entities import EntityFinder
from nlu.masks import masked
from nlu.model_file import FORMAT, UnusableModelError, load, stamp
from nlu.place_names import shared
from nlu.training_data import DATA, OUT_OF_SCOPE, digest, read_lists
from nlu.understanding import Entity, Guess, Understanding

DOUBT = 0.4  # of the margin of one between French and English
SMALL_TALK = frozenset(
    {"greet", "thanks", "goodbye", "affirm", "deny", "insult", "change_language", "simplify"}
)
HALF = 0.5
PATIENCE = 600  # seconds given to a training that takes less than thirty


class TrainingFailedError(Exception):
    """The lessons could not be learnt: the sentence says why."""


class EmbeddedInterpreter:
    """Understands with the trained judge, the entity finder and the calendar."""

    name = "embedded"

    def __init__(self, classifier: Classifier, finder: EntityFinder) -> None:
        self._classifier = classifier
        self._finder = finder

    @classmethod
    def load(cls, model_path: Path) -> "EmbeddedInterpreter":
        """Open a trained model."""
        return cls(load(model_path), EntityFinder(read_lists(), shared()))

    async def understand(self, text: str, *, language: str, today: date) -> Understanding:
        """Read one text; the work takes about a millisecond, so it is done at once."""
        return self.read(text, language=language, today=today)

    def read(self, text: str, *, language: str, today: date) -> Understanding:
        """Read one text, at once."""
        entities = self._finder.find(text, today)
        reading = self._classifier.read(masked(text, entities))
        ranked = named_alone(text, entities, reading.ranked)
        best = ranked[0]
        refused = reading.refused and best == reading.ranked[0] and best.intent != OUT_OF_SCOPE
        return Understanding(
            intent=None if refused else best.intent,
            confidence=best.confidence,
            entities=_sensible(entities, best),
            alternatives=ranked,
            language=_language(reading.english, language),
        )

    def judge(self, text: str) -> Reading:
        """Return what the judge alone says: for the examinations."""
        places = self._finder.places(text)
        return self._classifier.read(masked(text, places))


def _sensible(entities: tuple[Entity, ...], best: Guess) -> tuple[Entity, ...]:
    """Leave out doubtful places of small talk: "mersi" thanks, and names no commune."""
    talk = best.intent in SMALL_TALK and best.confidence >= HALF
    return tuple(one for one in entities if one.certain or not talk)


def _language(english: float, usual: str) -> str:
    """Return what was spoken; in doubt, what the person usually speaks."""
    if abs(english) < DOUBT:
        return usual
    return "en" if english > 0 else "fr"


def ensure_model(model_path: Path, *, data: Path = DATA) -> bool:
    """Train in a process apart if the model is missing or stale; return whether it did."""
    if is_fresh(model_path, data):
        return False
    _train(model_path, data)
    return True


def is_fresh(model_path: Path, data: Path = DATA) -> bool:
    """Whether a model was trained on these very data, in this very format."""
    try:
        return stamp(model_path) == (FORMAT, digest(data))
    except UnusableModelError:
        return False


def _train(model_path: Path, data: Path) -> None:
    command = [sys.executable, "-m", "nlu.training", "--out", str(model_path), "--data", str(data)]
    root = Path(__file__).parent.parent
    paths = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
        command,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise TrainingFailedError(f"The understanding could not be trained: {reason}")
