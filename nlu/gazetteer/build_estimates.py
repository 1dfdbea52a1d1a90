"""Where a place must be, judging by the places that share its post office and its county.

The position of a commune is a sum of independent shifts, one for each circle it belongs to
(department, district, EPCI, post office, and pairs of these), plus its own. With known points
as evidence this is a linear mixed model, whose best estimate has a closed form; so has the
error it would make on each known point if that point were hidden.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.gazetteer.build_sources import Listed
from nlu.gazetteer.names import key

Array = NDArray[np.float64]
KM_PER_DEGREE = 111.2
MIDDLE = (43.7, 2.2)  # of the Region: the plane on which we compute touches the earth there
SCALE = np.array([KM_PER_DEGREE, KM_PER_DEGREE * math.cos(math.radians(MIDDLE[0]))])
ANYWHERE = 10_000.0  # km²: how far the whole Region may lie from MIDDLE
OWN = 20.0  # km²: what no circle explains
# km²: how far the members of a circle shift together; tuned on hidden known points
SHIFTS = {
    "department": 400.0,
    "district": 270.0,
    "epci": 150.0,
    "post": 180.0,
    "post+epci": 30.0,
    "post+district": 60.0,
    "name": 6.0,
}


def circles(commune: Listed) -> dict[str, str]:
    """Return the name of each circle that the commune belongs to."""
    post = commune.postal_codes[0]
    return {
        "department": commune.department,
        "district": commune.district,
        "epci": commune.epci or commune.insee,
        "post": post,
        "post+epci": f"{post} {commune.epci}",
        "post+district": f"{post} {commune.district}",
        "name": _surname(commune),
    }


def _surname(commune: Listed) -> str:
    """Return what follows "sur", "de", "en"…: the river, the valley, the old land."""
    words = key(commune.name).split()
    for place, word in enumerate(words[1:-1], start=1):
        if word in {"sur", "en", "de", "d", "des", "du", "les"}:
            return " ".join(words[place + 1 :])
    return commune.insee


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Where a commune must be (degrees), and how unsure that is (km² in each direction)."""

    position: tuple[float, float]
    spread: float


class Estimator:
    """Knows some positions, and estimates any commune's from them."""

    def __init__(self, communes: Sequence[Listed], known: dict[str, tuple[float, float]]) -> None:
        self._numbers = _numbered([circles(commune) for commune in communes])
        self._at = {commune.insee: i for i, commune in enumerate(communes)}
        self._known = list(known)
        rows = [self._at[insee] for insee in self._known]
        self._points = plane(np.array([known[insee] for insee in self._known]))
        self._inverse = np.linalg.inv(self._kernel(rows, rows) + np.eye(len(rows)) * OWN)
        self._pull = self._inverse @ self._points
        self._rows = rows

    def _kernel(self, left: list[int], right: list[int]) -> Array:
        total = np.full((len(left), len(right)), ANYWHERE)
        for circle, shift in SHIFTS.items():
            numbers = self._numbers[circle]
            total += shift * (numbers[left][:, None] == numbers[right][None, :])
        return total

    def estimates(self) -> dict[str, Estimate]:
        """Return each commune's estimate; a known one's as if it were hidden."""
        across = self._kernel(list(self._at.values()), self._rows)
        guesses = across @ self._pull
        spreads = ANYWHERE + sum(SHIFTS.values()) + OWN
        spreads = spreads - np.einsum("ij,ij->i", across @ self._inverse, across)
        alone = np.diag(self._inverse)
        guesses[self._rows] = self._points - self._pull / alone[:, None]
        spreads[self._rows] = 1 / alone
        rows = zip(self._at, degrees(guesses), spreads, strict=True)
        return {
            insee: Estimate(position=(float(at[0]), float(at[1])), spread=float(spread))
            for insee, at, spread in rows
        }


def plane(positions: Array) -> Array:
    """Turn degrees into kilometres from MIDDLE, north and east."""
    kilometres: Array = (positions - np.array(MIDDLE)) * SCALE
    return kilometres


def degrees(positions: Array) -> Array:
    """Turn kilometres from MIDDLE into degrees."""
    turned: Array = positions / SCALE + np.array(MIDDLE)
    return turned


def _numbered(rows: list[dict[str, str]]) -> dict[str, NDArray[np.intp]]:
    return {
        circle: np.unique([row[circle] for row in rows], return_inverse=True)[1]
        for circle in SHIFTS
    }
