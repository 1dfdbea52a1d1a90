"""The examination: how often the judge is right, wrong, and wrong with confidence."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Protocol

import numpy as np

from nlu.noise import NOISES
from nlu.training_data import OUT_OF_SCOPE, Example
from nlu.understanding import Guess, Interpreter, Understanding

FROZEN = Path(__file__).parent / "test_data" / "fr.yml"  # written apart from the lessons
SURE = 0.6  # confidence from which an answer is given without asking back
FALSE_REJECTIONS = 0.05  # of our own questions that a threshold may refuse
BINS = 10
WORST = 15  # confusions shown
SEED = 7  # not the training's: the noise must be new


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was understood of one question of the examination."""

    ranked: tuple[Guess, ...]
    foreignness: float
    refused: bool


class Candidate(Protocol):
    """Whoever sits the examination."""

    def __call__(self, text: str) -> Answer:
        """Answer one question."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The marks of one paper; every rate runs from 0 to 1."""

    lines: int
    accuracy: float
    macro_f1: float
    top_3: float
    own_refused: float  # our own questions refused or taken for foreign
    foreign_caught: float  # foreign questions refused or taken for foreign
    foreign_caught_at_5: float  # the same, with the threshold that refuses 5 % of our own
    wrong_with_confidence: float  # of all lines: answered, surely, and wrongly
    calibration_error: float
    confusions: tuple[tuple[str, str, int], ...]  # true, understood, times

    def as_dict(self) -> dict[str, object]:
        """Return plain values, for JSON."""
        return asdict(self)


async def examine_interpreter(
    interpreter: Interpreter, examples: Sequence[Example], *, today: date
) -> dict[str, Marks]:
    """Put every paper to an interpreter, Rasa's too: its doubt stands for foreignness."""
    truth = [example.intent for example in examples]
    marks = {}
    for name, texts in papers(examples).items():
        heard = [await interpreter.understand(text, language="fr", today=today) for text in texts]
        marks[name] = mark(truth, [answer_in(meaning) for meaning in heard])
    return marks


def answer_in(meaning: Understanding) -> Answer:
    """Return what an understanding answers; with no guess at all it is a refusal."""
    nothing = Guess(intent=OUT_OF_SCOPE, confidence=0.0)
    return Answer(
        ranked=meaning.alternatives or (nothing,),
        foreignness=1 - meaning.confidence,
        refused=meaning.intent is None,
    )


def papers(examples: Sequence[Example]) -> dict[str, tuple[str, ...]]:
    """Return the questions clean, and spoiled in each way."""
    texts = [example.text for example in examples]
    spoiled = {name: _spoil(texts, noise) for name, noise in NOISES.items()}
    return {"clean": tuple(texts), **spoiled}


def examine(examples: Sequence[Example], candidate: Candidate) -> dict[str, Marks]:
    """Put every paper to the candidate."""
    truth = [example.intent for example in examples]
    return {
        name: mark(truth, [candidate(text) for text in texts])
        for name, texts in papers(examples).items()
    }


def mark(truth: Sequence[str], answers: Sequence[Answer]) -> Marks:
    """Return the marks of one paper."""
    said = [answer.ranked[0].intent for answer in answers]
    pairs = list(zip(truth, said, answers, strict=True))
    return Marks(
        lines=len(truth),
        accuracy=_share(true == guess for true, guess, _ in pairs),
        macro_f1=_macro_f1(truth, said),
        top_3=_share(true in {g.intent for g in one.ranked[:3]} for true, _, one in pairs),
        own_refused=_share(_turned_away(one) for true, _, one in pairs if true != OUT_OF_SCOPE),
        foreign_caught=_share(_turned_away(one) for true, _, one in pairs if true == OUT_OF_SCOPE),
        foreign_caught_at_5=_caught_at(truth, answers, FALSE_REJECTIONS),
        wrong_with_confidence=_share(_misled(true, one) for true, _, one in pairs),
        calibration_error=_calibration_error(truth, answers),
        confusions=_confusions(truth, said),
    )


def report(title: str, marks: dict[str, Marks]) -> str:
    """Return the marks in Markdown, the worst confusions of the clean paper below."""
    rows = [_row(name, one) for name, one in marks.items()]
    worst = [f"| {true} | {said} | {times} |" for true, said, times in marks["clean"].confusions]
    head = (
        "| paper | lines | accuracy | macro-F1 | top 3 | ours refused | foreign caught "
        "| caught at 5 % | wrong, surely | calibration error |"
    )
    lines = [f"## {title}", "", head, "|---" * 10 + "|", *rows, ""]
    if worst:
        lines += ["| true | understood | times |", "|---|---|---|", *worst, ""]
    return "\n".join(lines)


def _row(name: str, marks: Marks) -> str:
    shown = (
        marks.accuracy,
        marks.macro_f1,
        marks.top_3,
        marks.own_refused,
        marks.foreign_caught,
        marks.foreign_caught_at_5,
        marks.wrong_with_confidence,
        marks.calibration_error,
    )
    return f"| {name} | {marks.lines} | " + " | ".join(f"{100 * one:.1f}" for one in shown) + " |"


def _spoil(texts: Sequence[str], noise: Callable[[str, Random], str]) -> tuple[str, ...]:
    chance = Random(SEED)  # noqa: S311 - the same noise at each examination
    return tuple(noise(text, chance) for text in texts)


def _share(hits: object) -> float:
    counted = list(hits)  # type: ignore[call-overload]
    return sum(counted) / len(counted) if counted else 0.0


def _turned_away(answer: Answer) -> bool:
    return answer.refused or answer.ranked[0].intent == OUT_OF_SCOPE


def _misled(true: str, answer: Answer) -> bool:
    best = answer.ranked[0]
    return best.intent != true and best.confidence >= SURE and not _turned_away(answer)


def _caught_at(truth: Sequence[str], answers: Sequence[Answer], allowed: float) -> float:
    own = [
        one.foreignness for true, one in zip(truth, answers, strict=True) if true != OUT_OF_SCOPE
    ]
    foreign = [
        one.foreignness for true, one in zip(truth, answers, strict=True) if true == OUT_OF_SCOPE
    ]
    if not own or not foreign:
        return 0.0
    threshold = float(np.quantile(own, 1 - allowed))
    return _share(one > threshold for one in foreign)


def _macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    right = Counter(true for true, guess in zip(truth, said, strict=True) if true == guess)
    wanted, given = Counter(truth), Counter(said)
    return _mean(2 * right[one] / (wanted[one] + given[one]) for one in sorted(wanted))


def _mean(values: object) -> float:
    counted = list(values)  # type: ignore[call-overload]
    return float(sum(counted) / len(counted)) if counted else 0.0


def _calibration_error(truth: Sequence[str], answers: Sequence[Answer]) -> float:
    """Return the expected calibration error over ten bins of confidence."""
    sure = np.array([answer.ranked[0].confidence for answer in answers])
    right = np.array([a.ranked[0].intent == t for a, t in zip(answers, truth, strict=True)])
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = (
        (bins == each).mean() * abs(right[bins == each].mean() - sure[bins == each].mean())
        for each in np.unique(bins)
    )
    return float(sum(gaps))


def _confusions(truth: Sequence[str], said: Sequence[str]) -> tuple[tuple[str, str, int], ...]:
    wrong = Counter(pair for pair in zip(truth, said, strict=True) if pair[0] != pair[1])
    ordered = sorted(wrong.items(), key=lambda one: (-one[1], one[0]))
    return tuple((true, guess, times) for (true, guess), times in ordered[:WORST])
