"""The wire to Telegram: kept connections, bounded, under the library's own names for faults."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from ssl import SSLContext
from typing import Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
import orjson
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

KEPT = 30.0  # seconds an idle connection is kept; Telegram's side closes later
URLS = 64  # addresses remembered in readable form: one a method
JSON = {"Content-Type": "application/json"}


class KeptRequest(BaseRequest):
    """The library's way to the network, over aiohttp; ``answer``: seconds, for each step."""

    def __init__(self, *, answer: float, connections: int) -> None:
        self._answer = answer
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How long an answer is waited for."""
        return self._answer

    async def initialize(self) -> None:
        """Make ready; may be called again."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections, keepalive_timeout=KEPT, ssl=_trusted()
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                timeout=self._patience(self._answer),
            )

    async def shutdown(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """Ask once; raises TimedOut or NetworkError. Only reading may be given another time."""
        if self._session is None or self._session.closed:
            raise NetworkError("The line to Telegram is closed.")
        wait = self._answer if isinstance(read_timeout, DefaultValue) else read_timeout
        target, proxy = _way(url)
        with _named():
            async with self._session.request(
                method,
                target,
                allow_redirects=False,
                proxy=proxy,
                timeout=self._patience(wait),
                **_body(request_data),
            ) as answer:
                return answer.status, await answer.read()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; nothing of it is logged, since it may quote what was said."""
        try:
            told: dict[str, Any] = orjson.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        return told

    def _patience(self, read: float | None) -> aiohttp.ClientTimeout:
        step = self._answer
        total = None if read is None else step + read + step  # an answer told drop by drop ends too
        return aiohttp.ClientTimeout(total=total, connect=step, sock_connect=step, sock_read=read)


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": orjson.dumps(data.parameters), "headers": JSON}
    form = aiohttp.FormData(quote_fields=False)  # a file's name keeps its accents
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return {"data": form}


@contextmanager
def _named() -> Iterator[None]:
    """Give faults the library's names. Theirs are not quoted: they may tell the token's URL."""
    try:
        yield
    except TimeoutError as late:
        raise TimedOut from late
    except (aiohttp.ClientError, OSError) as broken:
        raise NetworkError(type(broken).__name__) from broken


@lru_cache(maxsize=URLS)
def _way(url: str) -> tuple[URL, str | None]:
    """Return an address in readable form, and the proxy the environment names for it."""
    target = URL(url, encoded=True)
    direct = proxy_bypass(target.host or "")
    return target, None if direct else getproxies().get(target.scheme)


@cache
def _trusted() -> SSLContext:
    """Read the known authorities once: each reading costs a client's start 20 ms and more."""
    return httpx.create_ssl_context()
