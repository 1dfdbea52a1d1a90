"""Which chat a room is, and which topic of it: ``chat`` or ``chat:thread`` in an address."""

from collections.abc import Awaitable, Callable

Follow = Callable[[str, str], Awaitable[None]]  # a chat's old room, its new one


def room(chat: int, thread: int | None = None) -> str:
    """Return the room of a chat, or of one of its topics."""
    return f"{chat}:{thread}" if thread else str(chat)


def is_shared(room: str) -> bool:
    """Whether others read along: groups and channels have negative numbers, or an @name."""
    return room.startswith(("-", "@"))


def whole(room: str) -> str:
    """Return the room of the whole chat, whatever the topic."""
    return room.partition(":")[0]


def chat_of(room: str) -> dict[str, int | str]:
    """Name the room's chat as the Bot API does: a number, or the @name of a channel."""
    chat = whole(room)
    return {"chat_id": int(chat) if chat.lstrip("-").isdecimal() else chat}


def place_of(room: str) -> dict[str, int | str]:
    """Name the chat and, where there is one, the topic to write in."""
    thread = room.partition(":")[2]
    return chat_of(room) | ({"message_thread_id": int(thread)} if thread.isdecimal() else {})
