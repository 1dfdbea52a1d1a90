"""Which names a mistyped one may stand for: by letters, and by how it sounds."""

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
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._names: dict[str, list[str]] = defaultdict(list)
        self._sounds: dict[str, list[str]] = defaultdict(list)
        self._by_sound: dict[int, list[str]] = defaultdict(list)
        for name in names:
            if _heard(name) not in self._sounds:
                self._by_sound[len(_heard(name))].append(_heard(name))
            if glued(name) not in self._names:
                self._by_length[len(glued(name))].append(glued(name))
            self._names[glued(name)].append(name)
            self._sounds[_heard(name)].append(name)

    def near(self, typed: str) -> tuple[Near, ...]:
        """Return every name within reach of the one typed, each once."""
        slips: dict[str, float] = {}
        for spelling, distance in self._spelled(glued(typed)):
            for name in self._names[spelling]:
                slips[name] = distance
        for sounds, distance in self._sounding(_heard(typed)):
            for name in self._sounds[sounds]:
                slips[name] = min(slips.get(name, 9.0), SOUNDS_ALIKE + distance)
        return tuple(Near(name=name, slips=count) for name, count in slips.items())

    def _spelled(self, typed: str) -> Iterator[tuple[str, float]]:
        for length in range(len(typed) - 2, len(typed) + 3):
            names = self._by_length.get(length, ())
            slips = 1 if length < LONG else 2
            if abs(length - len(typed)) <= slips:
                for name, distance, _ in process.extract_iter(
                    typed, names, scorer=OSA.distance, score_cutoff=slips
                ):
                    yield name, float(distance)

    def _sounding(self, heard: str) -> Iterator[tuple[str, float]]:
        if len(heard) < TELLING:
            return
        for length in range(len(heard) - 1, len(heard) + 2):
            names = self._by_sound.get(length, ())
            for name, distance, _ in process.extract_iter(
                heard, names, scorer=OSA.distance, score_cutoff=1
            ):
                yield name, float(distance)


def _heard(name: str) -> str:
    return "".join(sound(word) for word in name.split())
