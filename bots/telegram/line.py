"""The line to Telegram: the library's client and its connections, discreet about what is said."""

import logging
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import InvalidToken
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bots.telegram.addressing import Me
from bots.telegram.faults import TelegramMisconfigured
from bots.telegram.request import KeptRequest
from bots.telegram.words import misconfigured

log = structlog.get_logger(__name__)

HEARD = ("message", "callback_query", "my_chat_member")  # all that we read
# At their usual level these tell the token, which stands in every URL, or what people wrote.
INDISCREET = {"aiohttp": logging.WARNING, "telegram": logging.CRITICAL}
CONNECTIONS = 32  # messages under way at once: a second of Telegram's pace, were it slow to answer


class Line:
    """One bot's connections; nothing connects before the first call. ``answer``: seconds."""

    def __init__(self, *, token: str, api_url: str, answer: float) -> None:
        for name, level in INDISCREET.items():
            logging.getLogger(name).setLevel(level)
        base = api_url.rstrip("/")
        self._answer = answer
        self._me: Me | None = None
        self._polling = KeptRequest(answer=answer, connections=1)
        self._sending = KeptRequest(answer=answer, connections=CONNECTIONS)
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

    async def me(self) -> Me:
        """Return who we are; asked once. Raises TelegramError."""
        if self._me is None:
            told = await self.call("getMe")
            self._me = Me(id=int(told["id"]), username=str(told.get("username", "")))
        return self._me

    async def call(self, method: str, **asked: object) -> Any:
        """Ask for a method by its official names and return its result; raises TelegramError.

        The library's own methods read every answer into its types, which costs more than the rest
        of a message together, and of which only two numbers are needed.
        """
        return await self._asked(self._sending, method, asked)

    async def updates(self, *, offset: int | None, hold: int) -> list[Update]:
        """Return the next updates, waiting for one at most ``hold`` seconds.

        Read one by one: the library's own reader loses a hundred for one that it cannot read,
        and writes them all in the log.
        """
        asked = {"offset": offset, "timeout": hold, "allowed_updates": HEARD}
        told = await self._asked(self._polling, "getUpdates", asked, hold + self._answer)
        return [self.read(one) for one in told]

    def read(self, told: Any) -> Update:
        """Return an update as the library's; one it cannot read has a number and nothing else."""
        try:
            return Update.de_json(told, self.bot)
        except Exception as nonsense:  # noqa: BLE001 - whatever the library trips over
            number = int(told["update_id"])
            log.error(  # noqa: TRY400 - a traceback would tell what was said
                "telegram.unreadable", update=number, error=type(nonsense).__name__
            )
            return Update(number)

    async def _asked(
        self,
        request: BaseRequest,
        method: str,
        asked: dict[str, Any],
        wait: float | None = None,
    ) -> Any:
        parameters = [
            RequestParameter.from_input(name, value)
            for name, value in asked.items()
            if value is not None
        ]
        return await request.post(
            f"{self.bot.base_url}/{method}",
            RequestData(parameters),
            read_timeout=wait or self._answer,
        )
