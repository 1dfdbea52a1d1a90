"""The parts the web entrance's rooms share."""

from dataclasses import dataclass

from bots.web.channel import Bell
from bots.web.look import Look
from bots.web.ports import Mailbox, Tick, WebSettings
from bots.web.sessions import Sessions
from dialogues.ports import Clock, Receive


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the chat and its streams work with."""

    receive: Receive
    mailbox: Mailbox
    settings: WebSettings
    clock: Clock
    bell: Bell
    tick: Tick
    look: Look
    sessions: Sessions
