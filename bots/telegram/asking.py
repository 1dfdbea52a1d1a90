"""Asking Telegram for what we cannot do without, through every loss of the network."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bots.telegram.faults import NONSENSE, TelegramMisconfigured, seconds
from bots.telegram.patience import Patience
from bots.telegram.words import misconfigured

T = TypeVar("T")
log = structlog.get_logger(__name__)

OVERLAPS = 3  # refusals in a row: a process that is being replaced is gone by then


class Asking:
    """Asks until there is an answer; raises TelegramMisconfigured when there never will be."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience

    async def until(self, ask: Callable[[], Awaitable[T]], *, refused: str | None = None) -> T:
        """Ask again and again; ``refused``: what a lasting refusal says of the settings."""
        delays = self._patience.delays()
        refusals = 0
        while True:
            try:
                return await ask()
            except (TelegramError, *NONSENSE) as error:
                hopeless = _hopeless(error, refused)
                refusals += hopeless is not None
                if hopeless and (refusals >= OVERLAPS or isinstance(error, InvalidToken)):
                    raise TelegramMisconfigured(hopeless) from None
                wait = max(next(delays), _told(error))
                log.warning("telegram.unreachable", error=type(error).__name__, wait=round(wait, 2))
            await asyncio.sleep(wait)


def _hopeless(error: Exception, refused: str | None) -> str | None:
    """Return what to change in the settings, None when waiting may help."""
    match error:
        case InvalidToken():
            return misconfigured("invalid_token")
        case Conflict():
            return misconfigured("conflict")
        case BadRequest(message=reason) if refused:
            return misconfigured(refused).format(reason=reason)
        case _:
            return None


def _told(error: Exception) -> float:
    return seconds(error.retry_after) if isinstance(error, RetryAfter) else 0.0
