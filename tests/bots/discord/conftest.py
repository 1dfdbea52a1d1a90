"""The Discord channel under test, between a Discord double and a scripted mind."""

from collections.abc import AsyncIterator

import pytest

from tests.doubles.discord import DiscordDouble
from tests.doubles.discord_spec import Spec


@pytest.fixture(scope="session")
def spec() -> Spec | None:
    """The judge, where the official description is at hand."""
    return Spec.load()


@pytest.fixture
async def double(spec: Spec | None) -> AsyncIterator[DiscordDouble]:
    """A Discord; whatever was said to it and by it obeys the official description."""
    async with DiscordDouble(spec=spec) as double:
        yield double
    assert double.problems == []
