"""What an operator should know of the bot before people find it out: each thing one sentence."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bots.telegram.door import Door
from bots.telegram.faults import NONSENSE
from bots.telegram.line import Line
from bots.telegram.words import misconfigured

RECENT = timedelta(hours=1)  # Telegram goes on telling an error that has long been mended


async def ailments(line: Line, door: Door | None, now: datetime) -> tuple[str, ...]:
    """Return what is wrong with the token, the bot's rights or the webhook, and what to do."""
    try:
        return tuple([sentence async for sentence in _found(line, door, now)])
    except InvalidToken:
        return (misconfigured("invalid_token"),)
    except (TelegramError, *NONSENSE) as error:
        return (misconfigured("away").format(reason=type(error).__name__),)


async def _found(line: Line, door: Door | None, now: datetime) -> AsyncIterator[str]:
    me = await line.call("getMe")
    if not me.get("can_join_groups", True):
        yield misconfigured("no_groups")
    told: Mapping[str, Any] = await line.call("getWebhookInfo")
    url = told["url"]
    if door is None and url:
        yield misconfigured("left_webhook").format(url=url)
    if door is not None and url != door.url:
        yield misconfigured("other_webhook").format(url=url or "—", ours=door.url)
    failed = datetime.fromtimestamp(told.get("last_error_date", 0), UTC)
    if url and now - failed < RECENT:
        reason, waiting = told.get("last_error_message", "?"), told["pending_update_count"]
        yield misconfigured("unanswered").format(url=url, reason=reason, waiting=waiting)
