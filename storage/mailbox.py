"""The mailbox of the web chat: what was said to a room, for its page to come and read."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select

from dialogues.messages import Outgoing
from storage import wire
from storage.columns import storable
from storage.tables import mailbox
from storage.transaction import Register

POST = insert(mailbox).returning(mailbox.c.id)
SINCE = (
    select(mailbox.c.id, mailbox.c.message)
    .where(mailbox.c.room == bindparam("at_room"), mailbox.c.id > bindparam("after"))
    .order_by(mailbox.c.id)
    .limit(bindparam("most"))
)
RECENT = (
    select(mailbox.c.id, mailbox.c.message)
    .where(mailbox.c.room == bindparam("at_room"))
    .order_by(mailbox.c.id.desc())
    .limit(bindparam("most"))
)


class Mailbox(Register):
    """Messages waiting in each room, numbered in order."""

    async def post(self, room: str, message: Outgoing, now: datetime) -> int:
        """Leave a message in a room; return its number."""
        if self._tx.on_postgresql:  # one poster per room at a time, or a reader could skip a number
            await self._tx.run(select(func.pg_advisory_xact_lock(func.hashtext(storable(room)))))
        letter = {"room": room, "message": wire.to_json(message), "at": now}
        return await self._tx.number(POST, letter)

    async def since(
        self, room: str, after_id: int, limit: int = 100
    ) -> tuple[tuple[int, Outgoing], ...]:
        """Return the room's messages numbered above ``after_id``, oldest first."""
        wanted = {"at_room": room, "after": after_id, "most": limit}
        rows = await self._tx.rows(SINCE, wanted)
        return tuple((row.id, wire.from_json(row.message)) for row in rows)

    async def recent(self, room: str, limit: int) -> tuple[tuple[int, Outgoing], ...]:
        """Return the room's last messages, at most ``limit``, oldest first."""
        rows = await self._tx.rows(RECENT, {"at_room": room, "most": limit})
        return tuple((row.id, wire.from_json(row.message)) for row in reversed(rows))

    async def purge(self, before: datetime) -> int:
        """Throw away what is older than ``before``; return how many."""
        return (await self._tx.run(delete(mailbox).where(mailbox.c.at < before))).rowcount
