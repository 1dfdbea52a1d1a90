"""Telegram as a channel: polling or a webhook in, messages out; imported only with a token."""

from bots.telegram.channel import TelegramChannel
from bots.telegram.door import Door
from bots.telegram.faults import PerhapsShown, TelegramMisconfigured
from bots.telegram.patience import Patience

__all__ = ["Door", "Patience", "PerhapsShown", "TelegramChannel", "TelegramMisconfigured"]
