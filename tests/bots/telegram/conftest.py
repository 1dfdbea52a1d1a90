"""The Telegram channel under test, between a Bot API double and a scripted mind."""

from collections.abc import AsyncIterator

import pytest

from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_spec import Spec


@pytest.fixture(scope="session")
def spec() -> Spec | None:
    """The judge, where the official description is at hand."""
    return Spec.load()


@pytest.fixture
async def double(spec: Spec | None) -> AsyncIterator[TelegramDouble]:
    """A Bot API; whatever was said to it and by it obeys the official description."""
    async with TelegramDouble(spec=spec) as double:
        yield double
    assert double.problems == []
