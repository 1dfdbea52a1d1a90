"""The service as a process: it holds its port, says where it is, and ends well when asked."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bots.app import opened
from bots.settings import Settings, read
from tests.faults_house import House

SOON = 5  # seconds: what a supervisor waits for before it kills
TOKEN = "777:token"


async def _stream(client: httpx.AsyncClient, house: House) -> httpx.Response:
    """Open a page's stream of events and leave it open."""
    hello = await client.post(f"{house.url}/chat/messages", json={"text": "coucou", "key": "k"})
    assert hello.status_code == 200
    events = client.build_request("GET", f"{house.url}/chat/events")
    return await client.send(events, stream=True)


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
async def test_a_service_asked_to_stop_ends_its_streams_and_stops(
    tmp_path: Path, model_file: Path, asked: signal.Signals
) -> None:
    async with House(tmp_path, model_file) as house, httpx.AsyncClient() as client:
        stream = await _stream(client, house)
        assert house.end(asked, within=SOON) == 0
        heard = (await stream.aread()).decode()
    assert heard.startswith("retry:")
    assert heard.endswith("\n\n"), "the stream was cut in the middle of an event"
    assert house.complained == ""
    assert "/console/setup?token=" in house.said


async def test_a_channel_that_cannot_reach_its_platform_does_not_delay_the_end(
    tmp_path: Path, model_file: Path
) -> None:
    async with House(
        tmp_path,
        model_file,
        TCHATCHE_TELEGRAM_TOKEN=TOKEN,
        TCHATCHE_TELEGRAM_API_URL="http://127.0.0.1:9",  # where nobody listens
    ) as house:
        assert house.end(signal.SIGTERM, within=SOON) == 0
    assert "Traceback" not in house.said + house.complained
    assert TOKEN not in house.said + house.complained


async def test_a_demonstration_leaves_nothing_behind(tmp_path: Path, model_file: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    async with House(tmp_path, model_file, verb=("demo",), TMPDIR=str(temporary)) as house:
        async with httpx.AsyncClient() as client:
            page = await client.get(f"{house.url}/processes")
        assert "exemple" in page.text
        assert house.end(signal.SIGTERM, within=SOON) == 0
    assert [*temporary.iterdir()] == []
    assert not house.database.exists()


async def test_a_second_service_on_the_same_port_says_so_and_disturbs_nothing(
    tmp_path: Path, model_file: Path
) -> None:
    async with House(tmp_path, model_file) as house:
        second = subprocess.run(  # noqa: ASYNC221 - our own command, once
            [sys.executable, "-m", "bots", "run"],
            env=house.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (second.returncode, second.stdout) == (1, "")
        (sentence,) = second.stderr.splitlines()
        assert f"127.0.0.1:{house.port}" in sentence
        assert "TCHATCHE_PORT" in sentence
        link = house.said.split("usage unique) : ")[-1].split()[0]
        async with httpx.AsyncClient() as client:
            assert (await client.get(link)).status_code == 200, "the link given is still good"


async def test_started_empty_the_examples_leave_and_do_not_come_back(
    tmp_path: Path, model_file: Path
) -> None:
    house = House(tmp_path, model_file, verb=("run", "--empty"))
    settings = read({"TCHATCHE_DATABASE_URL": f"sqlite:///{house.database}"})
    assert await _examples(settings) > 0
    async with house, httpx.AsyncClient() as client:
        page = await client.get(f"{house.url}/processes")
    assert "(exemple)" not in page.text
    assert await _examples(settings) == 0


async def _examples(settings: Settings) -> int:
    async with opened(settings, examples=True) as house, house.store.work() as work:
        return sum(process.example for process in await work.processes.all())


def test_a_person_at_the_keyboard_may_leave_at_any_moment(tmp_path: Path, model_file: Path) -> None:
    house = House(tmp_path, model_file)
    keyboard, screen = pty.openpty()
    talk = subprocess.Popen(
        [sys.executable, "-m", "bots", "talk"],
        env=house.environment,
        stdin=screen,
        stdout=screen,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert "›" in _read_until(keyboard, "›", 30)
    talk.send_signal(signal.SIGINT)  # what Ctrl-C is
    _, complained = talk.communicate(timeout=SOON)
    assert talk.returncode == 130
    assert complained == b""
    os.close(keyboard)
    os.close(screen)


def _read_until(keyboard: int, sign: str, seconds: float) -> str:
    shown, end = "", time.monotonic() + seconds
    while sign not in shown and time.monotonic() < end:
        if select.select([keyboard], [], [], 0.1)[0]:
            shown += os.read(keyboard, 4096).decode()
    return shown
