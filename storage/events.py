"""The register of what was already received, so that nothing is decided twice."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from dialogues.messages import Address, Outgoing
from storage import wire
from storage.tables import event
from storage.transaction import Register

SEEN = select(event.c.replies).where(
    event.c.channel == bindparam("on_channel"), event.c.event == bindparam("this_event")
)
RECORD = insert(event)


class Events(Register):
    """What was already received, and what was replied to it."""

    async def replies(self, channel: str, event: str) -> tuple[Outgoing, ...] | None:
        """Return the replies recorded for an event, or None when it is new."""
        seen = await self._tx.first(SEEN, {"on_channel": channel, "this_event": event})
        return None if seen is None else tuple(map(wire.from_json, seen.replies))

    async def record(
        self, address: Address, event: str, replies: tuple[Outgoing, ...], *, now: datetime
    ) -> None:
        """Remember the event and its replies; the pair (channel, event) is unique."""
        where = {"channel": address.channel, "room": address.room, "user": address.user}
        what = {"event": event, "at": now, "replies": [wire.to_json(reply) for reply in replies]}
        await self._tx.run(RECORD, where | what)

    async def purge(self, before: datetime) -> int:
        """Forget the events older than ``before``, too old to come again; return how many."""
        return (await self._tx.run(delete(event).where(event.c.at < before))).rowcount
