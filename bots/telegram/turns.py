"""One update from its arrival to the end of its answer, whatever happens on the way."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from telegram import CallbackQuery, Update

from bots.telegram.addressing import Me
from bots.telegram.private import invitation, is_personal, tells
from bots.telegram.reading import Ignored, Moving, read
from bots.telegram.rooms import Follow, is_shared
from bots.telegram.showing import Showing
from bots.telegram.words import apology
from dialogues.messages import Incoming, Left, Outgoing, Press
from dialogues.ports import DeliveryError, Receive, Refused

log = structlog.get_logger(__name__)

TRAIL = 6  # frames of an error that tell where it broke
LONG = 1.0  # seconds of silence after which people wonder


class Turns:
    """Takes updates; never raises but when cancelled."""

    def __init__(
        self,
        *,
        receive: Receive,
        done: Callable[[int], None],
        showing: Showing,
        me: Me,
        follow: Follow,
    ) -> None:
        self._receive = receive
        self._done = done
        self._showing = showing
        self._me = me
        self._follow = follow

    async def take(self, update: Update) -> None:
        """Answer an update; it is done once its answer was shown, or never can be."""
        try:
            await self._take(update)
        except Exception as error:  # noqa: BLE001 - one update must not stop the others
            _failed("telegram.update_failed", update.update_id, error)
        self._done(update.update_id)

    async def acknowledge(self, press: CallbackQuery) -> None:
        """End a pressed button's waiting at once; late or lost, it does not matter."""
        try:
            await self._showing.pen.answer(press.id)
        except DeliveryError as error:
            log.debug("telegram.press_unanswered", reason=str(error))

    async def _take(self, update: Update) -> None:
        match read(update, self._me):
            case Ignored(reason=reason):
                log.debug("telegram.ignored", update=update.update_id, reason=reason)
            case Moving(old=old, new=new):
                await self._follow(old, new)
            case Left() as event:
                await self._decided(event, update.update_id)
            case event:
                await self._answer(event, update.update_id)

    async def _answer(self, event: Incoming, number: int) -> None:
        messages = await self._decided(event, number)
        try:
            await self._show(event, messages)
        except DeliveryError as error:
            kind = type(error).__name__
            log.warning("telegram.unshown", update=number, kind=kind, reason=str(error))

    async def _decided(self, event: Incoming, number: int) -> tuple[Outgoing, ...]:
        shared = is_shared(event.sender.room)
        if shared and isinstance(event, Press) and is_personal(event.payload):
            return (invitation(event.payload, event.language, self._me),)
        try:
            async with self._wondering(event):
                answer = await self._receive(event)
            if shared and tells(answer):
                return (invitation(f"/{answer.intent or 'my_data'}", event.language, self._me),)
        except Exception as error:  # noqa: BLE001 - whatever broke, the person is told
            _failed("telegram.turn_failed", number, error)
            return (_sorry(event),)
        return answer.messages

    async def _show(self, event: Incoming, messages: tuple[Outgoing, ...]) -> None:
        pressed = event.shown if isinstance(event, Press) else None
        for message in messages:
            over = pressed if message.amends else None
            try:
                await self._showing.reply(event.sender.room, message, over)
            except Refused:
                await self._showing.reply(event.sender.room, _sorry(event), None)
                raise

    @asynccontextmanager
    async def _wondering(self, event: Incoming) -> AsyncIterator[None]:
        """Show that we write, once the turn has lasted."""
        hint = asyncio.create_task(self._hint(event))
        try:
            yield
        finally:
            hint.cancel()

    async def _hint(self, event: Incoming) -> None:
        await asyncio.sleep(LONG)
        try:
            await self._showing.pen.think(event.sender.room)
        except DeliveryError as error:
            log.debug("telegram.unhinted", reason=str(error))


def _sorry(event: Incoming) -> Outgoing:
    return Outgoing(text=apology(event.language))


def _failed(what: str, number: int, error: Exception) -> None:
    """Log where it broke; an error's own words may quote what was said."""
    frames = traceback.extract_tb(error.__traceback__)[-TRAIL:]
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    log.error(what, update=number, error=type(error).__name__, where=where)
