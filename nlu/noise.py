"""How a thumb spoils a sentence: lost accents, SMS spelling, slips of the keyboard."""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from random import Random

from nlu.normalise import fold, sms_lexicon

ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")  # the French keyboard
SPELLINGS = (
    (r"qu", "k"), (r"eaux?\b", "o"), (r"aux?\b", "o"), (r"ph", "f"), (r"er\b", "é"), (r"ez\b", "é"),
    (r"ais\b|ait\b", "é"), (r"(?<=\w)s\b", ""), (r"(?<=\w\w)t\b", ""), (r"(?<=\w\w)e\b", ""),
    (r"c(?=[aou])", "k"), (r"ss", "s"), (r"nn", "n"), (r"ll", "l"), (r"tt", "t"), (r"mm", "m"),
)  # fmt: skip
OFTEN, SELDOM = 0.6, 0.12


def without_accents(text: str, _chance: Random) -> str:
    """Fold, as a hurried phone does."""
    return fold(text)


def upper(text: str, _chance: Random) -> str:
    """Shout."""
    return text.upper()


def without_punctuation(text: str, _chance: Random) -> str:
    """Drop every sign."""
    return " ".join(re.sub(r"[^\w\s'’]", " ", text).split())


def typos(text: str, chance: Random) -> str:
    """Make one slip, and a second one in a long text."""
    for _ in range(1 + (len(text) > 40)):  # noqa: PLR2004 - about a line of a phone
        text = _slip(text, chance)
    return text


def sms(text: str, chance: Random) -> str:
    """Write as one speaks, quickly."""
    spelled = " ".join(_hurried(fold(text).split(), chance))
    return re.sub(
        r"\b(je|c|j|t|l|d) (?=[a-z]{2})",
        lambda m: m[1][0] * (chance.random() < OFTEN) or m[0],
        spelled,
    )


def _hurried(words: list[str], chance: Random) -> list[str]:
    return [_hurried_word(word, chance) for word in words]


def _hurried_word(word: str, chance: Random) -> str:
    forms = _forms().get(word.strip("?!.,"))
    if forms and chance.random() < OFTEN:
        return chance.choice(forms)
    for pattern, spelling in SPELLINGS:
        if chance.random() < OFTEN / 2:
            word = re.sub(pattern, spelling, word)
    return word


@lru_cache(maxsize=1)
def _forms() -> dict[str, list[str]]:
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for form, spelling in sms_lexicon().items():
        if len(spelling.words) == 1:
            forms[spelling.words[0]].append(form)
    return dict(forms)


def _slip(text: str, chance: Random) -> str:
    places = [place for place, char in enumerate(text[:-1]) if char.isalpha()]
    if not places:
        return text
    at = chance.choice(places)
    kind = chance.choice((_swap, _drop, _double, _neighbour))
    return kind(text, at, chance)


def _swap(text: str, at: int, _chance: Random) -> str:
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _drop(text: str, at: int, _chance: Random) -> str:
    return text[:at] + text[at + 1 :]


def _double(text: str, at: int, _chance: Random) -> str:
    return text[:at] + text[at] + text[at:]


def _neighbour(text: str, at: int, chance: Random) -> str:
    letter = fold(text[at])[:1]
    row = next((row for row in ROWS if letter and letter in row), None)
    if row is None:
        return text
    near = row.index(letter) + chance.choice((-1, 1))
    return text[:at] + row[max(0, min(near, len(row) - 1))] + text[at + 1 :]


NOISES: dict[str, Callable[[str, Random], str]] = {
    "no_accents": without_accents,
    "typos": typos,
    "sms": sms,
    "upper": upper,
    "no_punctuation": without_punctuation,
}
