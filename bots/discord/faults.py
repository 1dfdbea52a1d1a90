"""What each refusal of Discord means for us: stop, wait, try again, or never as it is."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bots.discord.words import misconfigured
from dialogues.ports import Busy, DeliveryError, Gone, Refused, Unreachable

# Discord's own codes, which say more than the status they come with.
GONE = frozenset({50007, 50278, 10003, 10013})  # closed to us, no server shared, no such room
OPENING_TOO_FAST = 40003
ACKNOWLEDGED = 40060
EXPIRED = frozenset({10062, 10015, 50027})  # 3 s to acknowledge, then 15 minutes to answer
MAY_NOT = frozenset({50001, 50013, 160002})  # see the room, write in it, answer a message there

OPENING = 30.0  # seconds; Discord says that we open private channels too fast, and no number
FORBIDDEN, TOO_MANY, FAILED = 403, 429, 500


class DiscordMisconfigured(Exception):
    """The settings cannot work with Discord; the message says what to change."""


class PerhapsShown(Unreachable):
    """The message left and no answer came back: it may have been shown."""


class Flooded(Busy):
    """The whole bot must wait, not one room only."""


class Closed(Refused):
    """We may not write in that room."""


class Expired(Refused):
    """The time to answer that interaction is over: the person is answered another way."""


class Acknowledged(Refused):
    """That interaction was acknowledged before: it came twice."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn the library's errors into the channel's."""
    try:
        yield
    except discord.RateLimited as limited:
        raise Busy(limited.retry_after) from limited
    except discord.LoginFailure as refused:
        raise Unreachable("Discord refuses the token.") from refused
    except discord.HTTPException as error:
        raise fault(error) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as away:
        raise Unreachable(type(away).__name__) from away
    except (aiohttp.ClientError, OSError) as lost:
        raise PerhapsShown(type(lost).__name__) from lost
    except (KeyError, TypeError, ValueError, AttributeError) as nonsense:
        raise PerhapsShown("Discord's answer cannot be read.") from nonsense


def fault(error: discord.HTTPException) -> DeliveryError:
    """Name what to do after a refusal."""
    reason = error.text or f"{error.status}"
    known = _coded(error.code, reason)
    if known:
        return known
    if error.status == FORBIDDEN:
        return Closed(reason)
    if error.status >= FAILED or error.status == 401:  # noqa: PLR2004 - a token may come back
        return Unreachable(reason)
    return Refused(reason)


def _coded(code: int, reason: str) -> DeliveryError | None:
    if code in GONE:
        return Gone(reason)
    if code == OPENING_TOO_FAST:
        return Busy(OPENING)
    if code == ACKNOWLEDGED:
        return Acknowledged(reason)
    if code in EXPIRED:
        return Expired(reason)
    if code in MAY_NOT:
        return Closed(misconfigured("permission"))
    return None
