"""The exact positions of communes replace the estimated ones."""

import json
from collections.abc import Callable
from typing import Any

from dialogues.places import Place
from storage.store import SqlStore

FIGEAC = {
    "code": "46102",
    "nom": "Figeac",
    "codesPostaux": ["46100"],
    "population": 9757,
    "centre": {"type": "Point", "coordinates": [2.0284, 44.6109]},
    "codeDepartement": "46",
    "codeEpci": "200067361",
}
PARIS = {**FIGEAC, "code": "75056", "nom": "Paris", "codeDepartement": "75"}
SAINT_DENIS = {"code": "97411", "nom": "Saint-Denis", "codeDepartement": "974", "centre": None}

Bring = Callable[..., Any]


async def _find(store: SqlStore, insee: str) -> Place | None:
    async with store.work() as work:
        return await work.places.find(insee)


async def test_exact_positions_replace_the_former_ones(bring: Bring, store: SqlStore) -> None:
    new = {**FIGEAC, "code": "46999", "nom": "Ville-Neuve", "codesPostaux": ["46998", "46997"]}
    content = json.dumps([FIGEAC, new])
    report = await bring("places", content, name="communes.json")
    assert [report.created, report.changed, report.unchanged] == [1, 1, 0]
    figeac = await _find(store, "46102")
    assert figeac == Place(
        insee="46102",
        name="Figeac",
        department="46",
        postal_codes=("46100",),
        population=9757,
        latitude=44.6109,
        longitude=2.0284,
    )
    again = await bring("places", content, name="communes.json")
    assert [again.created, again.changed, again.unchanged] == [0, 0, 2]


async def test_a_trial_leaves_the_positions_as_they_were(bring: Bring, store: SqlStore) -> None:
    before = await _find(store, "46102")
    report = await bring("places", json.dumps([FIGEAC]), dry_run=True)
    assert report.changed == 1
    assert await _find(store, "46102") == before


async def test_communes_of_other_regions_are_left_aside(bring: Bring, store: SqlStore) -> None:
    report = await bring("places", json.dumps([FIGEAC, PARIS, SAINT_DENIS]))
    assert report.ignored == ("2 communes hors de la Région",)
    assert report.refused == ()
    assert await _find(store, "75056") is None


async def test_a_commune_without_a_sound_point_is_named(bring: Bring) -> None:
    swapped = {**FIGEAC, "centre": {"coordinates": [44.6, 2.03]}}
    pointless = {**FIGEAC, "centre": None}
    codeless = {"nom": "Sans code"}
    report = await bring("places", json.dumps([FIGEAC, swapped, pointless, codeless, 7]))
    assert [problem.line for problem in report.refused] == [2, 3, 4, 5]
    assert "n'est pas en France" in report.refused[0].reason
    assert "centre" in report.refused[1].reason
