"""The register of people, and of what they asked us to stop."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from dialogues.messages import Address
from dialogues.people import AgeBand, Person
from storage.subscriptions import Subscriptions
from storage.tables import address, consent, person
from storage.transaction import Register

FIND = select(person).where(person.c.id == bindparam("someone"))
KEEP = update(person).where(person.c.id == bindparam("someone"))


class People(Register):
    """Each human."""

    async def find(self, person: int) -> Person:
        """Return a person known by id."""
        if person in self._tx.people:
            return self._tx.people[person]
        row = await self._tx.first(FIND, {"someone": person})
        if row is None:
            raise LookupError(f"Nobody has the number {person}.")
        return to_person(person, row)

    async def keep(self, person: Person) -> None:
        """Write the person back."""
        kept = {"age_band": person.age_band and person.age_band.value, "place": person.place}
        await self._tx.run(KEEP, kept | {"someone": person.id})
        self._tx.people[person.id] = person

    async def silence(self, address: Address, *, now: datetime) -> None:
        """Record that nothing must be sent to that address unasked; ends its subscriptions."""
        someone = await self._hush(address, now)
        if someone is None:
            return
        await Subscriptions(self._tx).end(someone, channel=address.channel, now=now)
        withdrawn = {"person": someone, "purpose": "messages", "granted": False}
        await self._tx.run(consent.insert(), withdrawn | {"channel": address.channel, "at": now})

    async def _hush(self, at: Address, now: datetime) -> int | None:
        here = (
            (address.c.channel == at.channel)
            & (address.c.room == at.room)
            & (address.c.user == at.user)
        )
        hushed = update(address).where(here).values(silenced_at=now).returning(address.c.person)
        row = await self._tx.first(hushed)
        return row.person if row else None


def to_person(number: int, row: Row[Any]) -> Person:
    """Read a person from a row that holds ``age_band`` and ``place``."""
    age = row.age_band
    return Person(id=number, age_band=None if age is None else AgeBand(age), place=row.place)
