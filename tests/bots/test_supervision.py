"""A channel that falls is started again, later and later; one set up wrong is left alone."""

import asyncio
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from bots.health import Health
from bots.supervision import kept_alive


class Misconfigured(Exception):
    """The operator must mend it."""


class Enough(BaseException):
    """The test has seen enough."""


@dataclass
class Channel:
    """Falls as it is told to, each time after ``lives`` seconds of a clock set by hand."""

    falls: list[BaseException | None]
    lives: float = 0
    now: float = 0
    waits: list[float] = field(default_factory=list)
    health: Health = field(init=False)
    states: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.health = Health(tick=lambda: self.now)

    async def listen(self) -> None:
        self.states.append(self.health.parts()["telegram"])
        self.now += self.lives
        fall = self.falls.pop(0)
        if fall:
            raise fall

    async def rest(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.states.append(self.health.parts()["telegram"])
        self.now += seconds

    async def live(self) -> None:
        await kept_alive(
            "telegram",
            self.listen,
            wrong=Misconfigured,
            health=self.health,
            rest=self.rest,
            tick=lambda: self.now,
        )


async def test_a_channel_that_keeps_falling_is_started_later_and_later() -> None:
    channel = Channel(falls=[*[RuntimeError() for _ in range(11)], Enough()])
    with pytest.raises(Enough):
        await channel.live()
    assert channel.waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


async def test_a_fall_after_a_long_life_is_a_first_one() -> None:
    channel = Channel(falls=[*[OSError() for _ in range(4)], Enough()], lives=3600)
    with pytest.raises(Enough):
        await channel.live()
    assert channel.waits == [1, 1, 1, 1]


async def test_the_health_tells_when_it_runs_and_when_it_has_fallen() -> None:
    channel = Channel(falls=[RuntimeError(), None, Enough()])
    with pytest.raises(Enough):
        await channel.live()
    assert channel.states == [
        "running",
        "fell (RuntimeError), starts again every 1 s",
        "running",
        "fell (ended), starts again every 2 s",
        "running",
    ]


async def test_a_channel_set_up_wrong_is_told_once_and_not_tried_again() -> None:
    channel = Channel(falls=[Misconfigured("Le jeton est refusé.")])
    with capture_logs() as logs:
        await channel.live()
    assert channel.waits == []
    assert channel.health.degraded() == ("telegram",)
    assert channel.health.parts() == {"telegram": "stopped: Le jeton est refusé."}
    assert [(log["event"], log["reason"]) for log in logs] == [
        ("channel_stopped", "Le jeton est refusé.")
    ]


async def test_a_fall_is_one_line_that_repeats_nothing_of_what_was_said() -> None:
    group = ExceptionGroup("tasks", [KeyError("mon secret"), ValueError("777:token")])
    channel = Channel(falls=[group, Enough()])
    with capture_logs() as logs, pytest.raises(Enough):
        await channel.live()
    (line,) = logs
    assert (line["event"], line["channel"], line["error"]) == (
        "channel_fell",
        "telegram",
        "KeyError",
    )
    assert "secret" not in str(line)
    assert "token" not in str(line)


async def test_the_end_of_the_house_ends_the_channel() -> None:
    forever = asyncio.Event()

    async def listen() -> None:
        await forever.wait()

    life = asyncio.create_task(kept_alive("telegram", listen, wrong=Misconfigured, health=Health()))
    await asyncio.sleep(0)
    life.cancel()
    with pytest.raises(asyncio.CancelledError):
        await life
