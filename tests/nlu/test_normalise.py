"""One spelling for words that people write in ten ways."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.normalise import fold, normalise, phonetic, sms_lexicon, stem


@pytest.mark.parametrize(
    ("said", "folded"),
    [
        ("Où ÇA ?", "ou ca ?"),
        ("cœur, Ægir", "coeur, aegir"),
        ("c’est l'été", "c est l ete"),
        ("week-end‑là", "week end la"),
        ("a\u200bb\x07c\u202e", "ab c"),
        ("  beaucoup \t d'espaces\n", "beaucoup d espaces"),
        ("ﬁn", "fin"),
    ],
)
def test_folding_leaves_small_plain_letters(said: str, folded: str) -> None:
    assert fold(said) == folded


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("suuuuper", "super"),
        ("c koi", "c est quoi"),
        ("C'est quoi", "c est quoi"),
        ("c'était bien", "c etait bien"),
        ("jpeu voter ?", "je peux voter"),
        ("pk", "pourquoi"),
        ("pourkoi", "pourquoi"),
        ("jusqua kan", "jusqu a quand"),
        ("keske ya ds le coin", "qu est ce que y a dans le coin"),
        ("t un robot", "t es un robot"),
        ("t'es un robot", "t es un robot"),
        ("svp", "s il vous plait"),
        ("16ans, 500€", "16 ans 500 euros"),
        ("👍", "👍"),
    ],
)
def test_hurried_spelling_is_written_out(said: str, heard: str) -> None:
    assert normalise(said) == heard


@pytest.mark.parametrize("word", ["we", "com", "ou", "la", "on", "pro"])
def test_ambiguous_short_forms_are_left_alone(word: str) -> None:
    assert normalise(word) == word


def test_words_that_sound_alike_share_a_key() -> None:
    assert len({phonetic(said) for said in ("quand", "kan", "kant", "quant")}) == 1
    assert len({phonetic(said) for said in ("budget", "budjet", "budjé")}) == 1
    assert len({phonetic(said) for said in ("caravane", "karavan", "caravanne")}) == 1
    assert len({phonetic(said) for said in ("voter", "voté", "votez", "votent")}) == 1


def test_words_that_sound_apart_keep_their_keys() -> None:
    said = ("vote", "sondage", "idée", "caravane", "budget", "date", "compte", "lycée")
    assert len({phonetic(word) for word in said}) == len(said)


def test_plurals_and_feminines_share_a_stem() -> None:
    assert stem("participations") == stem("participation")
    assert stem("gratuites") == stem("gratuit")


def test_every_meaning_of_the_lexicon_is_already_written_out() -> None:
    for form, spelling in sms_lexicon().items():
        assert form == fold(form)
        assert normalise(form) == " ".join(spelling.words)


@given(st.text())
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_normalising_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.lists(st.sampled_from([*sms_lexicon(), "est", "aimes", "un", "ou"])).map(" ".join))
def test_normalising_sms_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_the_module_is_light_enough_for_the_dialogues() -> None:
    code = "import sys, nlu.normalise; print([m for m in ('numpy', 'sklearn') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"
