"""Whether a message is said to us, and what it says once our name is taken out."""

import re
from dataclasses import dataclass

from telegram import Chat, Message, MessageEntity

COMMAND = re.compile(r"/(\w+)@(\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The bot, as people name it in groups."""

    id: int
    username: str


def said_to_us(message: Message, me: Me) -> str | None:
    """Return the text or caption without our name; None when a group talks among itself."""
    text = message.text or message.caption or ""
    command = COMMAND.match(text)
    if command and command[2].lower() != me.username.lower():
        return None
    if command:
        text = f"/{command[1]}{text[command.end() :]}"
    named = _without_name(text, me)
    private = message.chat.type == Chat.PRIVATE
    if private or text.startswith("/") or named != text or _answers_us(message, me):
        return named
    return text if _mentioned_without_name(message, me) else None


def _without_name(text: str, me: Me) -> str:
    if not me.username:
        return text
    name = re.compile(rf"(?<!\w)@{re.escape(me.username)}(?!\w)[ ,:]*", re.IGNORECASE)
    return name.sub("", text)


def _answers_us(message: Message, me: Me) -> bool:
    first = message.reply_to_message
    return bool(first and first.from_user and first.from_user.id == me.id)


def _mentioned_without_name(message: Message, me: Me) -> bool:
    entities = (*message.entities, *message.caption_entities)
    return any(
        entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == me.id
        for entity in entities
    )
