"""The channel in the house as an operator starts it: by its token in the environment."""

import signal
from pathlib import Path
from typing import Any

import httpx

from tests.doubles.discord import DiscordDouble
from tests.faults_house import House

LEA = 42


def _environment(double: DiscordDouble, token: str) -> dict[str, Any]:
    return {
        "TCHATCHE_DISCORD_TOKEN": token,
        "TCHATCHE_DISCORD_API_URL": double.url,
        "TCHATCHE_DISCORD_GATEWAY_URL": double.gateway.url,
    }


async def test_a_token_is_all_it_takes(
    double: DiscordDouble, tmp_path: Path, model_file: Path
) -> None:
    async with House(tmp_path, model_file, **_environment(double, double.token)) as house:
        await double.until(lambda: double.gateway.live, seconds=30)
        double.slash(LEA, "aide")
        (shown,) = await double.read(LEA, 1)
        assert house.end(signal.SIGTERM, within=10) == 0
    assert "Tchatche" in shown.text
    assert double.token not in house.said + house.complained
    assert "Traceback" not in house.said + house.complained


async def test_a_wrong_token_is_told_and_the_web_lives_on(
    double: DiscordDouble, tmp_path: Path, model_file: Path
) -> None:
    wrong = _environment(double, "un.faux.jeton")
    async with House(tmp_path, model_file, **wrong) as house:
        await double.until(lambda: "TCHATCHE_DISCORD_TOKEN" in house.said + house.complained)
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"{house.url}/processes")).status_code == 200
    assert "faux" not in house.said + house.complained
