"""Telegram as a channel: long polling in, messages with buttons out; imported only with a token."""

from bots.telegram.channel import TelegramChannel
from bots.telegram.faults import PerhapsShown, TelegramMisconfigured
from bots.telegram.patience import Patience

__all__ = ["Patience", "PerhapsShown", "TelegramChannel", "TelegramMisconfigured"]
