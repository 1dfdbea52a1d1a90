"""The gateway, supervised: resumed by the library, opened anew when the library itself gives up."""

import asyncio
from collections.abc import Callable

import aiohttp
import discord
import structlog

from bots.discord.faults import DiscordMisconfigured
from bots.discord.line import Line
from bots.discord.patience import Patience
from bots.discord.reading import Ignored, read_interaction, read_message
from bots.discord.ways import Heard
from bots.discord.words import misconfigured
from dialogues.ports import Busy, DeliveryError

log = structlog.get_logger(__name__)

# What the gateway closes with when no second try can succeed.
HOPELESS = {
    4004: "invalid_token",
    4010: "shards",
    4011: "shards",
    4012: "version",
    4013: "intents",
    4014: "intents",
}
NONSENSE = (KeyError, TypeError, ValueError, AttributeError)  # of an answer that is not Discord's
AWAY = (discord.DiscordException, DeliveryError, aiohttp.ClientError, OSError, *NONSENSE)


class Gateway:
    """The one listener of the bot's events."""

    def __init__(self, *, line: Line, patience: Patience, hear: Callable[[Heard], None]) -> None:
        self._line = line
        self._patience = patience
        self._hear = hear

    async def serve(self) -> None:
        """Hand every event over, for ever; raises DiscordMisconfigured."""
        delays = self._patience.delays(self._patience.reborn)
        while True:
            client = await self.logged_in()
            born = _now()
            await self._listen(client)
            if _now() - born > self._patience.reborn:
                delays = self._patience.delays(self._patience.reborn)
            await asyncio.sleep(max(next(delays), self._patience.identify))

    async def logged_in(self) -> discord.Client:
        """Log in through every loss of the network; raises DiscordMisconfigured."""
        delays = self._patience.delays()
        while True:
            try:
                return await self._line.open()
            except discord.LoginFailure:
                raise DiscordMisconfigured(misconfigured("invalid_token")) from None
            except AWAY as error:
                told = error.seconds if isinstance(error, Busy) else 0.0
                wait = max(next(delays), told)
                log.warning("discord.unreachable", error=type(error).__name__, wait=round(wait, 2))
            await asyncio.sleep(wait)

    async def _listen(self, client: discord.Client) -> None:
        for handler in (self.on_message, self.on_interaction, self.on_resumed, self.on_connect):
            client.event(handler)
        client.event(self.on_error)
        self._client = client
        try:
            await client.connect()
        except discord.PrivilegedIntentsRequired:
            raise DiscordMisconfigured(misconfigured("intents")) from None
        except discord.ConnectionClosed as closed:
            if closed.code in HOPELESS:
                raise DiscordMisconfigured(misconfigured(HOPELESS[closed.code])) from None
            log.warning("discord.closed", code=closed.code)
        except Exception as died:  # noqa: BLE001 - whatever the library trips over
            log.error("discord.died", error=type(died).__name__)  # noqa: TRY400 - it may quote
            await self._hang_up(client)

    async def _hang_up(self, client: discord.Client) -> None:
        """Leave a connection nobody reads any more; the session may be resumed by nobody."""
        if client.is_closed() or client.ws is None:
            return
        try:
            async with asyncio.timeout(self._patience.answer):
                await client.ws.close()
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            log.debug("discord.not_hung_up", error=type(error).__name__)

    async def on_message(self, message: discord.Message) -> None:
        """Take what somebody wrote."""
        me = self._client.user
        self._take(read_message(message, me.id if me else 0))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take a command, a button or a menu."""
        self._take(read_interaction(interaction))

    async def on_connect(self) -> None:
        """Say that a session began."""
        log.info("discord.connected")

    async def on_resumed(self) -> None:
        """Say that a session goes on where it was cut."""
        log.info("discord.resumed")

    async def on_error(self, event: str, /, *_: object, **__: object) -> None:
        """Say which kind of event could not be read, and nothing of it."""
        log.error("discord.unreadable", incoming=event)

    def _take(self, heard: Heard | Ignored) -> None:
        if isinstance(heard, Ignored):
            log.debug("discord.ignored", reason=heard.reason)
        else:
            self._hear(heard)


def _now() -> float:
    return asyncio.get_running_loop().time()
