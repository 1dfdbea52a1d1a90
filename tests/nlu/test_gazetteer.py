"""What the gazetteer holds, and how far its points may be trusted."""

from collections import Counter

import pytest

from nlu.gazetteer import aliases, commune, departments, epcis, kilometres, load, outsiders
from nlu.gazetteer.build_estimates import Estimate, Estimator
from nlu.gazetteer.build_matching import Matching
from nlu.gazetteer.build_measure import report
from nlu.gazetteer.build_sources import Former, Listed, Point
from nlu.gazetteer.build_territories import Territories
from nlu.gazetteer.communes import FOLDER
from nlu.gazetteer.names import key


def test_every_present_commune_of_the_region_is_there() -> None:
    assert len(load()) == 4446
    assert sum(one.population for one in load()) == 6_124_653
    assert Counter(one.department for one in load())["65"] == 469


def test_codes_are_unique_and_belong_to_the_thirteen_departments() -> None:
    codes = {one.code for one in departments()}
    assert len(codes) == 13
    assert len({one.insee for one in load()}) == len(load())
    assert all(one.insee[:2] == one.department and one.department in codes for one in load())


def test_every_commune_has_a_postal_code_and_a_known_group() -> None:
    assert all(one.postal_codes for one in load())
    assert {one.epci for one in load()} <= set(epcis())
    assert len(epcis()) == 164


def test_every_position_lies_in_the_region() -> None:
    assert all(42.3 < one.latitude < 45.1 and -0.4 < one.longitude < 4.9 for one in load())


def test_an_alias_means_a_commune_that_exists() -> None:
    assert all(commune(insee) for _, insee in aliases())
    assert len(aliases()) > 180


def test_no_place_outside_is_inside() -> None:
    inside = {one.insee for one in load()} | {one.code for one in departments()}
    assert inside.isdisjoint(one.insee for one in outsiders())


@pytest.mark.parametrize(
    ("insee", "latitude", "longitude"),
    [("46102", 44.608, 2.033), ("46042", 44.447, 1.441), ("31555", 43.604, 1.444)],
)
def test_a_town_is_where_it_is(insee: str, latitude: float, longitude: float) -> None:
    town = commune(insee)
    assert town is not None
    assert not town.approximate
    assert kilometres(town.latitude, town.longitude, latitude, longitude) < 1


@pytest.mark.parametrize(
    ("name", "department", "other", "other_department", "expected"),
    [("Figeac", "46", "Decazeville", "12", 18.5), ("Figeac", "46", "Cahors", "46", 49.4)],
)
def test_distances_are_those_of_the_crow(
    name: str, department: str, other: str, other_department: str, expected: float
) -> None:
    places = {(one.name, one.department): one for one in load()}
    start, end = places[name, department], places[other, other_department]
    far = kilometres(start.latitude, start.longitude, end.latitude, end.longitude)
    assert far == pytest.approx(expected, abs=1.2)


def test_names_are_filed_without_accents_links_or_short_forms() -> None:
    assert key("Saint-Jean-de-Védas") == key("St Jean de Vedas") == "saint jean de vedas"
    assert key("L’Œil-lès-Prés") == "l oeil les pres"
    assert key("Ste E\u0301nimie") == "sainte enimie"


def test_the_files_stay_small() -> None:
    files = [path for path in FOLDER.iterdir() if path.suffix in {".csv", ".txt", ".md"}]
    assert sum(path.stat().st_size for path in files) < 400_000


def _listed(insee: str, name: str, *, post: str, people: int) -> Listed:
    return Listed(
        insee=insee,
        name=name,
        postal_codes=(post,),
        department=insee[:2],
        district=insee[:3],
        epci=post,
        population=people,
    )


def _point(name: str, people: int, latitude: float, longitude: float) -> Point:
    return Point(
        name=name, other_names=(), population=people, latitude=latitude, longitude=longitude
    )


LAND = (
    _listed("46001", "Alpha", post="46100", people=900),
    _listed("46002", "Beta", post="46100", people=700),
    _listed("46003", "Prades", post="46100", people=600),
    _listed("66001", "Gamma", post="66500", people=900),
    _listed("66002", "Delta", post="66500", people=700),
    _listed("66003", "Prades", post="66500", people=6000),
)
POINTS = (
    _point("Alpha", 950, 44.60, 2.00),
    _point("Beta", 720, 44.65, 2.05),
    _point("Gamma", 880, 42.60, 2.40),
    _point("Delta", 690, 42.65, 2.45),
)


def test_a_homonym_is_matched_by_its_neighbours() -> None:
    found = Matching(LAND, ()).match((*POINTS, _point("Prades", 6100, 42.62, 2.42)))
    assert found["66003"] == (42.62, 2.42)
    assert "46003" not in found


def test_a_point_found_under_a_former_name_serves_the_commune_of_today() -> None:
    point = _point("Vieux Bourg", 6000, 42.62, 2.42)
    found = Matching(LAND, (Former(name="Vieux-Bourg", insee="66003"),)).match((*POINTS, point))
    assert found["66003"] == (42.62, 2.42)


def test_a_point_far_from_the_neighbours_is_refused() -> None:
    found = Matching(LAND, ()).match((*POINTS, _point("Prades", 60, 48.9, -1.0)))
    assert found.keys() == {"46001", "46002", "66001", "66002"}


def test_an_unknown_commune_is_estimated_among_those_of_its_post_office() -> None:
    known = {"46001": (44.60, 2.00), "46002": (44.64, 2.04), "66001": (42.60, 2.40)}
    latitude, longitude = Estimator(LAND, known).estimates()["46003"].position
    assert kilometres(latitude, longitude, 44.62, 2.02) < 3


def test_a_known_commune_is_estimated_as_if_it_were_hidden() -> None:
    known = {"46001": (44.60, 2.00), "46002": (44.64, 2.04), "66001": (42.60, 2.40)}
    shown = Estimator(LAND, known).estimates()["46002"]
    rest = {insee: at for insee, at in known.items() if insee != "46002"}
    hidden = Estimator(LAND, rest).estimates()["46002"]
    assert shown.position == pytest.approx(hidden.position, abs=1e-6)
    assert shown.spread == pytest.approx(hidden.spread)


def test_a_commune_is_sought_on_the_land_of_its_own_not_on_another() -> None:
    known = {"46001": (44.60, 2.00), "46002": (44.60, 2.10), "66001": (44.55, 2.05)}
    estimate = Estimate(position=(44.59, 2.05), spread=50.0)
    latitude, longitude = Territories(LAND, known).spot("46003", estimate)
    assert latitude > 44.58
    assert all(kilometres(latitude, longitude, *at) > 2 for at in known.values())


def test_a_commune_without_known_neighbours_stays_where_it_is_estimated() -> None:
    estimate = Estimate(position=(43.0, 0.5), spread=50.0)
    spot = Territories(LAND, {"46001": (44.60, 2.00)}).spot("46003", estimate)
    assert kilometres(*spot, 43.0, 0.5) < 2


def test_the_report_counts_the_known_as_right_and_weighs_the_hidden() -> None:
    said = report(LAND, {"46001": 2.0, "46002": 4.0, "66001": 6.0})
    assert said.startswith("6 communes, 3 with a point of GeoNames.")
    assert "median 2.0 km, nine in ten within 4.0 km" in said  # none is in the third's situation
    assert "All communes: median 0.0 km, 75% within 3 km" in said
