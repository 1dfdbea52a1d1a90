"""From what Telegram says to the mind's events: who spoke, where, and what."""

from dataclasses import dataclass

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)

from bots.telegram.addressing import Me, said_to_us
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


def read(update: Update, me: Me) -> Incoming | Ignored:
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


def _address(chat: Chat, user: User) -> Address:
    return Address(channel=NAME, room=str(chat.id), user=str(user.id))


def _pressed(event: str, query: CallbackQuery) -> Incoming | Ignored:
    under = query.message
    if query.data is None:
        return Ignored(reason="a press without payload")
    if under is None:  # the message was too old for Telegram to name it
        private = Address(channel=NAME, room=str(query.from_user.id), user=str(query.from_user.id))
        return Press(id=event, sender=private, payload=query.data, language=_spoken(query))
    return Press(
        id=event,
        sender=_address(under.chat, query.from_user),
        payload=query.data,
        shown=Receipt(id=f"{under.chat.id}:{under.message_id}"),
        language=_spoken(query),
    )


def _spoken(query: CallbackQuery) -> str | None:
    return query.from_user.language_code


def _message(event: str, message: Message, me: Me) -> Incoming | Ignored:
    writer = message.from_user
    if writer is None or writer.is_bot:
        return Ignored(reason="not written by a person")
    text = said_to_us(message, me)
    if text is None:
        return Ignored(reason="not said to us")
    sender, language = _address(message.chat, writer), writer.language_code
    if message.location:
        return Located(
            id=event,
            sender=sender,
            latitude=message.location.latitude,
            longitude=message.location.longitude,
            language=language,
        )
    kind = _kind(message)
    if kind and not text.strip():
        return Shown(id=event, sender=sender, kind=kind, language=language)
    if message.text is None and not kind:
        return Ignored(reason="a notice of the platform")
    return Text(id=event, sender=sender, text=text, language=language)


def _kind(message: Message) -> str | None:
    return next((kind for name, kind in KINDS.items() if getattr(message, name)), None)


def _membership(event: str, change: ChatMemberUpdated) -> Incoming | Ignored:
    if change.new_chat_member.status not in GONE:
        return Ignored(reason="we were let in")
    sender = _address(change.chat, change.from_user)
    return Left(id=event, sender=sender, language=change.from_user.language_code)
