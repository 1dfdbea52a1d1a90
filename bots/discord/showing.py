"""How one of the mind's messages is shown: anew or in place of another, patiently or not."""

from collections.abc import Sequence
from functools import partial

import structlog

from bots.discord.faults import Expired
from bots.discord.patience import Patience
from bots.discord.pen import Pen, new_once
from bots.discord.reading import NAME
from bots.discord.ways import Direct, Place, Way, Whisper
from bots.discord.writing import Words, write
from dialogues.messages import Address, Outgoing, Receipt
from dialogues.ports import DeliveryError, Refused

log = structlog.get_logger(__name__)


class Showing:
    """Shows whole messages. What counts is their first part; the others follow with patience."""

    def __init__(self, *, pen: Pen, patience: Patience) -> None:
        self.pen = pen
        self._patience = patience

    async def send(self, to: Address, message: Outgoing) -> Receipt:
        """Show a message once; raises Gone, Busy, Unreachable or Refused if it does not begin."""
        first, *others = write(message)
        begun = await self.pen.show(to, first)
        numbers = list(begun.numbers)
        for words in others:
            numbers += await self._also(Direct(to=to), words)
        return Place(room=begun.room, numbers=tuple(numbers)).receipt

    async def amend(self, receipt: Receipt, message: Outgoing) -> None:
        """Put a message in place of another; raises as ``send`` does."""
        place = Place.read(receipt)
        first, *others = write(message)
        await self.pen.rewrite(place.room, place.numbers[0], first)
        left = list(place.numbers[1:])
        for words in others:
            if left:
                await self._patience.insist(
                    partial(self.pen.rewrite, place.room, left.pop(0), words)
                )
            else:
                room = Address(channel=NAME, room=place.room, user="")
                await self._also(Direct(to=room), words)
        for number in left:
            await self._patience.insist(partial(self.pen.erase, place.room, number))

    async def answer(self, way: Way, messages: Sequence[Outgoing]) -> None:
        """Show an answer as long as it takes, by the way it was asked."""
        match way:
            case Direct():
                for message in messages:
                    await self._say(way, message)
                    way = Direct(to=way.to)
            case Whisper():
                await self._whisper(way, messages)

    async def _say(self, way: Direct, message: Outgoing) -> None:
        for words in write(message):
            await self._shown(way, words)
            way = Direct(to=way.to)  # only the first answers what was said

    async def _shown(self, way: Direct, words: Words) -> Place:
        return await self._patience.insist(
            partial(self.pen.show, way.to, words, under=way.under, once=new_once())
        )

    async def _whisper(self, way: Whisper, messages: Sequence[Outgoing]) -> None:
        promised = not way.pressed
        for number, message in enumerate(messages):
            try:
                await self._answered(way, message, over=promised or (message.amends and way.own))
            except Expired as late:
                log.info("discord.late", reason=str(late))
                await self.answer(Direct(to=way.asker), messages[number:])
                return
            promised = False
        if promised:
            await self._patience.insist(partial(self.pen.withdraw, way))

    async def _answered(self, way: Whisper, message: Outgoing, *, over: bool) -> None:
        for words in write(message):
            if not (over and await self._filled(way, words)):
                await self._patience.insist(partial(self.pen.add, way, words), once=True)
            over = False

    async def _filled(self, way: Whisper, words: Words) -> bool:
        try:
            await self._patience.insist(partial(self.pen.fill, way, words))
        except Expired:
            raise
        except Refused as refused:
            if not way.pressed:
                raise
            log.debug("discord.not_amended", reason=str(refused))  # gone meanwhile: say it anew
            return False
        return True

    async def _also(self, way: Direct, words: Words) -> tuple[str, ...]:
        """Show a further part: what was already shown must not be told again for its sake."""
        try:
            return (await self._shown(way, words)).numbers
        except DeliveryError as error:
            log.warning("discord.cut_short", reason=str(error))
            return ()
