"""Which spot near its estimate a commune most likely holds, seeing whose land lies around.

Land is in one piece: a commune is rather among those of its own post office and EPCI than among
others, and never where another already is. The chosen spot is the middle of the disc of three
kilometres that most likely holds it. Tuned, like the estimates, on hidden known points.
"""

from collections.abc import Sequence

import numpy as np

from nlu.gazetteer.build_estimates import Array, Estimate, circles, degrees, plane
from nlu.gazetteer.build_sources import Listed

REACH, STEP = 15.0, 1.5  # km: how far from its estimate a spot is sought, and how finely
GOOD = 3.0  # km: the error we would like not to exceed
AROUND = 27.0  # km: known points further away say nothing
TAKEN = 1.2  # km: so near another commune there is none
LAND = 6.0  # km: how far a known commune speaks for the land around it
FAINT = 0.1  # so much voice has nobody's land
TRUST = 0.25  # of the estimate's spread: what the land around does not tell again
BELONGING = {"post": 1.0, "epci": 0.6, "department": 0.3, "district": 0.3}


def _spots() -> Array:
    line = np.arange(-REACH, REACH + STEP / 2, STEP)
    north, east = np.meshgrid(line, line)
    spots = np.stack([north.ravel(), east.ravel()], axis=1)
    inside: Array = spots[np.hypot(*spots.T) <= REACH]
    return inside


class Territories:
    """The known communes, and the circles that each belongs to."""

    def __init__(self, communes: Sequence[Listed], known: dict[str, tuple[float, float]]) -> None:
        self._circles = {commune.insee: circles(commune) for commune in communes}
        self._known = np.array(list(known))
        self._points = plane(np.array(list(known.values())))
        self._members = {
            circle: np.array([self._circles[insee][circle] for insee in known])
            for circle in BELONGING
        }
        self._spots = _spots()
        apart = self._spots[:, None, :] - self._spots[None, :, :]
        self._discs = (np.hypot(apart[..., 0], apart[..., 1]) <= GOOD).astype(float)

    def spot(self, insee: str, estimate: Estimate) -> tuple[float, float]:
        """Return the likeliest position, in degrees; of a known commune as if it were hidden."""
        middle = plane(np.array([estimate.position]))
        gaps = np.hypot(*(self._points - middle).T)
        near = (gaps < AROUND) & (self._known != insee)
        score = -(self._spots**2).sum(axis=1) / (2 * estimate.spread * TRUST)
        if near.any():
            score += self._around(insee, middle + self._spots, near)
        chances = self._discs @ np.exp(score - score.max())
        north, east = degrees(middle + self._spots[[int(chances.argmax())]])[0]
        return float(north), float(east)

    def _around(self, insee: str, spots: Array, near: Array) -> Array:
        squares = ((spots[:, None, :] - self._points[near][None, :, :]) ** 2).sum(axis=2)
        score: Array = np.log1p(-0.98 * np.exp(-squares / (2 * TAKEN**2))).sum(axis=1)
        voices = np.exp(-squares / (2 * LAND**2))
        for circle, weight in BELONGING.items():
            same = self._members[circle][near] == self._circles[insee][circle]
            if same.any():
                share = (voices[:, same].sum(axis=1) + 0.3 * FAINT) / (voices.sum(axis=1) + FAINT)
                score += weight * np.log(share)
        return score
