"""From what the mind says to what Telegram shows: escaped HTML, keyboards, pins and files."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bots.telegram.splitting import split, units
from dialogues.messages import Button, File, Outgoing, Spot

SHORT = 16  # letters: two such labels stand side by side on a narrow phone
MOST_BUTTONS = 100  # Telegram shows no more under one message
UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # no sign, or half of one


Key = dict[str, str]
Keyboard = dict[str, list[list[Key]]]  # as the Bot API writes it: the library's own costs more


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One message of text, in Telegram's HTML, with the buttons under it."""

    markup: str
    keyboard: Keyboard | None = None


Part = Words | Spot | File


def write(message: Outgoing) -> tuple[Part, ...]:
    """Return the messages that show ``message``: its words, then its place, then its file."""
    others = (message.place, message.file)
    return (*_words(message), *(other for other in others if other is not None))


def _words(message: Outgoing) -> Iterator[Words]:
    shown = [button for button in message.buttons if _pressable(button)][:MOST_BUTTONS]
    said = [_line(button) for button in message.buttons if button not in shown]
    pieces = split("\n".join([UNSHOWN.sub("", message.text), *said]))
    written = [piece for piece in pieces if piece.strip()]
    for number, piece in enumerate(written, start=1):
        last = number == len(written)
        yield Words(
            markup=html.escape(piece, quote=False), keyboard=_keyboard(shown) if last else None
        )


def _pressable(button: Button) -> bool:
    """Whether Telegram takes the button: it refuses local addresses and other links than the web's.

    One refused button would lose the whole message.
    """
    if button.url is None:
        return True
    try:
        link = urlsplit(button.url)
        host = link.hostname or ""
    except ValueError:
        return False
    return link.scheme in {"http", "https"} and "." in host.strip(".")


def _line(button: Button) -> str:
    """Say a link that cannot be a button; a telephone or mail address is then live by itself."""
    way = re.sub(r"^(tel|mailto|sms):", "", button.url or "")
    return f"{button.label} : {way}" if way else button.label


def _keyboard(buttons: Sequence[Button]) -> Keyboard | None:
    rows: list[list[Key]] = []
    alone = True
    for button in buttons:
        short = units(button.label) <= SHORT
        if short and not alone:
            rows[-1].append(_key(button))
            alone = True
        else:
            rows.append([_key(button)])
            alone = not short
    return {"inline_keyboard": rows} if rows else None


def _key(button: Button) -> Key:
    label = UNSHOWN.sub("", button.label)
    if button.url is not None:
        return {"text": label, "url": button.url}
    return {"text": label, "callback_data": button.payload or ""}
