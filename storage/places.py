"""The register of communes: by code, by postal code, by the point where one stands."""

from collections.abc import Iterable
from math import cos, radians
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select

from dialogues.places import Place, distance_km
from nlu.gazetteer import Commune, load
from nlu.place_names import shared
from nlu.understanding import Entity
from storage.tables import place, place_postal_code
from storage.transaction import Register

KM_PER_DEGREE = 111.2  # of latitude
REACH_KM = (6.0, 15.0, 50.0)  # communes are 4 km apart: the first square nearly always suffices
BATCH = 500  # rows per statement, under every database's limit of parameters
CODED = select(place, place_postal_code.c.postal_code).join(
    place_postal_code, place_postal_code.c.insee == place.c.insee, isouter=True
)
FIND = CODED.where(place.c.insee == bindparam("this")).order_by(place_postal_code.c.postal_code)
HERE = select(place_postal_code.c.insee).where(place_postal_code.c.postal_code == bindparam("code"))
AT = CODED.where(place.c.insee.in_(HERE)).order_by(
    place.c.population.desc(), place.c.insee, place_postal_code.c.postal_code
)
AROUND = select(place.c.insee, place.c.latitude, place.c.longitude).where(
    place.c.latitude.between(bindparam("south"), bindparam("north")),
    place.c.longitude.between(bindparam("west"), bindparam("east")),
)
ANY = select(place.c.insee).limit(1)


class Places(Register):
    """The gazetteer."""

    async def find(self, insee: str) -> Place | None:
        """Return one commune."""
        return next(iter(_to_places(await self._tx.rows(FIND, {"this": insee}))), None)

    async def at(self, postal_code: str) -> tuple[Place, ...]:
        """Return the communes of a postal code, the most peopled first."""
        return _to_places(await self._tx.rows(AT, {"code": postal_code}))

    async def nearest(self, latitude: float, longitude: float) -> Place | None:
        """Return the commune nearest to a point in degrees; None beyond 50 km of any."""
        for reach in REACH_KM:
            near = await self._nearest_within(reach, (latitude, longitude))
            if near is not None:
                return await self.find(near)
        return None

    async def read(self, text: str) -> Entity | None:
        """Read a text that is the whole answer to "where?": a place, a code or a department."""
        return next(iter(shared().find(text, whole=True)), None)

    async def _nearest_within(self, reach: float, here: tuple[float, float]) -> str | None:
        """Look in a square around the point; beyond ``reach``, its corners would mislead."""
        rows = await self._tx.rows(AROUND, _square(reach, *here))
        measured = [(distance_km(here, (row.latitude, row.longitude)), row.insee) for row in rows]
        km, insee = min(measured, default=(reach + 1, ""))
        return insee if km <= reach else None

    async def is_empty(self) -> bool:
        """Whether the gazetteer was never filled."""
        return await self._tx.first(ANY) is None

    async def seed(self) -> int:
        """Fill an empty gazetteer with the communes the house comes with; return how many."""
        if not await self.is_empty():
            return 0
        return await self.put_many(map(_from_commune, load()))

    async def put_many(self, places: Iterable[Place]) -> int:
        """Write communes over those of the same code; return how many."""
        every = tuple({one.insee: one for one in places}.values())
        for start in range(0, len(every), BATCH):
            await self._put(every[start : start + BATCH])
        return len(every)

    async def _put(self, places: tuple[Place, ...]) -> None:
        rows = [
            {name: getattr(one, name) for name in Place.__slots__ if name != "postal_codes"}
            for one in places
        ]
        new = self._tx.insert(place)
        changed = {column.name: column for column in new.excluded if column.name != "insee"}
        await self._tx.run(new.on_conflict_do_update(index_elements=["insee"], set_=changed), rows)
        known = place_postal_code.c.insee.in_([one.insee for one in places])
        await self._tx.run(delete(place_postal_code).where(known))
        codes = [
            {"insee": one.insee, "postal_code": code}
            for one in places
            for code in dict.fromkeys(one.postal_codes)
        ]
        if codes:
            await self._tx.run(insert(place_postal_code), codes)


def _from_commune(commune: Commune) -> Place:
    return Place(
        insee=commune.insee,
        name=commune.name,
        department=commune.department,
        postal_codes=tuple(commune.postal_codes),
        population=commune.population,
        latitude=commune.latitude,
        longitude=commune.longitude,
        approximate=commune.approximate,
    )


def _square(reach: float, latitude: float, longitude: float) -> dict[str, float]:
    high = reach / KM_PER_DEGREE
    wide = high / max(cos(radians(latitude)), 0.01)
    return {
        "south": latitude - high,
        "north": latitude + high,
        "west": longitude - wide,
        "east": longitude + wide,
    }


def _to_places(rows: Iterable[Row[Any]]) -> tuple[Place, ...]:
    by_insee: dict[str, list[Row[Any]]] = {}
    for row in rows:
        by_insee.setdefault(row.insee, []).append(row)
    return tuple(map(_to_place, by_insee.values()))


def _to_place(rows: list[Row[Any]]) -> Place:
    said = {name: getattr(rows[0], name) for name in Place.__slots__ if name != "postal_codes"}
    codes = tuple(row.postal_code for row in rows if row.postal_code is not None)
    return Place(**said, postal_codes=codes)
