"""One transaction with every register at hand, each made when first asked for."""

from functools import cached_property

from storage.answers import Answers
from storage.conversations import Conversations
from storage.events import Events
from storage.instance import Instance
from storage.mailbox import Mailbox
from storage.people import People
from storage.places import Places
from storage.polls import Polls
from storage.processes import Processes
from storage.staff import Staff
from storage.stops import Stops
from storage.subscriptions import Subscriptions
from storage.transaction import Transaction
from storage.unheard import Unheard


class SqlWork:
    """Everything a turn, a page or an import may read and write, committed as one."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    @cached_property
    def conversations(self) -> Conversations:
        """Every thread, one per address."""
        return Conversations(self._tx)

    @cached_property
    def events(self) -> Events:
        """What was already received."""
        return Events(self._tx)

    @cached_property
    def people(self) -> People:
        """Each human."""
        return People(self._tx)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        """What people asked for."""
        return Subscriptions(self._tx)

    @cached_property
    def processes(self) -> Processes:
        """The participatory processes."""
        return Processes(self._tx)

    @cached_property
    def stops(self) -> Stops:
        """The caravan's stops."""
        return Stops(self._tx)

    @cached_property
    def polls(self) -> Polls:
        """The ballot box."""
        return Polls(self._tx)

    @cached_property
    def places(self) -> Places:
        """The gazetteer."""
        return Places(self._tx)

    @cached_property
    def answers(self) -> Answers:
        """The published answers."""
        return Answers(self._tx)

    @cached_property
    def unheard(self) -> Unheard:
        """Questions left without an answer."""
        return Unheard(self._tx)

    @cached_property
    def mailbox(self) -> Mailbox:
        """What waits in the rooms of the web chat."""
        return Mailbox(self._tx)

    @cached_property
    def staff(self) -> Staff:
        """Those who work here."""
        return Staff(self._tx)

    @cached_property
    def instance(self) -> Instance:
        """What this installation knows of itself."""
        return Instance(self._tx)

    async def remove_examples(self) -> int:
        """Delete every labelled example with what hangs on it; return how many records."""
        shelves = (self.processes, self.stops, self.answers, self.polls)
        return sum([await shelf.remove_examples() for shelf in shelves])
