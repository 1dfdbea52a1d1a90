"""The patience of the door: it grows, it is bounded, it forgets, and it spares who is known."""

from datetime import datetime, timedelta

import pytest

from console.delays import FROM_EVERYWHERE, LONGEST, Delays, Guess
from tests.console.house import NOW

ADMIN = "admin@exemple.fr"


def guess(account: str = ADMIN, address: str = "192.0.2.1", *, known: bool = False) -> Guess:
    return Guess(account=account, address=address, known=known)


def insist(delays: Delays, address: str, now: datetime, minutes: int) -> datetime:
    """Try again at every second, for so long."""
    for _ in range(minutes * 60):
        delays.admit(guess(address=address), now)
        now += timedelta(seconds=1)
    return now


def test_a_hundred_tries_at_once_are_a_hundred_tries() -> None:
    delays = Delays()
    waits = [delays.admit(guess(), NOW) for _ in range(100)]
    assert waits[:3] == [0, 0, 0]
    assert all(wait > 0 for wait in waits[3:])


def test_a_hundred_networks_together_make_twenty_tries_a_minute() -> None:
    delays = Delays()
    waits = [delays.admit(guess(address=f"192.0.2.{n}"), NOW) for n in range(100)]
    assert waits == [0] * FROM_EVERYWHERE + [60] * (100 - FROM_EVERYWHERE)
    later = NOW + timedelta(seconds=60)
    assert delays.admit(guess(address="198.51.100.1"), later) == 0


def test_the_wait_doubles_up_to_a_minute() -> None:
    delays, now, waits = Delays(), NOW, []
    for _ in range(12):
        if wait := delays.admit(guess(), now):
            waits.append(wait)
            now += timedelta(seconds=wait)
            delays.admit(guess(), now)
    assert waits[:6] == [2, 4, 8, 16, 32, LONGEST]
    assert max(waits) == LONGEST


def test_success_and_an_hour_of_quiet_both_forgive() -> None:
    delays = Delays()
    for _ in range(3):
        delays.admit(guess("a@exemple.fr"), NOW)
        delays.admit(guess("b@exemple.fr"), NOW)
    delays.succeeded(guess("a@exemple.fr"))
    assert [delays.admit(guess("a@exemple.fr"), NOW) for _ in range(3)] == [0, 0, 0]
    later = NOW + timedelta(hours=1, seconds=1)
    assert [delays.admit(guess("b@exemple.fr"), later) for _ in range(3)] == [0, 0, 0]


@pytest.mark.parametrize("minutes", [1, 10])
def test_who_insists_from_one_place_shuts_out_nobody_elsewhere(minutes: int) -> None:
    delays = Delays()
    now = insist(delays, "203.0.113.9", NOW, minutes)
    assert delays.admit(guess(address="203.0.113.9"), now) > 0
    assert delays.admit(guess(), now) == 0


def test_a_known_browser_passes_whoever_insists_and_from_wherever() -> None:
    delays = Delays()
    for n in range(100):
        delays.admit(guess(address=f"192.0.2.{n}"), NOW)
    insist(delays, "192.0.2.1", NOW, 1)
    assert delays.admit(guess(), NOW) > 0
    waits = [delays.admit(guess(known=True), NOW) for _ in range(5)]
    assert waits == [0, 0, 0, 2, 2], "its own mistakes are counted all the same"


def test_a_network_of_ipv6_addresses_is_one_address() -> None:
    delays = Delays()
    waits = [delays.admit(guess(f"{n}@exemple.fr", f"2001:db8::{n:x}"), NOW) for n in range(12)]
    assert waits[10] > 0
    assert delays.admit(guess("other@exemple.fr", "2001:db8:1::1"), NOW) == 0


def test_ipv4_addresses_written_as_ipv6_are_as_many_networks() -> None:
    delays = Delays()
    waits = [
        delays.admit(guess(f"{n}@exemple.fr", f"::ffff:192.0.2.{n}"), NOW) for n in range(1, 13)
    ]
    assert waits == [0] * 12
