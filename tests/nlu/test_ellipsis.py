"""A place said alone asks what there is near it; a place in a question asks what it asks."""

from nlu.ellipsis import LIKELY, named_alone
from nlu.understanding import Entity, Guess

RANKED = (
    Guess(intent="out_of_scope", confidence=0.5),
    Guess(intent="list_near", confidence=0.3),
    Guess(intent="greet", confidence=0.2),
)


def figeac(text: str) -> Entity:
    start = text.index("Figeac")
    return Entity(name="place", value="46102", text="Figeac", start=start, end=start + 6)


def first(text: str, *others: Entity, ranked: tuple[Guess, ...] = RANKED) -> str:
    return named_alone(text, (figeac(text), *others), ranked)[0].intent


def test_a_place_alone_asks_what_is_near_it() -> None:
    for text in ("Figeac", "je suis de Figeac", "et à Figeac ?", "chui de Figeac", "salut, Figeac"):
        assert (text, first(text)) == (text, "list_near")


def test_a_question_about_a_place_is_left_as_it_was_understood() -> None:
    assert first("la mairie de Figeac") == "out_of_scope"


def test_a_place_beside_another_entity_is_left_as_it_was_understood() -> None:
    date = Entity(name="date", value="2026-11-28", text="samedi", start=7, end=13)
    assert first("Figeac samedi", date) == "out_of_scope"


def test_a_sure_verdict_stands() -> None:
    sure = (Guess(intent="greet", confidence=0.9), *RANKED)
    assert first("salut Figeac", ranked=sure) == "greet"


def test_the_other_guesses_stay_ranked_behind() -> None:
    guesses = named_alone("Figeac", (figeac("Figeac"),), RANKED)
    assert [one.intent for one in guesses] == ["list_near", "out_of_scope", "greet"]
    assert guesses[0].confidence == LIKELY
    assert sum(one.confidence for one in guesses) <= 1
