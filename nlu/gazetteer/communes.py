"""The shelf of the gazetteer: each file is read once, when first asked for."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """A commune of the Region; ``approximate`` tells that its position is an estimate."""

    insee: str
    name: str
    postal_codes: tuple[str, ...]
    department: str
    epci: str
    population: int
    latitude: float
    longitude: float
    approximate: bool

    @property
    def label(self) -> str:
        """Return the name that tells it from its homonyms: "Prades (66)"."""
        return f"{self.name} ({self.department})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A département of the Region, and the other ways people name it."""

    code: str
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outsider:
    """A place outside the Region: a big commune, or a whole département (two-character code)."""

    insee: str
    name: str
    department: str


Place = Commune | Outsider


@lru_cache(maxsize=1)
def load() -> tuple[Commune, ...]:
    """Return every commune of the Region, by INSEE code."""
    return tuple(
        Commune(
            insee=row["insee"],
            name=row["name"],
            postal_codes=tuple(row["postal_codes"].split()),
            department=row["department"],
            epci=row["epci"],
            population=int(row["population"]),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            approximate=row["approximate"] == "1",
        )
        for row in _rows("communes.csv")
    )


@lru_cache(maxsize=1)
def _by_insee() -> dict[str, Commune]:
    return {place.insee: place for place in load()}


def commune(insee: str) -> Commune | None:
    """Return the commune that bears this INSEE code."""
    return _by_insee().get(insee)


@lru_cache(maxsize=1)
def departments() -> tuple[Department, ...]:
    """Return the thirteen départements of the Region, by code."""
    return tuple(
        Department(code=r["code"], name=r["name"], aliases=tuple(r["aliases"].split("|")))
        for r in _rows("departments.csv")
    )


@lru_cache(maxsize=1)
def epcis() -> dict[str, str]:
    """Return the name of each group of communes (EPCI), by SIREN code."""
    return {row["code"]: row["name"] for row in _rows("epci.csv")}


@lru_cache(maxsize=1)
def aliases() -> tuple[tuple[str, str], ...]:
    """Return other names of places, each with the INSEE code of the commune it means."""
    return tuple((row["alias"], row["insee"]) for row in _rows("aliases.csv"))


@lru_cache(maxsize=1)
def outsiders() -> tuple[Outsider, ...]:
    """Return the communes of 20,000 inhabitants or more, and the départements, outside."""
    return tuple(Outsider(**row) for row in _rows("outside.csv"))


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
