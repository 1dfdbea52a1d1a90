"""The line to Discord: the library's client and its connections, discreet about what is said."""

import asyncio
import logging
from typing import Any

import aiohttp
import discord
import structlog
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bots.discord.faults import DiscordMisconfigured, PerhapsShown, translated
from bots.discord.patience import Patience
from bots.discord.witness import Witness
from bots.discord.words import misconfigured
from dialogues.ports import Unreachable

log = structlog.get_logger(__name__)

OFFICIAL = "https://discord.com/api/v10"
LONG_WAIT = 30.0  # seconds; a longer wait for a bucket is told, not slept through
# At their usual level these tell interaction tokens, which stand in URLs, or what people wrote.
INDISCREET = {"discord": logging.CRITICAL}


class Call:
    """One thing to ask: a method, a path's pattern, and what stands in it."""

    def __init__(self, method: str, path: str, **where: str) -> None:
        self._method = method
        self._path = path
        self._where = where

    @property
    def route(self) -> Route:
        """The library's form of it, at the address the line was opened to."""
        return Route(self._method, self._path, **self._where)


class Line:
    """One bot's connections; nothing connects before the first call."""

    def __init__(
        self, *, token: str, api_url: str, gateway_url: str = "", patience: Patience
    ) -> None:
        if not token.strip():
            raise DiscordMisconfigured(misconfigured("invalid_token"))
        for name, level in INDISCREET.items():
            logging.getLogger(name).setLevel(level)
        self._token = token
        self._api_url = api_url.rstrip("/")
        self._gateway_url = gateway_url
        self._patience = patience
        self._opening = asyncio.Lock()
        self._client: discord.Client | None = None
        self.witness = Witness()

    async def open(self) -> discord.Client:
        """Log in once; raises what the library raises."""
        async with self._opening:
            if self._client is None or self._client.is_closed():
                self._client = await self._logged_in()
            return self._client

    async def close(self) -> None:
        """Let the connections go."""
        client, self._client = self._client, None
        if client:
            await client.close()

    async def ask(self, call: Call, **request: Any) -> Any:
        """Ask Discord for something; raises Gone, Busy, Unreachable or Refused."""
        client = await self._opened()
        with translated():
            self.witness.allow()
            limit = aiohttp.ClientTimeout(total=self._patience.answer)
            answer = await client.http.request(call.route, timeout=limit, **request)
        if answer and isinstance(answer, str):
            raise PerhapsShown("The answer is not Discord's.")  # of some wall on the way
        return answer

    async def _opened(self) -> discord.Client:
        try:
            with translated():
                return await self.open()
        except PerhapsShown as away:  # the login failed, so nothing was
            raise Unreachable(str(away)) from away

    async def _logged_in(self) -> discord.Client:
        Route.BASE = self._api_url  # the library keeps it in the class: one Discord a process
        client = self._new_client()
        try:
            async with asyncio.timeout(self._patience.answer):
                await client.login(self._token)
                DiscordWebSocket.DEFAULT_GATEWAY = URL(await self._gateway(client))
        except BaseException:
            await client.close()
            raise
        if client.application and client.application.interactions_endpoint_url:
            log.warning("discord.elsewhere", reason=misconfigured("endpoint"))
        return client

    async def _gateway(self, client: discord.Client) -> str:
        if self._gateway_url:
            return self._gateway_url
        told = await client.http.request(Route("GET", "/gateway"))
        return str(told["url"])

    def _new_client(self) -> discord.Client:
        """Keep nothing of what passes: no message, no member, no server."""
        intents = discord.Intents.none()
        intents.dm_messages = intents.guild_messages = True
        client = discord.Client(
            intents=intents,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0,
            max_ratelimit_timeout=LONG_WAIT,
            http_trace=self.witness.trace(),
        )
        client.event(self.before_identify_hook)
        return client

    async def before_identify_hook(self, _: int | None, *, initial: bool = False) -> None:
        """Space the new sessions as Discord asks."""
        if not initial:
            await asyncio.sleep(self._patience.identify)
