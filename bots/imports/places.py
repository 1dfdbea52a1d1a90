"""The communes with exact positions, read from a file of geo.api.gouv.fr."""

import json
from collections.abc import Iterator
from typing import Any

from bots.imports.report import Doubtful, Problem, Unreadable
from bots.imports.sheet import Read
from dialogues.places import Place
from nlu import gazetteer

FRANCE = (41.0, 51.5, -5.5, 10.0)  # south, north, west, east, in degrees
INSEE_LETTERS = 5
WANTED = (
    "Il me faut la liste des communes de geo.api.gouv.fr, en JSON, "
    "avec code, nom, codesPostaux, population et centre."
)


def read(content: bytes) -> Read[Place]:
    """Return the Region's communes; those of other regions are left aside."""
    ours = {department.code for department in gazetteer.departments()}
    records: list[tuple[int, Place]] = []
    problems: list[Problem] = []
    outside = 0
    for number, written in enumerate(_listed(content), 1):
        try:
            place = _place(written) if _department(written) in ours else None
        except Doubtful as doubt:
            problems.append(Problem(line=number, reason=f"{doubt}."))
        else:
            outside += place is None
            records.extend([(number, place)] if place else [])
    ignored = (f"{outside} communes hors de la Région",) if outside else ()
    return Read(records=tuple(records), problems=tuple(problems), ignored=ignored)


def _listed(content: bytes) -> Iterator[Any]:
    try:
        communes = json.loads(content)
    except ValueError as error:
        raise Unreadable(f"Ce fichier n'est pas du JSON. {WANTED}") from error
    if not isinstance(communes, list) or not communes:
        raise Unreadable(f"Ce fichier n'est pas une liste de communes. {WANTED}")
    yield from communes


def _department(written: Any) -> str:
    code = written.get("code") if isinstance(written, dict) else None
    if not isinstance(code, str) or len(code) != INSEE_LETTERS:
        raise Doubtful("il manque le code INSEE")
    return str(written.get("codeDepartement") or code[:2])


def _place(written: dict[str, Any]) -> Place:
    code, name = written["code"], written.get("nom")
    if not isinstance(name, str) or not name:
        raise Doubtful(f"il manque le nom de la commune {code}")
    latitude, longitude = _position(name, written.get("centre"))
    return Place(
        insee=code,
        name=name,
        department=_department(written),
        postal_codes=_postal_codes(name, written.get("codesPostaux")),
        population=_population(name, written.get("population")),
        latitude=latitude,
        longitude=longitude,
    )


def _position(name: str, centre: Any) -> tuple[float, float]:
    """Return latitude and longitude; the file gives them the other way round."""
    match centre:
        case {"coordinates": [int() | float() as longitude, int() | float() as latitude]}:
            south, north, west, east = FRANCE
            if south <= latitude <= north and west <= longitude <= east:
                return float(latitude), float(longitude)
            raise Doubtful(f"le point de {name} n'est pas en France")
        case _:
            raise Doubtful(f"il manque le point de {name} (demande le champ « centre »)")


def _postal_codes(name: str, codes: Any) -> tuple[str, ...]:
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise Doubtful(f"il manque les codes postaux de {name}")
    return tuple(sorted(codes))


def _population(name: str, population: Any) -> int:
    if population is None:
        return 0
    if not isinstance(population, int) or population < 0:
        raise Doubtful(f"la population de {name} n'est pas un nombre")
    return population
