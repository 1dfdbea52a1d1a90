"""Which names a mistyped one may stand for: by letters, and by how it sounds."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nlu.normalise import sound

LONG = 8  # letters: from here on, two slips are forgiven instead of one
TELLING = 5  # sounds: fewer are shared by too many words
SOUNDS_ALIKE = 1.0  # slips: what another spelling of the same sounds costs


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A name near the one typed; ``slips`` counts the letters added, lost, changed, swapped."""

    name: str
    slips: float


def glued(name: str) -> str:
    """Return the name without its spaces: people part and join words as they like."""
    return name.replace(" ", "")


def allowed(spelling: str) -> int:
    """Return how many slips are forgiven in a name of this length."""
    return 1 if len(spelling) < LONG else 2


class Speller:
    """Knows all names by their letters and by their sounds."""

    def __init__(self, names: Iterable[str]) -> None:
        spellings, sounds = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for name in names:
            spellings[glued(name)].append(name)
            sounds[_heard(name)].append(name)
        self._spellings = Shelf(spellings)
        self._sounds = Shelf(sounds)

    def near(self, typed: str) -> tuple[Near, ...]:
        """Return every name within reach of the one typed, each once."""
        slips: dict[str, float] = {}
        for spelling, names, distance in self._spellings.near(glued(typed), 2):
            if distance <= allowed(spelling):
                slips |= dict.fromkeys(names, distance)
        heard = _heard(typed)
        if len(heard) >= TELLING:
            for _, names, distance in self._sounds.near(heard, 1):
                for name in names:
                    slips[name] = min(slips.get(name, 9.0), SOUNDS_ALIKE + distance)
        return tuple(Near(name=name, slips=count) for name, count in slips.items())


class Shelf:
    """Strings by length, so that only those of like length are compared."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self._strings = sorted(names, key=len)
        self._lengths = [len(string) for string in self._strings]
        self._names = [names[string] for string in self._strings]

    def near(self, string: str, reach: int) -> Iterator[tuple[str, list[str], float]]:
        """Yield the strings at that distance or less, their names, and the distance."""
        first = bisect_left(self._lengths, len(string) - reach)
        last = bisect_right(self._lengths, len(string) + reach)
        like = self._strings[first:last]
        distances = process.cdist([string], like, scorer=OSA.distance, score_cutoff=reach)[0]
        for place in (distances <= reach).nonzero()[0]:
            yield like[place], self._names[first + int(place)], float(distances[place])


def _heard(name: str) -> str:
    return "".join(sound(word) for word in name.split())
