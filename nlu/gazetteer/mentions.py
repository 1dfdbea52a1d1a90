"""Départements and postal codes in a text: which there are, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.gazetteer.communes import departments, load, outsiders
from nlu.gazetteer.cues import FILLERS
from nlu.gazetteer.names import Token, key
from nlu.gazetteer.words import listed

PLAIN = frozenset({"lot", "po", "bigorre", "gard", "aude", "tarn"})  # words, names, rivers too
ARTICLES = frozenset({"le", "la", "l", "les", "du", "des"})
INTO = frozenset(
    {"dans", "habite", "jhabite", "vers", "departement", "dept", "dep", "viens", "suis"}
)
SAYS_DEPARTMENT = frozenset({"departement", "dept", "dpt", "dep", "departements"})
MONTHS = listed(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
    " janv fev avr juil sept oct nov dec"
)
COUNTED = listed(
    "euro euros e eur balles votes voix personnes gens jeunes habitants participants ans km"
    " m metres eleves projets points fois mille h heures"
)
LAST_DAY = 31  # a number above it after "le" is no date
POST = 5  # digits of a postal code
WIDEST = 3  # words: "tarn et garonne"
CODE = 2  # characters of a metropolitan département


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A département or a postal code, named by ``tokens[first:last]``."""

    kind: str  # "department", "postal_code" or "place_outside"
    value: str
    first: int
    last: int


@lru_cache(maxsize=1)
def ours() -> frozenset[str]:
    """Return the codes of the thirteen départements."""
    return frozenset(one.code for one in departments())


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return ours() | {one.insee for one in outsiders() if one.insee == one.department}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {alias: one.code for one in departments() for alias in (*one.aliases, key(one.name))}


@lru_cache(maxsize=1)
def department_words() -> frozenset[str]:
    """Return the words that name a département of ours, or a part of one."""
    return frozenset(word for name in _names() for word in name.split())


@lru_cache(maxsize=1)
def _posts() -> frozenset[str]:
    return frozenset(post for one in load() for post in one.postal_codes)


def mentions(text: str, tokens: Sequence[Token], *, whole: bool) -> tuple[Mention, ...]:
    """Return the départements and postal codes of a text, in order."""
    found: list[Mention] = []
    place = 0
    while place < len(tokens):
        mention = _numbered(text, tokens, place, whole=whole) or _named(tokens, place, whole=whole)
        if mention:
            found.append(mention)
        place = mention.last if mention else place + 1
    return tuple(found)


def _numbered(text: str, tokens: Sequence[Token], place: int, *, whole: bool) -> Mention | None:
    word = tokens[place].word
    if not (word.isascii() and word[0].isdigit()):
        return None
    alone = whole or len(tokens) == 1
    if len(word) == POST and word.isdigit() and not _counted(text, tokens, place + 1):
        if not word.endswith("000") or alone or _placed(text, tokens, place):
            return _post(word, place, place + 1, sure=whole or _after(tokens, place))
        return None
    known = len(word) in (CODE, CODE + 1) and word.upper() in _codes()
    if known and (whole or _coded(text, tokens, place)):
        return _department(word.upper(), place, place + 1)
    return None


def _post(word: str, first: int, last: int, *, sure: bool) -> Mention | None:
    if word in _posts():
        return Mention(kind="postal_code", value=word, first=first, last=last)
    code = _of_post(word)
    if code in _codes() and (sure or code not in ours()):
        return _department(code, first, last)
    return None


def _of_post(word: str) -> str:
    match word[:2]:
        case "20":
            return "2A" if word[2] in "01" else "2B"
        case "97" | "98":
            return word[:3]
        case code:
            return code


def _department(code: str, first: int, last: int) -> Mention:
    kind = "department" if code in ours() else "place_outside"
    return Mention(kind=kind, value=code, first=first, last=last)


def _counted(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Tell whether the number before this token counts something: "31000 euros"."""
    end = tokens[place - 1].end
    if text[end : end + 2].lstrip().startswith(("€", "%", "$")):
        return True
    return place < len(tokens) and tokens[place].word in COUNTED


def _placed(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a round number such as 31000 stands where a postal code would."""
    parted = text[: tokens[place].start].rstrip()[-1:] in {"(", ","}
    neighbour = place + 1 < len(tokens) and tokens[place + 1].capital
    return parted or neighbour or _after(tokens, place) or (place > 0 and tokens[place - 1].capital)


def _after(tokens: Sequence[Token], place: int) -> bool:
    before = tokens[place - 1].word if place else ""
    return before in {"a", "dans", "vers", "habite", "jhabite", "postal", "cp", "de", "sur"}


def _coded(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a bare number is a département: "dans le 46", "(46)", "dept 31"."""
    before = [token.word for token in tokens[max(place - 2, 0) : place]]
    following = tokens[place + 1].word if place + 1 < len(tokens) else ""
    if following in MONTHS or _counted(text, tokens, place + 1):
        return False
    last, first = (before[-1] if before else ""), (before[0] if len(before) > 1 else "")
    if last in SAYS_DEPARTMENT or text[: tokens[place].start].endswith("("):
        return True
    if last not in {"le", "du"}:
        return False
    return first in INTO or not tokens[place].word.isdigit() or int(tokens[place].word) > LAST_DAY


def _named(tokens: Sequence[Token], place: int, *, whole: bool) -> Mention | None:
    if tokens[place].word not in department_words():
        return None
    for width in range(min(WIDEST, len(tokens) - place), 0, -1):
        name = " ".join(token.word for token in tokens[place : place + width])
        code = _names().get(name)
        if code and (name not in PLAIN or whole or _announced(tokens, place, place + width)):
            return Mention(kind="department", value=code, first=place, last=place + width)
    return None


def _announced(tokens: Sequence[Token], place: int, end: int) -> bool:
    """Tell "dans le Lot" and "le Lot" from "un lot"; small letters need more words before."""
    last = tokens[place - 1].word if place else ""
    before = tokens[place - 2].word if place > 1 else ""
    if last != "un" and all(t.word in FILLERS for t in (*tokens[:place], *tokens[end:])):
        return True
    if last == "de" and before in SAYS_DEPARTMENT:
        return True
    if last not in ARTICLES:
        return False
    of = end < len(tokens) and tokens[end].word in {"d", "de", "des"}  # "dans le lot de…"
    return tokens[place].capital or (before in INTO and not of)
