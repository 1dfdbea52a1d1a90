"""A conversation as a page shows it: our messages from the mailbox, the person's own lines."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from bots.web.lines import Line
from bots.web.look import safe_url
from bots.web.ports import Mailbox
from dialogues.messages import Button, File, Outgoing, Spot

TAIL = 40  # messages on a page

Numbered = tuple[int, Outgoing]
View = dict[str, object]


async def tail(mailbox: Mailbox, room: str) -> tuple[Numbered, ...]:
    """Return the room's last messages, oldest first."""
    return tuple(await mailbox.recent(room, TAIL))


def view(number: int, message: Outgoing, *, embed: bool = False) -> View:
    """Return a message as JSON and templates show it; unsafe links are dropped."""
    source = safe_url(message.source)
    return {
        "id": number,
        "text": message.text,
        "buttons": [shown for button in message.buttons if (shown := _button(button))],
        "source": None if source is None or _is_linked(message, source) else source,
        "place": None if message.place is None else _place(message.place),
        "file": None if message.file is None else _file(number, message.file, embed=embed),
    }


def _is_linked(message: Outgoing, source: str) -> bool:
    """Whether the message already leads to its source, in its words or by a button."""
    return source in message.text or any(button.url == source for button in message.buttons)


def _button(button: Button) -> View | None:
    if button.payload is not None:
        return {"label": button.label, "payload": button.payload}
    url = safe_url(button.url)
    return {"label": button.label, "url": url} if url else None


def _place(spot: Spot) -> Mapping[str, object]:
    """Link to a map the person may open; nothing is asked of it before that."""
    mark = urlencode({"mlat": f"{spot.latitude:.5f}", "mlon": f"{spot.longitude:.5f}"})
    where = f"16/{spot.latitude:.5f}/{spot.longitude:.5f}"
    url = f"https://www.openstreetmap.org/?{mark}#map={where}"
    return {"name": spot.name, "address": spot.address, "url": url}


def _file(number: int, file: File, *, embed: bool) -> Mapping[str, object]:
    return {"name": file.name, "url": f"/chat/files/{number}" + ("?embed=1" if embed else "")}


def rows(
    history: Sequence[Numbered], lines: Sequence[Line], *, embed: bool = False
) -> Iterator[View]:
    """Weave our messages and the person's lines in the order they were said."""
    chosen = {line.shown: line.text for line in lines if line.shown is not None}
    waiting = deque(sorted(lines, key=lambda line: line.after))
    for number, message in history:
        while waiting and waiting[0].after < number:
            yield {"mine": True, "text": waiting.popleft().text}
        yield {"mine": False, "chosen": chosen.get(number), **view(number, message, embed=embed)}
    for line in waiting:
        yield {"mine": True, "text": line.text}


def pressed(history: Sequence[Numbered], payload: str, shown: int | None) -> tuple[int | None, str]:
    """Return which message a payload was pressed under, and the label of its button."""
    for number, message in reversed(history):
        for button in message.buttons:
            if button.payload == payload and shown in {None, number}:
                return number, button.label
    return None, ""


def repeated(history: Sequence[Numbered], messages: Sequence[Outgoing]) -> tuple[Numbered, ...]:
    """Return the last run of the history equal to these messages, or nothing."""
    wanted, length = list(messages), len(messages)
    for start in range(len(history) - length, -1, -1):
        run = history[start : start + length]
        if [message for _, message in run] == wanted:
            return tuple(run)
    return ()
