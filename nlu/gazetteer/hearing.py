"""Where names of places stand in a text, spelled as they are filed: the longest wins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.gazetteer.cues import FILLERS, Cue, cue_before
from nlu.gazetteer.index import TOWN, Card, Freedom, Index
from nlu.gazetteer.mentions import department_words, ours
from nlu.gazetteer.names import ARTICLES, Token
from nlu.gazetteer.words import common_words, listed

CONTRACTED = {"au": "le", "du": "le", "aux": "les", "des": "les"}  # "au Vigan": à Le Vigan
TOWARDS = frozenset({"a", "vers", "de", "d"})  # after these, a capital tells Bio from bio
TIE = re.compile(r"-(?:[dl]['’])?$", re.IGNORECASE)  # "Saint-Michel-d'" before "Euzet"
INNER = listed("d de des du en l la le les s sous sur")  # inside names


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A name heard at ``tokens[first:last]``.

    A ``stem`` is only the beginning of a name; a ``torn`` one is tied by a hyphen to a word it
    has no place for; after an ``open`` one, or before a ``loose`` one, comes a word that a
    longer name may have.
    """

    card: Card
    first: int
    last: int
    stem: bool = False
    torn: bool = False
    open: bool = False
    loose: bool = False


class Ear:
    """Listens to one text."""

    def __init__(self, index: Index, text: str, tokens: Sequence[Token], *, whole: bool) -> None:
        self._index = index
        self._text = text
        self._tokens = tokens
        self._words = [token.word for token in tokens]
        self._shouted = text.isupper()
        self._whole = whole
        self._covered = 0  # tokens before this one belong to a place already heard

    def hits(self) -> Iterator[Hit]:
        """Yield the names heard, from left to right, never overlapping."""
        place = 0
        while place < len(self._tokens):
            hit = self._longest(place)
            if hit:
                yield hit
                self._covered = hit.last
            place = hit.last if hit else place + 1

    def _longest(self, place: int) -> Hit | None:
        word = self._words[place]
        article = CONTRACTED.get(word)
        if word not in self._index.openings and article is None:
            return None
        for last in range(min(place + self._index.widest, len(self._words)), place, -1):
            name = " ".join(self._words[place:last])
            hit = self._known(name, place, last)
            if hit is None and article and last > place + 1:
                hit = self._known(f"{article}{name[len(word) :]}", place + 1, last)
            if hit:
                return hit
        return None

    def _known(self, name: str, first: int, last: int) -> Hit | None:
        card, stem = self._index.cards.get(name), self._index.stems.get(name)
        due = stem is not None and self._stem_due(first, last)
        if card and (due or self._free(card, first, last)):
            return self._hit(card, first, last, stem=False)
        if stem and card is None and due:
            return self._hit(stem, first, last, stem=True)
        return None

    def _hit(self, card: Card, first: int, last: int, *, stem: bool) -> Hit:
        after = self._text[self._tokens[last - 1].end :]
        tied = self._tied_before(first)
        torn = after.startswith("-") or tied
        follows = after[:1].isspace() and card.name in self._index.prefixes
        return Hit(
            card=card,
            first=first,
            last=last,
            stem=stem,
            torn=torn,
            open=torn or follows,
            loose=tied or self._strange_before(first),
        )

    def _tied_before(self, first: int) -> bool:
        tied = TIE.search(self._text, 0, self._tokens[first].start)
        return tied is not None and self._covered < first

    def _strange_before(self, first: int) -> bool:
        """Tell whether a word that is no French stands before, links such as "de" left aside."""
        place = first - 1
        while place >= self._covered and self._words[place] in INNER:
            place -= 1
        return place >= self._covered and self._words[place] not in _known_words()

    def _free(self, card: Card, first: int, last: int) -> bool:
        """Tell whether enough announces a name that is short, or a plain word."""
        only = self._only(first, last)
        if card.freedom is Freedom.FREE or self._coded(last):
            return True
        if self._whole and only and self._words[max(first, 1) - 1] not in ARTICLES:
            return True
        cue = cue_before(self._tokens, first)
        if card.freedom is Freedom.CUED:
            return cue is not Cue.NONE or only or self._proper(card, first)
        return cue is Cue.STRONG or (cue is Cue.WEAK and self._capital_after(first, last))

    def _proper(self, card: Card, first: int) -> bool:
        """Tell whether it is a town, written as a proper name: Albi, Sète."""
        town = bool(card.communes) and card.communes[0].population >= TOWN
        return town and self._tokens[first].capital and not self._shouted

    def _capital_after(self, first: int, last: int) -> bool:
        towards = first > 0 and self._words[first - 1] in TOWARDS
        return towards and self._tokens[last - 1].capital and not self._shouted

    def _coded(self, last: int) -> bool:
        """Tell "Bio (46)" and "Pis 32"."""
        return last < len(self._words) and self._words[last] in ours()

    def _only(self, first: int, last: int) -> bool:
        """Tell whether the rest of the answer says nothing else."""
        others = (*self._words[:first], *self._words[last:])
        return all(
            word in FILLERS or word in department_words() or word.isdigit() for word in others
        )

    def _stem_due(self, first: int, last: int) -> bool:
        return cue_before(self._tokens, first) is not Cue.NONE or self._only(first, last)


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    return common_words() | FILLERS


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    return FILLERS | department_words()
