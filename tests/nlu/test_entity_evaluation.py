"""The entities' marks count what was found, missed and imagined."""

import pytest

from nlu.entity_evaluation import EntityMarks, examine_entities, report
from nlu.training_data import Example, Mark
from nlu.understanding import Entity

QUESTION = Example(
    text="à Cahors samedi",
    intent="next_stop",
    language="fr",
    source="x",
    line=1,
    marks=(
        Mark(name="place", value="Cahors", start=2, end=8),
        Mark(name="date", value="samedi", start=9, end=15),
    ),
)


def found(name: str, start: int, end: int) -> Entity:
    return Entity(name=name, value="x", text=QUESTION.text[start:end], start=start, end=end)


def test_a_find_counts_when_it_touches_what_was_annotated() -> None:
    marks = examine_entities(
        [QUESTION], lambda _text: (found("place", 0, 8), found("theme", 9, 15))
    )
    assert marks == {
        "date": EntityMarks(found=0, missed=1, extra=0),
        "place": EntityMarks(found=1, missed=0, extra=0),
        "theme": EntityMarks(found=0, missed=0, extra=1),
    }


def test_the_rates_follow_from_the_counts() -> None:
    marks = EntityMarks(found=3, missed=1, extra=2)
    assert marks.precision == pytest.approx(0.6)
    assert marks.recall == pytest.approx(0.75)
    assert marks.f1 == pytest.approx(2 / 3)
    assert "| age | 3 | 1 | 2 | 60.0 | 75.0 | 66.7 |" in report("Entities", {"age": marks})


def test_nothing_found_and_nothing_missed_is_no_merit() -> None:
    nothing = EntityMarks(found=0, missed=0, extra=0)
    assert (nothing.precision, nothing.recall, nothing.f1) == (0, 0, 0)
