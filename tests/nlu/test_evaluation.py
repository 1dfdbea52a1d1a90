"""The examination marks rightly, and our judge passes it."""

from datetime import date
from pathlib import Path

import pytest

from nlu.cross_validation import answer_of
from nlu.embedded import EmbeddedInterpreter
from nlu.evaluation import (
    FROZEN,
    Answer,
    Marks,
    answer_in,
    examine,
    examine_interpreter,
    mark,
    papers,
    report,
)
from nlu.training_data import OUT_OF_SCOPE, Example, read_file
from nlu.understanding import Guess, Understanding


def answer(
    *ranked: str, confidence: float = 0.9, foreignness: float = 0.0, refused: bool = False
) -> Answer:
    guesses = tuple(
        Guess(intent=one, confidence=confidence / (at + 1)) for at, one in enumerate(ranked)
    )
    return Answer(ranked=guesses, foreignness=foreignness, refused=refused)


@pytest.fixture(scope="session")
def frozen(model_file: Path) -> dict[str, Marks]:
    ear = EmbeddedInterpreter.load(model_file)
    return examine(read_file(FROZEN), lambda text: answer_of(ear.judge(text)))


def test_right_answers_get_full_marks() -> None:
    marks = mark(["greet", "help"], [answer("greet"), answer("help")])
    assert (marks.accuracy, marks.macro_f1, marks.top_3) == (1, 1, 1)
    assert marks.calibration_error == pytest.approx(0.1)
    assert marks.confusions == ()


def test_a_wrong_answer_counts_by_how_sure_it_was() -> None:
    truth = ["greet", "greet", "greet", "help"]
    given = [
        answer("help", "greet"),
        answer("help", "thanks", confidence=0.2),
        answer("help", refused=True),
        answer("help"),
    ]
    marks = mark(truth, given)
    assert marks.accuracy == 0.25
    assert marks.top_3 == 0.5
    assert marks.wrong_with_confidence == 0.25
    assert marks.own_refused == 0.25
    assert marks.confusions == (("greet", "help", 3),)


def test_foreign_questions_are_caught_at_the_price_allowed() -> None:
    truth = ["greet"] * 20 + [OUT_OF_SCOPE] * 2
    given = [answer("greet", foreignness=at / 100) for at in range(20)]
    given += [answer("greet", foreignness=0.5), answer(OUT_OF_SCOPE, foreignness=0.01)]
    marks = mark(truth, given)
    assert marks.foreign_caught == 0.5
    assert marks.foreign_caught_at_5 == 0.5


def test_every_paper_asks_the_same_questions_and_the_spoiled_ones_differ() -> None:
    lessons = [
        Example(
            text="Où déposer mon idée, s'il te plaît ?",
            intent="submit_idea",
            language="fr",
            source="x",
            line=1,
        )
    ]
    sheets = papers(lessons)
    assert set(sheets) == {"clean", "no_accents", "typos", "sms", "upper", "no_punctuation"}
    assert sheets["upper"] == ("OÙ DÉPOSER MON IDÉE, S'IL TE PLAÎT ?",)
    assert all(sheet != sheets["clean"] for name, sheet in sheets.items() if name != "clean")
    assert papers(lessons) == sheets


async def test_any_interpreter_sits_the_same_examination(model_file: Path) -> None:
    lessons = read_file(FROZEN)[:20]
    ear = EmbeddedInterpreter.load(model_file)
    ours = examine(lessons, lambda text: answer_of(ear.judge(text)))
    theirs = await examine_interpreter(ear, lessons, today=date(2026, 11, 24))
    assert theirs["clean"].accuracy == ours["clean"].accuracy
    assert theirs["clean"].own_refused == ours["clean"].own_refused


def test_an_understanding_without_a_guess_is_a_refusal() -> None:
    given = answer_in(Understanding(intent=None, confidence=0.2))
    assert given.refused
    assert given.foreignness == pytest.approx(0.8)
    assert given.ranked[0].intent == OUT_OF_SCOPE


def test_the_report_shows_rates_and_the_worst_confusions() -> None:
    text = report("Exam", {"clean": mark(["greet", "help"], [answer("greet"), answer("greet")])})
    assert "| clean | 2 | 50.0 |" in text
    assert "| help | greet | 1 |" in text


@pytest.mark.parametrize(
    ("paper", "accuracy", "top_3", "misled"),
    [("clean", 0.85, 0.95, 0.05), ("sms", 0.80, 0.92, 0.06), ("typos", 0.78, 0.90, 0.07)],
)
def test_the_frozen_questions_are_understood(
    frozen: dict[str, Marks], paper: str, accuracy: float, top_3: float, misled: float
) -> None:
    marks = frozen[paper]
    assert marks.wrong_with_confidence <= misled
    assert marks.accuracy >= accuracy
    assert marks.top_3 >= top_3


def test_foreign_questions_are_refused_and_ours_are_not(frozen: dict[str, Marks]) -> None:
    assert frozen["clean"].foreign_caught >= 0.80
    assert frozen["clean"].own_refused <= 0.05
