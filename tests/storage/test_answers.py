"""A question nobody foresaw finds its answer, or none."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from dialogues.answers import Answer, Hit
from storage.store import SqlStore

TODAY = date(2026, 5, 4)
SAMPLES = yaml.safe_load(Path(__file__).with_name("answers.yml").read_text(encoding="utf-8"))
QUESTIONS = [(asked, name) for name, said in SAMPLES["answers"].items() for asked in said["asked"]]


def _answer(name: str, said: dict[str, str | list[str]]) -> Answer:
    return Answer(
        id=0,
        external_id=name,
        question=str(said["question"]),
        text=str(said["text"]),
        aliases=tuple(said.get("aliases", ())),
        updated_on=TODAY,
    )


@pytest.fixture
async def published(store: SqlStore) -> AsyncIterator[SqlStore]:
    async with store.work() as work:
        for name, said in SAMPLES["answers"].items():
            await work.answers.put(_answer(name, said))
    yield store


async def _search(store: SqlStore, text: str, language: str = "fr") -> tuple[Hit, ...]:
    async with store.work() as work:
        return await work.answers.search(text, language=language, today=TODAY)
