"""What Telegram itself refuses and its description does not say, in its own words."""

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

TAGS = frozenset(
    ("a", "b", "blockquote", "code", "del", "em", "i", "ins", "pre", "s", "strike", "strong", "u")
)
ENTITY = re.compile(r"&(#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot);")
LONGEST = 4096
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class ApiError(Exception):
    """A refusal, as the Bot API words it."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class BadRequest(ApiError):
    """A refusal for ever."""

    def __init__(self, reason: str) -> None:
        super().__init__(400, f"Bad Request: {reason}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise BadRequest(f'can\'t parse entities: Unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise BadRequest(f'can\'t parse entities: Unmatched end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_entityref(self, name: str) -> None:
        signs = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
        self.text.append(signs.get(name, f"&{name};"))

    def handle_charref(self, name: str) -> None:
        base, digits = (16, name[1:]) if name[0] in "xX" else (10, name)
        self.text.append(chr(int(digits, base)))


def plain(params: Mapping[str, str]) -> str:
    """Return the text a person sees; raises BadRequest as Telegram refuses."""
    markup = params.get("text", "")
    text = _read(markup) if params.get("parse_mode") == "HTML" else markup
    text = text.strip()
    if not text:
        raise BadRequest("message text is empty")
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise BadRequest("message is too long")
    return text


def _read(markup: str) -> str:
    naked = ENTITY.sub("", re.sub(r"</?[a-z]+[^<>]*>", "", markup))
    if "<" in naked:
        raise BadRequest("can't parse entities: Unexpected end of tag")
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    if reader.open:
        raise BadRequest(f"can't parse entities: Can't find end tag for \"{reader.open[-1]}\"")
    return "".join(reader.text)


def keyboard(markup: Mapping[str, Any] | None) -> list[list[dict[str, str]]]:
    """Return the rows of an inline keyboard; raises BadRequest."""
    rows: list[list[dict[str, str]]] = (markup or {}).get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        _button(button)
    return rows


def _button(button: Mapping[str, str]) -> None:
    if not button.get("text", "").strip():
        raise BadRequest("Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise BadRequest("BUTTON_DATA_INVALID")
    if "url" in button and not _reachable(button["url"]):
        raise BadRequest(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if len({"callback_data", "url"} & set(button)) != 1:
        raise BadRequest("BUTTON_TYPE_INVALID")


def _reachable(url: str) -> bool:
    link = urlsplit(url)
    return link.scheme in {"http", "https", "tg"} and "." in (link.hostname or "")


def commands(offered: Sequence[Mapping[str, str]]) -> None:
    """Refuse a menu of commands Telegram would refuse."""
    if len(offered) > 100:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    for command in offered:
        if not COMMAND.fullmatch(command["command"]):
            raise BadRequest("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")


def webhook(params: Mapping[str, str]) -> None:
    """Refuse a webhook Telegram would; the loopback passes, as with a server of one's own."""
    link = urlsplit(params["url"])
    if link.scheme != "https" and link.hostname != "127.0.0.1":
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    if not SECRET.fullmatch(params.get("secret_token", "none")):
        raise BadRequest("secret token contains unallowed characters")
    if not 1 <= int(params.get("max_connections", 40)) <= 100:
        raise BadRequest("max_connections is not valid")
