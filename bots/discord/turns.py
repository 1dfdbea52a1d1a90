"""One event from its arrival to the end of its answer, whatever happens on the way."""

import asyncio
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog

from bots.discord.lines import Lines
from bots.discord.manners import sayable
from bots.discord.patience import Patience
from bots.discord.reading import person
from bots.discord.showing import Showing
from bots.discord.ways import Direct, Heard, Way, Whisper
from bots.discord.words import apology, closed
from dialogues.messages import Incoming, Left, Outgoing
from dialogues.ports import DeliveryError, Gone, Receive, Refused, Response

log = structlog.get_logger(__name__)

TRAIL = 6  # frames of an error that tell where it broke
LONG = 1.0  # seconds of silence after which people wonder
REMEMBERED = 10_000  # events; Discord tells some again after a lost connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What was heard, and whether Discord was told in time that we heard it."""

    heard: Heard
    acknowledged: asyncio.Task[bool]


class Turns:
    """Takes what is heard; never raises but when cancelled."""

    def __init__(
        self, *, receive: Receive, showing: Showing, patience: Patience, tasks: asyncio.TaskGroup
    ) -> None:
        self._receive = receive
        self._showing = showing
        self._patience = patience
        self._tasks = tasks
        self._known: dict[str, None] = {}
        self._lines: Lines[Visit] = Lines(tasks=tasks, serve=self._take)

    def hear(self, heard: Heard) -> None:
        """Take an event, once; the same person's are answered in order."""
        if self._again(heard.event.id):
            log.debug("discord.again", incoming=heard.event.id)
            return
        user = heard.event.sender.user
        if heard.room:
            self._showing.pen.rooms.met(user, heard.room)
        acknowledged = self._tasks.create_task(self._acknowledge(heard.way))
        self._lines.put(user, Visit(heard=heard, acknowledged=acknowledged))

    async def rest(self, seconds: float) -> None:
        """Wait until nothing is under way, at most ``seconds``."""
        await self._lines.rest(seconds)

    def _again(self, event: str) -> bool:
        if event in self._known:
            return True
        self._known[event] = None
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
        return False

    async def _acknowledge(self, way: Way) -> bool:
        """Tell Discord at once that an answer will come; without it the interaction is lost."""
        if isinstance(way, Direct):
            return True
        try:
            async with asyncio.timeout(self._patience.acknowledge):
                await self._patience.insist(partial(self._showing.pen.acknowledge, way))
        except (DeliveryError, TimeoutError) as error:
            log.warning("discord.unacknowledged", kind=type(error).__name__, reason=str(error))
            return False
        return True

    async def _take(self, visit: Visit) -> None:
        event = visit.heard.event
        try:
            response = await self._decided(visit.heard)
            in_time = await visit.acknowledged
            way = visit.heard.way if in_time else Direct(to=person(int(event.sender.user)))
            await self._show(visit.heard, way, response)
        except DeliveryError as error:
            log.warning(
                "discord.unshown", incoming=event.id, kind=type(error).__name__, reason=str(error)
            )
        except Exception as error:  # noqa: BLE001 - one event must not stop the others
            _failed("discord.event_failed", event.id, error)

    async def _decided(self, heard: Heard) -> Response:
        try:
            async with self._wondering(heard):
                return await self._receive(heard.event)
        except Exception as error:  # noqa: BLE001 - whatever broke, the person is told
            _failed("discord.turn_failed", heard.event.id, error)
            return Response(messages=(_sorry(heard.event),), decided="repair")

    async def _show(self, heard: Heard, way: Way, response: Response) -> None:
        if heard.aloud and sayable(response) and await self._said_aloud(heard.aloud, response):
            return
        try:
            await self._showing.answer(way, response.messages)
        except Refused:
            await self._showing.answer(way, (_sorry(heard.event),))
            raise
        except Gone:
            await self._unreachable(heard, way)
            raise
        except DeliveryError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever broke, the person is told
            _failed("discord.show_failed", heard.event.id, error)
            await self._showing.answer(way, (_sorry(heard.event),))

    async def _said_aloud(self, way: Direct, response: Response) -> bool:
        try:
            await self._showing.answer(way, response.messages)
        except (Refused, Gone) as shut:
            log.warning("discord.not_aloud", reason=str(shut))
            return False
        return True

    async def _unreachable(self, heard: Heard, way: Way) -> None:
        """Discord tells nobody that we were blocked: we learn it when an answer cannot be shown."""
        event = heard.event
        if heard.aloud:
            note = Outgoing(text=closed(event.language))
            await self._showing.answer(heard.aloud, (note,))
        elif isinstance(way, Direct):
            left = Left(id=f"left:{event.id}", sender=event.sender, language=event.language)
            await self._receive(left)

    @asynccontextmanager
    async def _wondering(self, heard: Heard) -> AsyncIterator[None]:
        """Show that we write, once the turn has lasted; interactions show it by themselves."""
        hint = asyncio.create_task(self._hint(heard))
        try:
            yield
        finally:
            hint.cancel()

    async def _hint(self, heard: Heard) -> None:
        if isinstance(heard.way, Whisper):
            return
        await asyncio.sleep(LONG)
        try:
            await self._showing.pen.think((heard.aloud or heard.way).to)
        except DeliveryError as error:
            log.debug("discord.unhinted", reason=str(error))


def _sorry(event: Incoming) -> Outgoing:
    return Outgoing(text=apology(event.language))


def _failed(what: str, event: str, error: Exception) -> None:
    """Log where it broke; an error's own words may quote what was said."""
    frames = traceback.extract_tb(error.__traceback__)[-TRAIL:]
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    log.error(what, incoming=event, error=type(error).__name__, where=where)
