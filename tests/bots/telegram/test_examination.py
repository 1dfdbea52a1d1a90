"""The doctor's words on Telegram: one sentence for each thing to mend, none when all is well."""

from datetime import UTC, datetime, timedelta

import pytest

from bots.telegram import Door, TelegramChannel
from tests.doubles.telegram import TelegramDouble, Trouble
from tests.doubles.telegram_house import channel_to

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
DOOR = Door(url="https://tchatche.example/telegram/webhook", secret="s")


async def test_a_bot_that_is_well_calls_for_no_word(double: TelegramDouble) -> None:
    assert await channel_to(double).ailments(NOW) == ()


async def test_a_webhook_that_is_well_calls_for_no_word(double: TelegramDouble) -> None:
    double.methods.webhook = DOOR.url
    assert await channel_to(double, door=DOOR).ailments(NOW) == ()


async def test_a_wrong_token_is_named_and_not_told(double: TelegramDouble) -> None:
    wrong = TelegramChannel(token="777:wrong", api_url=double.url)
    (sentence,) = await wrong.ailments(NOW)
    assert "TCHATCHE_TELEGRAM_TOKEN" in sentence
    assert "777:wrong" not in sentence


@pytest.mark.parametrize("trouble", [Trouble.RESET, Trouble.NONSENSE])
async def test_a_platform_that_cannot_be_reached_is_said(
    double: TelegramDouble, trouble: Trouble
) -> None:
    double.trouble("getMe", trouble)
    (sentence,) = await channel_to(double).ailments(NOW)
    assert sentence.startswith("Telegram ne répond pas")


async def test_a_bot_kept_out_of_groups_is_said_with_the_remedy(double: TelegramDouble) -> None:
    double.methods.joins_groups = False
    (sentence,) = await channel_to(double).ailments(NOW)
    assert "/setjoingroups" in sentence


async def test_a_webhook_that_does_not_answer_is_said_with_its_reason(
    double: TelegramDouble,
) -> None:
    double.methods.webhook = DOOR.url
    double.say(42, "tu es là ?")
    lately = NOW - timedelta(minutes=3)
    double.methods.last_error = {
        "last_error_date": int(lately.timestamp()),
        "last_error_message": "Wrong response from the webhook: 502 Bad Gateway",
    }
    (sentence,) = await channel_to(double, door=DOOR).ailments(NOW)
    assert "502 Bad Gateway" in sentence
    assert "1 en attente" in sentence
    assert await channel_to(double, door=DOOR).ailments(NOW + timedelta(hours=2)) == ()


@pytest.mark.parametrize(
    ("set_to", "door", "word"),
    [
        ("", DOOR, "démarre le service"),
        ("https://ailleurs.example/", DOOR, "https://ailleurs.example/"),
        ("https://ailleurs.example/", None, "relevés ici"),
    ],
)
async def test_a_webhook_that_is_not_the_settings_is_said(
    double: TelegramDouble, set_to: str, door: Door | None, word: str
) -> None:
    double.methods.webhook = set_to
    (sentence,) = await channel_to(double, door=door).ailments(NOW)
    assert word in sentence
