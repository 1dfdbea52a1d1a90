"""Discord, seen from the house: one way in by the gateway, one way out by REST."""

import asyncio
from functools import partial

import structlog

from bots.discord.commands import sync
from bots.discord.faults import DiscordMisconfigured
from bots.discord.gateway import Gateway
from bots.discord.line import OFFICIAL, Line
from bots.discord.pace import Pace
from bots.discord.patience import Patience
from bots.discord.pen import Pen
from bots.discord.reading import NAME
from bots.discord.rooms import Rooms
from bots.discord.showing import Showing
from bots.discord.turns import Turns
from dialogues.messages import Address, Outgoing, Receipt
from dialogues.ports import DeliveryError, Receive, Refused

log = structlog.get_logger(__name__)

PACE = 45.0  # messages a second: Discord allows 50 requests


class DiscordChannel:
    """One Discord bot."""

    name = NAME

    def __init__(
        self,
        *,
        token: str,
        api_url: str = OFFICIAL,
        gateway_url: str = "",
        pace: float = PACE,
        patience: Patience | None = None,
    ) -> None:
        self._patience = patience or Patience()
        self._line = Line(
            token=token, api_url=api_url, gateway_url=gateway_url, patience=self._patience
        )
        pen = Pen(line=self._line, rooms=Rooms(self._line), pace=Pace(pace))
        self._showing = Showing(pen=pen, patience=self._patience)
        self._turns: Turns | None = None

    async def send(self, to: Address, message: Outgoing) -> Receipt:
        """Show a message; raises Gone, Busy, Unreachable or Refused."""
        self._ours(to)
        return await self._showing.send(to, message)

    async def amend(self, to: Address, receipt: Receipt, message: Outgoing) -> None:
        """Put a message in place of another; raises as ``send`` does."""
        self._ours(to)
        await self._showing.amend(receipt, message)

    async def close(self) -> None:
        """Let the connections go; for those who only send: ``listen`` closes behind it."""
        await self._line.close()

    async def rest(self, seconds: float) -> None:
        """Wait until every event heard so far was answered, at most ``seconds``."""
        if self._turns:
            await self._turns.rest(seconds)

    async def listen(self, receive: Receive) -> None:
        """Answer every event until cancelled; raises DiscordMisconfigured."""
        try:
            await self._serve(receive)
        except ExceptionGroup as failed:
            wrong = failed.subgroup(DiscordMisconfigured)
            raise failed if wrong is None else wrong.exceptions[0] from None
        finally:
            await self._line.close()

    async def _serve(self, receive: Receive) -> None:
        async with asyncio.TaskGroup() as tasks:
            turns = Turns(
                receive=receive, showing=self._showing, patience=self._patience, tasks=tasks
            )
            self._turns = turns
            gateway = Gateway(line=self._line, patience=self._patience, hear=turns.hear)
            client = await gateway.logged_in()
            tasks.create_task(self._offer_commands(client.application_id))
            try:
                await gateway.serve()
            except asyncio.CancelledError:
                await turns.rest(self._patience.grace)
                raise

    async def _offer_commands(self, application: int | None) -> None:
        """Offer the slash commands, if they changed; a bot without commands still answers."""
        if application is None:
            return
        try:
            if await self._patience.insist(partial(sync, self._line, application)):
                log.info("discord.commands_sent")
        except DeliveryError as error:
            log.warning("discord.no_commands", kind=type(error).__name__, reason=str(error))

    def _ours(self, to: Address) -> None:
        if to.channel != self.name:
            raise Refused(f"Discord cannot reach an address of {to.channel}.")
