"""An event is decided once, and what was replied is said again in full."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from dialogues.messages import Address, Button, File, Outgoing, Spot
from storage import wire
from storage.store import SqlStore

At = Callable[..., Address]
ANY_TEXT = st.text(st.characters(codec=None))
BUTTONS = st.builds(Button, label=ANY_TEXT, payload=ANY_TEXT) | st.builds(
    Button, label=ANY_TEXT, url=ANY_TEXT
)
DEGREES = st.floats(-180, 180)
SPOTS = st.builds(Spot, name=ANY_TEXT, address=ANY_TEXT, latitude=DEGREES, longitude=DEGREES)
FILES = st.builds(File, name=ANY_TEXT, media_type=ANY_TEXT, content=st.binary())
MESSAGES = st.builds(
    Outgoing,
    text=ANY_TEXT,
    buttons=st.lists(BUTTONS, max_size=3).map(tuple),
    place=st.none() | SPOTS,
    file=st.none() | FILES,
    amends=st.booleans(),
    source=st.none() | st.text(min_size=1),
)
FULL = Outgoing(
    text="Le vote ferme dimanche 6 décembre 🗳️",
    buttons=(
        Button(label="Oui", payload='/vote{"poll":"7","option":"1"}'),
        Button(label="Le règlement", url="https://example.org/reglement"),
    ),
    place=Spot(name="Halle", address="Place Champollion", latitude=44.6086, longitude=2.0336),
    file=File(name="cosérie.ics", media_type="text/calendar", content=b"\0\xffBEGIN"),
    amends=True,
    source="https://example.org",
)


@given(MESSAGES)
def test_a_message_written_down_reads_back_the_same(message: Outgoing) -> None:
    assert wire.from_json(wire.decode(wire.encode(wire.to_json(message)))) == message


async def test_an_unknown_event_is_new(store: SqlStore) -> None:
    async with store.work() as work:
        assert await work.events.replies("web", "1") is None


async def test_the_replies_of_an_event_are_replayed_whole(
    store: SqlStore, address: At, now: datetime
) -> None:
    said = (FULL, Outgoing(text="odd \0 and \ud800"))
    async with store.work() as work:
        await work.events.record(address(), "1", said, now=now)
    async with store.work() as work:
        assert await work.events.replies("web", "1") == said
        assert await work.events.replies("terminal", "1") is None


async def test_an_event_without_reply_is_not_new(
    store: SqlStore, address: At, now: datetime
) -> None:
    async with store.work() as work:
        await work.events.record(address(), "1", (), now=now)
        assert await work.events.replies("web", "1") == ()


async def test_an_event_is_recorded_once(store: SqlStore, address: At, now: datetime) -> None:
    async def record() -> None:
        async with store.work() as work:
            await work.events.record(address(), "1", (), now=now)

    await record()
    with pytest.raises(IntegrityError):
        await record()


async def test_old_events_are_purged_and_recent_ones_kept(
    store: SqlStore, address: At, now: datetime
) -> None:
    async with store.work() as work:
        await work.events.record(address(), "old", (), now=now - timedelta(days=3))
        await work.events.record(address(), "new", (), now=now)
        assert await work.events.purge(now - timedelta(days=2)) == 1
        assert await work.events.replies("web", "old") is None
        assert await work.events.replies("web", "new") == ()
