"""Telegram, seen from the house: one way in by long polling, one way out."""

import asyncio

import structlog
from telegram import BotCommand
from telegram.error import TelegramError

from bots.telegram.faults import TelegramMisconfigured
from bots.telegram.intake import Intake
from bots.telegram.line import Line
from bots.telegram.lines import Lines
from bots.telegram.pace import PACE, Limits, Pace
from bots.telegram.patience import Patience
from bots.telegram.pen import Pen
from bots.telegram.polling import Polling
from bots.telegram.reading import NAME, room_of
from bots.telegram.showing import Showing
from bots.telegram.turns import Turns
from bots.telegram.words import HOME, commands
from dialogues.messages import Address, Outgoing, Receipt
from dialogues.ports import Receive, Refused

log = structlog.get_logger(__name__)

OFFICIAL = "https://api.telegram.org"


class TelegramChannel:
    """One Telegram bot."""

    name = NAME

    def __init__(
        self,
        *,
        token: str,
        api_url: str = OFFICIAL,
        pace: float = PACE,
        limits: Limits | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._patience = patience or Patience()
        self._line = Line(token=token, api_url=api_url, answer=self._patience.answer)
        pen = Pen(line=self._line, pace=Pace(pace, limits))
        self._showing = Showing(pen=pen, patience=self._patience)

    async def send(self, to: Address, message: Outgoing) -> Receipt:
        """Show a message; raises Gone, Busy, Unreachable or Refused."""
        await self._ready(to)
        return await self._showing.send(to.room, message)

    async def amend(self, to: Address, receipt: Receipt, message: Outgoing) -> None:
        """Put a message in place of another; raises as ``send`` does."""
        await self._ready(to)
        await self._showing.amend(receipt, message)

    async def close(self) -> None:
        """Let the connections go; for those who only send: ``listen`` closes behind it."""
        await self._line.close()

    async def listen(self, receive: Receive) -> None:
        """Answer every update until cancelled; raises TelegramMisconfigured."""
        intake = Intake()
        polling = Polling(line=self._line, intake=intake, patience=self._patience)
        await self._line.open()
        try:
            me = await polling.introduced()
            turns = Turns(receive=receive, intake=intake, showing=self._showing, me=me)
            await self._serve(polling, turns, intake)
        except ExceptionGroup as failed:
            wrong = failed.subgroup(TelegramMisconfigured)
            raise failed if wrong is None else wrong.exceptions[0] from None
        except asyncio.CancelledError:
            await polling.confirm()
            raise
        finally:
            await self._line.close()

    async def _serve(self, polling: Polling, turns: Turns, intake: Intake) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._offer_commands())
            lines = Lines(tasks=tasks, serve=turns.take)
            try:
                async for updates in polling.batches():
                    for update in updates:
                        tasks.create_task(turns.acknowledge(update))
                        lines.put(room_of(update), update)
            except asyncio.CancelledError:
                await intake.rest(self._patience.grace)
                raise

    async def _offer_commands(self) -> None:
        """Fill the menu of commands, once; a bot without a menu still answers."""
        try:
            for language, menu in commands().items():
                offered = [BotCommand(name, told) for name, told in menu.items()]
                if language == HOME:  # also for those who speak neither
                    await self._line.bot.set_my_commands(offered)
                await self._line.bot.set_my_commands(offered, language_code=language)
        except TelegramError as error:
            log.warning("telegram.no_menu", error=type(error).__name__, reason=error.message)

    async def _ready(self, to: Address) -> None:
        if to.channel != self.name:
            raise Refused(f"Telegram cannot reach an address of {to.channel}.")
        await self._line.open()
