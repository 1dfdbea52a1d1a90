"""The staff come in by their own door, and what they do is written down."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage.staff import Act, Member
from storage.store import SqlStore

HOUR = timedelta(hours=1)


async def _hire(store: SqlStore, now: datetime, email: str = "equipe@example.org") -> int:
    async with store.work() as work:
        return await work.staff.create(email, "hash", "admin", now=now)


async def test_a_member_is_found_by_email_in_any_case(store: SqlStore, now: datetime) -> None:
    async with store.work() as work:
        assert await work.staff.is_empty()
    number = await _hire(store, now, " Equipe@Example.org")
    async with store.work() as work:
        found = await work.staff.find_by_email("EQUIPE@example.org ")
        assert await work.staff.find_by_email("other@example.org") is None
        assert not await work.staff.is_empty()
    assert found == Member(
        id=number, email="equipe@example.org", password_hash="hash", role="admin", created_at=now
    )


async def test_an_email_is_one_person_s(store: SqlStore, now: datetime) -> None:
    await _hire(store, now)
    with pytest.raises(IntegrityError):
        await _hire(store, now, "EQUIPE@example.org")


async def test_a_session_lasts_until_it_expires_or_is_closed(
    store: SqlStore, now: datetime
) -> None:
    number = await _hire(store, now)
    async with store.work() as work:
        for token in ("kept", "closed"):
            await work.staff.open_session(token, number, now=now, expires_at=now + HOUR)
        await work.staff.close_session("closed")
        found = await work.staff.find_session("kept", now=now)
        assert found is not None
        assert found.id == number
        assert await work.staff.find_session("closed", now=now) is None
        assert await work.staff.find_session("kept", now=now + HOUR) is None
        assert await work.staff.find_session("unknown", now=now) is None


@pytest.mark.parametrize("act", ["disable", "set_password"])
async def test_a_member_shown_out_or_given_a_new_password_must_sign_in_again(
    store: SqlStore, now: datetime, act: str
) -> None:
    number = await _hire(store, now)
    async with store.work() as work:
        await work.staff.open_session("token", number, now=now, expires_at=now + HOUR)
        if act == "disable":
            await work.staff.disable(number)
        else:
            await work.staff.set_password(number, "other")
        assert await work.staff.find_session("token", now=now) is None
        found = await work.staff.find_by_email("equipe@example.org")
    assert found is not None
    assert (found.disabled, found.password_hash) in {(True, "hash"), (False, "other")}


async def test_a_setup_link_is_used_by_one_caller_only(store: SqlStore, now: datetime) -> None:
    async with store.work() as work:
        await work.staff.add_setup_link("link", expires_at=now + HOUR)
        assert await work.staff.has_setup_link("link", now=now)

    async def use() -> bool:
        async with store.work() as work:
            return await work.staff.use_setup_link("link", now=now)

    assert sum(await asyncio.gather(*(use() for _ in range(8)))) == 1
    async with store.work() as work:
        assert not await work.staff.has_setup_link("link", now=now)


async def test_a_setup_link_expires_and_a_new_one_voids_it(store: SqlStore, now: datetime) -> None:
    async with store.work() as work:
        await work.staff.add_setup_link("old", expires_at=now + HOUR)
        assert not await work.staff.use_setup_link("old", now=now + HOUR)
        await work.staff.add_setup_link("new", expires_at=now + HOUR)
        assert not await work.staff.use_setup_link("old", now=now)
        assert await work.staff.use_setup_link("new", now=now)


async def test_the_audit_tells_the_last_act_first(store: SqlStore, now: datetime) -> None:
    number = await _hire(store, now)
    async with store.work() as work:
        await work.staff.note(None, "start", "house", now=now)
        await work.staff.note(number, "remove", "examples", now=now + HOUR, detail="14")
        assert await work.staff.acts(1) == (
            Act(at=now + HOUR, staff=number, act="remove", subject="examples", detail="14"),
        )
        assert len(await work.staff.acts()) == 2


async def test_the_home_page_counts_what_is_there(
    store: SqlStore, arrive: Callable[..., Any], now: datetime
) -> None:
    await arrive("zoe")
    await arrive("ali")
    async with store.work() as work:
        await work.unheard.note("et les chats ?", language="fr", guess=None, day=date(2026, 5, 4))
        counts = await work.staff.counts(now)
    assert (counts.people, counts.unheard, counts.open_polls, counts.examples) == (2, 1, 0, 0)


async def test_two_first_administrators_at_once_make_one(url: str, now: datetime) -> None:
    async def found(name: str) -> int | None:
        store = SqlStore.connect(url)
        async with store.work() as work:
            number = await work.staff.create_first(name, "hash", "admin", now=now)
            await asyncio.sleep(0.02)
        await store.close()
        return number

    numbers = await asyncio.gather(*(found(f"{n}@example.org") for n in range(4)))
    assert sorted(number is not None for number in numbers) == [False, False, False, True]


async def test_nobody_is_first_where_somebody_works(store: SqlStore, now: datetime) -> None:
    await _hire(store, now)
    async with store.work() as work:
        assert await work.staff.create_first("b@example.org", "hash", "admin", now=now) is None
