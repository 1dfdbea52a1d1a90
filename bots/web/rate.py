"""How fast somebody may ask before we tell them to breathe."""

from collections import OrderedDict, deque

from bots.web.errors import Complaint

REMEMBERED = 10_000  # askers at once; the longest silent are forgotten first


class Rate:
    """At most ``most`` from one asker in any sliding window of ``seconds``."""

    def __init__(self, *, most: int, seconds: float, sentence: str = "too_fast") -> None:
        self._most = most
        self._seconds = seconds
        self._sentence = sentence
        self._askers: OrderedDict[str, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._askers)

    def admit(self, asker: str, now: float) -> None:
        """Count one request at ``now``, in seconds; raises a 429 complaint when it is too many."""
        times = self._askers.setdefault(asker, deque())
        self._askers.move_to_end(asker)
        while times and now - times[0] >= self._seconds:
            times.popleft()
        if len(times) >= self._most:
            wait = times[0] + self._seconds - now
            raise Complaint(429, self._sentence, {"Retry-After": str(max(1, round(wait)))})
        times.append(now)
        self._forget(now)

    def _forget(self, now: float) -> None:
        """Let go of the longest silent, whose window is over or for whom there is no room."""
        while len(self._askers) > 1:
            asker, times = next(iter(self._askers.items()))
            silent = not times or now - times[-1] >= self._seconds
            if not silent and len(self._askers) <= REMEMBERED:
                return
            del self._askers[asker]
