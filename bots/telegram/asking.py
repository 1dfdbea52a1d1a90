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

    async def until(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask again and again."""
        delays = self._patience.delays()
        refused = 0
        while True:
            try:
                return await ask()
            except InvalidToken:
                raise TelegramMisconfigured(misconfigured("invalid_token")) from None
            except (Conflict, BadRequest) as refusal:
                refused += 1
                if refused >= OVERLAPS:
                    raise TelegramMisconfigured(_sentence(refusal)) from None
                wait = next(delays)
            except (TelegramError, *NONSENSE) as error:
                wait = max(next(delays), _told(error))
                log.warning("telegram.unreachable", error=type(error).__name__, wait=round(wait, 2))
            await asyncio.sleep(wait)


def _sentence(refusal: Conflict | BadRequest) -> str:
    if isinstance(refusal, Conflict):
        return misconfigured("conflict")
    return misconfigured("refused").format(reason=refusal.message)


def _told(error: Exception) -> float:
    return seconds(error.retry_after) if isinstance(error, RetryAfter) else 0.0
