"""The line to Telegram: the library's client and its connections, discreet about what is said."""

import json
import logging
import ssl
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlencode

import httpx
import structlog
from telegram import Bot, Update
from telegram.error import InvalidToken
from telegram.request import HTTPXRequest

from bots.telegram.faults import TelegramMisconfigured
from bots.telegram.words import misconfigured

log = structlog.get_logger(__name__)

HEARD = ("message", "callback_query", "my_chat_member")  # all that we read
# At their usual level these tell the token, which stands in every URL, or what people wrote.
INDISCREET = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.CRITICAL}


class Line:
    """One bot's connections; nothing connects before the first call. ``answer``: seconds."""

    def __init__(self, *, token: str, api_url: str, answer: float) -> None:
        for name, level in INDISCREET.items():
            logging.getLogger(name).setLevel(level)
        base = api_url.rstrip("/")
        self._answer = answer
        self._polling = _requests(answer)
        self._sending = _requests(answer)
        try:
            self.bot = Bot(
                token,
                base_url=f"{base}/bot",
                base_file_url=f"{base}/file/bot",
                get_updates_request=self._polling,
                request=self._sending,
            )
        except InvalidToken:
            raise TelegramMisconfigured(misconfigured("invalid_token")) from None

    async def open(self) -> None:
        """Make ready to send; may be called again."""
        await self._polling.initialize()
        await self._sending.initialize()

    async def close(self) -> None:
        """Let the connections go."""
        await self._polling.shutdown()
        await self._sending.shutdown()

    async def updates(self, *, offset: int | None, hold: int) -> list[Update]:
        """Return the next updates, waiting for one at most ``hold`` seconds.

        Read one by one: the library's own reader loses a hundred for one that it cannot read,
        and writes them all in the log.
        """
        asked = {"offset": offset, "timeout": hold, "allowed_updates": json.dumps(HEARD)}
        query = urlencode({name: value for name, value in asked.items() if value is not None})
        told = await self._polling.post(
            f"{self.bot.base_url}/getUpdates?{query}", read_timeout=hold + self._answer
        )
        return list(self._readable(told))

    def _readable(self, told: Any) -> Iterator[Update]:
        for one in told:
            try:
                yield Update.de_json(one, self.bot)
            except Exception as nonsense:  # noqa: BLE001 - whatever the library trips over
                number = int(one["update_id"])
                log.error(  # noqa: TRY400 - a traceback would tell what was said
                    "telegram.unreadable", update=number, error=type(nonsense).__name__
                )
                yield Update(number)


def _requests(answer: float) -> HTTPXRequest:
    return HTTPXRequest(
        read_timeout=answer,
        write_timeout=answer,
        connect_timeout=answer,
        pool_timeout=answer,
        httpx_kwargs={"verify": _trusted()},
    )


@cache
def _trusted() -> ssl.SSLContext:
    """Read the known authorities once: each reading costs a client's start 20 ms and more."""
    return httpx.create_ssl_context()
