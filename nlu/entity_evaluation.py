"""The examination's second part: were the things named in the questions found?"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nlu.training_data import Example, Mark
from nlu.understanding import Entity

Finder = Callable[[str], Sequence[Entity]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityMarks:
    """How one kind of entity fared; a find counts when it touches what was annotated."""

    found: int
    missed: int
    extra: int

    @property
    def precision(self) -> float:
        """Return the share of finds that were annotated."""
        return self.found / (self.found + self.extra) if self.found + self.extra else 0.0

    @property
    def recall(self) -> float:
        """Return the share of annotations that were found."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        both = 2 * self.found + self.missed + self.extra
        return 2 * self.found / both if both else 0.0


def examine_entities(examples: Sequence[Example], find: Finder) -> dict[str, EntityMarks]:
    """Return the marks of each kind of entity that was annotated or found."""
    counted: Counter[tuple[str, str]] = Counter()
    for example in examples:
        counted.update(_outcomes(example.marks, find(example.text)))
    return {
        name: EntityMarks(
            found=counted[name, "found"],
            missed=counted[name, "missed"],
            extra=counted[name, "extra"],
        )
        for name in sorted({name for name, _ in counted})
    }


def report(title: str, marks: dict[str, EntityMarks]) -> str:
    """Return the marks in Markdown."""
    rows = [
        f"| {name} | {one.found} | {one.missed} | {one.extra} "
        f"| {100 * one.precision:.1f} | {100 * one.recall:.1f} | {100 * one.f1:.1f} |"
        for name, one in marks.items()
    ]
    head = "| entity | found | missed | extra | precision | recall | F1 |"
    return "\n".join([f"## {title}", "", head, "|---" * 7 + "|", *rows, ""])


def _outcomes(marks: Sequence[Mark], entities: Sequence[Entity]) -> Iterator[tuple[str, str]]:
    for mark in marks:
        yield mark.name, "found" if any(_touch(mark, one) for one in entities) else "missed"
    for entity in entities:
        if not any(_touch(mark, entity) for mark in marks):
            yield entity.name, "extra"


def _touch(mark: Mark, entity: Entity) -> bool:
    return mark.name == entity.name and mark.start < entity.end and entity.start < mark.end
