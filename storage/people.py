"""The register of people, and of what they asked us to stop."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, bindparam, func, select, update

from dialogues.messages import Address
from dialogues.people import AgeBand, Held, Person
from storage.subscriptions import Subscriptions
from storage.tables import address, consent, person, subscription, turnout
from storage.transaction import Register

FIND = select(person).where(person.c.id == bindparam("someone"))
KEEP = update(person).where(person.c.id == bindparam("someone"))


def _of(table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    theirs = table.c.person == bindparam("someone")
    return select(func.count()).select_from(table).where(theirs, *conditions).scalar_subquery()


HELD = select(
    _of(turnout).label("votes"),
    _of(consent).label("consents"),
    _of(subscription, subscription.c.ended_at.is_(None)).label("subscriptions"),
    _of(address).label("addresses"),
)
HEARD_ELSEWHERE = (
    select(address.c.id)
    .where(
        address.c.person == bindparam("someone"),
        address.c.channel == bindparam("on_channel"),
        address.c.silenced_at.is_(None),
    )
    .limit(1)
)


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
        """Record that nothing must be sent to that address unasked; ends its subscriptions.

        Leaving a group ends nothing of somebody whom we still reach elsewhere on the channel.
        """
        someone = await self._hush(address, now)
        if someone is None:
            return
        if not await self._only_left_a_group(address, someone):
            await Subscriptions(self._tx).end(someone, channel=address.channel, now=now)
        withdrawn = {"person": someone, "purpose": "messages", "granted": False}
        await self._tx.run(consent.insert(), withdrawn | {"channel": address.channel, "at": now})

    async def held(self, person: int) -> Held:
        """Count what is kept of a person beside their record."""
        (row,) = await self._tx.rows(HELD, {"someone": person})
        return Held(**row._asdict())

    async def _only_left_a_group(self, at: Address, someone: int) -> bool:
        if at.room == at.user:  # every channel names a room of one's own so
            return False
        wanted = {"someone": someone, "on_channel": at.channel}
        return await self._tx.first(HEARD_ELSEWHERE, wanted) is not None

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
