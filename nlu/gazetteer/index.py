"""The card index of the gazetteer: every name, what it may mean, and how freely it may be heard."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from nlu.gazetteer.communes import Commune, Outsider, Place, aliases, commune, load, outsiders
from nlu.gazetteer.names import ARTICLES, key
from nlu.gazetteer.words import common_words, listed, ordinary_words, plain_names

LINKS = listed("a au aux d de des du en et l la le les lo s sous sur")
TOWN = 5_000  # inhabitants
SHORT = 4  # letters: 147 names are no longer, and many are words or parts of words
TOWNS = frozenset({"clermont", "plaisance"})  # plain words, and what people call a town in short
STEM = 5  # letters: a shorter beginning of a name says too little


class Freedom(IntEnum):
    """What a name needs around it to be heard as a place."""

    FREE = 0  # nothing
    CUED = 1  # a word such as "à" or "près de" before it
    BOUND = 2  # "j'habite à" or the like, or a capital after "à"


@dataclass(slots=True, kw_only=True)
class Card:
    """What one name may mean; inside the Region, the most populous first."""

    name: str
    freedom: Freedom
    communes: list[Commune] = field(default_factory=list)
    outsiders: list[Outsider] = field(default_factory=list)

    @property
    def places(self) -> tuple[Place, ...]:
        """Return all it may mean, those of the Region first."""
        return (*self.communes, *self.outsiders)


class Index:
    """All cards, by whole name (``cards``) and by beginning of a longer name (``stems``)."""

    def __init__(self) -> None:
        self.cards: dict[str, Card] = {}
        self.stems: dict[str, Card] = {}
        for name, place in _named():
            _add(self.cards.setdefault(name, _card(name)), place)
        for name, place in _without_article(self.cards):
            _add(self.cards.setdefault(name, _card(name)), place)
        for name, place in _beginnings(self.cards):
            _add(self.stems.setdefault(name, _card(name)), place)
        for card in (*self.cards.values(), *self.stems.values()):
            card.communes.sort(key=lambda one: -one.population)
            card.freedom = _freed(card)
        self.prefixes = {start for name in self.cards for start in _prefixes(name)}
        self.vocabulary = {word for name in self.cards for word in name.split()}
        self.openings = {name.partition(" ")[0] for name in (*self.cards, *self.stems)}
        self.widest = max(name.count(" ") + 1 for name in self.cards)
        self.by_post = _by_post()


def _prefixes(name: str) -> Iterator[str]:
    words = name.split()
    return (" ".join(words[:count]) for count in range(1, len(words)))


def _named() -> Iterator[tuple[str, Place]]:
    for one in load():
        yield key(one.name), one
    for alias, insee in aliases():
        place = commune(insee)
        if place is not None:
            yield key(alias), place
    for outsider in outsiders():
        yield key(outsider.name), outsider


def _add(card: Card, place: Place) -> None:
    match place:
        case Commune() if place not in card.communes:
            card.communes.append(place)
        case Outsider() if place not in card.outsiders:
            card.outsiders.append(place)


def _card(name: str) -> Card:
    return Card(name=name, freedom=_freedom(name))


def _freedom(name: str) -> Freedom:
    article, _, rest = name.partition(" ")
    if name in plain_names() or (article in ARTICLES and rest in ordinary_words()):
        return Freedom.BOUND
    return Freedom.CUED if len(name) <= SHORT else Freedom.FREE


def _freed(card: Card) -> Freedom:
    """Let the towns of one word be heard a little more freely: Lourdes, Grenade."""
    town = " " not in card.name and any(one.population >= TOWN for one in card.communes)
    return Freedom.CUED if town and card.freedom is Freedom.BOUND else card.freedom


def _without_article(cards: dict[str, Card]) -> Iterator[tuple[str, Place]]:
    """Yield "vigan" for "le vigan", unless it is a word or a name already."""
    for name in list(cards):
        article, _, rest = name.partition(" ")
        if article in ARTICLES and rest not in cards and not _says_little(rest):
            for place in cards[name].places:
                yield rest, place


def _beginnings(cards: dict[str, Card]) -> Iterator[tuple[str, Place]]:
    """Yield "villefranche" for "villefranche de rouergue", at each word that may be the last."""
    for name, card in list(cards.items()):
        words = name.split()
        for count in range(1, len(words)):
            start = " ".join(words[:count])
            if words[count - 1] not in LINKS and not _says_little(start):
                for place in card.places:
                    yield start, place


def _says_little(name: str) -> bool:
    return len(name) < STEM or name in common_words() or name in plain_names() - TOWNS


def _by_post() -> dict[str, list[Commune]]:
    posts: dict[str, list[Commune]] = defaultdict(list)
    for one in load():
        for post in one.postal_codes:
            posts[post].append(one)
    return posts
