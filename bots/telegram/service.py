"""The channel at work, from the first introduction to the last answer: by polling, or at a door."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import structlog
from telegram import Update
from telegram.error import TelegramError

from bots.telegram.asking import Asking
from bots.telegram.door import CONNECTIONS, Door
from bots.telegram.line import HEARD, Line
from bots.telegram.lines import Lines
from bots.telegram.patience import Patience
from bots.telegram.polling import Polling
from bots.telegram.reading import room_of
from bots.telegram.rooms import Follow
from bots.telegram.showing import Showing
from bots.telegram.turns import Turns
from bots.telegram.words import HOME, commands
from dialogues.ports import Receive

log = structlog.get_logger(__name__)


class Service:
    """Answers every update until cancelled; raises TelegramMisconfigured, alone or in a group."""

    def __init__(
        self, *, line: Line, showing: Showing, patience: Patience, receive: Receive, follow: Follow
    ) -> None:
        self._line = line
        self._patience = patience
        self._asking = Asking(patience)
        self._turns = partial(Turns, receive=receive, showing=showing, follow=follow)

    async def poll(self) -> None:
        """Ask for updates again and again."""
        polling = Polling(line=self._line, patience=self._patience)
        try:
            async with self._counter(polling.done) as hand_in:
                try:
                    async for updates in polling.batches():
                        for update in updates:
                            hand_in(update)
                except asyncio.CancelledError:
                    await polling.rest()
                    raise
        except asyncio.CancelledError:
            await polling.confirm()
            raise

    async def attend(self, door: Door) -> None:
        """Have updates brought to the door, and leave it to Telegram to bring them again."""
        async with self._counter(door.done) as hand_in:
            door.open(lambda told: hand_in(self._line.read(told)))
            try:
                ask = partial(self._line.call, "setWebhook", **_ours(door))
                await self._asking.until(ask, refused="webhook")
                await asyncio.Event().wait()
            finally:
                await door.shut(self._patience.grace)

    @asynccontextmanager
    async def _counter(
        self, done: Callable[[int], None]
    ) -> AsyncIterator[Callable[[Update], None]]:
        """Yield where updates are handed in: each chat's in order, its buttons let go at once."""
        me = await self._asking.until(self._line.me)
        turns = self._turns(done=done, me=me)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._offer_commands())
            lines = Lines(tasks=tasks, serve=turns.take)

            def hand_in(update: Update) -> None:
                if update.callback_query:
                    tasks.create_task(turns.acknowledge(update.callback_query))
                lines.put(room_of(update), update)

            yield hand_in

    async def _offer_commands(self) -> None:
        """Fill the menu of commands, once; a bot without a menu still answers."""
        try:
            for language, menu in commands().items():
                offered = [{"command": name, "description": told} for name, told in menu.items()]
                if language == HOME:  # also for those who speak neither
                    await self._line.call("setMyCommands", commands=offered)
                await self._line.call("setMyCommands", commands=offered, language_code=language)
        except TelegramError as error:
            log.warning("telegram.no_menu", error=type(error).__name__, reason=error.message)


def _ours(door: Door) -> dict[str, Any]:
    return {
        "url": door.url,
        "secret_token": door.secret,
        "allowed_updates": HEARD,
        "max_connections": CONNECTIONS,
    }
