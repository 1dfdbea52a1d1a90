"""What the mind asks of the world: a memory, an interpreter, a clock, a channel."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from dialogues.answers import Answer, Hit
from dialogues.conversation import Conversation
from dialogues.messages import Address, Incoming, Outgoing, Receipt
from dialogues.people import Held, Person, Subscription
from dialogues.places import Place
from dialogues.polls import Poll, Tally
from dialogues.processes import Process
from dialogues.stops import Stop
from nlu.understanding import Entity


class Conversations(Protocol):
    """Every thread, one per address."""

    async def open(self, address: Address, *, language: str, now: datetime) -> Conversation:
        """Return the address's conversation, begun with a new person if there was none; locked."""
        ...

    async def keep(self, conversation: Conversation, *, now: datetime) -> None:
        """Write the conversation back."""
        ...


class Events(Protocol):
    """What was already received, and what was replied to it."""

    async def replies(self, channel: str, event: str) -> tuple[Outgoing, ...] | None:
        """Return the replies recorded for an event, or None when it is new."""
        ...

    async def record(
        self, address: Address, event: str, replies: tuple[Outgoing, ...], *, now: datetime
    ) -> None:
        """Remember the event and its replies; the pair (channel, event) is unique."""
        ...


class People(Protocol):
    """Each human."""

    async def find(self, person: int) -> Person:
        """Return a person known by id."""
        ...

    async def keep(self, person: Person) -> None:
        """Write the person back."""
        ...

    async def silence(self, address: Address, *, now: datetime) -> None:
        """Record that nothing must be sent to that address unasked; ends its subscriptions."""
        ...

    async def held(self, person: int) -> Held:
        """Count what is kept of a person beside their record."""
        ...


class Subscriptions(Protocol):
    """What people asked for, with the consent that goes with it."""

    async def add(
        self,
        person: int,
        subscription: Subscription,
        *,
        text_version: str,
        channel: str,
        now: datetime,
    ) -> None:
        """Subscribe, and write the consent to the append-only ledger."""
        ...

    async def of(self, person: int) -> tuple[Subscription, ...]:
        """Return the person's active subscriptions."""
        ...

    async def end(self, person: int, *, channel: str, now: datetime) -> int:
        """End all of the person's subscriptions, write it to the ledger; return how many."""
        ...


class Processes(Protocol):
    """The participatory processes."""

    async def all(self) -> tuple[Process, ...]:
        """Return every process, archived ones included."""
        ...


class Stops(Protocol):
    """The caravan's stops."""

    async def coming(self, now: datetime) -> tuple[Stop, ...]:
        """Return the stops not yet over, soonest first, cancelled ones included."""
        ...

    async def find(self, stop: int) -> Stop | None:
        """Return one stop."""
        ...


class Polls(Protocol):
    """The ballot box. Turnout and ballots are kept apart."""

    async def open(self, now: datetime) -> tuple[Poll, ...]:
        """Return the polls taking ballots, the one closing soonest first."""
        ...

    async def closed(self, now: datetime) -> tuple[Poll, ...]:
        """Return the polls already closed, the latest first."""
        ...

    async def find(self, poll: int) -> Poll | None:
        """Return one poll."""
        ...

    async def cast(self, poll: int, person: int, option: int, *, now: datetime) -> bool | None:
        """Take or replace the person's one ballot; return whether it replaced another.

        None: the box was sealed, or taken away, since the turn began; no ballot was taken.
        """
        ...

    async def choice(self, poll: int, person: int) -> int | None:
        """Return the position the person chose, while the poll's key still exists."""
        ...

    async def has_voted(self, poll: int, person: int) -> bool:
        """Whether the person is on the turnout list."""
        ...

    async def tally(self, poll: int) -> Tally:
        """Count the ballots."""
        ...


class Places(Protocol):
    """The gazetteer."""

    async def find(self, insee: str) -> Place | None:
        """Return one commune."""
        ...

    async def at(self, postal_code: str) -> tuple[Place, ...]:
        """Return the communes of a postal code, the most peopled first."""
        ...

    async def nearest(self, latitude: float, longitude: float) -> Place | None:
        """Return the commune nearest to a point in degrees; None beyond 50 km of any."""
        ...

    async def read(self, text: str) -> Entity | None:
        """Read a text that is the whole answer to "where?": a place, a code or a department."""
        ...


class Answers(Protocol):
    """The published answers."""

    async def search(self, text: str, *, language: str, today: date) -> tuple[Hit, ...]:
        """Return the best five still valid answers, best first."""
        ...

    async def find(self, answer: int) -> Answer | None:
        """Return one answer."""
        ...


class Unheard(Protocol):
    """Questions left without an answer, for the team to attach to one."""

    async def note(self, text: str, *, language: str, guess: str | None, day: date) -> None:
        """Keep an already redacted text, with no link to whoever wrote it."""
        ...


class Work(Protocol):
    """One transaction: everything a turn may read and write."""

    @property
    def conversations(self) -> Conversations: ...  # noqa: D102
    @property
    def events(self) -> Events: ...  # noqa: D102
    @property
    def people(self) -> People: ...  # noqa: D102
    @property
    def subscriptions(self) -> Subscriptions: ...  # noqa: D102
    @property
    def processes(self) -> Processes: ...  # noqa: D102
    @property
    def stops(self) -> Stops: ...  # noqa: D102
    @property
    def polls(self) -> Polls: ...  # noqa: D102
    @property
    def places(self) -> Places: ...  # noqa: D102
    @property
    def answers(self) -> Answers: ...  # noqa: D102
    @property
    def unheard(self) -> Unheard: ...  # noqa: D102


class Store(Protocol):
    """The memory."""

    def work(self) -> AbstractAsyncContextManager[Work]:
        """Open one transaction: committed at the end of the block, undone if it raises."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the engine answers one event with, and how it came to it.

    ``decided`` names the stage: reflex, step, rule, follow_up, retrieval, repair or replay.
    """

    messages: tuple[Outgoing, ...]
    intent: str | None = None
    confidence: float = 0.0
    decided: str = "rule"


Receive = Callable[[Incoming], Awaitable[Response]]
Clock = Callable[[], datetime]  # aware, in the Region's zone


class Channel(Protocol):
    """One way in and out. Degradation (long text, many buttons) is the channel's business."""

    name: str

    async def listen(self, receive: Receive) -> None:
        """Hand every event to ``receive`` and show its response, until cancelled."""
        ...

    async def send(self, to: Address, message: Outgoing) -> Receipt:
        """Show one message; raises Gone, Busy, Unreachable or Refused."""
        ...

    async def amend(self, to: Address, receipt: Receipt, message: Outgoing) -> None:
        """Replace a message shown before; raises as ``send`` does."""
        ...


class DeliveryError(Exception):
    """A message was not shown; each kind says what to do next."""


class Gone(DeliveryError):
    """The person blocked us or left: record silence, never try again."""


class Busy(DeliveryError):
    """The platform asks the whole channel to wait; no attempt is spent."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The platform asks to wait {seconds:g} s.")
        self.seconds = seconds


class Unreachable(DeliveryError):
    """The platform cannot be reached: try again later."""


class Refused(DeliveryError):
    """This message can never be shown as it is; the reason is the platform's."""
