"""The people of the Discord double: what they write, press and choose, and what they see."""

import asyncio
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.discord_rules import Json, shown

BOT_ID, APPLICATION, SERVER = 777, 888, 999
EPOCH = "2026-11-24T15:00:00+00:00"  # any moment will do
FIRST = 1_300_000_000_000_000_000  # snowflakes of 2024
HIDDEN, THINKING = 64, 128  # flags of a message
PRIVATE, IN_SERVER = 1, 0  # types of a room, which are the contexts of an interaction too
MEDIA: Mapping[str, str] = {"photo": "image/png", "voice": "audio/ogg", "video": "video/mp4"}


@dataclass
class Post:
    """One message the bot shows."""

    room: int
    number: int
    content: str = ""
    rows: list[Json] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    hidden_for: int | None = None  # who alone sees it
    thinking: bool = False
    under: str | None = None
    edits: int = 0

    @property
    def text(self) -> str:
        return shown(self.content)

    @property
    def parts(self) -> Iterator[Json]:
        return (part for row in self.rows for part in row["components"])

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The buttons and the options of menus: label, payload or link."""
        found: list[tuple[str, str]] = []
        for part in self.parts:
            if "options" in part:
                found += [(option["label"], option["value"]) for option in part["options"]]
            else:
                found.append((part["label"], part.get("custom_id") or part["url"]))
        return found

    @property
    def labels(self) -> list[str]:
        return [label for label, _ in self.choices]


@dataclass
class Interaction:
    """One act of a person that waits for an answer."""

    number: int
    token: str
    user: int
    room: int
    born: float
    pressed: Post | None = None
    acknowledged: int | None = None
    hidden: bool = False
    original: Post | None = None
    withdrawn: bool = False


class People:
    """Rooms, the events made in them, and the posts seen there."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.interactions: dict[str, Interaction] = {}  # by token
        self.private: dict[int, int] = {}  # user → room
        self.channels: set[int] = set()
        self.closed: dict[int, int] = {}  # room → Discord's code for the bot who writes there
        self.numbers = itertools.count(FIRST)

    def channel(self, number: int) -> int:
        """Open a channel of the server."""
        self.channels.add(number)
        return number

    def dm(self, user: int) -> int:
        """Return the private room of a user, opened by whoever comes first."""
        if user not in self.private:
            self.private[user] = next(self.numbers)
        return self.private[user]

    def block(self, user: int) -> None:
        """Close one's private messages to the bot."""
        self.closed[self.dm(user)] = 50007

    def say(self, user: int, text: str, *, channel: int | None = None, **details: Any) -> int:
        """Write a text, in private or in a channel. Returns the message's number."""
        return self.emit_message(user, {"content": text} | details, channel)

    def show(self, user: int, kind: str, *, text: str = "", channel: int | None = None) -> int:
        """Send a sticker, a photo, a voice message or a file."""
        number = str(next(self.numbers))
        if kind == "sticker":
            item: Json = {"id": number, "name": "coucou", "format_type": 1}
            return self.emit_message(user, {"content": text, "sticker_items": [item]}, channel)
        url = f"https://cdn.discord.example/{number}"
        media = {"id": number, "filename": "f", "size": 9, "url": url, "proxy_url": url}
        media["content_type"] = MEDIA.get(kind, "application/pdf")
        return self.emit_message(user, {"content": text, "attachments": [media]}, channel)

    def slash(
        self,
        user: int,
        name: str,
        *,
        channel: int | None = None,
        locale: str = "fr",
        **options: str,
    ) -> int:
        """Use a command."""
        given = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
        data = {"id": "1", "name": name, "type": 1, "options": given}
        return self._act(user, 2, data, self._room(user, channel), locale=locale)

    def press(self, user: int, label: str, *, channel: int | None = None) -> int:
        """Press the latest button with that label."""
        post, part = self._find(user, label, channel)
        data = {"custom_id": part["custom_id"], "component_type": 2}
        return self._act(user, 3, data, post.room, post=post)

    def choose(self, user: int, label: str, *, channel: int | None = None) -> int:
        """Choose the option with that label in the latest menu that has it."""
        post, part = self._find(user, label, channel)
        value = next(one["value"] for one in part["options"] if one["label"] == label)
        data = {"custom_id": part["custom_id"], "component_type": 3, "values": [value]}
        return self._act(user, 3, data, post.room, post=post)

    def pick(self, user: int, label: str, *, channel: int | None = None) -> int:
        """Press or choose, whichever the label is."""
        _, part = self._find(user, label, channel)
        act = self.choose if "options" in part else self.press
        return act(user, label, channel=channel)

    def seen(self, user: int) -> list[Post]:
        """Return what a person sees of the bot in private, in order."""
        return self.seen_in(self.dm(user), user)

    def seen_in(self, room: int, user: int) -> list[Post]:
        """Return what a person sees of the bot in a room."""
        return [
            post for post in self.posts if post.room == room and post.hidden_for in {None, user}
        ]

    def emit(self, kind: str, body: Json) -> None:
        """Send an event through the gateway."""
        raise NotImplementedError

    def emit_message(self, user: int, said: Json, channel: int | None) -> int:
        number = next(self.numbers)
        body = message(number, self._room(user, channel), person(user)) | said
        calls = {int(one) for one in re.findall(r"<@!?(\d+)>", said.get("content", ""))}
        body["mentions"] = [person(one) for one in sorted(calls)]
        if channel:
            body |= {"guild_id": str(SERVER), "member": member(user, with_user=False)}
            body = body if BOT_ID in calls else body | {"content": "", "attachments": []}
        self.emit("MESSAGE_CREATE", body)
        return number

    def described(self, post: Post) -> Json:
        """Return a post as Discord describes it."""
        flags = (HIDDEN if post.hidden_for else 0) | (THINKING if post.thinking else 0)
        url = "https://cdn.discord.example/f"
        files = [
            {"id": str(place), "filename": name, "size": len(content), "url": url, "proxy_url": url}
            for place, (name, content) in enumerate(post.files, start=1)
        ]
        body = message(post.number, post.room, person(BOT_ID)) | {"attachments": files}
        rows = [_numbered(row) for row in post.rows]
        return body | {"content": post.content, "components": rows, "flags": flags}

    def _room(self, user: int, channel: int | None) -> int:
        return self.channel(channel) if channel else self.dm(user)

    def _find(self, user: int, label: str, channel: int | None) -> tuple[Post, Json]:
        for post in reversed(self.seen_in(self._room(user, channel), user)):
            for part in post.parts:
                labels = [one["label"] for one in part.get("options", (part,))]
                if label in labels:
                    return post, part
        raise AssertionError(f"No button {label!r} is shown to {user}.")

    def _act(
        self,
        user: int,
        kind: int,
        data: Json,
        room: int,
        *,
        post: Post | None = None,
        locale: str = "fr",
    ) -> int:
        number = next(self.numbers)
        now = asyncio.get_running_loop().time()
        act = Interaction(number, f"token-{number}", user, room, now, pressed=post)
        self.interactions[act.token] = act
        self.emit("INTERACTION_CREATE", self._interaction(act, kind, data) | {"locale": locale})
        return number

    def _interaction(self, act: Interaction, kind: int, data: Json) -> Json:
        private = act.room not in self.channels
        body: Json = {
            "id": str(act.number),
            "application_id": str(APPLICATION),
            "type": kind,
            "data": data,
            "token": act.token,
            "version": 1,
            "channel_id": str(act.room),
            "channel": room(act.room, private=private),
            "app_permissions": "0",
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": PRIVATE if private else IN_SERVER,
            "attachment_size_limit": 10_000_000,
        }
        if act.pressed:
            body["message"] = self.described(act.pressed)
        if private:
            return body | {"user": person(act.user)}
        where = {"id": str(SERVER), "locale": "fr", "features": []}
        return body | {
            "guild_id": str(SERVER),
            "guild": where,
            "member": member(act.user, with_user=True),
        }


def person(user: int) -> Json:
    """Return a user as Discord describes one."""
    nothing = dict.fromkeys(("avatar", "global_name", "primary_guild"))
    name = {"id": str(user), "username": f"p{user}", "discriminator": "0"}
    return name | nothing | {"public_flags": 0, "flags": 0, "bot": user == BOT_ID}


def member(user: int, *, with_user: bool) -> Json:
    """Return a member of the server."""
    body: Json = {"roles": [], "joined_at": EPOCH, "deaf": False, "mute": False, "flags": 0}
    return body | ({"user": person(user), "permissions": "0"} if with_user else {})


def room(number: int, *, private: bool) -> Json:
    """Return a room as an interaction describes it."""
    if private:
        return {"id": str(number), "type": PRIVATE, "flags": 0, "recipients": []}
    place = {"id": str(number), "type": IN_SERVER, "guild_id": str(SERVER), "name": "general"}
    return place | {"position": 0, "flags": 0, "nsfw": False, "permissions": "0"}


def message(number: int, where: int, author: Json) -> Json:
    """Return an empty message as Discord describes one."""
    lists: Json = {
        name: [] for name in ("attachments", "embeds", "components", "mentions", "mention_roles")
    }
    body = {"id": str(number), "channel_id": str(where), "author": author, "type": 0}
    body |= {"content": "", "timestamp": EPOCH, "edited_timestamp": None, "flags": 0}
    return body | lists | {"pinned": False, "mention_everyone": False, "tts": False}


def _numbered(row: Json) -> Json:
    """Discord numbers the components it was given."""
    parts = [part | {"id": place} for place, part in enumerate(row["components"], start=2)]
    for part in parts:
        if "options" in part:
            part |= {"min_values": 1, "max_values": 1}
    return row | {"id": 1, "components": parts}
