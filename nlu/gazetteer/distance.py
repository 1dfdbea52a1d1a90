"""How far two points are, as the crow flies."""

from math import asin, cos, radians, sin, sqrt

EARTH = 12_742.0  # km: the mean diameter


def kilometres(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Return the great-circle distance in kilometres between two points in degrees."""
    high = sin(radians(to_latitude - latitude) / 2) ** 2
    wide = sin(radians(to_longitude - longitude) / 2) ** 2
    return EARTH * asin(sqrt(high + cos(radians(latitude)) * cos(radians(to_latitude)) * wide))
