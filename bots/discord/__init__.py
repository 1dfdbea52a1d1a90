"""Discord as a channel: the gateway in, messages with buttons out; imported only with a token."""

import warnings

# The library's voice part imports what Python 3.13 has dropped; we have no voice.
with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
    import discord as discord

from bots.discord.channel import DiscordChannel
from bots.discord.faults import DiscordMisconfigured, PerhapsShown
from bots.discord.patience import Patience

__all__ = ["DiscordChannel", "DiscordMisconfigured", "Patience", "PerhapsShown"]
