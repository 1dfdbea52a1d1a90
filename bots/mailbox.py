"""The web chat's mailbox, each act in a transaction of its own."""

from collections.abc import Sequence
from datetime import datetime

from dialogues.messages import Outgoing
from storage.store import SqlStore


class StoredMailbox:
    """What was said in each room, as the memory keeps it."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def post(self, room: str, message: Outgoing, now: datetime) -> int:
        """Keep a message for a room and return its id."""
        async with self._store.work() as work:
            return await work.mailbox.post(room, message, now)

    async def since(self, room: str, after_id: int, limit: int) -> Sequence[tuple[int, Outgoing]]:
        """Return at most ``limit`` of the room's messages with a greater id, oldest first."""
        async with self._store.work() as work:
            return await work.mailbox.since(room, after_id, limit)

    async def recent(self, room: str, limit: int) -> Sequence[tuple[int, Outgoing]]:
        """Return the room's last messages, at most ``limit``, oldest first."""
        async with self._store.work() as work:
            return await work.mailbox.recent(room, limit)
