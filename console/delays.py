"""How long the door stays shut after failures: for an account, for a network, for a guesser."""

import math
from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

FREE_TRIES = {"account": 3, "known": 3, "network": 10}  # a town hall shares one address
LONGEST = 60  # seconds: 1,440 tries a day guess nothing, and nobody can shut others out for long
FORGOTTEN_AFTER = timedelta(hours=1)
FROM_EVERYWHERE = 20  # tries a minute on one account: more than any one network may make
WINDOW = timedelta(minutes=1)
REMEMBERED = 10_000  # accounts and networks at once; the longest quiet are forgotten first
HOME_NETWORK = 64  # bits of an IPv6 address that its holder does not choose

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Somebody at the door; ``known`` browsers proved before that they hold the account."""

    account: str
    address: str
    known: bool = False

    def counted_under(self) -> tuple[Key, ...]:
        """Return what its tries are counted under: nobody else's count for a known browser."""
        if self.known:
            return (("known", self.account),)
        where = _network(self.address)
        return (("account", f"{self.account} {where}"), ("network", where))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How many times somebody tried without success, when last, and when they may again."""

    count: int
    last: datetime
    again_at: datetime


class Delays:
    """Counts tries before they are made, so that a hundred at once are a hundred tries."""

    def __init__(self) -> None:
        self._tries: OrderedDict[Key, Tries] = OrderedDict()
        self._everywhere: OrderedDict[str, deque[datetime]] = OrderedDict()

    def admit(self, guess: Guess, now: datetime) -> int:
        """Count one try and return 0, or return how many seconds to wait."""
        keys = guess.counted_under()
        waits = [self._wait(key, now) for key in keys]
        if not guess.known:
            waits.append(self._wait_for_all(guess.account, now))
        if max(waits) > 0:
            return math.ceil(max(waits))
        for key in keys:
            self._count(key, now)
        if not guess.known:
            self._count_for_all(guess.account, now)
        return 0

    def succeeded(self, guess: Guess) -> None:
        """Forget the tries of somebody who was right in the end."""
        for key in guess.counted_under():
            self._tries.pop(key, None)

    def _wait(self, key: Key, now: datetime) -> float:
        tries = self._tries.get(key)
        return (tries.again_at - now).total_seconds() if tries else 0

    def _count(self, key: Key, now: datetime) -> None:
        tries = self._tries.pop(key, None)
        stale = tries is None or now - tries.last > FORGOTTEN_AFTER
        count = 1 if tries is None or stale else tries.count + 1
        again_at = now + timedelta(seconds=_delay(count - FREE_TRIES[key[0]]))
        self._tries[key] = Tries(count=count, last=now, again_at=again_at)
        if len(self._tries) > REMEMBERED:
            self._tries.popitem(last=False)

    def _wait_for_all(self, account: str, now: datetime) -> float:
        times = self._everywhere.get(account)
        if times is None or len(times) < FROM_EVERYWHERE:
            return 0
        return (times[0] + WINDOW - now).total_seconds()

    def _count_for_all(self, account: str, now: datetime) -> None:
        times = self._everywhere.setdefault(account, deque(maxlen=FROM_EVERYWHERE))
        times.append(now)
        self._everywhere.move_to_end(account)
        if len(self._everywhere) > REMEMBERED:
            self._everywhere.popitem(last=False)


def _delay(beyond: int) -> int:
    """Return 2 seconds at the last free try, then twice as long each time."""
    return 0 if beyond < 0 else min(LONGEST, 2 ** min(beyond + 1, 10))


def _network(address: str) -> str:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:  # how a socket of both families writes an IPv4 address
        return str(parsed.ipv4_mapped)
    return f"{int(parsed) >> (128 - HOME_NETWORK):x}/{HOME_NETWORK}"
