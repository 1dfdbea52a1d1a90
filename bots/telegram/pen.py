"""The hand that writes in Telegram: shows, rewrites and erases messages, at the pace allowed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from telegram import Bot, LinkPreviewOptions, Message
from telegram.constants import ParseMode

from bots.telegram.faults import UNCHANGED, Moved, translated
from bots.telegram.pace import Pace
from bots.telegram.writing import Part, Words
from dialogues.messages import File, Receipt, Spot
from dialogues.ports import Busy, Refused

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # the facts are in the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where messages stand: a chat and their numbers in it; written ``chat:1,2`` in a receipt."""

    room: str
    numbers: tuple[int, ...]

    @classmethod
    def read(cls, receipt: Receipt) -> Self:
        """Read a receipt back; raises Refused on one that is not ours."""
        room, _, numbers = receipt.id.rpartition(":")
        try:
            return cls(room=room, numbers=tuple(int(number) for number in numbers.split(",")))
        except ValueError:
            raise Refused("This receipt is not Telegram's.") from None

    @property
    def receipt(self) -> Receipt:
        """What is enough to amend the messages."""
        return Receipt(id=f"{self.room}:{','.join(map(str, self.numbers))}")


class Pen:
    """Writes one part at a time; raises Gone, Busy, Unreachable or Refused."""

    def __init__(self, *, bot: Bot, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace

    async def show(self, room: str, part: Part) -> Place:
        """Show a part in a chat, or where the chat moved to."""
        try:
            shown = await self._shown(room, part)
        except Moved as moved:
            shown = await self._shown(moved.room, part)
        return Place(room=str(shown.chat_id), numbers=(shown.message_id,))

    async def rewrite(self, room: str, number: int, words: Words) -> None:
        """Put other words and buttons in a message's place."""
        try:
            await self._rewrite(room, number, words)
        except Refused as refused:
            if UNCHANGED not in str(refused).lower():
                raise

    async def erase(self, room: str, numbers: Sequence[int]) -> None:
        """Take messages away."""
        for number in numbers:
            await self._pace.turn()
            with translated():
                await self._bot.delete_message(_chat(room), number)

    async def answer(self, query: str) -> None:
        """End the little clock on a pressed button."""
        with translated():
            await self._bot.answer_callback_query(query)

    async def think(self, room: str) -> None:
        """Show that an answer is being written."""
        with translated():
            await self._bot.send_chat_action(_chat(room), "typing")

    async def _shown(self, room: str, part: Part) -> Message:
        await self._pace.turn()
        try:
            with translated():
                return await self._sent(room, part)
        except Busy as busy:
            self._pace.hold(busy.seconds)
            raise

    async def _sent(self, room: str, part: Part) -> Message:
        chat = _chat(room)
        match part:
            case Words(markup=markup, keyboard=keyboard):
                return await self._bot.send_message(
                    chat,
                    markup,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard,
                    link_preview_options=NO_PREVIEW,
                )
            case Spot(name=name, address=address, latitude=latitude, longitude=longitude):
                return await self._bot.send_venue(
                    chat, latitude=latitude, longitude=longitude, title=name, address=address
                )
            case File(name=name, content=content):
                return await self._bot.send_document(chat, content, filename=name)

    async def _rewrite(self, room: str, number: int, words: Words) -> None:
        await self._pace.turn()
        try:
            with translated():
                await self._bot.edit_message_text(
                    words.markup,
                    chat_id=_chat(room),
                    message_id=number,
                    parse_mode=ParseMode.HTML,
                    reply_markup=words.keyboard,
                    link_preview_options=NO_PREVIEW,
                )
        except Busy as busy:
            self._pace.hold(busy.seconds)
            raise


def _chat(room: str) -> int | str:
    """Return a chat as Telegram names it: a number, or the @name of a channel."""
    return int(room) if room.lstrip("-").isdecimal() else room
