"""What Discord itself refuses and its description does not say, and what a person reads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

LONGEST = 2000  # the description says 4000, which are a subscriber's
EMBEDS = 6000  # over all the embeds of a message
ROWS, BUTTONS, OPTIONS = 5, 5, 25
COMMAND = re.compile(r"[-_'\w]{1,32}")
PRIVATE_USE = 0xE000
LINK = re.compile(r"https?://[^\s<>]+[^\s<>.,:;\"'\])]")
ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
CALL = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:|id:|/\w+:)[\w:]*>")
MASKED = re.compile(r"\[([^\]]+)\]\([^)]+\)")
STYLES = tuple(
    re.compile(style, re.DOTALL)
    for style in (
        r"```(.+?)```",
        r"`(.+?)`",
        r"\*\*(.+?)\*\*",
        r"__(.+?)__",
        r"\*(.+?)\*",
        r"\b_(.+?)_\b",
        r"~~(.+?)~~",
        r"\|\|(.+?)\|\|",
    )
)
BLOCKS = (
    (re.compile(r"^#{1,3}\s+|^-#\s+|^>(?:>>)?\s+", re.MULTILINE), ""),
    (re.compile(r"^(\s*)[-*+]\s+", re.MULTILINE), r"\1• "),
    (re.compile(r"^(\s*)\d+[.)]\s+", re.MULTILINE), r"\g<1>n. "),
)


class ApiError(Exception):
    """A refusal, as Discord words it."""

    def __init__(self, status: int, code: int, message: str, **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"message": message, "code": code, **more}


class InvalidForm(ApiError):
    """A refusal for ever."""

    def __init__(self, reason: str) -> None:
        super().__init__(400, 50035, f"Invalid Form Body: {reason}")


def shown(content: str) -> str:
    """Return what a person reads: escapes gone, markup applied, calls turned into names."""
    kept: list[str] = []

    def keep(sign: str) -> str:
        kept.append(sign)
        return chr(PRIVATE_USE + len(kept) - 1)

    text = ESCAPE.sub(lambda found: keep(found[1]), content)
    text = LINK.sub(lambda found: keep(found[0]), text)
    text = CALL.sub("@quelqu'un", text)
    text = MASKED.sub(r"\1", text)
    for style in STYLES:
        text = style.sub(r"\1", text)
    for block, instead in BLOCKS:
        text = block.sub(instead, text)
    return "".join(_restored(text, kept)).strip()


def _restored(text: str, kept: Sequence[str]) -> Iterator[str]:
    for sign in text:
        place = ord(sign) - PRIVATE_USE
        yield _whole(kept[place], kept) if 0 <= place < len(kept) else sign


def _whole(kept_text: str, kept: Sequence[str]) -> str:
    """Restore a link, in which an escape may have been kept before."""
    return "".join(_restored(kept_text, kept)) if len(kept_text) > 1 else kept_text


def message(body: Mapping[str, Any], files: Sequence[object]) -> None:
    """Refuse a message Discord would refuse; raises ApiError."""
    content = body.get("content") or ""
    if not content.strip() and not files and not body.get("embeds"):
        raise ApiError(400, 50006, "Cannot send an empty message")
    if len(content.encode("utf-16-le")) // 2 > LONGEST:
        raise InvalidForm(f"content: Must be {LONGEST} or fewer in length.")
    if sum(map(_length, body.get("embeds") or ())) > EMBEDS:
        raise InvalidForm(f"embeds: Embed size exceeds maximum size of {EMBEDS}")
    _rows(body.get("components") or ())


def _length(embed: Mapping[str, Any]) -> int:
    said = (embed.get("title"), embed.get("description"))
    return sum(len(part or "") for part in said)


def _rows(rows: Sequence[Json]) -> None:
    if len(rows) > ROWS:
        raise InvalidForm(f"components: Must be {ROWS} or fewer in length.")
    ids: list[str] = []
    for row in rows:
        parts = row["components"]
        menus = [part for part in parts if part["type"] == 3]
        if not 1 <= len(parts) <= BUTTONS or (menus and len(parts) > 1):
            raise InvalidForm("components: The specified component exceeds the maximum width")
        for part in parts:
            _menu(part) if part["type"] == 3 else _button(part)
            ids += [part["custom_id"]] if "custom_id" in part else []
    if len(set(ids)) != len(ids):
        raise InvalidForm("components: Component custom id cannot be duplicated")


def _button(button: Json) -> None:
    if not 1 <= len(button.get("label") or "") <= 80:
        raise InvalidForm("label: Must be between 1 and 80 in length.")
    if len({"custom_id", "url"} & set(button)) != 1:
        raise InvalidForm("A button must have a custom id or a url, not both.")
    if "url" in button and not _reachable(button["url"]):
        raise InvalidForm("url: Scheme must be one of ('http', 'https', 'discord').")
    if "custom_id" in button and not 1 <= len(button["custom_id"]) <= 100:
        raise InvalidForm("custom_id: Must be between 1 and 100 in length.")


def _reachable(url: str) -> bool:
    link = urlsplit(url)
    return link.scheme in {"http", "https"} and "." in (link.hostname or "") and len(url) <= 512


def _menu(menu: Json) -> None:
    options = menu["options"]
    if not 1 <= len(options) <= OPTIONS:
        raise InvalidForm(f"options: Must be between 1 and {OPTIONS} in length.")
    for option in options:
        if not (1 <= len(option["label"]) <= 100 and 1 <= len(option["value"]) <= 100):
            raise InvalidForm("options: Must be between 1 and 100 in length.")
    if len({option["value"] for option in options}) != len(options):
        raise InvalidForm("options: The specified option value is already used")


def commands(offered: Sequence[Json]) -> None:
    """Refuse commands Discord would refuse."""
    if len({one["name"] for one in offered}) != len(offered) or len(offered) > 100:
        raise InvalidForm("Application command names must be unique, 100 at most")
    for command in (*offered, *(option for one in offered for option in one.get("options", ()))):
        names = (command["name"], *(command.get("name_localizations") or {}).values())
        if any(not COMMAND.fullmatch(name) or name != name.lower() for name in names):
            raise InvalidForm("name: Command name is invalid")
        if not 1 <= len(command["description"]) <= 100:
            raise InvalidForm("description: Must be between 1 and 100 in length.")
