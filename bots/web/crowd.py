"""What one network may ask of us: a school shares one address, a script does not need two."""

from collections import OrderedDict
from ipaddress import IPv4Address, ip_address

from starlette.requests import Request

from bots.web.ports import WebSettings
from bots.web.rate import REMEMBERED, Rate

MINUTE = 60.0
HOME_NETWORK = 64  # bits of an IPv6 address that its holder does not choose
NAME_CHARACTERS = 64  # of what is no address: a socket, or what a proxy wrote


def network(request: Request) -> str:
    """Name where a request comes from: an IPv4 address, or the network of an IPv6 one."""
    address = request.client.host if request.client else ""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:NAME_CHARACTERS]
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:  # how a socket of both families writes an IPv4 address
        return str(parsed.ipv4_mapped)
    return f"{int(parsed) >> (128 - HOME_NETWORK):x}/{HOME_NETWORK}"


class Crowd:
    """Counts what comes from each network before anything is opened or kept for it."""

    def __init__(self, settings: WebSettings) -> None:
        self._posts = Rate(most=settings.network_messages, seconds=MINUTE, sentence="crowded")
        self._rooms = Rate(most=settings.network_rooms, seconds=MINUTE, sentence="crowded")
        self._welcomed: OrderedDict[str, None] = OrderedDict()

    def admit(self, network: str, now: float) -> None:
        """Count one post; raises a 429 complaint."""
        self._posts.admit(network, now)

    def welcome(self, room: str, network: str, now: float) -> None:
        """Count one new room; a browser that refuses our cookie comes back to its own for free."""
        if room not in self._welcomed:
            self._rooms.admit(network, now)
        self._welcomed[room] = None
        self._welcomed.move_to_end(room)
        if len(self._welcomed) > REMEMBERED:
            self._welcomed.popitem(last=False)
