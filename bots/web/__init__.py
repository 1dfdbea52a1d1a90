"""The web entrance: the chat, the public pages and the signs of life."""

from bots.web.app import build
from bots.web.channel import Bell, WebChannel
from bots.web.ports import Mailbox, Pages, Readiness, WebSettings

__all__ = ["Bell", "Mailbox", "Pages", "Readiness", "WebChannel", "WebSettings", "build"]
