"""The law of places: how far two communes are, and which department is ours."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One commune of the gazetteer; degrees, ``approximate`` when the position was estimated."""

    insee: str
    name: str
    department: str
    postal_codes: tuple[str, ...] = ()
    population: int = 0
    latitude: float = 0.0
    longitude: float = 0.0
    approximate: bool = False

    @property
    def label(self) -> str:
        """The name and department, as people tell homonyms apart."""
        return f"{self.name} ({self.department})"


def distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the great-circle distance between two (latitude, longitude) points in degrees."""
    lat1, lon1, lat2, lon2 = map(radians, (*here, *there))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))
