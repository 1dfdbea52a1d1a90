"""The requests of the Discord double: each does what Discord does, or refuses as it refuses."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.doubles import discord_rules as rules
from tests.doubles.discord_people import (
    APPLICATION,
    BOT_ID,
    HIDDEN,
    Interaction,
    People,
    Post,
    person,
    room,
)
from tests.doubles.discord_rules import ApiError, Json

IN_TIME = 3.0  # seconds to acknowledge an interaction
PROMISE, QUIET = 5, 6  # how an interaction is acknowledged
ROUTES: Mapping[tuple[str, str], str] = {
    ("GET", "/users/@me"): "me",
    ("GET", "/oauth2/applications/@me"): "application",
    ("GET", "/gateway"): "gateway",
    ("GET", "/gateway/bot"): "gateway_bot",
    ("POST", "/users/@me/channels"): "open_private",
    ("GET", "/applications/{application_id}/commands"): "commands",
    ("PUT", "/applications/{application_id}/commands"): "set_commands",
    ("POST", "/channels/{channel_id}/typing"): "typing",
    ("POST", "/channels/{channel_id}/messages"): "create",
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): "update",
    ("DELETE", "/channels/{channel_id}/messages/{message_id}"): "delete",
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback"): "acknowledge",
    ("POST", "/webhooks/{webhook_id}/{webhook_token}"): "add",
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"): "fill",
    ("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"): "withdraw",
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request of the bot, read."""

    method: str
    path: str  # its pattern, as officially described
    where: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    files: Sequence[tuple[str, bytes]] = ()


class Routes:
    """What a bot may ask; None is an answer without a body."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._once: dict[tuple[int, str], Post] = {}
        self.menu: list[Json] = []
        self.gateway_url = ""
        self.endpoint: str | None = None

    def me(self, _: Request) -> Json:
        return person(BOT_ID) | {"mfa_enabled": False, "locale": "fr"}

    def application(self, _: Request) -> Json:
        nothing = dict.fromkeys(("icon", "role_connections_verification_url"))
        counts = {f"approximate_{what}_count": 1 for what in ("guild", "user_install")}
        return {
            "id": str(APPLICATION),
            "name": "Tchatche",
            "description": "",
            "type": None,
            "verify_key": "0",
            "flags": 0,
            "flags_new": "0",
            "redirect_uris": [],
            "bot_public": True,
            "bot_require_code_grant": False,
            "interactions_endpoint_url": self.endpoint,
            "owner": person(1),
            "approximate_user_authorization_count": 1,
            "event_webhooks_url": None,
            "event_webhooks_types": [],
            "event_webhooks_status": 1,
            "explicit_content_filter": 0,
            "team": None,
            "tags": [],
            "eligible_oauth2_scopes": ["bot", "applications.commands"],
            **nothing,
            **counts,
        }

    def gateway(self, _: Request) -> Json:
        return {"url": self.gateway_url}

    def gateway_bot(self, _: Request) -> Json:
        left = {"total": 1000, "remaining": 999, "reset_after": 1000, "max_concurrency": 1}
        return {"url": self.gateway_url, "shards": 1, "session_start_limit": left}

    def open_private(self, asked: Request) -> Json:
        user = int(asked.body["recipient_id"])
        number = self._people.dm(user)
        return room(number, private=True) | {"recipients": [person(user)]}

    def commands(self, _: Request) -> list[Json]:
        return self.menu

    def set_commands(self, asked: Request) -> list[Json]:
        rules.commands(asked.body)
        self.menu = [
            {name: value for name, value in one.items() if value != []}
            | {"id": str(next(self._people.numbers)), "application_id": str(APPLICATION)}
            | {"version": "1", "default_member_permissions": None}
            for one in asked.body
        ]
        return self.menu

    def typing(self, asked: Request) -> None:
        self._reach(int(asked.where["channel_id"]))

    def create(self, asked: Request) -> Json:
        where = int(asked.where["channel_id"])
        self._reach(where)
        rules.message(asked.body, asked.files)
        once = (where, str(asked.body.get("nonce", "")))
        if asked.body.get("enforce_nonce") and once in self._once:
            return self._people.described(self._once[once])
        post = self._once[once] = self._add(asked, where)
        post.under = (asked.body.get("message_reference") or {}).get("message_id")
        self._people.emit("MESSAGE_CREATE", self._people.described(post))
        return self._people.described(post)

    def update(self, asked: Request) -> Json:
        post = self._post(asked)
        return self._changed(post, asked)

    def delete(self, asked: Request) -> None:
        self._people.posts.remove(self._post(asked))

    def acknowledge(self, asked: Request) -> Json | None:
        act = self._people.interactions.get(asked.where["interaction_token"])
        late = act and asyncio.get_running_loop().time() - act.born > IN_TIME
        if act is None or late or act.number != int(asked.where["interaction_id"]):
            raise ApiError(404, 10062, "Unknown interaction")
        if act.acknowledged:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        act.acknowledged = asked.body["type"]
        self._promised(act, (asked.body.get("data") or {}).get("flags", 0))
        if not asked.query.get("with_response"):
            return None
        kind = 3 if act.pressed else 2
        return {"interaction": {"id": str(act.number), "type": kind}}

    def add(self, asked: Request) -> Json:
        act = self._act(asked)
        rules.message(asked.body, asked.files)
        post = self._add(asked, act.room)
        if (asked.body.get("flags") or 0) & HIDDEN:
            post.hidden_for = act.user
        return self._people.described(post)

    def fill(self, asked: Request) -> Json:
        act = self._act(asked)
        if act.original is None or act.original not in self._people.posts:
            raise ApiError(404, 10008, "Unknown Message")
        return self._changed(act.original, asked)

    def withdraw(self, asked: Request) -> None:
        act = self._act(asked)
        if act.original in self._people.posts:
            self._people.posts.remove(act.original)
        act.withdrawn = True

    def _promised(self, act: Interaction, flags: int) -> None:
        act.hidden = bool(flags & HIDDEN)
        if act.acknowledged == PROMISE:
            number = next(self._people.numbers)
            act.original = Post(room=act.room, number=number, thinking=True)
            act.original.hidden_for = act.user if act.hidden else None
            self._people.posts.append(act.original)
        else:
            act.original = act.pressed

    def _act(self, asked: Request) -> Interaction:
        act = self._people.interactions.get(asked.where["webhook_token"])
        if act is None or act.acknowledged is None:
            raise ApiError(404, 10015, "Unknown Webhook")
        return act

    def _add(self, asked: Request, where: int) -> Post:
        post = Post(room=where, number=next(self._people.numbers), files=list(asked.files))
        post.content = (asked.body.get("content") or "").strip()
        post.rows = asked.body.get("components") or []
        self._people.posts.append(post)
        return post

    def _changed(self, post: Post, asked: Request) -> Json:
        rules.message(asked.body, asked.files)
        post.content = (asked.body.get("content") or "").strip()
        post.rows = asked.body.get("components") or []
        post.files = list(asked.files)
        post.edits += not post.thinking
        post.thinking = False
        return self._people.described(post)

    def _reach(self, where: int) -> None:
        if where not in {*self._people.channels, *self._people.private.values()}:
            raise ApiError(404, 10003, "Unknown Channel")
        code = self._people.closed.get(where)
        if code:
            raise ApiError(403, code, "Cannot send messages here")

    def _post(self, asked: Request) -> Post:
        where = int(asked.where["channel_id"])
        self._reach(where)
        for post in self._people.posts:
            found = (post.room, post.number) == (where, int(asked.where["message_id"]))
            if found and post.hidden_for is None:
                return post
        raise ApiError(404, 10008, "Unknown Message")
