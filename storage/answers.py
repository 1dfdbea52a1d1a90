"""The register of published answers, searched by what the words of a question weigh."""

from datetime import date
from typing import Any

from sqlalchemy import Row, select

from dialogues.answers import Answer, Hit
from storage import records, tables
from storage.answer_index import AnswerIndex
from storage.answer_words import informative, score, stems
from storage.transaction import Register

BEST = 5  # hits returned
EXAMPLES = select(tables.answer.c.id).where(tables.answer.c.example)


class Answers(Register):
    """The published answers."""

    async def search(self, text: str, *, language: str, today: date) -> tuple[Hit, ...]:
        """Return the best five still valid answers, best first."""
        asked = informative(text)
        if not asked:
            return ()
        index = AnswerIndex(self._tx)
        weighed = (await index.vocabulary()).weigh(asked)
        found = await index.search(weighed, language=language, today=today)
        hits = [Hit(answer=_to_answer(row), score=_score(row, weighed)) for row in found]
        return tuple(sorted(hits, key=lambda hit: -hit.score)[:BEST])

    async def find(self, answer: int) -> Answer | None:
        """Return one answer."""
        row = await self._tx.first(select(tables.answer).where(tables.answer.c.id == answer))
        return None if row is None else _to_answer(row)

    async def put(self, answer: Answer) -> bool | None:
        """Write a record by its external id: True created, False changed, None as it was."""
        row = {name: getattr(answer, name) for name in answer.__slots__ if name != "id"}
        row["aliases"] = list(answer.aliases)
        number, created = await records.put(self._tx, tables.answer, row)
        if created is not None:
            await AnswerIndex(self._tx).put(
                number,
                question=stems(answer.question),
                aliases="\n".join(map(stems, answer.aliases)),
                text=stems(answer.text),
            )
        return created

    async def remove_examples(self) -> int:
        """Delete the labelled examples; return how many."""
        examples = [row.id for row in await self._tx.rows(EXAMPLES)]
        await AnswerIndex(self._tx).remove(examples)
        return await records.remove_examples(self._tx, tables.answer)


def _score(row: Row[Any], asked: dict[str, float]) -> float:
    wordings = [row.question_stems, *row.alias_stems.split("\n")]
    return score(asked, [set(one.split()) for one in wordings if one], set(row.text_stems.split()))


def _to_answer(row: Row[Any]) -> Answer:
    said = {name: getattr(row, name) for name in Answer.__slots__ if name != "aliases"}
    return Answer(**said, aliases=tuple(row.aliases))
