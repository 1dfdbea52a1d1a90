"""How we hear: one spelling for words that people write in ten ways."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import Stemmer

SMS = Path(__file__).parent / "data" / "sms.tsv"
LINKS = re.compile(r"['’‘ʼ`´′\-‐‑‒–—−_]+")  # as people type them
EMOJI = ("So", "Sk")
ELONGATED = re.compile(r"([^\W\d])\1{2,}")
UNWORDED = re.compile(r"[^\w\s]|_")
GLUED = re.compile(r"(\d+)([^\W\d]+)")  # 16ans, 500euros
STEMMER = Stemmer.Stemmer("french")
SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"^h", ""),
        (r"(?<=[^cps])h", ""),
        (r"ph", "f"),
        (r"sh|sch", "ch"),
        (r"qu?|ck|cqu|c(?=[aoulrtk]|$)", "k"),
        (r"ç|sc(?=[eiy])|c(?=[eiy])", "s"),
        (r"g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"e?aux?$|e?au|eault$", "o"),
        (r"ai[st]?|ei|ay|ey|et$|est$", "e"),
        (r"oeu|eu", "e"),
        (r"y", "i"),
        (r"(?<=\w\w)ents?$", "e"),
        (r"z", "s"),
        (r"(an|am|en|em)(?=[^aeiounm]|$)", "an"),
        (r"(in|im|ain|ein)(?=[^aeiounm]|$)", "in"),
        (r"om(?=[pb])", "on"),
        (r"ti(?=on)", "si"),
        (r"(.)\1", r"\1"),
        (r"(?<=\w\w)(?:er|ez|ees?|es|e|[tdsxp]+)$", ""),
    )
)


def fold(text: str) -> str:
    """Return the text in small letters, without accents, links, controls or wide spaces."""
    if not text.isascii():
        text = _unaccented(text)
    return " ".join(LINKS.sub(" ", text.lower().translate(KEPT)).split())


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = unicodedata.normalize("NFKD", decomposed.casefold()).translate(KEPT)
    return kept if kept == text or kept.isascii() else _unaccented(kept)


class _Kept(dict[int, str]):
    """What becomes of each character, worked out once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        match unicodedata.category(char):
            case "Mn" | "Cf" | "Cs" | "Co" | "Cn":
                kept = ""
            case "Cc" | "Zs" | "Zl" | "Zp":
                kept = " "
            case _:
                kept = LIGATURES.get(char, char)
        self[code] = kept
        return kept


LIGATURES = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
KEPT = _Kept()


def normalise(text: str) -> str:
    """Return the words alone, elongations shortened and SMS spellings written out."""
    words = UNWORDED.sub(_spelled, ELONGATED.sub(r"\1", fold(text)))
    return " ".join(_written_out([part for word in words.split() for part in _unglued(word)]))


def _spelled(found: re.Match[str]) -> str:
    char = found.group()
    if char == "€":
        return " euros "
    return f" {char} " if unicodedata.category(char) in EMOJI else " "


def _unglued(word: str) -> tuple[str, ...]:
    found = GLUED.fullmatch(word)
    return found.groups() if found and word not in sms_lexicon() else (word,)


def _written_out(words: list[str]) -> list[str]:
    lexicon = sms_lexicon()
    out: list[str] = []
    for place, word in enumerate(words):
        entry = lexicon.get(word)
        following = words[place + 1] if place + 1 < len(words) else ""
        out.extend((word,) if entry is None or entry.already(following) else entry.words)
    return out


class Spelling:
    """What one SMS form stands for: ``c`` is ``c est``, unless ``est`` follows already."""

    __slots__ = ("form", "words")

    def __init__(self, form: str, meaning: str) -> None:
        self.form = form
        self.words = tuple(meaning.split())

    def already(self, following: str) -> bool:
        """Tell whether the form is a correct beginning (``c'était``, ``t'aimes``) here."""
        elided = ELIDED.get(self.form)
        return elided is not None and elided.match(following) is not None


ELIDED = {  # "c'était", "t'aimes": folded, these are one letter and a word, and right as they are
    "c": re.compile(r"est$|eta|ete$"),
    "t": re.compile(r"(?!(?:un|une|ou|au)$)[aeiouyh]"),
}


@lru_cache(maxsize=1)
def sms_lexicon() -> dict[str, Spelling]:
    """Return the lexicon of ``data/sms.tsv``: one form, a tab, what it stands for."""
    lines = SMS.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {form: Spelling(form, meaning) for form, meaning in pairs}


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of one folded French word."""
    return str(STEMMER.stemWord(word))


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Return how one folded word sounds, roughly."""
    if word.isdigit():
        return word
    for pattern, key in SOUNDS:
        word = pattern.sub(key, word) or word
    return word


def phonetic(text: str) -> str:
    """Return a rough key of how the text sounds: ``kan``, ``quand`` and ``quant`` share one."""
    return " ".join(map(sound, normalise(text).split()))
