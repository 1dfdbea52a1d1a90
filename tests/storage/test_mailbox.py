"""Letters wait in their room, in order, until its page comes."""

from datetime import datetime, timedelta

from dialogues.messages import Button, Outgoing
from storage.store import SqlStore

HELLO = Outgoing(text="Salut !", buttons=(Button(label="Voter", payload="/vote"),))
AGAIN = Outgoing(text="Encore \0\ud800")


async def test_a_room_is_read_from_where_one_stopped(store: SqlStore, now: datetime) -> None:
    async with store.work() as work:
        first = await work.mailbox.post("a", HELLO, now)
        await work.mailbox.post("b", AGAIN, now)
        last = await work.mailbox.post("a", AGAIN, now)
    async with store.work() as work:
        assert await work.mailbox.since("a", 0) == ((first, HELLO), (last, AGAIN))
        assert await work.mailbox.since("a", first, 10) == ((last, AGAIN),)
        assert await work.mailbox.since("a", 0, 1) == ((first, HELLO),)
        assert await work.mailbox.since("a", last) == ()
    assert first < last


async def test_a_number_is_never_given_twice(store: SqlStore, now: datetime) -> None:
    async with store.work() as work:
        first = await work.mailbox.post("a", HELLO, now - timedelta(days=9))
        assert await work.mailbox.purge(now) == 1
    async with store.work() as work:
        assert await work.mailbox.post("a", HELLO, now) > first
        assert await work.mailbox.purge(now) == 0


async def test_the_last_letters_of_a_room_are_read_oldest_first(
    store: SqlStore, now: datetime
) -> None:
    async with store.work() as work:
        posted = [await work.mailbox.post("a", Outgoing(text=str(n)), now) for n in range(5)]
        await work.mailbox.post("b", HELLO, now)
        recent = await work.mailbox.recent("a", 3)
        assert recent == tuple((posted[n], Outgoing(text=str(n))) for n in (2, 3, 4))
        assert len(await work.mailbox.recent("a", 9)) == 5
        assert await work.mailbox.recent("c", 9) == ()
