"""The judge: learns from a handful of lessons, ranks its guesses, refuses the foreign."""

from pathlib import Path

import numpy as np
import pytest

from nlu.classifier import Classifier, softmax
from nlu.model_file import FORMAT, UnusableModelError, load, save, stamp
from nlu.training import train
from nlu.training_data import Example

LESSONS = {
    "deadline": (
        "jusqu'à quand on peut voter ?", "c'est quoi la date limite", "ça finit quand le vote",
        "il reste combien de temps pour voter", "dernier jour pour voter ?", "quand ça ferme",
    ),
    "greet": ("salut", "bonjour toi", "coucou", "hello", "wesh bien ou quoi", "bonsoir"),
    "vote_secrecy": (
        "mon vote est anonyme ?", "c'est secret ?", "on peut savoir pour qui j'ai voté",
        "qui voit mon vote", "le vote est confidentiel ?", "vous savez ce que j'ai voté",
    ),
    "out_of_scope": (
        "quel temps fait-il", "une recette de crêpes", "qui a gagné le match de foot",
        "aide-moi en maths", "ma déclaration d'impôts", "raconte une blague",
    ),
}  # fmt: skip
ENGLISH = {
    "deadline": ("until when can we vote", "what is the deadline", "when does it close"),
    "greet": ("good morning", "hi there", "hello you"),
    "vote_secrecy": ("is my vote secret", "who sees my vote", "is it anonymous"),
}


def examples() -> list[Example]:
    return [
        Example(text=text, intent=intent, language=language, source="lessons", line=line)
        for language, lessons in (("fr", LESSONS), ("en", ENGLISH))
        for intent, texts in lessons.items()
        for line, text in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def judge() -> Classifier:
    return train(examples())


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("jusqu'à quand peut-on voter ?", "deadline"),
        ("JUSKA KAN ON PE VOTÉ", "deadline"),
        ("slt", "greet"),
        ("mon vote é anonim ?", "vote_secrecy"),
        ("is my vote really secret?", "vote_secrecy"),
    ],
)
def test_a_sentence_near_the_lessons_is_understood(
    judge: Classifier, text: str, intent: str
) -> None:
    assert judge.read(text).ranked[0].intent == intent


def test_guesses_are_ranked_chances(judge: Classifier) -> None:
    ranked = judge.read("c'est quand la fin du vote secret ?").ranked
    assert len(ranked) >= 3
    assert [one.confidence for one in ranked] == sorted(
        (g.confidence for g in ranked), reverse=True
    )
    assert sum(one.confidence for one in ranked) == pytest.approx(1, abs=0.01)


def test_english_is_told_from_french(judge: Classifier) -> None:
    assert judge.read("is my vote secret").english > 0
    assert judge.read("mon vote est anonyme ?").english < 0


@pytest.mark.parametrize("text", ["", " ", "🦄🦄", "\x00", "قفص", "a" * 10_000, "?!"])
def test_no_text_makes_the_judge_fall(judge: Classifier, text: str) -> None:
    assert len(judge.read(text).ranked) >= 3


def test_a_stored_judge_judges_alike(judge: Classifier, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "model.npz"
    save(path, judge, digest="abc", versions="numpy 2")
    again = load(path)
    assert stamp(path) == (FORMAT, "abc")
    for text in ("mon vote est secret ?", "salut toi", "recette de cuisine"):
        before, after = judge.read(text), again.read(text)
        assert [one.intent for one in before.ranked] == [one.intent for one in after.ranked]
        assert after.ranked[0].confidence == pytest.approx(before.ranked[0].confidence, abs=0.02)
        assert after.foreignness == pytest.approx(before.foreignness, abs=0.05)
    assert [one.name for one in path.parent.iterdir()] == ["model.npz"]


def test_training_twice_gives_the_same_judge(judge: Classifier) -> None:
    again = train(examples())
    assert np.array_equal(judge.weights, again.weights)
    assert judge.doorkeeper.threshold == again.doorkeeper.threshold


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04 broken"])
def test_a_damaged_model_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(UnusableModelError, match="train again"):
        load(path)


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    with path.open("wb") as file:
        np.savez(file, labels=np.array([{"a": 1}], dtype=object), format=FORMAT, digest="x")
    with pytest.raises(UnusableModelError):
        load(path)


def test_chances_add_up_even_when_scores_are_huge() -> None:
    assert softmax(np.array([1e4, 0, -1e4], dtype=np.float32)).sum() == pytest.approx(1)
