"""How fast one person may write before we ask them to breathe."""

from collections import OrderedDict, deque

from bots.web.errors import Complaint

ROOMS = 10_000  # remembered at once; the longest silent are forgotten first


class Rate:
    """At most ``messages`` a room in any sliding window of ``seconds``."""

    def __init__(self, *, messages: int, seconds: float) -> None:
        self._messages = messages
        self._seconds = seconds
        self._rooms: OrderedDict[str, deque[float]] = OrderedDict()

    def admit(self, room: str, now: float) -> None:
        """Count one message at ``now``, in seconds; raises a 429 complaint when it is too many."""
        times = self._rooms.setdefault(room, deque())
        self._rooms.move_to_end(room)
        if len(self._rooms) > ROOMS:
            self._rooms.popitem(last=False)
        while times and now - times[0] >= self._seconds:
            times.popleft()
        if len(times) >= self._messages:
            wait = times[0] + self._seconds - now
            raise Complaint(429, "too_fast", {"Retry-After": str(max(1, round(wait)))})
        times.append(now)
