"""From what Discord says to the mind's events: who spoke, where, and what.

Whatever the place a person speaks from, their address is their own: ``room`` is their user id, the
private messages. One person then has one conversation, one ballot and one silence, in servers and
in private; and nothing personal is ever sent where others read.
"""

import re
from dataclasses import dataclass

import discord

from bots.discord.ways import Direct, Heard, Whisper
from dialogues.messages import Address, Incoming, Press, Receipt, Shown, Text

NAME = "discord"
QUESTION = "question"  # the one command that carries free text
WRITTEN = frozenset({discord.MessageType.default, discord.MessageType.reply})
KINDS = {"image": "photo", "audio": "voice", "video": "video"}  # of a media type's first half


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Something that calls for no answer, and why."""

    reason: str


def person(user: int) -> Address:
    """Return the one address of a person."""
    return Address(channel=NAME, room=str(user), user=str(user))


def read_message(message: discord.Message, me: int) -> Heard | Ignored:
    """Return what was said to us in private, or in a server by naming us."""
    if message.author.bot or message.webhook_id or message.type not in WRITTEN:
        return Ignored(reason="not written by a person")
    private = isinstance(message.channel, discord.DMChannel)
    if not private and all(one.id != me for one in message.mentions):
        return Ignored(reason="not said to us")
    sender = person(message.author.id)
    event = _event(message, _said(message, me), sender)
    aloud = Address(channel=NAME, room=str(message.channel.id), user=sender.user)
    return Heard(
        event=event,
        way=Direct(to=sender),
        aloud=None if private else Direct(to=aloud, under=str(message.id)),
        room=str(message.channel.id) if private else None,
    )


def read_interaction(interaction: discord.Interaction) -> Heard | Ignored:
    """Return what a command, a button or a menu says."""
    event = _acted(interaction)
    if isinstance(event, Ignored):
        return event
    private = _in_private(interaction)
    pressed = isinstance(event, Press)
    shown = interaction.message
    whisper = Whisper(
        number=str(interaction.id),
        asker=event.sender,
        token=interaction.token,
        application=str(interaction.application_id),
        pressed=pressed,
        own=private or bool(shown and shown.flags.ephemeral),
        hidden=not private,
    )
    room = str(interaction.channel_id) if private and interaction.channel_id else None
    return Heard(event=event, way=whisper, room=room)


def _event(message: discord.Message, text: str, sender: Address) -> Incoming:
    number = f"message:{message.id}"
    kind = _kind(message)
    if kind and not text.strip():
        return Shown(id=number, sender=sender, kind=kind)
    return Text(id=number, sender=sender, text=text)


def _said(message: discord.Message, me: int) -> str:
    """Return the words, a forwarded message's too, without our name."""
    forwarded = [one.content for one in message.message_snapshots]
    text = "\n".join(part for part in (message.content, *forwarded) if part)
    return re.sub(rf"<@!?{me}>[ ,:]*", "", text)


def _kind(message: discord.Message) -> str | None:
    if message.stickers:
        return "sticker"
    for attached in message.attachments:
        return KINDS.get((attached.content_type or "").partition("/")[0], "file")
    return "other" if message.poll else None


def _acted(interaction: discord.Interaction) -> Incoming | Ignored:
    sender, number = person(interaction.user.id), f"interaction:{interaction.id}"
    language = str(interaction.locale)
    match interaction.type:
        case discord.InteractionType.application_command:
            return Text(id=number, sender=sender, text=_command(interaction), language=language)
        case discord.InteractionType.component:
            payload = _payload(interaction)
            if not payload.startswith("/"):
                return Ignored(reason="not a button of ours")
            return Press(
                id=number,
                sender=sender,
                payload=payload,
                shown=_under(interaction),
                language=language,
            )
        case _:
            return Ignored(reason="not a kind of interaction we offer")


def _command(interaction: discord.Interaction) -> str:
    data = dict(interaction.data or {})
    name = str(data.get("name", ""))
    given = [str(option["value"]) for option in data.get("options", ())]  # type: ignore[attr-defined]
    return given[0] if name == QUESTION and given else f"/{name}"


def _payload(interaction: discord.Interaction) -> str:
    data = dict(interaction.data or {})
    chosen = data.get("values") or [data.get("custom_id", "")]
    return str(chosen[0])  # type: ignore[index]


def _under(interaction: discord.Interaction) -> Receipt | None:
    if interaction.message is None or interaction.channel_id is None:
        return None
    return Receipt(id=f"{interaction.channel_id}:{interaction.message.id}")


def _in_private(interaction: discord.Interaction) -> bool:
    where = interaction.context
    if where.guild or where.private_channel:
        return False
    return where.dm_channel or interaction.guild_id is None
