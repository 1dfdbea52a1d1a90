"""Somebody who speaks in private and in groups is one person, and has one vote."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from dialogues.messages import Address
from dialogues.people import AgeBand, Person, Subscription
from dialogues.polls import Option, Poll
from storage import tables
from storage.store import SqlStore

PRIVATE = Address(channel="telegram", room="7", user="7")
GROUPS = tuple(Address(channel="telegram", room=room, user="7") for room in ("-100", "-200"))
DAY = timedelta(days=1)
STOPS = Subscription(kind="stops", place="46102", radius_km=30)


def _poll(now: datetime) -> Poll:
    return Poll(
        id=0,
        slug="p",
        question="?",
        options=tuple(Option(position=n, label=str(n)) for n in (1, 2, 3)),
        opens_at=now - DAY,
        closes_at=now + DAY,
        author="x",
    )


async def _open(store: SqlStore, at: Address, now: datetime) -> int:
    async with store.work() as work:
        return (await work.conversations.open(at, language="fr", now=now)).person


async def _count(store: SqlStore, table: Any) -> int:
    async with store.work() as work:
        return await work._tx.number(select(func.count()).select_from(table))


async def test_one_user_of_a_channel_is_one_person_in_every_room(
    store: SqlStore, now: datetime
) -> None:
    people = [await _open(store, at, now) for at in (PRIVATE, *GROUPS)]
    assert len(set(people)) == 1
    assert await _count(store, tables.person) == 1
    assert await _count(store, tables.conversation) == 3


async def test_the_same_name_on_two_channels_is_two_people(store: SqlStore, now: datetime) -> None:
    elsewhere = Address(channel="discord", room="7", user="7")
    assert await _open(store, PRIVATE, now) != await _open(store, elsewhere, now)


async def test_rooms_without_a_user_are_not_taken_for_one_person(
    store: SqlStore, now: datetime
) -> None:
    rooms = [Address(channel="discord", room=room, user="") for room in ("1", "2")]
    assert len({await _open(store, at, now) for at in rooms}) == 2


async def test_first_words_in_many_rooms_at_once_make_one_person(url: str, now: datetime) -> None:
    stores = [SqlStore.connect(url) for _ in range(2)]
    rooms = [Address(channel="telegram", room=f"-{n}", user="7") for n in range(16)]

    async def arrive(number: int, at: Address) -> int:
        async with stores[number % 2].work() as work:
            opened = await work.conversations.open(at, language="fr", now=now)
            await asyncio.sleep(0.005)
            return opened.person

    people = await asyncio.gather(*(arrive(*one) for one in enumerate(rooms)))
    assert len(set(people)) == 1
    assert await _count(stores[0], tables.person) == 1
    assert await _count(stores[0], tables.conversation) == 16
    for store in stores:
        await store.close()


async def test_a_vote_in_private_and_in_two_groups_is_one_ballot(
    store: SqlStore, now: datetime
) -> None:
    async with store.work() as work:
        poll = await work.polls.create(_poll(now))
    for option, at in enumerate((PRIVATE, *GROUPS), start=1):
        async with store.work() as work:
            opened = await work.conversations.open(at, language="fr", now=now)
            await work.polls.cast(poll, opened.person, option, now=now)
    async with store.work() as work:
        assert (await work.polls.tally(poll)).counts == {3: 1}


async def test_turns_of_one_person_in_two_rooms_wait_for_each_other(
    store: SqlStore, now: datetime
) -> None:
    for at in (PRIVATE, GROUPS[0]):
        await _open(store, at, now)

    async def change(at: Address, **said: Any) -> None:
        async with store.work() as work:
            opened = await work.conversations.open(at, language="fr", now=now)
            known = await work.people.find(opened.person)
            await asyncio.sleep(0.02)
            kept = {"id": known.id, "age_band": known.age_band, "place": known.place}
            await work.people.keep(Person(**kept | said))

    await asyncio.gather(
        change(PRIVATE, age_band=AgeBand.FROM_18), change(GROUPS[0], place="46102")
    )
    async with store.work() as work:
        opened = await work.conversations.open(PRIVATE, language="fr", now=now)
        found = await work.people.find(opened.person)
    assert (found.age_band, found.place) == (AgeBand.FROM_18, "46102")


async def test_leaving_a_group_does_not_end_what_was_asked_for_in_private(
    store: SqlStore, now: datetime
) -> None:
    person = await _open(store, PRIVATE, now)
    assert await _open(store, GROUPS[0], now) == person
    async with store.work() as work:
        await work.subscriptions.add(person, STOPS, text_version="v", channel="telegram", now=now)
        await work.people.silence(GROUPS[0], now=now)
        assert await work.subscriptions.of(person) == (STOPS,)
        await work.people.silence(PRIVATE, now=now)
        assert await work.subscriptions.of(person) == ()


async def test_what_is_held_about_somebody_is_counted(store: SqlStore, now: datetime) -> None:
    person = await _open(store, PRIVATE, now)
    assert await _open(store, GROUPS[0], now) == person
    await _open(store, Address(channel="web", room="other", user="other"), now)
    async with store.work() as work:
        await work.polls.cast(await work.polls.create(_poll(now)), person, 1, now=now)
        await work.subscriptions.add(person, STOPS, text_version="v", channel="telegram", now=now)
        await work.subscriptions.end(person, channel="telegram", now=now)
        await work.subscriptions.add(person, STOPS, text_version="v", channel="telegram", now=now)
        held = await work.people.held(person)
    assert (held.votes, held.consents, held.subscriptions, held.addresses) == (1, 3, 1, 2)
