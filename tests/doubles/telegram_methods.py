"""The methods of the Bot API double: each does what Telegram does, or refuses as it refuses."""

import json
from typing import Any

from tests.doubles.telegram_people import BOT, Json, People, Post
from tests.doubles.telegram_rules import (
    ApiError,
    BadRequest,
    commands,
    keyboard,
    plain,
    webhook,
)

Params = dict[str, Any]


class Methods:
    """What a bot may ask; the method's name is the attribute's."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.menus: dict[str, list[Json]] = {}
        self.webhook = ""
        self.secret = ""
        self.connections = 40
        self.joins_groups = True
        self.last_error: Json = {}

    def getMe(self, params: Params) -> Json:  # noqa: N802 - the Bot API's name
        return BOT | {
            "can_join_groups": self.joins_groups,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    def sendMessage(self, params: Params) -> Json:  # noqa: N802
        chat = self._reach(params)
        text, rows = plain(params), keyboard(_json(params, "reply_markup"))
        post = Post(chat=chat, number=0, kind="text", text=text, keyboard=rows)
        return self._add(post, params)

    def editMessageText(self, params: Params) -> Json:  # noqa: N802
        post = self._post(params, "message to edit not found")
        if post.kind != "text":
            raise BadRequest("there is no text in the message to edit")
        text, rows = plain(params), keyboard(_json(params, "reply_markup"))
        if (text, rows) == (post.text, post.keyboard):
            raise BadRequest(
                "message is not modified: specified new message content and reply markup are"
                " exactly the same as a current content and reply markup of the message"
            )
        post.text, post.keyboard, post.edits = text, rows, post.edits + 1
        return self._people.shown(post)

    def deleteMessage(self, params: Params) -> bool:  # noqa: N802
        self._people.posts.remove(self._post(params, "message to delete not found"))
        return True

    def answerCallbackQuery(self, params: Params) -> bool:  # noqa: N802
        query = params["callback_query_id"]
        if query not in self._people.queries:
            raise BadRequest("query is too old and response timeout expired or query ID is invalid")
        self._people.queries[query] = True
        return True

    def setMyCommands(self, params: Params) -> bool:  # noqa: N802
        offered = json.loads(params["commands"])
        commands(offered)
        self.menus[params.get("language_code", "")] = offered
        return True

    def sendVenue(self, params: Params) -> Json:  # noqa: N802
        chat = self._reach(params)
        if not params["title"].strip() or not params["address"].strip():
            raise BadRequest("VENUE_ADDRESS_INVALID")
        where = {name: float(params[name]) for name in ("latitude", "longitude")}
        venue = {"location": where, "title": params["title"], "address": params["address"]}
        details = {"venue": venue, "location": where}
        return self._add(Post(chat=chat, number=0, kind="venue", details=details), params)

    def sendDocument(self, params: Params) -> Json:  # noqa: N802
        chat = self._reach(params)
        content: bytes = params["document"]
        if not content:
            raise BadRequest("file must be non-empty")
        file = {"file_id": "d1", "file_unique_id": "d1", "file_name": params["file_name"]}
        post = Post(chat=chat, number=0, kind="document", content=content)
        post.details = {"document": file | {"file_size": len(content)}}
        return self._add(post, params)

    def sendChatAction(self, params: Params) -> bool:  # noqa: N802
        self._reach(params)
        return True

    def setWebhook(self, params: Params) -> bool:  # noqa: N802
        webhook(params)
        self.webhook = params["url"]
        self.secret = params.get("secret_token", "")
        self.connections = int(params.get("max_connections", 40))
        self._people.allowed = _json(params, "allowed_updates") or self._people.allowed
        self._forget(params)
        return True

    def deleteWebhook(self, params: Params) -> bool:  # noqa: N802
        self.webhook = self.secret = ""
        self._forget(params)
        return True

    def _forget(self, params: Params) -> None:
        if _json(params, "drop_pending_updates"):
            self._people.updates.clear()

    def getWebhookInfo(self, params: Params) -> Json:  # noqa: N802
        waiting = len(self._people.updates)
        return {
            "url": self.webhook,
            "has_custom_certificate": False,
            "pending_update_count": waiting,
        } | self.last_error

    def _reach(self, params: Params) -> int:
        named = params["chat_id"]
        chat = self._people.names.get(named, 0) if named.startswith("@") else int(named)
        if chat not in self._people.chats:
            raise BadRequest("chat not found")
        if chat in self._people.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def _post(self, params: Params, missing: str) -> Post:
        chat, number = self._reach(params), int(params["message_id"])
        for post in self._people.seen(chat):
            if post.number == number:
                return post
        raise BadRequest(missing)

    def _add(self, post: Post, params: Params) -> Json:
        thread = params.get("message_thread_id")
        if thread and int(thread) not in self._people.topics.get(post.chat, ()):
            raise BadRequest("message thread not found")
        post.thread = int(thread) if thread else None
        post.number = next(self._people.numbers)
        self._people.posts.append(post)
        return self._people.shown(post)


def _json(params: Params, name: str) -> Any:
    return json.loads(params[name]) if name in params else None
