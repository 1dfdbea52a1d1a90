"""The house's own ear: the real model, on the real lessons."""

import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu.embedded import EmbeddedInterpreter, TrainingFailedError, ensure_model
from nlu.model_file import UnusableModelError
from nlu.training_data import OUT_OF_SCOPE

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def ear(model_file: Path) -> EmbeddedInterpreter:
    return EmbeddedInterpreter.load(model_file)


def few_lessons(directory: Path, *, greeting: str = "salut") -> Path:
    lessons = {
        "greet": (greeting, "bonjour", "coucou", "hello"),
        "deadline": ("jusqu'à quand", "ça finit quand", "date limite", "dernier jour ?"),
        "results": ("les résultats", "qui a gagné le vote", "alors le résultat", "on a gagné ?"),
        OUT_OF_SCOPE: ("la météo", "une recette", "le foot", "mes maths"),
    }
    blocks = (
        f"  - intent: {intent}\n    examples: |\n" + "".join(f"      - {one}\n" for one in texts)
        for intent, texts in lessons.items()
    )
    (directory / "fr").mkdir(exist_ok=True)
    (directory / "fr" / "main.yml").write_text("nlu:\n" + "".join(blocks), encoding="utf-8")
    return directory


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("slt jusqua kan on peu voté pr le budjet ?", "deadline"),
        ("cé kan la karavane a figac", "stop_at_place"),
        ("y a quoi en ce moment comme consultations ?", "list_processes"),
        ("j'ai 16 ans, je peux voter ?", "eligibility_age"),
        ("mon vote est anonyme ?", "vote_secrecy"),
        ("arrête de m'écrire", "unsubscribe"),
        ("t un robot ?", "bot_identity"),
        ("what's the deadline to vote?", "deadline"),
    ],
)
async def test_young_people_are_understood(
    ear: EmbeddedInterpreter, text: str, intent: str
) -> None:
    meaning = await ear.understand(text, language="fr", today=TODAY)
    assert meaning.intent == intent
    assert meaning.confidence >= 0.3
    assert meaning.alternatives[0].intent == intent
    assert len(meaning.alternatives) >= 3


@pytest.mark.parametrize(
    "text",
    [
        "la recette des crêpes ?",
        "qui a gagné le match hier soir",
        "azer qsdf wxcv",
        "résous x²+3x=4",
    ],
)
async def test_foreign_questions_are_not_answered(ear: EmbeddedInterpreter, text: str) -> None:
    meaning = await ear.understand(text, language="fr", today=TODAY)
    assert meaning.intent in {None, OUT_OF_SCOPE}
    assert meaning.alternatives


async def test_entities_come_with_the_intent(ear: EmbeddedInterpreter) -> None:
    meaning = await ear.understand("la caravane passe à Cahors ce we ?", language="fr", today=TODAY)
    assert {one.name: one.value for one in meaning.entities} == {
        "place": "46042",
        "date": "2026-11-28/2026-11-29",
    }


async def test_the_language_is_heard_and_in_doubt_it_is_the_usual_one(
    ear: EmbeddedInterpreter,
) -> None:
    for text, usual, heard in (
        ("how do I submit an idea?", "fr", "en"),
        ("comment je dépose une idée ?", "en", "fr"),
        ("🦄", "en", "en"),
        ("🦄", "fr", "fr"),
    ):
        meaning = await ear.understand(text, language=usual, today=TODAY)
        assert (text, meaning.language) == (text, heard)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
def test_no_text_makes_the_ear_fall(ear: EmbeddedInterpreter, text: str) -> None:
    meaning = ear.read(text, language="fr", today=TODAY)
    assert 0 <= meaning.confidence <= 1


def test_a_model_is_trained_once_and_again_when_its_lessons_change(tmp_path: Path) -> None:
    model, data = tmp_path / "model.npz", few_lessons(tmp_path)
    assert ensure_model(model, data=data) is True
    before = model.read_bytes()
    assert ensure_model(model, data=data) is False
    assert model.read_bytes() == before
    few_lessons(tmp_path, greeting="salutations")
    assert ensure_model(model, data=data) is True


def test_a_damaged_model_is_trained_again(tmp_path: Path) -> None:
    model, data = tmp_path / "model.npz", few_lessons(tmp_path)
    model.write_bytes(b"half a file")
    assert ensure_model(model, data=data) is True
    assert EmbeddedInterpreter.load(model).name == "embedded"


def test_bad_lessons_leave_the_model_in_service_alone(tmp_path: Path) -> None:
    model, data = tmp_path / "model.npz", few_lessons(tmp_path)
    ensure_model(model, data=data)
    before = model.read_bytes()
    (tmp_path / "fr" / "main.yml").write_text("nlu:\n  - intent: greet\n", encoding="utf-8")
    with pytest.raises(TrainingFailedError, match=r"main\.yml:2"):
        ensure_model(model, data=data)
    assert model.read_bytes() == before


def test_a_missing_model_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableModelError, match="train again"):
        EmbeddedInterpreter.load(tmp_path / "none.npz")


def test_readers_never_see_half_a_model(tmp_path: Path) -> None:
    model, data = tmp_path / "model.npz", few_lessons(tmp_path)
    ensure_model(model, data=data)
    stop, seen = threading.Event(), []

    def read_on() -> None:
        while not stop.is_set():
            seen.append(EmbeddedInterpreter.load(model).name)

    reader = threading.Thread(target=read_on)
    reader.start()
    few_lessons(tmp_path, greeting="salutations")
    ensure_model(model, data=data)
    stop.set()
    reader.join()
    assert set(seen) == {"embedded"}


def test_serving_loads_no_training_library(model_file: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from nlu.embedded import EmbeddedInterpreter;"
        f"EmbeddedInterpreter.load(Path({str(model_file)!r}));"
        "print([m for m in ('sklearn', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"
