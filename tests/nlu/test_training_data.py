"""The lessons are readable, complete, and never say two things at once."""

from collections import Counter
from pathlib import Path

import pytest

from nlu import training_data
from nlu.training_data import INTENTS, MalformedLineError, TrainingData, check, read, read_lists

LEAST = 60  # French examples of each intent


@pytest.fixture(scope="module")
def lessons() -> TrainingData:
    return read()


def write(directory: Path, text: str, *, name: str = "fr/lessons.yml") -> Path:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'version: "3.1"\nnlu:\n{text}', encoding="utf-8")
    return directory


def test_there_are_fifty_seven_intents() -> None:
    assert len(INTENTS) == len(set(INTENTS)) == 57


def test_every_intent_has_enough_french_examples(lessons: TrainingData) -> None:
    counted = Counter(one.intent for one in lessons.examples if one.language == "fr")
    assert {intent: counted[intent] for intent in INTENTS if counted[intent] < LEAST} == {}


def test_no_example_is_written_twice_or_under_two_intents(lessons: TrainingData) -> None:
    assert check(lessons) == ()


def test_every_regex_compiles_and_every_lookup_has_a_known_name(lessons: TrainingData) -> None:
    assert {one.name for one in lessons.lookups} <= set(training_data.ENTITIES)
    assert {one.name for one in lessons.regexes} <= set(training_data.ENTITIES)


def test_an_entity_is_read_with_its_place_and_value(tmp_path: Path) -> None:
    block = """  - intent: deadline
    examples: |
      - jusqu'à quand à [Figeac](place) ?
      - le [budjet]{"entity": "process", "value": "budget participatif"} finit quand
"""
    first, second = read(write(tmp_path, block)).examples
    assert first.text == "jusqu'à quand à Figeac ?"
    assert first.text[first.marks[0].start : first.marks[0].end] == "Figeac"
    assert (second.marks[0].name, second.marks[0].value) == ("process", "budget participatif")
    assert (second.language, second.line) == ("fr", 6)


def test_the_same_sentence_under_two_intents_is_refused(tmp_path: Path) -> None:
    block = """  - intent: deadline
    examples: |
      - C'est fini quand ?
  - intent: start_date
    examples: |
      - c’est fini quand
"""
    (problem,) = check(read(write(tmp_path, block)))
    assert "lessons.yml:8" in problem
    assert "under deadline too" in problem


def test_the_same_sentence_twice_is_refused(tmp_path: Path) -> None:
    block = "  - intent: greet\n    examples: |\n      - Salut !\n      - SALUT\n"
    (problem,) = check(read(write(tmp_path, block)))
    assert "written twice" in problem


def test_unknown_intents_and_entities_are_refused(tmp_path: Path) -> None:
    block = "  - intent: dance\n    examples: |\n      - on danse [ce soir](moment) ?\n"
    assert [one.rpartition(": ")[2] for one in check(read(write(tmp_path, block)))] == [
        "unknown intent dance",
        "unknown entity moment",
    ]


@pytest.mark.parametrize(
    ("block", "where"),
    [
        ("  - intent: greet\n    examples: |\n      - salut\n      bonjour\n", "lessons.yml:6"),
        ("  - intent: greet\n    examples: |\n      - à [Figeac](place\n", "lessons.yml:5"),
        ('  - intent: greet\n    examples: |\n      - à [Figeac]{"value": 1}\n', "lessons.yml:5"),
        ("  - intent: greet\n", "lessons.yml:3"),
        ("  - just words\n", "lessons.yml:3"),
        ("  - intent: [greet\n", "lessons.yml:4"),
    ],
)
def test_a_malformed_line_is_named_with_its_file(tmp_path: Path, block: str, where: str) -> None:
    with pytest.raises(MalformedLineError, match=where):
        read(write(tmp_path, block))


def test_serving_needs_the_lists_alone(tmp_path: Path) -> None:
    write(tmp_path, "  - intent: greet\n    examples: |\n      - salut\n")
    block = "  - lookup: theme\n    examples: |\n      - sport\n"
    write(tmp_path, block, name="fr/entities.yml")
    lists = read_lists(tmp_path)
    assert lists.examples == ()
    assert [one.text for one in lists.lookups] == ["sport"]


def test_the_fingerprint_follows_the_lessons(tmp_path: Path) -> None:
    write(tmp_path, "  - intent: greet\n    examples: |\n      - salut\n")
    before = training_data.digest(tmp_path)
    assert before == training_data.digest(tmp_path)
    write(tmp_path, "  - intent: greet\n    examples: |\n      - coucou\n")
    assert before != training_data.digest(tmp_path)
