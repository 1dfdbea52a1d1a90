"""Communes are found by code, by postal code and by where one stands."""

from dataclasses import replace

from dialogues.places import Place
from storage.store import SqlStore

FIGEAC = Place(
    insee="46102",
    name="Figeac",
    department="46",
    postal_codes=("46100",),
    population=9_900,
    latitude=44.6086,
    longitude=2.0336,
)
CAMBES = Place(
    insee="46051",
    name="Cambes",
    department="46",
    postal_codes=("46100",),
    population=340,
    latitude=44.6167,
    longitude=1.9333,
    approximate=True,
)
TOULOUSE = Place(
    insee="31555",
    name="Toulouse",
    department="31",
    postal_codes=("31000", "31100"),
    population=500_000,
    latitude=43.6045,
    longitude=1.4442,
)
EVERY = (CAMBES, FIGEAC, TOULOUSE)


async def test_a_commune_is_found_by_its_code(store: SqlStore) -> None:
    async with store.work() as work:
        assert await work.places.is_empty()
        assert await work.places.put_many(EVERY) == 3
        assert await work.places.find("31555") == TOULOUSE
        assert await work.places.find("46051") == CAMBES
        assert await work.places.find("75056") is None
        assert not await work.places.is_empty()


async def test_the_communes_of_a_postal_code_come_the_most_peopled_first(store: SqlStore) -> None:
    async with store.work() as work:
        await work.places.put_many(EVERY)
        assert await work.places.at("46100") == (FIGEAC, CAMBES)
        assert await work.places.at("31100") == (TOULOUSE,)
        assert await work.places.at("99999") == ()


async def test_the_nearest_commune_is_found_near_and_far_but_not_beyond_50_km(
    store: SqlStore,
) -> None:
    async with store.work() as work:
        await work.places.put_many(EVERY)
        assert await work.places.nearest(44.607, 2.03) == FIGEAC
        assert await work.places.nearest(44.61, 1.95) == CAMBES
        assert await work.places.nearest(43.4, 1.4) == TOULOUSE  # 23 km south
        assert await work.places.nearest(43.1, 1.2) is None
        assert await work.places.nearest(48.85, 2.35) is None
        assert await work.places.nearest(90.0, 180.0) is None


async def test_communes_written_again_take_their_new_values(store: SqlStore) -> None:
    moved = replace(CAMBES, latitude=44.62, approximate=False, postal_codes=("46101",))
    async with store.work() as work:
        await work.places.put_many(EVERY)
        await work.places.put_many([CAMBES, moved])
        assert await work.places.find("46051") == moved
        assert await work.places.at("46100") == (FIGEAC,)


async def test_an_empty_gazetteer_is_seeded_once(store: SqlStore) -> None:
    async with store.work() as work:
        seeded = await work.places.seed()
        assert seeded > 4_000
        assert await work.places.seed() == 0
        figeac = await work.places.find("46102")
        assert figeac is not None
        assert (figeac.name, figeac.department) == ("Figeac", "46")
        assert "46100" in figeac.postal_codes
        near = await work.places.nearest(figeac.latitude, figeac.longitude)
        assert near == figeac
