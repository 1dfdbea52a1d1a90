"""Every channel, each on its bench."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager

import pytest

from tests.channels.bench import Bench
from tests.channels.discords import DiscordBench, discord_bench
from tests.channels.telegrams import TelegramBench, telegram_bench
from tests.channels.terminals import terminal_bench
from tests.channels.web import web_bench

BENCHES: Mapping[str, Callable[[], AbstractAsyncContextManager[Bench]]] = {
    "terminal": lambda: terminal_bench(as_json=False),
    "terminal-json": lambda: terminal_bench(as_json=True),
    "web": web_bench,
    "telegram": telegram_bench,
    "discord": discord_bench,
}


@pytest.fixture(params=BENCHES)
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """A person who has written once, on each channel in turn."""
    async with BENCHES[request.param]() as bench:
        await bench.say("Bonjour")
        bench.mind.heard[:-1] = []
        yield bench


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramBench]:
    """A person who has written once on Telegram."""
    async with telegram_bench() as bench:
        await bench.say("Bonjour")
        yield bench


@pytest.fixture
async def discord() -> AsyncIterator[DiscordBench]:
    """A person who has written once on Discord."""
    async with discord_bench() as bench:
        await bench.say("Bonjour")
        yield bench
