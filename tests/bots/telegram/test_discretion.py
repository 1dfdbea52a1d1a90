"""What nobody should ever read in a log, and what a house without Telegram should not carry."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from structlog.testing import capture_logs

from bots.telegram.words import apology, commands, misconfigured
from tests.bots.telegram.script import Script
from tests.doubles.telegram import TelegramDouble, Trouble
from tests.doubles.telegram_house import telegram_house

REFLEXES = Path(__file__).parents[3] / "dialogues" / "content" / "reflexes.yml"


async def test_neither_the_token_nor_what_was_said_is_logged(
    double: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    double.trouble("sendMessage", Trouble.RESET)
    double.trouble("getUpdates", Trouble.NONSENSE)
    with capture_logs() as logs:
        async with telegram_house(Script(), double):
            double.say(42, "je te confie un secret")
            await double.read(42, 1)
    told = caplog.text + str(logs)
    assert "telegram.unreachable" in told
    assert double.token not in told
    assert "secret" not in told


def test_a_house_without_telegram_loads_no_telegram_library() -> None:
    code = "import sys, bots.app, bots.web, bots.terminal; print('telegram' in sys.modules)"
    run = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"


def test_every_command_offered_is_one_the_mind_knows() -> None:
    known = yaml.safe_load(REFLEXES.read_text("utf-8"))["commands"]
    assert {name for menu in commands().values() for name in menu} <= set(known)


def test_the_two_menus_offer_the_same_things_in_the_same_order() -> None:
    known = yaml.safe_load(REFLEXES.read_text("utf-8"))["commands"]
    french, english = ([known[name] for name in menu] for menu in commands().values())
    assert french == english


def test_the_sentences_fit_on_one_line() -> None:
    sentences = [apology("fr"), apology("en"), misconfigured("conflict")]
    assert not any("\n" in sentence for sentence in sentences)
