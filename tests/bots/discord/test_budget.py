"""What keeps us from being banned: refusals counted, doors remembered, a pace never passed."""

import asyncio

import pytest

from bots.discord.pace import Pace
from bots.discord.witness import WINDOW, Witness
from dialogues.messages import Address, Outgoing
from dialogues.ports import Busy, Refused
from tests.doubles.discord import DiscordDouble
from tests.doubles.discord_house import channel_to


async def test_too_many_refusals_stop_every_request_for_a_while(
    double: DiscordDouble,
) -> None:
    channel = channel_to(double)
    channel._line.witness = Witness(most=3)
    double.fail("create", 403, 50013, times=9)
    for room in range(1, 4):
        there = Address(channel="discord", room=str(double.channel(room)), user="")
        with pytest.raises(Refused):
            await channel.send(there, Outgoing(text="Bonjour"))
    asked = len(double.calls)
    there = Address(channel="discord", room=str(double.channel(4)), user="")
    with pytest.raises(Busy) as raised:
        await channel.send(there, Outgoing(text="Bonjour"))
    assert len(double.calls) == asked
    assert raised.value.seconds == pytest.approx(WINDOW, abs=5)
    await channel.close()


async def test_refusals_of_long_ago_count_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    witness = Witness(most=1)
    witness._invalid.append(0.0)
    monkeypatch.setattr("bots.discord.witness._now", lambda: WINDOW - 1)
    with pytest.raises(Busy):
        witness.allow()
    monkeypatch.setattr("bots.discord.witness._now", lambda: WINDOW)
    witness.allow()


async def test_a_room_closed_to_us_is_tried_again_after_an_hour(
    double: DiscordDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = channel_to(double)
    there = Address(channel="discord", room=str(double.channel(5)), user="")
    double.fail("create", 403, 50001)
    for _ in range(2):
        with pytest.raises(Refused, match="permissions"):
            await channel.send(there, Outgoing(text="Bonjour"))
    assert len(double.called("create")) == 1
    later = asyncio.get_running_loop().time() + 3601
    monkeypatch.setattr("bots.discord.rooms._now", lambda: later)
    await channel.send(there, Outgoing(text="Bonjour"))
    await channel.close()


async def test_the_pace_is_kept_in_any_window() -> None:
    pace = Pace(20)
    loop = asyncio.get_running_loop()
    out = []
    for _ in range(41):
        await pace.turn()
        out.append(loop.time())
    assert all(later - first >= 0.999 for first, later in zip(out, out[20:], strict=False))


async def test_a_pace_that_is_held_lets_nothing_out() -> None:
    pace = Pace(1000)
    loop = asyncio.get_running_loop()
    pace.hold(0.2)
    begun = loop.time()
    await pace.turn()
    assert loop.time() - begun >= 0.19


@pytest.mark.parametrize("rate", [0, -1])
def test_a_pace_without_motion_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        Pace(rate)
