"""The pace is kept in every sliding window, and waits grow without falling in step."""

import asyncio
from itertools import islice, pairwise

import pytest

from bots.telegram import Patience
from bots.telegram.pace import Pace
from dialogues.ports import Busy, Refused, Unreachable


async def departures(pace: Pace, count: int) -> list[float]:
    """Return when each of many who ask at once may leave."""
    now = asyncio.get_running_loop().time
    left: list[float] = []

    async def leave() -> None:
        await pace.turn()
        left.append(now())

    await asyncio.gather(*(leave() for _ in range(count)))
    return left


async def test_no_window_holds_more_than_the_pace() -> None:
    left = await departures(Pace(40), 90)
    spans = [later - earlier for earlier, later in zip(left, left[40:], strict=False)]
    assert min(spans) >= 0.99
    assert left[-1] - left[0] < 2.5


async def test_a_pace_below_one_a_second_is_kept_too() -> None:
    left = await departures(Pace(0.8), 2)
    assert left[1] - left[0] >= 1.24


async def test_a_pause_holds_everyone() -> None:
    pace = Pace(1000)
    begun = asyncio.get_running_loop().time()
    pace.hold(0.2)
    left = await departures(pace, 3)
    assert min(left) - begun >= 0.19


def test_a_pace_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        Pace(0)


def test_waits_grow_up_to_the_longest_and_never_fall_in_step() -> None:
    patience = Patience(first=1, most=8)
    waits = list(islice(patience.delays(), 200))
    assert 0.5 <= waits[0] <= 1
    assert 1 <= waits[1] <= 2
    assert all(4 <= wait <= 8 for wait in waits[3:])
    assert all(one != other for one, other in pairwise(waits))


async def test_being_asked_to_wait_spends_no_attempt() -> None:
    answers = [Busy(0.001)] * 20

    async def act() -> str:
        if answers:
            raise answers.pop()
        return "fait"

    assert await Patience(tries=1).insist(act) == "fait"


@pytest.mark.parametrize(("error", "tries"), [(Unreachable("non"), 3), (Refused("non"), 1)])
async def test_what_may_pass_is_tried_again_and_what_cannot_is_not(
    error: Exception, tries: int
) -> None:
    tried = []

    async def act() -> None:
        tried.append(1)
        raise error

    with pytest.raises(type(error)):
        await Patience(first=0.001, tries=3).insist(act)
    assert len(tried) == tries
