"""Which place a mistyped name may mean: few slips first, then many people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log

from nlu.gazetteer.communes import Commune, Place
from nlu.gazetteer.cues import FILLERS, Cue, cue_before
from nlu.gazetteer.index import Card, Index
from nlu.gazetteer.names import ARTICLES, Token
from nlu.gazetteer.spelling import Speller, glued
from nlu.gazetteer.words import common_words, listed, ordinary_words, plain_names

SLIP = 6.0  # in natural logarithms: one slip more must be worth 400 times the people
STEM = 2.0  # less: people do call a town in short
LETTER = 1.5  # what a letter explained is worth: a longer name must not cost a slip in four letters
ABROAD = 50  # inhabitants granted to a place outside: at equal slips, it is one of ours
TOWN = 5  # characters of the code of a commune; a département's has two or three
TRIES = 8  # guesses in one text: more names than a person gives, and a bound on the time
WIDEST = 6  # words of a mistyped name
PERHAPS = 5  # letters of a mistyped name where one may be, but need not
HERE = frozenset({"a", "vers"})  # "à": what follows is a place more often than not
AROUND = FILLERS - ARTICLES  # words that neither begin nor end a name
POLITE = listed("bonjour bonsoir coucou euh hello merci oui plait s salut slt stp svp te")
PARTED = frozenset('.,;:!?()/\n"«»')


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """The places that ``tokens[first:last]`` may mean, each with its weight, the best first."""

    first: int
    last: int
    places: tuple[tuple[Place, float], ...]

    @property
    def weight(self) -> float:
        """Return how much is to be said for the best of them."""
        return self.places[0][1] if self.places else float("-inf")


class Guesser:
    """Takes mistyped names for what they may be."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._speller = Speller({**index.stems, **_towns(index.cards)})

    def guesses(
        self,
        text: str,
        tokens: Sequence[Token],
        heard: set[int],
        taken: set[int],
        *,
        whole: bool,
    ) -> Iterator[Guess]:
        """Yield a guess for each name unheard that a cue or a capital announces.

        None begins at a token ``heard``, none goes through a token ``taken``.
        """
        done = tries = 0
        for first in range(len(tokens)):
            if first < done or first in heard or tokens[first].word in AROUND:
                continue
            known = self._due(tokens, first, whole=whole)
            if known is None or tries == TRIES:
                continue
            tries += 1
            best = self._best(tokens, first, self._spans(text, tokens, first, taken, known))
            if best:
                done = best.last
                yield best

    def around(self, text: str, tokens: Sequence[Token], first: int, last: int) -> Guess | None:
        """Return the best guess that begins at ``first`` and ends at ``last`` or later."""
        spans = self._spans(text, tokens, first, set(), 1)
        return self._best(tokens, first, (end for end in spans if end >= last))

    def _due(self, tokens: Sequence[Token], first: int, *, whole: bool) -> int | None:
        """Return how long a mistyped name must be here, if one may be here at all."""
        cue = cue_before(tokens, first)
        if whole and all(token.word in FILLERS for token in tokens[:first]):
            return 3
        if cue is Cue.STRONG:
            return 3
        if cue is Cue.WEAK:
            return 4 if tokens[first - 1].word in HERE else PERHAPS
        alone = self._alone(tokens, first)
        shouted = all(token.capital for token in tokens)
        return PERHAPS if alone or (first > 0 and tokens[first].capital and not shouted) else None

    def _alone(self, tokens: Sequence[Token], first: int) -> bool:
        """Tell whether the text says nothing else, courtesy left aside."""
        others = (token.word for token in tokens[first + 1 :] if token.word not in POLITE)
        return all(token.word in POLITE for token in tokens[:first]) and not any(
            map(self._alien, others)
        )

    def _spans(
        self, text: str, tokens: Sequence[Token], first: int, taken: set[int], shortest: int
    ) -> Iterator[int]:
        """Yield where a name that begins at ``first`` may end."""
        unknown = shortest == 1
        for last in range(first + 1, min(first + WIDEST, len(tokens)) + 1):
            word = tokens[last - 1].word
            gap = text[tokens[last - 2].end : tokens[last - 1].start] if last > first + 1 else ""
            if last - 1 in taken or word.isdigit() or PARTED.intersection(gap):
                return
            if gap != "-" and not unknown and last > first + 1 and self._alien(word):
                return
            unknown = unknown or gap == "-" or self._odd(word, shortest)
            if unknown and (gap == "-" or word not in AROUND):
                yield last

    def _odd(self, word: str, shortest: int) -> bool:
        """Tell whether a word is no French, so that it may be a mistyped name."""
        ordinary = common_words() if shortest < PERHAPS else ordinary_words()
        return len(word) >= shortest and word not in ordinary and word not in plain_names()

    def _alien(self, word: str) -> bool:
        return word in common_words() and word not in self._index.vocabulary

    def _best(self, tokens: Sequence[Token], first: int, spans: Iterator[int]) -> Guess | None:
        guesses = (self._guess(tokens, first, last) for last in spans)
        best = max(guesses, key=lambda guess: guess.weight, default=None)
        return best if best and best.places else None

    def _guess(self, tokens: Sequence[Token], first: int, last: int) -> Guess:
        typed = " ".join(token.word for token in tokens[first:last])
        weights: dict[Place, float] = {}
        for near in self._speller.near(typed):
            for place, short in self._meant(near.name):
                weight = likelihood(place, typed) - SLIP * near.slips - STEM * short
                weights[place] = max(weight, weights.get(place, weight))
        ranked = sorted(weights.items(), key=lambda pair: -pair[1])
        return Guess(first=first, last=last, places=tuple(ranked))

    def _meant(self, name: str) -> Iterator[tuple[Place, bool]]:
        """Yield what a name may mean, and whether it is only the beginning of its name."""
        if name in self._index.cards:
            yield from ((place, False) for place in self._index.cards[name].places)
        if name in self._index.stems:
            yield from ((place, True) for place in self._index.stems[name].places)


def _towns(cards: dict[str, Card]) -> dict[str, Card]:
    """Leave out the départements outside: too many words are near Ain or Var."""
    return {
        name: card
        for name, card in cards.items()
        if card.communes or any(len(one.insee) == TOWN for one in card.outsiders)
    }


def likelihood(place: Place, typed: str) -> float:
    """Return how much is to be said for a place: its people, and the letters it explains."""
    people = place.population + 1 if isinstance(place, Commune) else ABROAD
    return log(people) + LETTER * len(glued(typed))


def shares(weights: Sequence[float]) -> list[float]:
    """Return the weights as shares of one."""
    raised = [exp(weight - max(weights)) for weight in weights]
    return [one / sum(raised) for one in raised]
