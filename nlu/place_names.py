"""How we hear where a person is from, however they spell it; what is unsure is to be confirmed."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from nlu.gazetteer.communes import Commune, Place, load
from nlu.gazetteer.distance import kilometres
from nlu.gazetteer.guessing import TRIES, Guesser, shares
from nlu.gazetteer.hearing import TIE, Ear, Hit
from nlu.gazetteer.index import Index
from nlu.gazetteer.mentions import Mention, mentions
from nlu.gazetteer.names import Token, tokens
from nlu.gazetteer.readings import (
    Reading,
    clear,
    doubt,
    joined,
    read,
    read_guess,
    settle,
    suffix,
)
from nlu.understanding import Candidate, Entity

MOST = 6  # choices that still fit under a message as buttons
LONGEST = 1_000  # characters: nobody says where they live after more


class PlaceNames:
    """Recognises the communes and départements of Occitanie, and the big ones outside."""

    @cached_property
    def _index(self) -> Index:
        return Index()

    @cached_property
    def _guesser(self) -> Guesser:
        return Guesser(self._index)

    def prepare(self) -> None:
        """Open the gazetteer now (half a second) rather than at the first text."""
        self._guesser  # noqa: B018

    def find(self, text: str, *, whole: bool = False) -> tuple[Entity, ...]:
        """Return the places named in the text, in order; ``whole``: it answers "Où habites-tu ?".

        Names are ``place`` (INSEE code), ``department`` (two characters), ``postal_code`` and
        ``place_outside`` (INSEE code, or the code of a département outside the Region).
        """
        words = tokens(text[:LONGEST])
        if not words:
            return ()
        mentioned = mentions(text, words, whole=whole)
        readings = self._readings(text, words, mentioned, whole=whole)
        said = [*clear(mentioned, readings), *self._suffixes(readings, words, mentioned)]
        settled = [settle(reading, said, self._index) for reading in readings]
        found = [_place(text, words, reading) for reading in settled if reading]
        found += [_mention(text, words, mention) for mention in said]
        return tuple(sorted(found, key=lambda entity: entity.start))

    def _suffixes(
        self, readings: Sequence[Reading], words: Sequence[Token], mentioned: Sequence[Mention]
    ) -> Iterator[Mention]:
        taken = {mention.first for mention in mentioned}
        for reading in readings:
            beside = suffix(reading, words, self._index)
            if beside and beside.first not in taken:
                yield beside

    def _readings(
        self, text: str, words: Sequence[Token], mentioned: Sequence[Mention], *, whole: bool
    ) -> list[Reading]:
        readings: list[Reading] = []
        for hit in Ear(self._index, text, words, whole=whole).hits():
            if not readings or hit.first >= readings[-1].last:
                readings.append(self._read(hit, text, words, wary=len(readings) < TRIES))
        readings = joined(readings, text, words)
        guesses = self._guesses(text, words, readings, mentioned, whole=whole)
        kept = [one for one in readings if not any(_over(guess, one) for guess in guesses)]
        return [*kept, *guesses]

    def _guesses(
        self,
        text: str,
        words: Sequence[Token],
        readings: Sequence[Reading],
        mentioned: Sequence[Mention],
        *,
        whole: bool,
    ) -> list[Reading]:
        heard = _covered((*readings, *mentioned))
        tied = [one for one in mentioned if _tied(text, words, one)]
        loose = [one for one in readings if one.loose]
        taken = heard - _covered((*tied, *loose))
        found = self._guesser.guesses(text, words, heard, taken, whole=whole)
        return [read_guess(guess) for guess in found]

    def _read(self, hit: Hit, text: str, words: Sequence[Token], *, wary: bool) -> Reading:
        reading = read(hit, self._index)
        if not (wary and (hit.open or hit.stem)):
            return reading
        last = hit.last if hit.stem else hit.last + 1
        return doubt(reading, self._guesser.around(text, words, hit.first, last))

    def nearest(self, latitude: float, longitude: float) -> Commune:
        """Return the commune whose point is nearest to a position in degrees."""
        return min(load(), key=lambda one: _roughly(latitude, longitude, one))


def _covered(spans: Iterable[Reading | Mention]) -> set[int]:
    return {place for span in spans for place in range(span.first, span.last)}


def _tied(text: str, words: Sequence[Token], mention: Mention) -> bool:
    """Tell whether a département may belong to a name: "-du-Gers", "du gers"."""
    before = words[mention.first - 1].word if mention.first else ""
    tied = TIE.search(text, 0, words[mention.first].start)
    return tied is not None or before in {"de", "du", "d"}


def _over(guess: Reading, reading: Reading) -> bool:
    return guess.first < reading.last and reading.first < guess.last


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


@lru_cache(maxsize=1)
def shared() -> PlaceNames:
    """Return the one index of names of this process: it weighs twenty megabytes."""
    return PlaceNames()
