"""Telegram's bench: a person of the Bot API double, and the chat they see."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dialogues.messages import Address
from tests.channels.bench import Mind, Seen
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_house import channel_to, telegram_house
from tests.doubles.telegram_people import Post
from tests.doubles.telegram_spec import Spec

LEA = 42


class TelegramBench:
    """A person on Telegram."""

    rich = True

    def __init__(self, double: TelegramDouble) -> None:
        self.name = "telegram"
        self.mind = Mind()
        self.double = double
        self.channel = channel_to(double)

    @property
    def address(self) -> Address:
        return Address(channel="telegram", room=str(LEA), user=str(LEA))

    async def say(self, text: str) -> None:
        await self.double.confirmed(self.double.say(LEA, text))

    async def press(self, label: str) -> None:
        await self.double.confirmed(self.double.press(LEA, label))

    async def seen(self) -> Seen:
        shown = self.double.seen(LEA)
        return Seen(
            texts=tuple(post.text for post in shown if post.kind == "text"),
            buttons=tuple(button for post in shown for button in _buttons(post)),
            places=tuple(post.details["venue"]["title"] for post in shown if post.kind == "venue"),
            files=tuple(
                post.details["document"]["file_name"] for post in shown if post.kind == "document"
            ),
        )


def _buttons(post: Post) -> list[tuple[str, str]]:
    return [
        (button["text"], button.get("callback_data") or button["url"])
        for row in post.keyboard
        for button in row
    ]


@asynccontextmanager
async def telegram_bench() -> AsyncIterator[TelegramBench]:
    async with TelegramDouble(spec=Spec.load()) as double:
        bench = TelegramBench(double)
        async with telegram_house(bench.mind, double):
            yield bench
        await bench.channel.close()
        assert double.problems == []
