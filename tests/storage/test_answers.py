"""A question nobody foresaw finds its answer, or none."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from dialogues.answers import Answer, Hit, choose
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
async def published(store: SqlStore) -> SqlStore:
    async with store.work() as work:
        for name, said in SAMPLES["answers"].items():
            await work.answers.put(_answer(name, said))
    return store


async def _search(store: SqlStore, text: str, language: str = "fr") -> tuple[Hit, ...]:
    async with store.work() as work:
        return await work.answers.search(text, language=language, today=TODAY)


async def test_nine_questions_in_ten_find_their_answer_and_none_gets_another(
    published: SqlStore,
) -> None:
    chosen = {asked: choose(await _search(published, asked)) for asked, _ in QUESTIONS}
    names = {asked: {hit.answer.external_id for hit in hits} for asked, hits in chosen.items()}
    found = [asked for asked, name in QUESTIONS if name in names[asked]]
    assert len(found) >= 0.9 * len(QUESTIONS), set(chosen) - set(found)
    assert [asked for asked, name in QUESTIONS if names[asked] and name not in names[asked]] == []


async def test_a_question_that_no_answer_covers_is_left_alone(published: SqlStore) -> None:
    answered = [asked for asked in SAMPLES["nothing"] if choose(await _search(published, asked))]
    assert answered == []


async def test_scores_are_parts_of_one_and_come_best_first(published: SqlStore) -> None:
    hits = await _search(published, "une aide pour un stage en entreprise à vélo, ou un permis")
    scores = [hit.score for hit in hits]
    assert len(hits) == 5
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 < score <= 1.0 for score in scores)


async def test_an_answer_is_found_by_its_own_words(published: SqlStore) -> None:
    best, *_ = await _search(published, "Y a-t-il une aide pour acheter un vélo ?")
    assert best.answer.external_id == "velo"
    assert best.score == pytest.approx(1.0)
    async with published.work() as work:
        assert await work.answers.find(best.answer.id) == best.answer
        assert await work.answers.find(9_999) is None


async def test_an_answer_in_another_language_or_no_longer_valid_is_not_found(
    store: SqlStore,
) -> None:
    plain = _answer("plain", {"question": "Où est la piscine ?", "text": "À côté."})
    async with store.work() as work:
        await work.answers.put(replace(plain, external_id="en", language="en"))
        await work.answers.put(
            replace(plain, external_id="old", valid_until=TODAY - timedelta(days=1))
        )
        await work.answers.put(replace(plain, external_id="today", valid_until=TODAY))
    assert [hit.answer.external_id for hit in await _search(store, "piscine")] == ["today"]
    assert [hit.answer.external_id for hit in await _search(store, "piscine", "en")] == ["en"]


async def test_a_rewritten_answer_is_found_by_its_new_words_only(store: SqlStore) -> None:
    old = _answer("one", {"question": "Où est la piscine ?", "text": "À côté."})
    async with store.work() as work:
        assert await work.answers.put(old) is True
        assert await work.answers.put(old) is None
        assert await work.answers.put(replace(old, question="Où est le gymnase ?")) is False
    assert await _search(store, "piscine") == ()
    assert len(await _search(store, "gymnase")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🎉",
        "\0\ud800",
        '" OR *',
        "NEAR(a b)",
        "'; DROP TABLE answer;--",
        "a:b & !c | (",
        "vélo" * 900,
        " ".join(f"mot{n}" for n in range(2_000)),
    ],
)
async def test_any_text_may_be_searched(published: SqlStore, text: str) -> None:
    assert choose(await _search(published, text)) == ()
