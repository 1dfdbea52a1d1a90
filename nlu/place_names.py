"""How we hear where a person is from, however they spell it; what is unsure is to be confirmed."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from nlu.gazetteer.communes import Commune, Outsider, load
from nlu.gazetteer.distance import kilometres
from nlu.gazetteer.guessing import Guesser, shares
from nlu.gazetteer.hearing import Ear, Hit
from nlu.gazetteer.index import Index
from nlu.gazetteer.mentions import Mention, mentions
from nlu.gazetteer.names import Token, tokens
from nlu.gazetteer.readings import Place, Reading, clear, read, read_guess, settle, suffix
from nlu.understanding import Candidate, Entity

MOST = 6  # choices that still fit under a message as buttons
LONGEST = 2_000  # characters: nobody says where they live after more


class PlaceNames:
    """Recognises the communes and départements of Occitanie, and the big ones outside."""

    @cached_property
    def _index(self) -> Index:
        return Index()

    @cached_property
    def _guesser(self) -> Guesser:
        return Guesser(self._index)

    def find(self, text: str, *, whole: bool = False) -> tuple[Entity, ...]:
        """Return the places named in the text, in order; ``whole``: it answers "Où habites-tu ?".

        Names are ``place`` (INSEE code), ``department`` (two characters), ``postal_code`` and
        ``place_outside`` (INSEE code, or the code of a département outside the Region).
        """
        words = tokens(text[:LONGEST])
        if not words:
            return ()
        readings = self._readings(text, words, whole=whole)
        said = list(clear(mentions(text, words, whole=whole), readings))
        taken = {mention.first for mention in said}
        for reading in readings:
            beside = suffix(reading, words, self._index)
            if beside and beside.first not in taken:
                said.append(beside)
        settled = [settle(reading, said, self._index) for reading in readings]
        found = [_place(text, words, reading) for reading in settled if reading]
        found += [_mention(text, words, mention) for mention in said]
        return tuple(sorted(found, key=lambda entity: entity.start))

    def _readings(self, text: str, words: Sequence[Token], *, whole: bool) -> list[Reading]:
        readings: list[Reading] = []
        for hit in Ear(self._index, text, words, whole=whole).hits():
            if not readings or hit.first >= readings[-1].last:
                readings.append(self._read(hit, text, words))
        taken = {place for one in readings for place in range(one.first, one.last)}
        for mention in mentions(text, words, whole=whole):
            taken.update(range(mention.first, mention.last))
        guesses = self._guesser.guesses(text, words, taken, whole=whole)
        return readings + [read_guess(guess) for guess in guesses]

    def _read(self, hit: Hit, text: str, words: Sequence[Token]) -> Reading:
        reading = read(hit, self._index)
        if not hit.open:
            return reading
        floor = reading.places[0][1]
        longer = self._guesser.longer(text, words, hit.first, hit.last, floor)
        return read_guess(longer) if longer else reading

    def nearest(self, latitude: float, longitude: float) -> Commune:
        """Return the commune whose point is nearest to a position in degrees."""
        return min(load(), key=lambda one: _roughly(latitude, longitude, one))


def _roughly(latitude: float, longitude: float, one: Commune) -> float:
    return kilometres(latitude, longitude, one.latitude, one.longitude)


def _place(text: str, words: Sequence[Token], reading: Reading) -> Entity:
    best = reading.places[0][0]
    name = "place" if isinstance(best, Commune) else "place_outside"
    same = [pair for pair in reading.places if isinstance(pair[0], type(best))][:MOST]
    scores = shares([weight for _, weight in same])
    candidates = tuple(
        Candidate(value=place.insee, label=_label(place), score=round(score, 3))
        for (place, _), score in zip(same, scores, strict=True)
    )
    start, end = words[reading.first].start, words[reading.last - 1].end
    return Entity(
        name=name,
        value=best.insee,
        text=text[start:end],
        start=start,
        end=end,
        confidence=1.0 if reading.sure else candidates[0].score,
        alternatives=() if reading.sure else candidates,
    )


def _label(place: Place) -> str:
    return f"{place.name} ({place.department})"


def _mention(text: str, words: Sequence[Token], mention: Mention) -> Entity:
    start, end = words[mention.first].start, words[mention.last - 1].end
    return Entity(
        name=mention.kind, value=mention.value, text=text[start:end], start=start, end=end
    )
