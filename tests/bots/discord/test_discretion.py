"""What nobody should ever read in a log, and what a house without Discord should not carry."""

import logging
import subprocess
import sys

import pytest
from structlog.testing import capture_logs

from bots.discord.words import apology, closed, misconfigured
from tests.bots.telegram.script import Script
from tests.doubles.discord import DiscordDouble, Trouble
from tests.doubles.discord_house import discord_house


async def test_neither_tokens_nor_what_was_said_are_logged(
    double: DiscordDouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    double.trouble("create", Trouble.RESET)
    double.trouble("me", Trouble.NONSENSE)
    double.fail("fill", 500, times=4)
    with capture_logs() as logs:
        async with discord_house(Script(), double) as house:
            await house.after(lambda: double.say(42, "je te confie un secret"))
            await house.after(lambda: double.slash(42, "question", texte="un autre secret"))
    ours = [one for one in caplog.records if not one.name.startswith(("aiohttp", "asyncio"))]
    told = str([one.getMessage() for one in ours]) + str(logs)
    assert "discord.unreachable" in told
    assert double.token not in told
    assert "token-" not in told
    assert "secret" not in told


def test_a_house_without_discord_loads_no_discord_library() -> None:
    code = "import sys, bots.app, bots.web, bots.terminal; print('discord' in sys.modules)"
    run = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"


def test_the_channel_is_imported_without_a_warning() -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import bots.discord"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_the_sentences_fit_on_one_line() -> None:
    sentences = [apology("fr"), apology("en-GB"), closed(None), closed("en")]
    sentences += [misconfigured(reason) for reason in ("invalid_token", "shards", "permission")]
    assert not any("\n" in sentence for sentence in sentences)
    assert apology("oc") == apology("fr") != apology("en-US")
