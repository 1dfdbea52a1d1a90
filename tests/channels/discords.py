"""Discord's bench: a person of the Discord double, and the private messages they see."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dialogues.messages import Address
from tests.channels.bench import Mind, Seen
from tests.doubles.discord import DiscordDouble
from tests.doubles.discord_house import House, discord_house
from tests.doubles.discord_spec import Spec

LEA = 42
PLACE = re.compile(r"📍 (.+?), .*\nhttps://www\.openstreetmap\.org/\S+")


class DiscordBench:
    """A person on Discord."""

    rich = True

    def __init__(self, double: DiscordDouble, house: House, mind: Mind) -> None:
        self.name = "discord"
        self.mind = mind
        self.double = double
        self.house = house
        self.channel = house.channel

    @property
    def address(self) -> Address:
        return Address(channel="discord", room=str(LEA), user=str(LEA))

    async def say(self, text: str) -> None:
        await self.house.after(lambda: self.double.say(LEA, text))

    async def press(self, label: str) -> None:
        await self.house.after(lambda: self.double.pick(LEA, label))

    async def seen(self) -> Seen:
        shown = self.double.seen(LEA)
        return Seen(
            texts=tuple(post.text for post in shown),
            buttons=tuple(choice for post in shown for choice in post.choices),
            places=tuple(place for post in shown for place in PLACE.findall(post.text)),
            files=tuple(name for post in shown for name, _ in post.files),
        )


@asynccontextmanager
async def discord_bench() -> AsyncIterator[DiscordBench]:
    mind = Mind()
    async with (
        DiscordDouble(spec=Spec.load()) as double,
        discord_house(mind, double) as house,
    ):
        yield DiscordBench(double, house, mind)
        assert double.problems == []
