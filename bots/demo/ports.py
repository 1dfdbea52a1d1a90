"""What the example content asks of the memory it is written to."""

from collections.abc import Mapping
from typing import Protocol, TypeVar

from dialogues.answers import Answer
from dialogues.places import Place
from dialogues.polls import Poll, Tally
from dialogues.processes import Process
from dialogues.stops import Stop

Record_contra = TypeVar("Record_contra", contravariant=True)


class Shelf(Protocol[Record_contra]):
    """Where records of one noun are put."""

    async def put(self, record: Record_contra, /) -> bool | None:
        """Write a record by its external id: True created, False changed, None as it was."""
        ...


class Finder(Protocol):
    """The gazetteer, by code."""

    async def find(self, insee: str, /) -> Place | None:
        """Return one commune."""
        ...


class Box(Protocol):
    """The ballot box of the examples."""

    async def create(self, poll: Poll, /) -> int:
        """Keep a new poll and return its number; one of the same slug is left as it is."""
        ...

    async def fill(self, poll: int, counts: Mapping[int, int], /) -> None:
        """Drop ballots of nobody into an example's box."""
        ...

    async def tally(self, poll: int, /) -> Tally:
        """Count the ballots."""
        ...


class Shelves(Protocol):
    """One transaction over all that the examples fill."""

    @property
    def processes(self) -> Shelf[Process]: ...  # noqa: D102
    @property
    def stops(self) -> Shelf[Stop]: ...  # noqa: D102
    @property
    def answers(self) -> Shelf[Answer]: ...  # noqa: D102
    @property
    def polls(self) -> Box: ...  # noqa: D102
    @property
    def places(self) -> Finder: ...  # noqa: D102
