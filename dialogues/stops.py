"""The law of the caravan's stops: which come next, how far, and what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dialogues.places import distance_km


class StopState(StrEnum):
    """The life of a stop."""

    ANNOUNCED = "announced"
    MOVED = "moved"
    FULL = "full"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One dated halt of the caravan in one commune; what is None is not stated."""

    id: int
    external_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str  # INSEE code
    place_name: str
    department: str
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    state: StopState = StopState.ANNOUNCED
    reason: str | None = None  # why it was cancelled or moved
    description: str | None = None
    registration: str | None = None
    accessibility: str | None = None
    transport: str | None = None
    themes: tuple[str, ...] = ()
    url: str | None = None
    source: str = ""
    revision: int = 0
    example: bool = False

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, where known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A stop and how far it is from where one asked, in kilometres as the crow flies."""

    stop: Stop
    km: float


def coming(stops: Iterable[Stop], now: datetime) -> tuple[Stop, ...]:
    """Return the stops not yet over, soonest first, cancelled ones included."""
    alive = [stop for stop in stops if stop.ends_at > now]
    return tuple(sorted(alive, key=lambda stop: stop.starts_at))


def nearest(stops: Iterable[Stop], here: tuple[float, float]) -> tuple[Near, ...]:
    """Return the stops with a known position, nearest first."""
    measured = [
        Near(stop=stop, km=distance_km(here, stop.position)) for stop in stops if stop.position
    ]
    return tuple(sorted(measured, key=lambda near: (near.km, near.stop.starts_at)))
