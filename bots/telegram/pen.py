"""The hand that writes in Telegram: shows, rewrites and erases messages, at the pace allowed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from telegram import InputFile

from bots.telegram.addressing import Me
from bots.telegram.faults import UNCHANGED, Moved, translated
from bots.telegram.line import Line
from bots.telegram.pace import Pace
from bots.telegram.rooms import Follow, chat_of, place_of, whole
from bots.telegram.writing import Part, Words
from dialogues.messages import File, Receipt, Spot
from dialogues.ports import Busy, Refused

SHOWN_AS = {
    "parse_mode": "HTML",
    "link_preview_options": {"is_disabled": True},  # the facts are in the words
}


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

    def __init__(self, *, line: Line, pace: Pace, follow: Follow) -> None:
        self._line = line
        self._pace = pace
        self._follow = follow

    async def show(self, room: str, part: Part) -> Place:
        """Show a part in a chat, or where the chat moved to."""
        try:
            return await self._show(room, part)
        except Moved as moved:
            await self._follow(whole(room), moved.room)
            return await self._show(moved.room, part)

    async def rewrite(self, room: str, number: int, words: Words) -> None:
        """Put other words and buttons in a message's place."""
        what = {"message_id": number, "text": words.markup, "reply_markup": words.keyboard}
        try:
            await self._paced("editMessageText", room, chat_of(room) | what | SHOWN_AS)
        except Refused as refused:
            if UNCHANGED not in str(refused).lower():
                raise

    async def erase(self, room: str, numbers: Sequence[int]) -> None:
        """Take messages away."""
        for number in numbers:
            await self._paced("deleteMessage", room, chat_of(room) | {"message_id": number})

    async def me(self) -> Me:
        """Return who writes."""
        with translated():
            return await self._line.me()

    async def answer(self, query: str) -> None:
        """End the little clock on a pressed button."""
        await self._pace.pause()
        await self._asked("answerCallbackQuery", {"callback_query_id": query})

    async def think(self, room: str) -> None:
        """Show that an answer is being written, unless Telegram asked for silence."""
        if not self._pace.held:
            await self._asked("sendChatAction", place_of(room) | {"action": "typing"})

    async def _show(self, room: str, part: Part) -> Place:
        method, what = _said(part)
        shown = await self._paced(method, room, place_of(room) | what)
        with translated():
            return Place(room=room, numbers=(int(shown["message_id"]),))

    async def _paced(self, method: str, room: str, what: dict[str, Any]) -> Any:
        await self._pace.turn(room)
        return await self._asked(method, what)

    async def _asked(self, method: str, what: dict[str, Any]) -> Any:
        try:
            with translated():
                return await self._line.call(method, **what)
        except Busy as busy:
            self._pace.hold(busy.seconds)
            raise


def _said(part: Part) -> tuple[str, dict[str, Any]]:
    """Return the method that shows a part, and what it is told."""
    match part:
        case Words(markup=markup, keyboard=keyboard):
            return "sendMessage", {"text": markup, "reply_markup": keyboard} | SHOWN_AS
        case Spot(name=name, address=address, latitude=latitude, longitude=longitude):
            where = {"latitude": latitude, "longitude": longitude}
            return "sendVenue", where | {"title": name, "address": address}
        case File(name=name, content=content):
            return "sendDocument", {"document": InputFile(content, filename=name)}
