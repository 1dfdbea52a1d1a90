"""The pace is kept in every sliding window, and waits grow without falling in step."""

import asyncio
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram import Patience
from bots.telegram.pace import Pace
from dialogues.ports import Busy, Refused, Unreachable
from tests.bots.telegram.hourglass import in_no_time

Asked = list[tuple[float, str]]  # when, and for which room


async def departures(pace: Pace, asked: Asked) -> list[tuple[float, str]]:
    """Return when each of those who ask leaves, in order."""
    now = asyncio.get_running_loop().time
    left: list[tuple[float, str]] = []

    async def leave(when: float, room: str) -> None:
        await asyncio.sleep(when)
        await pace.turn(room)
        left.append((now(), room))

    await asyncio.gather(*(leave(*one) for one in asked))
    return left


def crowd(count: int) -> Asked:
    return [(0, str(chat)) for chat in range(count)]


def most_in(moments: list[float], seconds: float) -> int:
    """Count the fullest window; a hair shorter, since its end is not part of it."""
    reach = seconds - 1e-6
    return max(sum(first <= one < first + reach for one in moments) for first in moments)


rooms = st.sampled_from(["1", "2", "3", "-100", "-100:7", "-200", "@infos"])
asking = st.lists(st.tuples(st.floats(min_value=0, max_value=90), rooms), min_size=1, max_size=150)


@given(asking, st.integers(min_value=1, max_value=30))
def test_no_sliding_window_ever_holds_more_than_is_allowed(asked: Asked, rate: int) -> None:
    left = in_no_time(departures(Pace(rate), asked))
    assert len(left) == len(asked)
    assert most_in([when for when, _ in left], 1) <= rate
    for chat in {room.partition(":")[0] for _, room in left}:
        its = [when for when, room in left if room.partition(":")[0] == chat]
        assert most_in(its, 5) <= 5
        if chat[0] in "-@":
            assert most_in(its, 60) <= 20


def test_the_pace_is_used_up() -> None:
    left = in_no_time(departures(Pace(28), crowd(28 * 60 + 1)))
    assert left[-1][0] - left[0][0] == pytest.approx(60)


def test_a_pace_below_one_a_second_is_kept_too() -> None:
    left = in_no_time(departures(Pace(0.8), crowd(2)))
    assert left[1][0] - left[0][0] == pytest.approx(1.25)


def test_the_parts_of_one_reply_leave_together_and_then_one_a_second() -> None:
    left = in_no_time(departures(Pace(28), [(0, "42")] * 65))
    assert left[4][0] == pytest.approx(0)
    assert left[64][0] == pytest.approx(60)


def test_a_group_hears_at_most_twenty_a_minute_whatever_its_topics() -> None:
    asked = [(0.0, f"-100:{thread % 3}") for thread in range(41)]
    left = in_no_time(departures(Pace(28), asked))
    assert left[20][0] == pytest.approx(60)
    assert left[40][0] == pytest.approx(120)


def test_a_group_that_must_wait_makes_nobody_else_wait() -> None:
    asked = [*[(0.0, "-100")] * 40, (1.0, "42")]
    left = in_no_time(departures(Pace(28), asked))
    assert {room: when for when, room in reversed(left)}["42"] == pytest.approx(1)


def test_a_pause_holds_everyone_those_who_wait_already_too() -> None:
    async def paused() -> list[tuple[float, str]]:
        pace = Pace(1)
        await pace.turn("1")
        asyncio.get_running_loop().call_later(0.5, pace.hold, 30)
        left = await departures(pace, crowd(3))
        assert not pace.held
        return left

    assert in_no_time(paused())[0][0] == pytest.approx(30.5)


def test_chats_gone_quiet_are_forgotten() -> None:
    async def forgotten() -> int:
        pace = Pace(1000)
        for chat in range(500):
            await pace.turn(str(chat))
            await asyncio.sleep(0.1)
        return len(pace._lines)

    assert in_no_time(forgotten()) < 60


def test_one_who_gives_up_waiting_takes_no_turn() -> None:
    async def given_up() -> float:
        pace = Pace(1)
        await pace.turn("1")
        waiting = asyncio.create_task(pace.turn("1"))
        await asyncio.sleep(0.5)
        waiting.cancel()
        await pace.turn("2")
        return asyncio.get_running_loop().time()

    assert in_no_time(given_up()) == pytest.approx(1)


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


def test_what_is_not_counted_waits_for_a_pause_only() -> None:
    async def paused() -> list[float]:
        pace = Pace(1)
        await pace.turn("1")
        await pace.pause()
        free = asyncio.get_running_loop().time()
        pace.hold(7)
        await pace.pause()
        return [free, asyncio.get_running_loop().time()]

    assert in_no_time(paused()) == pytest.approx([0, 7])
