"""From what Telegram says to the mind's events: who spoke, where, and what."""

from dataclasses import dataclass

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)

from bots.telegram.addressing import Me, said_to_us
from bots.telegram.private import opened
from bots.telegram.rooms import room
from dialogues.messages import Address, Incoming, Left, Located, Press, Receipt, Shown, Text

NAME = "telegram"
KINDS = {  # Telegram's attribute → the mind's kind of what it cannot read
    "sticker": "sticker",
    "animation": "video",  # before document: Telegram fills both
    "photo": "photo",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "document": "file",
    "contact": "other",
    "dice": "other",
    "poll": "other",
    "story": "other",
    "game": "other",
    "checklist": "other",
    "paid_media": "other",
}
GONE = frozenset({ChatMember.LEFT, ChatMember.BANNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """An update that calls for no answer, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """A group became a supergroup: its number is another."""

    old: str
    new: str


def read(update: Update, me: Me) -> Incoming | Moving | Ignored:
    """Return the event of an update."""
    event = f"update:{update.update_id}"
    if update.callback_query:
        return _pressed(event, update.callback_query)
    if update.message:
        return _message(event, update.message, me)
    if update.my_chat_member:
        return _membership(event, update.my_chat_member)
    if update.edited_message:
        return Ignored(reason="edited: the first wording was answered")
    return Ignored(reason="not a kind we asked for")


def room_of(update: Update) -> int:
    """Return the chat whose order the update must keep."""
    whose = update.effective_chat or update.effective_user
    return whose.id if whose else 0


def _address(chat: Chat, user: User, message: Message | None = None) -> Address:
    """Return where someone is; a group's topic is a room of its own."""
    in_topic = message and message.is_topic_message and chat.type != Chat.PRIVATE
    thread = message.message_thread_id if message and in_topic else None
    return Address(channel=NAME, room=room(chat.id, thread), user=str(user.id))


def _pressed(event: str, query: CallbackQuery) -> Incoming | Ignored:
    under = query.message
    if query.data is None:
        return Ignored(reason="a press without payload")
    if under is None:  # the message was too old for Telegram to name it
        private = Address(channel=NAME, room=str(query.from_user.id), user=str(query.from_user.id))
        return Press(id=event, sender=private, payload=query.data, language=_spoken(query))
    whole = under if isinstance(under, Message) else None  # of an old one only the number is told
    sender = _address(under.chat, query.from_user, whole)
    return Press(
        id=event,
        sender=sender,
        payload=query.data,
        shown=Receipt(id=f"{sender.room}:{under.message_id}"),
        language=_spoken(query),
    )


def _spoken(query: CallbackQuery) -> str | None:
    return query.from_user.language_code


def _message(event: str, message: Message, me: Me) -> Incoming | Moving | Ignored:
    if message.migrate_to_chat_id:
        return Moving(old=room(message.chat.id), new=room(message.migrate_to_chat_id))
    writer = message.from_user
    if writer is None or writer.is_bot:
        return Ignored(reason="not written by a person")
    text = said_to_us(message, me)
    if text is None:
        return Ignored(reason="not said to us")
    sender = _address(message.chat, writer, message)
    return _said(event, sender, message, text, writer.language_code)


def _said(
    event: str, sender: Address, message: Message, text: str, language: str | None
) -> Incoming | Ignored:
    if message.location:
        place = message.location
        return Located(
            id=event,
            sender=sender,
            latitude=place.latitude,
            longitude=place.longitude,
            language=language,
        )
    kind = _kind(message)
    if kind and not text.strip():
        return Shown(id=event, sender=sender, kind=kind, language=language)
    if message.text is None and not kind:
        return Ignored(reason="a notice of the platform")
    payload = opened(text)
    if payload:
        return Press(id=event, sender=sender, payload=payload, language=language)
    return Text(id=event, sender=sender, text=text, language=language)


def _kind(message: Message) -> str | None:
    return next((kind for name, kind in KINDS.items() if getattr(message, name)), None)


def _membership(event: str, change: ChatMemberUpdated) -> Incoming | Ignored:
    """Read what became of us in a chat; of a group or channel the leaver is the chat itself."""
    if _inside(change.new_chat_member):
        return Ignored(reason="we were let in, or given other rights")
    whose = change.from_user.id if change.chat.type == Chat.PRIVATE else change.chat.id
    sender = Address(channel=NAME, room=room(change.chat.id), user=str(whose))
    return Left(id=event, sender=sender, language=change.from_user.language_code)


def _inside(member: ChatMember) -> bool:
    """Whether we still are in the chat; muted, or without rights, we are."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in GONE
