"""The door Telegram knocks at in webhook mode: each update is let in once, and waited for."""

import asyncio
import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import urlsplit

from bots.telegram.faults import TelegramMisconfigured
from bots.telegram.words import misconfigured

CONNECTIONS = 40  # knocks at once: Telegram's own default
REMEMBERED = 10_000  # updates known to be done, should Telegram not have heard us say so
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # what the Bot API takes
PURPOSE = b"telegram webhook"
PATH = "/telegram/webhook"  # where the site has its door

Take = Callable[[dict[str, Any]], None]


class Door:
    """Shut until somebody opens it; ``url``: where Telegram finds it, from outside."""

    def __init__(self, *, url: str, secret: str) -> None:
        self.url = url
        self.secret = secret
        self._take: Take | None = None
        self._under_way: dict[int, asyncio.Future[bool]] = {}
        self._done: OrderedDict[int, None] = OrderedDict()

    @classmethod
    def at(cls, url: str, *, secret: str | None, key: str) -> Self | None:
        """Return the door of the settings, None without a webhook.

        An address without a path is the site's. A secret not given is drawn from the house's
        ``key``: the same on each replica, and kept nowhere.
        """
        if not url:
            return None
        whole = url if urlsplit(url).path.strip("/") else url.rstrip("/") + PATH
        drawn = hmac.new(key.encode(), PURPOSE, hashlib.sha256).hexdigest()
        return cls(url=whole, secret=secret or drawn)

    def is_known(self, secret: str) -> bool:
        """Whether a knock tells the secret; as long in the answer whatever it tells."""
        return hmac.compare_digest(secret.encode("utf-8", "replace"), self.secret.encode())

    def open(self, take: Take) -> None:
        """Let updates in: each goes to ``take`` once, and ``done`` is told its number later.

        Raises TelegramMisconfigured when Telegram could not be told the secret.
        """
        if not SECRET.fullmatch(self.secret):
            raise TelegramMisconfigured(misconfigured("webhook_secret"))
        self._take = take

    async def shut(self, seconds: float) -> None:
        """Let nothing more in, and what is under way end, for so long at most."""
        self._take = None
        try:
            if self._under_way:
                await asyncio.wait(self._under_way.values(), timeout=seconds)
        finally:
            for waiting in self._under_way.values():
                waiting.cancel()
            self._under_way.clear()

    async def bring(self, update: dict[str, Any]) -> bool:
        """Return True once the update is done; False when Telegram must bring it again."""
        number: int = update["update_id"]
        if number in self._done:
            return True
        waiting = self._under_way.get(number)
        if waiting is None:
            if self._take is None:
                return False
            waiting = self._under_way[number] = asyncio.get_running_loop().create_future()
            self._take(update)
        await asyncio.wait([waiting])
        return not waiting.cancelled()

    def done(self, number: int) -> None:
        """An update is answered, or never will be."""
        self._done[number] = None
        if len(self._done) > REMEMBERED:
            self._done.popitem(last=False)
        waiting = self._under_way.pop(number, None)
        if waiting and not waiting.done():
            waiting.set_result(True)
