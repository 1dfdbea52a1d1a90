"""The front door: whom it believes about where a visitor comes from, and how soon it answers."""

import socket
from pathlib import Path

import httpx
import pytest

from bots.serving import door
from tests.faults_house import House


async def newcomer(house: House, client: httpx.AsyncClient, address: str) -> int:
    """Say hello without a cookie, as a proxy would pass it on."""
    client.cookies.clear()
    said = {"text": "coucou"}
    come_from = {"X-Forwarded-For": address}
    answer = await client.post(f"{house.url}/chat/messages", json=said, headers=come_from)
    return answer.status_code


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [("127.0.0.1", [200, 200, 429, 429]), ("192.0.2.0/24 ::1", [200, 429, 429, 429])],
)
async def test_only_a_trusted_proxy_is_believed_about_addresses(
    tmp_path: Path, model_file: Path, proxies: str, seen: list[int]
) -> None:
    addresses = ["198.51.100.1", "198.51.100.2", "198.51.100.1", "203.0.113.5, 198.51.100.2"]
    strict = House(
        tmp_path, model_file, TCHATCHE_NETWORK_ROOMS="1", TCHATCHE_TRUSTED_PROXIES=proxies
    )
    async with strict as house, httpx.AsyncClient() as client:
        assert [await newcomer(house, client, address) for address in addresses] == seen


def test_a_connection_waits_for_nobody_before_its_first_byte() -> None:
    with door("127.0.0.1", 0) as held:
        visitor = socket.create_connection(held.getsockname())
        taken, _ = held.accept()
        assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
        taken.close()
        visitor.close()
