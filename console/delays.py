"""How long the door stays shut after failures, for an account and for an address."""

import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

FREE_TRIES = {"account": 3, "address": 10}  # a town hall shares one address
LONGEST = 60  # seconds: 1,440 tries a day guess nothing, and nobody can shut others out for long
FORGOTTEN_AFTER = timedelta(hours=1)
REMEMBERED = 10_000  # accounts and addresses at once; the longest quiet are forgotten first
HOME_NETWORK = 64  # bits of an IPv6 address that its holder does not choose


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How many times somebody tried without success, when last, and when they may again."""

    count: int
    last: datetime
    again_at: datetime


class Delays:
    """Counts tries before they are made, so that a hundred at once are a hundred tries."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], Tries] = OrderedDict()

    def admit(self, account: str, address: str, now: datetime) -> int:
        """Count one try and return 0, or return how many seconds to wait."""
        keys = (("account", account), ("address", _network(address)))
        wait = max(self._wait(key, now) for key in keys)
        if wait <= 0:
            for key in keys:
                self._count(key, now)
        return max(0, math.ceil(wait))

    def succeeded(self, account: str, address: str) -> None:
        """Forget the tries of somebody who was right in the end."""
        self._known.pop(("account", account), None)
        self._known.pop(("address", _network(address)), None)

    def _wait(self, key: tuple[str, str], now: datetime) -> float:
        tries = self._known.get(key)
        return (tries.again_at - now).total_seconds() if tries else 0

    def _count(self, key: tuple[str, str], now: datetime) -> None:
        tries = self._known.pop(key, None)
        stale = tries is None or now - tries.last > FORGOTTEN_AFTER
        count = 1 if tries is None or stale else tries.count + 1
        again_at = now + timedelta(seconds=_delay(count - FREE_TRIES[key[0]]))
        self._known[key] = Tries(count=count, last=now, again_at=again_at)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def _delay(beyond: int) -> int:
    """Return 2 seconds at the last free try, then twice as long each time."""
    return 0 if beyond < 0 else min(LONGEST, 2 ** min(beyond + 1, 10))


def _network(address: str) -> str:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(int(parsed) >> (128 - HOME_NETWORK))
    return str(parsed)
