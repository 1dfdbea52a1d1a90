"""Telegram, seen from the house: one way in, by polling or webhook, and one way out."""

from datetime import datetime

import structlog

from bots.telegram.door import Door
from bots.telegram.examination import ailments
from bots.telegram.faults import TelegramMisconfigured
from bots.telegram.line import Line
from bots.telegram.pace import PACE, Limits, Pace
from bots.telegram.patience import Patience
from bots.telegram.pen import Pen
from bots.telegram.reading import NAME
from bots.telegram.rooms import Follow
from bots.telegram.service import Service
from bots.telegram.showing import Showing
from dialogues.messages import Address, Outgoing, Receipt
from dialogues.ports import Receive, Refused

log = structlog.get_logger(__name__)

OFFICIAL = "https://api.telegram.org"


async def unfollowed(old: str, new: str) -> None:
    """Say that a group moved, for a house that keeps no addresses."""
    log.warning("telegram.moved", old=old, new=new)


class TelegramChannel:
    """One Telegram bot. ``door``: where Telegram brings updates; without one they are asked for.

    ``follow(old, new)`` is told when a group's number changes; it may be told twice.
    """

    name = NAME

    def __init__(
        self,
        *,
        token: str,
        api_url: str = OFFICIAL,
        pace: float = PACE,
        limits: Limits | None = None,
        patience: Patience | None = None,
        door: Door | None = None,
        follow: Follow = unfollowed,
    ) -> None:
        self._patience = patience or Patience()
        self.door = door
        self._follow = follow
        self._line = Line(token=token, api_url=api_url, answer=self._patience.answer)
        pen = Pen(line=self._line, pace=Pace(pace, limits), follow=self._moved)
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

    async def ailments(self, now: datetime) -> tuple[str, ...]:
        """Return what an operator should mend, a sentence each; not of a channel that listens."""
        await self._line.open()
        try:
            return await ailments(self._line, self.door, now)
        finally:
            await self._line.close()

    async def listen(self, receive: Receive) -> None:
        """Answer every update until cancelled; raises TelegramMisconfigured."""
        service = Service(
            line=self._line,
            showing=self._showing,
            patience=self._patience,
            receive=receive,
            follow=self._moved,
        )
        await self._line.open()
        try:
            await (service.attend(self.door) if self.door else service.poll())
        except ExceptionGroup as failed:
            wrong = failed.subgroup(TelegramMisconfigured)
            raise failed if wrong is None else wrong.exceptions[0] from None
        finally:
            await self._line.close()

    async def _moved(self, old: str, new: str) -> None:
        try:
            await self._follow(old, new)
        except Exception as error:  # noqa: BLE001 - what is under way must reach the group
            log.error("telegram.unfollowed", old=old, new=new, error=type(error).__name__)  # noqa: TRY400 - idem

    async def _ready(self, to: Address) -> None:
        if to.channel != self.name:
            raise Refused(f"Telegram cannot reach an address of {to.channel}.")
        await self._line.open()
