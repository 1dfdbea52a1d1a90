"""What a name heard may mean, and how a département beside it settles the matter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlu.gazetteer.communes import Commune, Outsider, Place
from nlu.gazetteer.guessing import SLIP, STEM, Guess, likelihood
from nlu.gazetteer.hearing import Hit
from nlu.gazetteer.index import Index
from nlu.gazetteer.mentions import Mention
from nlu.gazetteer.names import Token

BIGGER = 3  # times: so much more populous, "Villefranche" means the town and not the hamlet
BESIDE = 4  # words between a place and the département that settles which one it is
TORN = SLIP  # as much as a letter mistyped
COMMUNE = 5  # characters of its code; a département has two or three


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The places that ``tokens[first:last]`` may mean, the best first; ``sure``: no doubt left."""

    first: int
    last: int
    places: tuple[tuple[Place, float], ...]
    exact: bool
    sure: bool
    loose: bool = False
    lacking: float = 0.0  # how much is to be said against a name that is not whole


def read(hit: Hit, index: Index) -> Reading:
    """Return what a name spelled right may mean."""
    card, longer = hit.card, index.stems.get(hit.card.name)
    inside = list(card.communes)
    most = inside[0].population if inside else 0
    bigger = [c for c in longer.communes if c.population > BIGGER * most] if longer else []
    if inside and not hit.stem and bigger:
        inside = sorted({*inside, *bigger}, key=lambda one: -one.population)
    places: list[Place] = [*inside] or [*_outside(card.outsiders)]
    alone = len(places) == 1 and not (hit.stem or hit.torn or (inside and card.outsiders))
    return Reading(
        first=hit.first,
        last=hit.last,
        places=tuple((place, likelihood(place, card.name)) for place in places),
        exact=not (hit.stem or hit.torn),
        sure=alone,
        loose=hit.loose,
        lacking=TORN * hit.torn + STEM * hit.stem,
    )


def read_guess(guess: Guess) -> Reading:
    """Return what a mistyped name may mean: never sure."""
    return Reading(first=guess.first, last=guess.last, places=guess.places, exact=False, sure=False)


def doubt(reading: Reading, guess: Guess | None) -> Reading:
    """Return the reading of a name that may not be whole, beside what else it may be.

    "Lunel-Veil" is rather Lunel-Viel than Lunel; "Castelnau en ce moment" is no other Castelnau.
    """
    partial = {place: weight - reading.lacking for place, weight in reading.places}
    if guess is None or (reading.exact and guess.weight <= max(partial.values())):
        return reading
    both = dict(guess.places)
    for place, weight in partial.items():
        both[place] = max(weight, both.get(place, weight))
    ranked = sorted(both.items(), key=lambda pair: -pair[1])
    last = guess.last if ranked[0][0] in dict(guess.places) else reading.last
    return replace(reading, last=last, places=tuple(ranked), exact=False, sure=False)


def _outside(places: Sequence[Outsider]) -> Sequence[Outsider]:
    """Return the communes alone if there are any: Paris is a town before a département."""
    return [place for place in places if len(place.insee) == COMMUNE] or places


def suffix(reading: Reading, tokens: Sequence[Token], index: Index) -> Mention | None:
    """Return the département written right after the name: "Prades 66", "Valence (26)"."""
    if reading.last >= len(tokens):
        return None
    code = tokens[reading.last].word.upper()
    card = index.cards.get(" ".join(t.word for t in tokens[reading.first : reading.last]))
    inside = any(place.department == code for place, _ in reading.places)
    outside = card is not None and any(place.department == code for place in card.outsiders)
    if not (inside or outside):
        return None
    ours = any(isinstance(p, Commune) and p.department == code for p, _ in reading.places)
    kind = "department" if ours else "place_outside"
    return Mention(kind=kind, value=code, first=reading.last, last=reading.last + 1)


def settle(reading: Reading, said: Sequence[Mention], index: Index) -> Reading | None:
    """Keep the places that a mention in the text allows; None if it is another place of the name.

    A mention beside the name decides; one further away only changes the order.
    """
    for mention in sorted(said, key=lambda mention: _gap(reading, mention)):
        kept = tuple(pair for pair in reading.places if _allows(mention, pair[0], index))
        beside = _gap(reading, mention) <= BESIDE
        if kept and beside:
            sure = reading.sure or (reading.exact and len(kept) == 1)
            return replace(reading, places=kept, sure=sure)
        if kept:
            others = tuple(pair for pair in reading.places if pair not in kept)
            return replace(reading, places=kept + others)
        if beside and mention.kind == "place_outside" and mention.first >= reading.last:
            return None
    return reading


def _gap(reading: Reading, mention: Mention) -> int:
    return max(mention.first - reading.last, reading.first - mention.last)


def _allows(mention: Mention, place: Place, index: Index) -> bool:
    if mention.kind == "postal_code":
        return place in index.by_post.get(mention.value, ())
    return place.department == mention.value


def clear(mention_list: Sequence[Mention], readings: Sequence[Reading]) -> Iterator[Mention]:
    """Yield the mentions that are no part of a place's name: not the Gers of Barcelonne-du-Gers."""
    for mention in mention_list:
        if not any(r.first < mention.last and mention.first < r.last for r in readings):
            yield mention


def joined(readings: Sequence[Reading], text: str, tokens: Sequence[Token]) -> list[Reading]:
    """Make one of two names of the same commune tied by a hyphen: it is their union."""
    kept: list[Reading] = []
    for reading in readings:
        last = kept[-1] if kept else None
        same = [pair for pair in last.places if _among(pair[0], reading)] if last else []
        if last and same and text[tokens[last.last - 1].end :].startswith("-"):
            sure = len(same) == 1
            kept[-1] = replace(last, last=reading.last, places=tuple(same), exact=True, sure=sure)
        else:
            kept.append(reading)
    return kept


def _among(place: Place, reading: Reading) -> bool:
    return any(place == other for other, _ in reading.places)
