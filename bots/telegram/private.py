"""What is between a person and us alone: in a shared room, a way to the private chat."""

import re
from dataclasses import replace

from bots.telegram.addressing import Me
from bots.telegram.words import aside
from dialogues.messages import Button, Outgoing, Payload
from dialogues.ports import Response

PERSONAL = frozenset({"vote", "subscribe", "my_data", "link_accounts"})
TOLD_BY = "/unsubscribe"  # the button that stands under what a person asked for, or is told
OPENED = re.compile(r"/start (my_data|link_accounts|subscribe)(?:_(\w{5}))?")  # of a commune


def is_personal(payload: str | None) -> bool:
    """Whether what a button says concerns the one who presses it, and nobody else."""
    read = Payload.parse(payload or "")
    return read is not None and read.intent in PERSONAL


def tells(answer: Response) -> bool:
    """Whether an answer would tell a group of somebody.

    One that is said again no longer knows its intent: the button under it gives it away.
    """
    buttons = [button.payload for message in answer.messages for button in message.buttons]
    return answer.intent in PERSONAL or TOLD_BY in buttons


def opened(text: str) -> str | None:
    """Return the payload of a link that one of us made, None for any other text."""
    found = OPENED.fullmatch(text)
    if found is None:
        return None
    intent, place = found.groups()
    return str(Payload(intent=intent, entities={"place": place} if place else {}))


def discreet(message: Outgoing, me: Me) -> Outgoing:
    """Return a message for a shared room: its personal buttons lead to the private chat."""
    buttons = tuple(
        Button(label=button.label, url=_link(button.payload or "", me))
        if is_personal(button.payload)
        else button
        for button in message.buttons
    )
    return replace(message, buttons=buttons)


def invitation(payload: str, language: str | None, me: Me) -> Outgoing:
    """Answer in a shared room what can only be answered in private."""
    words = aside(language)
    button = Button(label=words["button"], url=_link(payload, me))
    return Outgoing(text=words["text"], buttons=(button,))


def _link(payload: str, me: Me) -> str:
    """Link to the private chat. The link only opens: followed by chance, it decides nothing."""
    read = Payload.parse(payload)
    match read:
        case Payload(intent="vote", entities={"poll": poll}):
            start = f"poll_{poll}"
        case Payload(intent="subscribe", entities={"place": place}):
            start = f"subscribe_{place}"
        case Payload(intent=intent):
            start = intent
        case None:
            start = "start"
    return f"https://t.me/{me.username}?start={start}"
