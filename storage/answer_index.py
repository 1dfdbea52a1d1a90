"""The words of the published answers: FTS5 on SQLite, a tsvector on PostgreSQL, one behaviour."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    Text,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    table,
)

from storage.answer_words import Vocabulary
from storage.tables import answer
from storage.transaction import Transaction

CANDIDATES = 20  # answers weighed for one question

# Made by the migrations in each database's own way, so outside the common tables. The stems stand
# in it as text; ``words`` is PostgreSQL's index of them, ``answer_vocabulary`` is FTS5's.
INDEX = table(
    "answer_index",
    column("rowid"),
    column("question", Text),
    column("aliases", Text),
    column("text", Text),
    column("words"),
)
EVERY_TERM = select(
    column("term", Text).label("stem"), column("doc", Integer).label("answers")
).select_from(table("answer_vocabulary"))
EVERY_WORD = select(
    column("word", Text).label("stem"), column("ndoc", Integer).label("answers")
).select_from(func.ts_stat("SELECT words FROM answer_index").alias("counted"))
FOUND = (
    select(
        answer,
        INDEX.c.question.label("question_stems"),
        INDEX.c.aliases.label("alias_stems"),
        INDEX.c.text.label("text_stems"),
    )
    .join(INDEX, INDEX.c.rowid == answer.c.id)
    .where(
        answer.c.language == bindparam("in_language"),
        or_(answer.c.valid_until.is_(None), answer.c.valid_until >= bindparam("today")),
    )
    .limit(CANDIDATES)
)
FTS5: ColumnElement[Any] = literal_column("answer_index")
BY_BM25 = FOUND.where(FTS5.op("MATCH")(bindparam("query"))).order_by(
    func.bm25(FTS5, 4.0, 4.0, 1.0), answer.c.id
)
HOW_MANY = select(func.count()).select_from(answer)


@cache
def _by_rank() -> Select[Any]:
    """Build PostgreSQL's statement once; its own words are imported only with it."""
    import_module("sqlalchemy.dialects.postgresql")  # it teaches ``func`` what to_tsquery is
    query: ColumnElement[Any] = func.to_tsquery("simple", bindparam("query", type_=Text))
    rank = func.ts_rank(INDEX.c.words, query)
    return FOUND.where(INDEX.c.words.op("@@")(query)).order_by(rank.desc(), answer.c.id)


class AnswerIndex:
    """The stems of every answer, field by field; a question's wordings stand one a line."""

    __slots__ = ("_tx",)

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def put(self, number: int, *, question: str, aliases: str, text: str) -> None:
        """Write an answer's stems over the former ones."""
        await self.remove([number])
        entry = {"rowid": number, "question": question, "aliases": aliases, "text": text}
        await self._tx.run(insert(INDEX).values(**entry))

    async def remove(self, numbers: Collection[int]) -> None:
        """Forget the stems of some answers."""
        await self._tx.run(delete(INDEX).where(INDEX.c.rowid.in_(numbers)))

    async def search(
        self, stems: Collection[str], *, language: str, today: date
    ) -> Sequence[Row[Any]]:
        """Return the likeliest answers that hold one of the stems and are still valid."""
        if self._tx.on_postgresql:
            statement, query = _by_rank(), " | ".join(f"'{stem}'" for stem in stems)
        else:
            statement, query = BY_BM25, " OR ".join(f'"{stem}"' for stem in stems)
        return await self._tx.rows(
            statement, {"query": query, "in_language": language, "today": today}
        )

    async def vocabulary(self) -> Vocabulary:
        """Return every stem of every answer, read again only when an answer changed."""
        return await self._tx.remembered(answer.name, self._read)

    async def _read(self) -> Vocabulary:
        counted = EVERY_WORD if self._tx.on_postgresql else EVERY_TERM
        held = {row.stem: row.answers for row in await self._tx.rows(counted)}
        return Vocabulary(held=held, answers=await self._tx.number(HOW_MANY))
