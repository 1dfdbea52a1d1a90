"""Buttons as Discord has them: rows of five, a menu when there are more, links apart."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from dialogues.messages import Button

Row = dict[str, Any]

ROWS = 5  # under one message
IN_A_ROW = 5  # buttons
IN_A_MENU = 25  # options
LABEL, OPTION, LINK = 80, 100, 512  # characters
ROW, BUTTON, MENU = 1, 2, 3  # Discord's types of components
CHOICE, WAY_OUT = 2, 5  # its styles of buttons: grey, link
MENU_ID = "/menu"  # then a number; what is chosen in it tells the rest


def rows(buttons: Sequence[Button]) -> tuple[Row, ...]:
    """Return the rows that show the buttons; each must be ``pressable``."""
    choices = tuple({one.payload: one for one in buttons if one.payload}.values())
    links = [_link(one) for one in buttons if one.url]
    shown = [*_choices(choices), *_batches(links)]
    return tuple(shown[:ROWS])


def pressable(button: Button) -> bool:
    """Whether Discord takes the button: one refused link would lose the whole message."""
    if button.url is None:
        return True
    try:
        link = urlsplit(button.url)
        host = link.hostname or ""
    except ValueError:
        return False
    web = link.scheme in {"http", "https"} and "." in host.strip(".")
    return web and len(button.url) <= LINK


def _choices(choices: Sequence[Button]) -> Iterator[Row]:
    if len(choices) <= IN_A_ROW:
        yield from _batches([_button(one) for one in choices])
        return
    for number, some in enumerate(_by(IN_A_MENU, choices)):
        options = [{"label": cut(one.label, OPTION), "value": one.payload} for one in some]
        menu = {"type": MENU, "custom_id": f"{MENU_ID}{number}", "options": options}
        yield {"type": ROW, "components": [menu]}


def _batches(buttons: Sequence[Row]) -> Iterator[Row]:
    for some in _by(IN_A_ROW, buttons):
        yield {"type": ROW, "components": list(some)}


def _button(button: Button) -> Row:
    return {
        "type": BUTTON,
        "style": CHOICE,
        "label": cut(button.label, LABEL),
        "custom_id": button.payload,
    }


def _link(button: Button) -> Row:
    return {
        "type": BUTTON,
        "style": WAY_OUT,
        "label": cut(button.label, LABEL),
        "url": button.url,
    }


def cut(label: str, longest: int) -> str:
    """Shorten a label, and show that it was."""
    label = label.strip() or "…"
    return label if len(label) <= longest else f"{label[: longest - 1].rstrip()}…"


def _by(size: int, things: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    waiting = iter(things)
    while batch := tuple(islice(waiting, size)):
        yield batch
