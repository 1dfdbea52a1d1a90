"""The people of the Bot API double: what they write, press, share, and see."""

import asyncio
import itertools
import re
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

BOT: Json = {"id": 777, "is_bot": True, "first_name": "Tchatche", "username": "tchatche_bot"}
EPOCH = 1_795_000_000  # any moment will do: messages only need one each
ENTITIES = {"bot_command": re.compile(r"(?<!\S)/\w+(@\w+)?"), "mention": re.compile(r"@\w{4,}")}
FILE = {"file_id": "f1", "file_unique_id": "u1"}
MEDIA: dict[str, Any] = {
    "sticker": FILE
    | {"type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False},
    "photo": [FILE | {"width": 9, "height": 9}],
    "voice": FILE | {"duration": 2},
    "audio": FILE | {"duration": 2},
    "video": FILE | {"duration": 2, "width": 9, "height": 9},
    "video_note": FILE | {"duration": 2, "length": 9},
    "document": FILE | {"file_name": "a.pdf"},
    "contact": {"phone_number": "+33500000000", "first_name": "Camille"},
    "dice": {"emoji": "🎲", "value": 3},
    "new_chat_title": "Un autre nom",
}

MUTED = ("messages", "audios", "documents", "photos", "videos", "video_notes", "voice_notes")
MUTED_TOO = ("can_send_polls", "can_send_other_messages", "can_add_web_page_previews")
RIGHTS = ("manage_chat", "delete_messages", "manage_video_chats", "restrict_members")
RIGHTS_TOO = ("promote_members", "change_info", "invite_users", "post_stories", "edit_stories")
STANDINGS: dict[str, Json] = {
    "restricted": {f"can_send_{name}": False for name in MUTED}
    | dict.fromkeys(MUTED_TOO, False)
    | dict.fromkeys(("can_change_info", "can_invite_users", "can_pin_messages"), False)
    | {"can_manage_topics": False, "can_edit_tag": False, "can_react_to_messages": False}
    | {"is_member": True, "until_date": 0},
    "administrator": {f"can_{name}": True for name in (*RIGHTS, *RIGHTS_TOO)}
    | {"can_be_edited": False, "is_anonymous": False, "can_delete_stories": False},
}


@dataclass
class Post:
    """One message the bot shows."""

    chat: int
    number: int
    kind: str  # text, venue or document
    text: str = ""
    keyboard: list[list[dict[str, str]]] = field(default_factory=list)
    details: Json = field(default_factory=dict)
    content: bytes = b""
    edits: int = 0
    thread: int | None = None

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.keyboard for button in row]

    def button(self, label: str) -> dict[str, str] | None:
        buttons = (button for row in self.keyboard for button in row)
        return next((button for button in buttons if button["text"] == label), None)


class People:
    """Chats, the updates they make, and the posts they see."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.updates: list[Json] = []
        self.queries: dict[str, bool] = {}  # callback query → answered
        self.chats: dict[int, Json] = {}
        self.blocked: set[int] = set()
        self.topics: dict[int, tuple[int, ...]] = {}
        self.names: dict[str, int] = {}  # a channel's @name → its number
        self.allowed: list[str] | None = None
        self.arrived = asyncio.Event()
        self.numbers = itertools.count(1)
        self._update_ids = itertools.count(1001)

    def group(self, chat: int, title: str = "Les jeunes") -> int:
        """Open a group the bot is in."""
        self.chats[chat] = {"id": chat, "type": "supergroup", "title": title}
        return chat

    def forum(self, chat: int, *topics: int) -> int:
        """Open a group with topics."""
        self.topics[self.group(chat)] = topics
        self.chats[chat]["is_forum"] = True
        return chat

    def migrate(self, old: int, new: int) -> int:
        """Make a supergroup of a group, as Telegram tells both of them."""
        self.group(new)
        self.emit("message", self._message(old, {"migrate_to_chat_id": new}, user=1))
        return self.emit("message", self._message(new, {"migrate_from_chat_id": old}, user=1))

    def join(self, chat: int, status: str = "member", **details: Any) -> int:
        """Change what the bot is in a chat: member, left, restricted or another."""
        return self._membership(chat, {"status": status} | STANDINGS.get(status, {}) | details)

    def say(self, chat: int, text: str, **details: Any) -> int:
        """Write a text; returns the update.

        ``user``, ``language``, ``reply_to`` and ``thread`` may be given.
        """
        entities = [
            {"type": kind, "offset": _units(text[: found.start()]), "length": _units(found[0])}
            for kind, pattern in ENTITIES.items()
            for found in pattern.finditer(text)
        ]
        said: Json = {"text": text} | ({"entities": entities} if entities else {})
        return self.emit("message", self._message(chat, said, **details))

    def show(self, chat: int, kind: str, caption: str = "", **details: Any) -> int:
        """Send a sticker, a photo, a voice message or another kind."""
        media = {kind: MEDIA[kind]} | ({"caption": caption} if caption else {})
        return self.emit("message", self._message(chat, media, **details))

    def send_sticker(self, chat: int) -> int:
        return self.show(chat, "sticker")

    def share_location(self, chat: int, latitude: float, longitude: float) -> int:
        where = {"latitude": latitude, "longitude": longitude}
        return self.emit("message", self._message(chat, {"location": where}))

    def edit(self, chat: int, text: str) -> int:
        said = self._message(chat, {"text": text, "edit_date": EPOCH + 9})
        return self.emit("edited_message", said)

    def press(self, chat: int, label: str, *, user: int | None = None) -> int:
        """Press the latest button with that label."""
        for post in reversed(self.posts):
            button = post.button(label) if post.chat == chat else None
            if button:
                return self._press(post, button["callback_data"], user or chat)
        raise AssertionError(f"No button {label!r} is shown in {chat}.")

    def block(self, chat: int) -> int:
        """Block the bot, or remove it from a group."""
        self.blocked.add(chat)
        return self._membership(chat, {"status": "kicked", "until_date": 0})

    def unblock(self, chat: int) -> int:
        self.blocked.discard(chat)
        return self._membership(chat, {"status": "member"})

    def seen(self, chat: int) -> list[Post]:
        """Return what the chat shows of the bot, in order."""
        return [post for post in self.posts if post.chat == chat]

    def chat(self, chat: int) -> Json:
        """Return a chat, opened by whoever writes in it first."""
        return self.chats.setdefault(
            chat, {"id": chat, "type": "private", "first_name": f"P{chat}"}
        )

    def emit(self, kind: str, body: Json) -> int:
        """Queue an update if the bot asked for its kind."""
        number = next(self._update_ids)
        if not self.allowed or kind in self.allowed:
            self.updates.append({"update_id": number, kind: body})
            self.arrived.set()
        return number

    def shown(self, post: Post) -> Json:
        """Return a post as Telegram describes it."""
        body = {"message_id": post.number, "date": EPOCH + post.number, "from": BOT}
        body |= {"chat": self.chat(post.chat)} | post.details | _topic(post.thread)
        body |= {"text": post.text} if post.kind == "text" else {}
        return body | (
            {"reply_markup": {"inline_keyboard": post.keyboard}} if post.keyboard else {}
        )

    def _press(self, post: Post, data: str, user: int) -> int:
        query = f"q{next(self.numbers)}"
        self.queries[query] = False
        body = {"id": query, "from": _person(user, "fr"), "chat_instance": "c1", "data": data}
        return self.emit("callback_query", body | {"message": self.shown(post)})

    def _message(
        self,
        chat: int,
        body: Json,
        *,
        user: int | None = None,
        language: str | None = "fr",
        reply_to: Post | None = None,
        thread: int | None = None,
    ) -> Json:
        number = next(self.numbers)
        said = {"message_id": number, "date": EPOCH + number, "chat": self.chat(chat)}
        said |= {"from": _person(user or chat, language)} | body | _topic(thread)
        return said | ({"reply_to_message": self.shown(reply_to)} if reply_to else {})

    def _membership(self, chat: int, now: Json) -> int:
        body: Json = {"chat": self.chat(chat), "from": _person(abs(chat), "fr"), "date": EPOCH}
        body["old_chat_member"] = {"status": "member", "user": BOT}
        return self.emit("my_chat_member", body | {"new_chat_member": now | {"user": BOT}})


def _person(user: int, language: str | None) -> Json:
    person = {"id": user, "is_bot": False, "first_name": f"P{user}"}
    return person | ({"language_code": language} if language else {})


def _topic(thread: int | None) -> Json:
    return {"message_thread_id": thread, "is_topic_message": True} if thread else {}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
