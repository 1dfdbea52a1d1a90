"""What is kept of people, what they asked for, and what they asked to stop."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from dialogues.messages import Address
from dialogues.people import AgeBand, Person, Subscription
from storage import tables
from storage.store import SqlStore

At = Callable[..., Address]
Arrive = Callable[..., Any]
NEAR_FIGEAC = Subscription(kind="stops", place="46102", radius_km=30)


async def _ledger(store: SqlStore) -> list[tuple[str, bool, str | None, str]]:
    consent = tables.consent.c
    wanted = select(consent.purpose, consent.granted, consent.text_version, consent.channel)
    async with store.work() as work:
        return [tuple(row) for row in await work._tx.rows(wanted.order_by(consent.id))]


async def _silenced(store: SqlStore, at: Address) -> bool:
    found = select(tables.address.c.silenced_at).where(tables.address.c.user == at.user)
    async with store.work() as work:
        row = await work._tx.first(found)
    assert row is not None
    return row.silenced_at is not None


async def test_an_age_and_a_place_are_kept(store: SqlStore, arrive: Arrive) -> None:
    someone = await arrive()
    kept = Person(id=someone, age_band=AgeBand.FROM_15, place="46102")
    async with store.work() as work:
        assert await work.people.find(someone) == Person(id=someone)
        await work.people.keep(kept)
        assert await work.people.find(someone) == kept
    async with store.work() as work:
        assert await work.people.find(someone) == kept


async def test_an_age_kept_is_seen_in_the_turn_that_keeps_it(
    store: SqlStore, arrive: Arrive, address: At, now: datetime
) -> None:
    await arrive()
    async with store.work() as work:
        opened = await work.conversations.open(address(), language="fr", now=now)
        kept = Person(id=opened.person, age_band=AgeBand.FROM_18)
        await work.people.keep(kept)
        assert await work.people.find(opened.person) == kept


async def test_nobody_is_found_under_an_unknown_number(store: SqlStore) -> None:
    async with store.work() as work:
        with pytest.raises(LookupError, match="99"):
            await work.people.find(99)


async def test_a_subscription_comes_with_its_consent(
    store: SqlStore, arrive: Arrive, now: datetime
) -> None:
    someone = await arrive()
    async with store.work() as work:
        await work.subscriptions.add(
            someone, NEAR_FIGEAC, text_version="v1", channel="web", now=now
        )
        assert await work.subscriptions.of(someone) == (NEAR_FIGEAC,)
    assert await _ledger(store) == [("stops", True, "v1", "web")]


async def test_asking_again_changes_the_radius(
    store: SqlStore, arrive: Arrive, now: datetime
) -> None:
    someone = await arrive()
    wider = Subscription(kind="stops", place="46102", radius_km=60)
    everywhere = Subscription(kind="polls")
    async with store.work() as work:
        for wanted in (NEAR_FIGEAC, wider, everywhere, everywhere):
            await work.subscriptions.add(someone, wanted, text_version="v1", channel="web", now=now)
        assert await work.subscriptions.of(someone) == (wider, everywhere)


async def test_ending_subscriptions_is_written_to_the_ledger(
    store: SqlStore, arrive: Arrive, now: datetime
) -> None:
    someone, other = await arrive("zoe"), await arrive("ali")
    async with store.work() as work:
        for person in (someone, other):
            await work.subscriptions.add(
                person, NEAR_FIGEAC, text_version="v1", channel="web", now=now
            )
        assert await work.subscriptions.end(someone, channel="web", now=now) == 1
        assert await work.subscriptions.end(someone, channel="web", now=now) == 0
        assert await work.subscriptions.of(someone) == ()
        assert await work.subscriptions.of(other) == (NEAR_FIGEAC,)
    assert (await _ledger(store))[2:] == [("stops", False, None, "web")]


async def test_silence_ends_subscriptions_and_is_written_down(
    store: SqlStore, arrive: Arrive, address: At, now: datetime
) -> None:
    someone = await arrive()
    async with store.work() as work:
        await work.subscriptions.add(
            someone, NEAR_FIGEAC, text_version="v1", channel="web", now=now
        )
        await work.people.silence(address(), now=now)
        assert await work.subscriptions.of(someone) == ()
    assert await _silenced(store, address())
    assert (await _ledger(store))[1:] == [
        ("stops", False, None, "web"),
        ("messages", False, None, "web"),
    ]


async def test_silence_of_an_unknown_address_is_nothing(
    store: SqlStore, address: At, now: datetime
) -> None:
    async with store.work() as work:
        await work.people.silence(address("nobody"), now=now)
    assert await _ledger(store) == []


async def test_subscribing_again_lifts_the_silence_on_that_channel_alone(
    store: SqlStore, arrive: Arrive, address: At, now: datetime
) -> None:
    someone, other = await arrive("zoe"), await arrive("ali")
    async with store.work() as work:
        await work.people.silence(address("zoe"), now=now)
        await work.people.silence(address("ali"), now=now)
        await work.subscriptions.add(
            someone, NEAR_FIGEAC, text_version="v1", channel="web", now=now
        )
        await work.subscriptions.add(
            other, NEAR_FIGEAC, text_version="v1", channel="telegram", now=now
        )
    assert not await _silenced(store, address("zoe"))
    assert await _silenced(store, address("ali"))
