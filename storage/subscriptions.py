"""The register of what people asked to hear of, and its append-only ledger of consent."""

from datetime import datetime

from sqlalchemy import select, update

from dialogues.people import Subscription
from storage.tables import address, consent, subscription
from storage.transaction import Register


class Subscriptions(Register):
    """What people asked for, with the consent that goes with it."""

    async def add(
        self,
        person: int,
        subscription: Subscription,
        *,
        text_version: str,
        channel: str,
        now: datetime,
    ) -> None:
        """Subscribe, and write the consent; what was silenced on that channel may speak again.

        Asking again for the same kind around the same place changes the radius.
        """
        if not await self._widen(person, subscription):
            await self._insert(person, subscription, now)
        unsilenced = update(address).where(address.c.person == person, address.c.channel == channel)
        await self._tx.run(unsilenced.values(silenced_at=None))
        agreed = {"person": person, "purpose": subscription.kind, "granted": True}
        where = {"text_version": text_version, "channel": channel, "at": now}
        await self._tx.run(consent.insert(), agreed | where)

    async def _widen(self, person: int, wanted: Subscription) -> bool:
        same = (
            (subscription.c.person == person)
            & (subscription.c.kind == wanted.kind)
            & subscription.c.place.is_not_distinct_from(wanted.place)
            & subscription.c.ended_at.is_(None)
        )
        widened = update(subscription).where(same).values(radius_km=wanted.radius_km)
        return (await self._tx.run(widened)).rowcount > 0

    async def _insert(self, person: int, wanted: Subscription, now: datetime) -> None:
        what = {"kind": wanted.kind, "place": wanted.place, "radius_km": wanted.radius_km}
        who = {"person": person, "created_at": now}
        await self._tx.run(subscription.insert(), what | who)

    async def of(self, person: int) -> tuple[Subscription, ...]:
        """Return the person's active subscriptions."""
        active = subscription.c.ended_at.is_(None)
        rows = await self._tx.rows(
            select(subscription)
            .where(subscription.c.person == person, active)
            .order_by(subscription.c.id)
        )
        return tuple(
            Subscription(kind=row.kind, place=row.place, radius_km=row.radius_km) for row in rows
        )

    async def end(self, person: int, *, channel: str, now: datetime) -> int:
        """End all of the person's subscriptions, write it to the ledger; return how many."""
        ended = await self._tx.rows(
            update(subscription)
            .where(subscription.c.person == person, subscription.c.ended_at.is_(None))
            .values(ended_at=now)
            .returning(subscription.c.kind)
        )
        for kind in sorted({row.kind for row in ended}):
            withdrawn = {"person": person, "purpose": kind, "granted": False}
            await self._tx.run(consent.insert(), withdrawn | {"channel": channel, "at": now})
        return len(ended)
