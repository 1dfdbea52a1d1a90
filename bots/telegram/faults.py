"""What each refusal of Telegram means for us: stop, wait, try again, or never as it is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from aiohttp import ConnectionTimeoutError
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError, TimedOut

from dialogues.ports import Busy, DeliveryError, Gone, Refused, Unreachable

# The library warns at each 429 until it is told that durations are welcome.
os.environ.setdefault("PTB_TIMEDELTA", "true")

NONSENSE = (KeyError, TypeError, ValueError, AttributeError)  # of an answer that is not Telegram's
UNCHANGED = "message is not modified"  # Telegram's word for an edit that changes nothing


class TelegramMisconfigured(Exception):
    """The settings cannot work with Telegram; the message says what to change."""


class PerhapsShown(Unreachable):
    """The message left and no answer came back: it may have been shown."""


class Moved(Refused):
    """The group became a supergroup, reached under another number."""

    def __init__(self, room: str) -> None:
        super().__init__(f"The group is now {room}.")
        self.room = room


@contextmanager
def translated() -> Iterator[None]:
    """Turn the library's errors into the channel's."""
    try:
        yield
    except TelegramError as error:
        raise fault(error) from error
    except NONSENSE as nonsense:
        raise PerhapsShown("Telegram's answer cannot be read.") from nonsense


def fault(error: TelegramError) -> DeliveryError:
    """Name what to do after an error; a bad request is a network error to the library."""
    match error:
        case RetryAfter():
            return Busy(seconds(error.retry_after))
        case Forbidden():
            return Gone(error.message)
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case BadRequest():
            return Refused(error.message)
        case TimedOut() if not isinstance(error.__cause__, ConnectionTimeoutError):
            return PerhapsShown(error.message)
        case _:
            return Unreachable(error.message)


def seconds(given: float | timedelta) -> float:
    """Read a duration in either of the forms the library gives it."""
    return given.total_seconds() if isinstance(given, timedelta) else float(given)
