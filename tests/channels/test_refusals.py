"""What each channel says when a message cannot be shown: stop, wait, try again, or never."""

import time

import pytest

from bots.telegram import PerhapsShown
from dialogues.messages import Address, Button, Outgoing, Receipt, Spot
from dialogues.ports import Busy, DeliveryError, Gone, Refused, Unreachable
from tests.channels.telegrams import LEA, TelegramBench
from tests.doubles.telegram import Trouble
from tests.doubles.telegram_house import channel_to

HELLO = Outgoing(text="Bonjour")
SPOT = Spot(name="Place Carnot", address="46100 Figeac", latitude=44.6086, longitude=2.0317)
KICKED = "Forbidden: bot was kicked from the supergroup chat"
NO_RIGHT = "Bad Request: not enough rights to send text messages to the chat"
REFUSALS = [
    (403, "Forbidden: bot was blocked by the user", Gone),
    (403, "Forbidden: user is deactivated", Gone),
    (403, KICKED, Gone),
    (400, NO_RIGHT, Refused),
    (413, "Request Entity Too Large", Unreachable),
    (500, "Internal Server Error", Unreachable),
    (502, "Bad Gateway", Unreachable),
    (401, "Unauthorized", Unreachable),
]
TROUBLES = [
    (Trouble.RESET, Unreachable),
    (Trouble.NONSENSE, Unreachable),
    (Trouble.HANG, PerhapsShown),
    (Trouble.SILENT, PerhapsShown),
    (Trouble.LOST, Unreachable),
]


@pytest.mark.parametrize(("code", "description", "kind"), REFUSALS)
async def test_a_refusal_of_telegram_says_what_to_do(
    telegram: TelegramBench, code: int, description: str, kind: type[DeliveryError]
) -> None:
    telegram.double.fail("sendMessage", code, description)
    with pytest.raises(DeliveryError) as raised:
        await telegram.channel.send(telegram.address, HELLO)
    assert raised.type is kind


@pytest.mark.parametrize(("trouble", "kind"), TROUBLES)
async def test_a_trouble_on_the_way_to_telegram_is_tried_again_later(
    telegram: TelegramBench, trouble: Trouble, kind: type[DeliveryError]
) -> None:
    telegram.double.trouble("sendMessage", trouble)
    channel = channel_to(telegram.double, answer=0.4)
    with pytest.raises(Unreachable) as raised:
        await channel.send(telegram.address, HELLO)
    await channel.close()
    assert raised.type is kind


async def test_telegram_asking_to_wait_makes_the_whole_channel_wait(
    telegram: TelegramBench,
) -> None:
    telegram.double.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    with pytest.raises(Busy) as raised:
        await telegram.channel.send(telegram.address, HELLO)
    assert raised.value.seconds == 1
    asked = time.monotonic()
    await telegram.channel.send(telegram.address, HELLO)
    assert time.monotonic() - asked > 0.9


async def test_a_person_who_blocked_the_bot_is_gone(telegram: TelegramBench) -> None:
    telegram.double.block(LEA)
    with pytest.raises(Gone):
        await telegram.channel.send(telegram.address, HELLO)


async def test_someone_who_never_wrote_is_refused(telegram: TelegramBench) -> None:
    stranger = Address(channel="telegram", room="99", user="99")
    with pytest.raises(Refused, match=r"(?i)chat not found"):
        await telegram.channel.send(stranger, HELLO)


async def test_an_empty_message_is_refused(telegram: TelegramBench) -> None:
    with pytest.raises(Refused):
        await telegram.channel.send(telegram.address, Outgoing(text=" \n"))


async def test_nobody_listening_at_the_address_is_unreachable(telegram: TelegramBench) -> None:
    await telegram.double.close()
    with pytest.raises(Unreachable):
        await telegram.channel.send(telegram.address, HELLO)


async def test_a_group_that_moved_is_followed(telegram: TelegramBench) -> None:
    old, new = telegram.double.group(-5), telegram.double.group(-100_5)
    telegram.double.fail(
        "sendMessage",
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=new,
    )
    receipt = await telegram.channel.send(
        Address(channel="telegram", room=str(old), user="1"), HELLO
    )
    assert receipt.id.startswith(f"{new}:")
    assert [post.text for post in telegram.double.seen(new)] == ["Bonjour"]


async def test_a_correction_that_changes_nothing_is_fine(telegram: TelegramBench) -> None:
    receipt = await telegram.channel.send(telegram.address, HELLO)
    await telegram.channel.amend(telegram.address, receipt, HELLO)
    assert [post.text for post in telegram.double.seen(LEA)] == ["Bonjour"]


async def test_a_correction_of_what_is_no_longer_there_is_refused(
    telegram: TelegramBench,
) -> None:
    with pytest.raises(Refused, match=r"(?i)message to edit not found"):
        await telegram.channel.amend(telegram.address, Receipt(id=f"{LEA}:999"), HELLO)


async def test_a_receipt_of_another_channel_is_refused(telegram: TelegramBench) -> None:
    with pytest.raises(Refused):
        await telegram.channel.amend(telegram.address, Receipt(id="b1946ac9"), HELLO)


async def test_a_correction_rewrites_each_message_of_a_long_one(telegram: TelegramBench) -> None:
    key = (Button(label="Ok", payload="/help"),)
    long = "Une phrase de trop. " * 500
    receipt = await telegram.channel.send(telegram.address, Outgoing(text=long, buttons=key))
    assert len(telegram.double.seen(LEA)) == 3
    await telegram.channel.amend(telegram.address, receipt, Outgoing(text=long[:5000], buttons=key))
    shown = telegram.double.seen(LEA)
    assert [post.labels for post in shown] == [[], ["Ok"]]
    assert " ".join(post.text for post in shown).split() == long[:5000].split()


async def test_a_venue_that_fails_does_not_undo_the_message(telegram: TelegramBench) -> None:
    telegram.double.fail("sendVenue", 400, "Bad Request: VENUE_TITLE_INVALID")
    message = Outgoing(text="Place Carnot.", place=SPOT)
    receipt = await telegram.channel.send(telegram.address, message)
    (shown,) = telegram.double.seen(LEA)
    assert receipt == Receipt(id=f"{LEA}:{shown.number}")
