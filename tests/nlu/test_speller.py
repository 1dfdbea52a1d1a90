"""The proofreader mends slips, and leaves right words alone."""

import pytest

from nlu.speller import Speller

SPELLER = Speller.learn([["quand", "voter", "caravane"], ["quand", "voter", "caravane", "vote"]])


@pytest.mark.parametrize("slip", ["caravanr", "caravnae", "caravne", "carravane"])
def test_one_slip_is_mended(slip: str) -> None:
    assert SPELLER.mended(["la", slip]) == ["la", "caravane"]


@pytest.mark.parametrize("word", ["vote", "voter", "moto", "carvn", "caravansérail", "12345"])
def test_known_short_and_distant_words_are_left_alone(word: str) -> None:
    assert SPELLER.mended([word]) == [word]


def test_of_two_words_as_near_the_commoner_is_meant() -> None:
    speller = Speller({"votez": 9, "voter": 2})
    assert speller.mended(["votex"]) == ["votez"]


def test_a_word_seen_once_may_itself_be_a_slip() -> None:
    assert Speller({"karavane": 1}).mended(["karavanne"]) == ["karavanne"]
