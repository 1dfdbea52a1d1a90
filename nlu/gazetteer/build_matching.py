"""Which point of GeoNames is which commune: by name, then by neighbours and population."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from nlu.gazetteer.build_estimates import Estimator
from nlu.gazetteer.build_sources import Former, Listed, Point
from nlu.gazetteer.distance import kilometres
from nlu.gazetteer.names import key

Position = tuple[float, float]
Candidates = Callable[[Point], set[str]]
NEAR = 40.0  # km: nine hidden known points in ten are estimated better than 14 km
FAR = 80.0  # km: believed only if the populations agree as well
DISTINCT = 6  # letters: a shorter name is a part of too many others
SAME_PEOPLE = 0.5  # the natural logarithm of the ratio of two counts of the same commune


class Matching:
    """The communes, filed under every name they have, and their points as they are found."""

    def __init__(self, communes: Sequence[Listed], former: Iterable[Former]) -> None:
        self._communes = {commune.insee: commune for commune in communes}
        self._present = _filed((commune.name, commune.insee) for commune in communes)
        self._former = _filed((place.name, place.insee) for place in former)

    def match(self, points: Sequence[Point]) -> dict[str, Position]:
        """Return the positions found, by INSEE code; each point serves one commune at most."""
        sure = dict(self._unmistakable(points))
        guesses = self._estimates(sure)
        sure = {i: at for i, at in sure.items() if kilometres(*at, *guesses[i]) < NEAR}
        guesses = self._estimates(sure)
        found: dict[str, Position] = {}
        for candidates in (self._by_name, self._by_other_name, self._by_former_name, self._by_part):
            found |= self._best(points, candidates, guesses, found)
        return found

    def _estimates(self, known: dict[str, Position]) -> dict[str, Position]:
        estimates = Estimator(tuple(self._communes.values()), known).estimates()
        return {insee: estimate.position for insee, estimate in estimates.items()}

    def _unmistakable(self, points: Sequence[Point]) -> Iterable[tuple[str, Position]]:
        """Pair the names that one point and one commune alone bear, with like populations."""
        by_name = _filed((point.name, str(i)) for i, point in enumerate(points))
        for name, numbers in by_name.items():
            insees = self._present.get(name, set())
            if len(numbers) == len(insees) == 1:
                (number,), (insee,) = numbers, insees
                point = points[int(number)]
                if self._people_apart(insee, point) < SAME_PEOPLE:
                    yield insee, (point.latitude, point.longitude)

    def _best(
        self,
        points: Sequence[Point],
        candidates: Candidates,
        guesses: dict[str, Position],
        found: dict[str, Position],
    ) -> dict[str, Position]:
        """Give the points that are left to the communes that are left, the best pairs first."""
        taken = set(found.values())
        offers = [
            (cost, at, insee)
            for point in points
            if (at := (point.latitude, point.longitude)) not in taken
            for insee in candidates(point).difference(found)
            if (cost := self._cost(insee, point, guesses)) < math.inf
        ]
        dealt: dict[str, Position] = {}
        for _, at, insee in sorted(offers):
            if insee not in dealt and at not in dealt.values():
                dealt[insee] = at
        return dealt

    def _cost(self, insee: str, point: Point, guesses: dict[str, Position]) -> float:
        """Return how little the pair is believed; infinite when it cannot be."""
        gap = kilometres(point.latitude, point.longitude, *guesses[insee])
        apart = self._people_apart(insee, point)
        if gap > FAR or (gap > NEAR and apart > SAME_PEOPLE):
            return math.inf
        return gap / NEAR + apart / SAME_PEOPLE

    def _people_apart(self, insee: str, point: Point) -> float:
        counts = max(self._communes[insee].population, 1), max(point.population, 1)
        return abs(math.log(counts[0] / counts[1]))

    def _by_name(self, point: Point) -> set[str]:
        return self._present.get(key(point.name), set())

    def _by_other_name(self, point: Point) -> set[str]:
        return set().union(*(self._present.get(key(name), set()) for name in point.other_names))

    def _by_former_name(self, point: Point) -> set[str]:
        return self._former.get(key(point.name), set())

    def _by_part(self, point: Point) -> set[str]:
        """Find "Laissac" in "Laissac-Sévérac l'Église", and "Prats de Molló" likewise."""
        name = key(point.name)
        parts = (n for n in self._present if n.startswith(f"{name} ") or name.startswith(f"{n} "))
        return set().union(*(self._present[part] for part in parts if len(part) >= DISTINCT))


def _filed(names: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    filed: dict[str, set[str]] = defaultdict(set)
    for name, value in names:
        filed[key(name)].add(value)
    return filed
