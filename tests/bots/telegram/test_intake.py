"""The offset's own law: it passes an update once it and all before it are done."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bots.telegram.intake import Intake


def updates(*numbers: int) -> list[Update]:
    return [Update(number) for number in numbers]


def numbers(taken: list[Update]) -> list[int]:
    return [update.update_id for update in taken]


def test_nothing_is_asked_for_by_number_before_the_first_update() -> None:
    assert Intake().offset is None


def test_the_offset_stays_at_the_first_update_not_done() -> None:
    intake = Intake()
    intake.take(updates(5, 6, 7))
    intake.done(6)
    assert intake.offset == 5
    intake.done(5)
    assert intake.offset == 7
    intake.done(7)
    assert intake.offset == 8


def test_an_update_is_taken_once_whatever_its_state() -> None:
    intake = Intake()
    assert numbers(intake.take(updates(5, 6, 5))) == [5, 6]
    intake.done(6)
    assert numbers(intake.take(updates(5, 6, 7))) == [7]
    intake.done(5)
    assert numbers(intake.take(updates(4, 5, 6))) == []


def test_updates_out_of_order_are_taken_in_order() -> None:
    assert numbers(Intake().take(updates(9, 3, 6))) == [3, 6, 9]


@given(st.permutations(range(10, 20)), st.integers(min_value=0, max_value=10))
def test_no_update_under_way_is_ever_passed(order: list[int], finished: int) -> None:
    intake = Intake()
    intake.take(updates(*range(10, 20)))
    for number in order[:finished]:
        intake.done(number)
    waiting = order[finished:]
    assert intake.offset == min(waiting, default=20)


async def test_resting_ends_when_all_is_done() -> None:
    intake = Intake()
    intake.take(updates(1, 2))
    resting = asyncio.create_task(intake.rest(5))
    intake.done(2)
    await asyncio.sleep(0)
    assert not resting.done()
    intake.done(1)
    async with asyncio.timeout(1):
        await resting


async def test_resting_ends_in_any_case() -> None:
    intake = Intake()
    intake.take(updates(1))
    async with asyncio.timeout(1):
        await intake.rest(0.01)
    assert intake.offset == 1
