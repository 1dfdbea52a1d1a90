"""How a place is called: the one spelling under which its name is filed and looked up."""

import re
from dataclasses import dataclass
from functools import lru_cache

from nlu.normalise import fold

WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")  # accents may come as separate characters
ARTICLES = frozenset({"le", "la", "les", "l", "lo", "el", "los"})
SHORT_FORMS = {
    "ds": "dans",
    "hab": "habite",
    "st": "saint",
    "ste": "sainte",
    "sts": "saints",
    "stes": "saintes",
    "lez": "les",  # "lès", "lez": near; typed in three ways
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word of a text: its filing form, and where it stands in the original."""

    word: str
    start: int
    end: int
    capital: bool = False


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of the text, in order."""
    return tuple(
        Token(word=word, start=m.start(), end=m.end(), capital=m.group()[0].isupper())
        for m in WORD.finditer(text)
        if (word := _filed(m.group()))
    )


def key(name: str) -> str:
    """Return the filing form of a name: "Saint-Jean-de-Védas" is "saint jean de vedas"."""
    return " ".join(token.word for token in tokens(name))


@lru_cache(maxsize=20_000)
def _filed(word: str) -> str:
    folded = fold(word).replace(" ", "")
    return SHORT_FORMS.get(folded, folded)
