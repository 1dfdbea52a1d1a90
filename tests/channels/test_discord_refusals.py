"""What Discord's channel says when a message cannot be shown: stop, wait, try again, or never."""

import time
from dataclasses import replace
from typing import Any

import pytest

from bots.discord import DiscordChannel, DiscordMisconfigured, PerhapsShown
from dialogues.messages import Address, Button, File, Outgoing, Receipt
from dialogues.ports import Busy, DeliveryError, Gone, Refused, Unreachable
from tests.channels.discords import LEA, DiscordBench
from tests.doubles.discord import Trouble
from tests.doubles.discord_house import channel_to

HELLO = Outgoing(text="Bonjour")
NOE = Address(channel="discord", room="43", user="43")
REFUSALS = [
    (403, 50007, Gone),
    (403, 50278, Gone),
    (404, 10003, Gone),
    (403, 40003, Busy),
    (403, 50013, Refused),
    (403, 50001, Refused),
    (403, 0, Refused),
    (400, 50035, Refused),
    (400, 50006, Refused),
    (404, 10008, Refused),
    (401, 0, Unreachable),
    (500, 0, Unreachable),
    (502, 0, Unreachable),
    (503, 0, Unreachable),
    (504, 0, Unreachable),
    (429, 0, Busy),
]
TROUBLES = [
    (Trouble.RESET, PerhapsShown),
    (Trouble.LOST, PerhapsShown),
    (Trouble.NONSENSE, PerhapsShown),
    (Trouble.HANG, PerhapsShown),
    (Trouble.SILENT, PerhapsShown),
]


@pytest.mark.parametrize(("status", "code", "kind"), REFUSALS)
async def test_a_refusal_of_discord_says_what_to_do_at_once(
    discord: DiscordBench, status: int, code: int, kind: type[DeliveryError]
) -> None:
    discord.double.fail("create", status, code)
    asked = time.monotonic()
    with pytest.raises(kind):
        await discord.channel.send(discord.address, HELLO)
    assert time.monotonic() - asked < 0.5, "the library would have slept"


@pytest.mark.parametrize(("trouble", "kind"), TROUBLES)
async def test_a_trouble_on_the_way_to_discord_leaves_a_doubt(
    discord: DiscordBench, trouble: Trouble, kind: type[DeliveryError]
) -> None:
    channel = channel_to(discord.double, answer=0.4)
    await channel.send(discord.address, HELLO)
    discord.double.trouble("create", trouble)
    with pytest.raises(Unreachable) as raised:
        await channel.send(discord.address, HELLO)
    await channel.close()
    assert raised.type is kind


async def test_nobody_listening_at_the_address_is_unreachable(discord: DiscordBench) -> None:
    channel = channel_to(discord.double)
    await discord.double.close()
    with pytest.raises(Unreachable) as raised:
        await channel.send(discord.address, HELLO)
    assert raised.type is Unreachable, "what could not leave was not shown"
    await channel.close()


@pytest.mark.parametrize("trouble", [Trouble.HANG, Trouble.NONSENSE])
async def test_a_login_that_fails_shows_nothing(discord: DiscordBench, trouble: Trouble) -> None:
    channel = channel_to(discord.double, answer=0.3)
    discord.double.trouble("me", trouble)
    with pytest.raises(Unreachable) as raised:
        await channel.send(discord.address, HELLO)
    assert raised.type is Unreachable
    await channel.send(discord.address, HELLO)
    await channel.close()


async def test_a_refused_token_is_not_shown_to_whoever_sends(discord: DiscordBench) -> None:
    channel = DiscordChannel(token="un.faux.jeton", api_url=discord.double.url)
    with pytest.raises(Unreachable) as raised:
        await channel.send(discord.address, HELLO)
    assert "faux" not in str(raised.value)
    with pytest.raises(DiscordMisconfigured):
        await channel.listen(discord.mind)


async def test_discord_asking_the_whole_bot_to_wait_makes_the_channel_wait(
    discord: DiscordBench,
) -> None:
    told: dict[str, Any] = {"retry_after": 0.5, "global": True}
    discord.double.fail("create", 429, **told)
    with pytest.raises(Busy) as raised:
        await discord.channel.send(discord.address, HELLO)
    assert raised.value.seconds == 0.5
    asked = time.monotonic()
    await discord.channel.send(NOE, HELLO)
    assert time.monotonic() - asked > 0.4


async def test_a_flooded_room_makes_no_other_wait(discord: DiscordBench) -> None:
    discord.double.fail("create", 429, retry_after=5)
    with pytest.raises(Busy):
        await discord.channel.send(discord.address, HELLO)
    asked = time.monotonic()
    await discord.channel.send(NOE, HELLO)
    assert time.monotonic() - asked < 1


async def test_a_private_room_is_opened_once(discord: DiscordBench) -> None:
    for _ in range(3):
        await discord.channel.send(NOE, HELLO)
    assert len(discord.double.called("open_private")) == 1
    assert [post.text for post in discord.double.seen(43)] == ["Bonjour"] * 3


async def test_opening_private_rooms_too_fast_makes_the_next_openings_wait(
    discord: DiscordBench,
) -> None:
    discord.double.fail("open_private", 403, 40003)
    for user in ("43", "44"):
        with pytest.raises(Busy) as raised:
            await discord.channel.send(Address(channel="discord", room=user, user=user), HELLO)
        assert raised.value.seconds == pytest.approx(30, abs=1)
    assert len(discord.double.called("open_private")) == 1
    await discord.channel.send(discord.address, HELLO)


async def test_a_person_who_closed_their_messages_is_not_tried_again_until_they_write(
    discord: DiscordBench,
) -> None:
    discord.double.block(LEA)
    for _ in range(3):
        with pytest.raises(Gone):
            await discord.channel.send(discord.address, HELLO)
    before = len(discord.double.called("create"))
    discord.double.closed.clear()
    with pytest.raises(Gone):
        await discord.channel.send(discord.address, HELLO)
    assert len(discord.double.called("create")) == before == 1
    await discord.say("me revoilà")
    await discord.channel.send(discord.address, HELLO)


async def test_a_server_channel_is_written_in_as_such(discord: DiscordBench) -> None:
    general = discord.double.channel(5)
    receipt = await discord.channel.send(Address(channel="discord", room="5", user=""), HELLO)
    (shown,) = discord.double.seen_in(general, 43)
    assert receipt == Receipt(id=f"5:{shown.number}")


async def test_an_empty_message_is_refused(discord: DiscordBench) -> None:
    with pytest.raises(Refused):
        await discord.channel.send(discord.address, Outgoing(text=" \n"))


async def test_a_file_needs_no_words(discord: DiscordBench) -> None:
    file = File(name="a.ics", media_type="text/calendar", content=b"BEGIN")
    await discord.channel.send(discord.address, Outgoing(text="", file=file))
    assert discord.double.seen(LEA)[-1].files == [("a.ics", b"BEGIN")]


async def test_a_correction_of_what_is_no_longer_there_is_refused(discord: DiscordBench) -> None:
    room = discord.double.dm(LEA)
    with pytest.raises(Refused):
        await discord.channel.amend(discord.address, Receipt(id=f"{room}:999"), HELLO)


@pytest.mark.parametrize("receipt", ["b1946ac9", "", "12:", ":12", "12:a", "1:2,x"])
async def test_a_receipt_of_another_channel_is_refused(discord: DiscordBench, receipt: str) -> None:
    with pytest.raises(Refused):
        await discord.channel.amend(discord.address, Receipt(id=receipt), HELLO)


async def test_a_correction_rewrites_each_message_of_a_long_one(discord: DiscordBench) -> None:
    long = Outgoing(
        text="Une phrase de trop. " * 250, buttons=(Button(label="Ok", payload="/help"),)
    )
    before = len(discord.double.seen(LEA))
    receipt = await discord.channel.send(discord.address, long)
    assert len(discord.double.seen(LEA)) == before + 3
    shorter = replace(long, text=long.text[:2500])
    await discord.channel.amend(discord.address, receipt, shorter)
    shown = discord.double.seen(LEA)[before:]
    assert [post.labels for post in shown] == [[], ["Ok"]]
    assert " ".join(post.text for post in shown).split() == shorter.text.split()


async def test_a_correction_takes_the_buttons_and_the_file_away(discord: DiscordBench) -> None:
    file = File(name="a.ics", media_type="text/calendar", content=b"BEGIN")
    first = Outgoing(text="Un.", file=file, buttons=(Button(label="Ok", payload="/help"),))
    receipt = await discord.channel.send(discord.address, first)
    await discord.channel.amend(discord.address, receipt, Outgoing(text="Deux."))
    shown = discord.double.seen(LEA)[-1]
    assert (shown.text, shown.labels, shown.files) == ("Deux.", [], [])


async def test_a_part_that_fails_does_not_undo_what_was_shown(discord: DiscordBench) -> None:
    long = Outgoing(text="Une phrase de trop. " * 250)
    discord.double.fail("create", 400, 50035, after=1)
    receipt = await discord.channel.send(discord.address, long)
    assert receipt.id.count(",") == 1, "two of three parts"
