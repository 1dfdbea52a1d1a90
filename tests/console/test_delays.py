"""The patience of the door: it grows, it is bounded, and it forgets."""

from datetime import timedelta

from console.delays import LONGEST, Delays
from tests.console.house import NOW


def test_a_hundred_tries_at_once_are_a_hundred_tries() -> None:
    delays = Delays()
    waits = [delays.admit("a@exemple.fr", f"192.0.2.{n}", NOW) for n in range(100)]
    assert waits[:3] == [0, 0, 0]
    assert all(wait > 0 for wait in waits[3:])


def test_the_wait_doubles_up_to_a_minute() -> None:
    delays, now, waits = Delays(), NOW, []
    for n in range(12):
        if wait := delays.admit("a@exemple.fr", f"192.0.2.{n}", now):
            waits.append(wait)
            now += timedelta(seconds=wait)
            delays.admit("a@exemple.fr", f"198.51.100.{n}", now)
    assert waits[:6] == [2, 4, 8, 16, 32, LONGEST]
    assert max(waits) == LONGEST


def test_success_and_an_hour_of_quiet_both_forgive() -> None:
    delays = Delays()
    for _ in range(3):
        delays.admit("a@exemple.fr", "192.0.2.1", NOW)
        delays.admit("b@exemple.fr", "192.0.2.1", NOW)
    delays.succeeded("a@exemple.fr", "192.0.2.1")
    assert [delays.admit("a@exemple.fr", "192.0.2.1", NOW) for _ in range(3)] == [0, 0, 0]
    later = NOW + timedelta(hours=1, seconds=1)
    assert [delays.admit("b@exemple.fr", "192.0.2.1", later) for _ in range(3)] == [0, 0, 0]


def test_a_network_of_ipv6_addresses_is_one_address() -> None:
    delays = Delays()
    waits = [delays.admit(f"{n}@exemple.fr", f"2001:db8::{n:x}", NOW) for n in range(12)]
    assert waits[10] > 0
    assert delays.admit("other@exemple.fr", "2001:db8:1::1", NOW) == 0
