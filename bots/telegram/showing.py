"""How one of the mind's messages is shown: anew or in place of another, patiently or not."""

from collections.abc import Sequence
from functools import partial

import structlog

from bots.telegram.patience import Patience
from bots.telegram.pen import Pen, Place
from bots.telegram.private import discreet, is_personal
from bots.telegram.rooms import is_shared
from bots.telegram.writing import Part, Words, write
from dialogues.messages import Outgoing, Receipt
from dialogues.ports import DeliveryError, Refused

log = structlog.get_logger(__name__)


class Showing:
    """Shows whole messages. What counts is their first part; the others follow with patience."""

    def __init__(self, *, pen: Pen, patience: Patience) -> None:
        self.pen = pen
        self._patience = patience

    async def send(self, room: str, message: Outgoing) -> Receipt:
        """Show a message once; raises Gone, Busy, Unreachable or Refused if it does not begin."""
        first, *others = _parts(await self._discreet(room, message))
        begun = await self.pen.show(room, first)
        return await self._follow(begun, first, others)

    async def amend(self, receipt: Receipt, message: Outgoing) -> None:
        """Put a message in place of another; raises as ``send`` does."""
        place = Place.read(receipt)
        first, *others = _parts(await self._discreet(place.room, message))
        if not isinstance(first, Words):
            raise Refused("A place or a file cannot replace a message.")
        await self.pen.rewrite(place.room, place.numbers[0], first)
        await self._continue(place, others)

    async def reply(self, room: str, message: Outgoing, over: Receipt | None) -> None:
        """Show an answer as long as it takes, over the pressed message if that is possible."""
        if over:
            try:
                await self._patience.insist(partial(self.amend, over, message))
            except Refused as refused:  # too old, or gone: say it anew
                log.debug("telegram.not_amended", reason=str(refused))
            else:
                return
        await self._patience.insist(partial(self.send, room, message))

    async def _discreet(self, room: str, message: Outgoing) -> Outgoing:
        """In a shared room, let what is personal happen elsewhere."""
        if is_shared(room) and any(is_personal(button.payload) for button in message.buttons):
            return discreet(message, await self.pen.me())
        return message

    async def _follow(self, begun: Place, first: Part, others: Sequence[Part]) -> Receipt:
        numbers = list(begun.numbers) if isinstance(first, Words) or not others else []
        for part in others:
            shown = await self._also(begun.room, part)
            if shown and isinstance(part, Words):
                numbers += shown.numbers
        return Place(room=begun.room, numbers=tuple(numbers) or begun.numbers).receipt

    async def _continue(self, place: Place, others: Sequence[Part]) -> None:
        """Rewrite the further messages; say what has no place there anew, erase what is left."""
        left = list(place.numbers[1:])
        for part in others:
            if left and isinstance(part, Words):
                await self._patience.insist(
                    partial(self.pen.rewrite, place.room, left.pop(0), part)
                )
            else:
                await self._also(place.room, part)
        if left:
            await self._patience.insist(partial(self.pen.erase, place.room, left))

    async def _also(self, room: str, part: Part) -> Place | None:
        """Show a further part: what was already shown must not be told again for its sake."""
        try:
            return await self._patience.insist(partial(self.pen.show, room, part))
        except DeliveryError as error:
            log.warning("telegram.cut_short", part=type(part).__name__, reason=str(error))
            return None


def _parts(message: Outgoing) -> tuple[Part, ...]:
    parts = write(message)
    if not parts:
        raise Refused("There is nothing to show in this message.")
    return parts
