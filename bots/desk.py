"""The console's view of the memory: each of the team's acts in a transaction of its own."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from console import Account, Member, Opening, OpenPoll, Overview, Role
from dialogues import ports
from dialogues.polls import Poll
from dialogues.processes import ongoing


class Kept(Protocol):
    """A member as the memory keeps them."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def email(self) -> str: ...  # noqa: D102
    @property
    def password_hash(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def disabled(self) -> bool: ...  # noqa: D102


class Counted(Protocol):
    """The figures of the house."""

    @property
    def people(self) -> int: ...  # noqa: D102
    @property
    def subscriptions(self) -> int: ...  # noqa: D102
    @property
    def unheard(self) -> int: ...  # noqa: D102
    @property
    def examples(self) -> int: ...  # noqa: D102


class Staff(Protocol):
    """The register of those who work here."""

    async def create_first(
        self, email: str, password_hash: str, role: str, *, now: datetime
    ) -> int | None:
        """Take on somebody where nobody ever was; None where somebody is."""
        ...

    async def find_by_email(self, email: str) -> Kept | None:
        """Return the member of that e-mail, disabled or not."""
        ...

    async def is_empty(self) -> bool:
        """Whether nobody was ever taken on."""
        ...

    async def open_session(
        self, token_hash: str, member: int, *, now: datetime, expires_at: datetime
    ) -> None:
        """Begin a session."""
        ...

    async def find_session(self, token_hash: str, *, now: datetime) -> Kept | None:
        """Return whose session it is, while it lasts and they may work here."""
        ...

    async def close_session(self, token_hash: str) -> None:
        """End a session."""
        ...

    async def add_setup_link(self, token_hash: str, *, expires_at: datetime) -> None:
        """Make a link good for one use; those never used before it are void."""
        ...

    async def has_setup_link(self, token_hash: str, *, now: datetime) -> bool:
        """Whether the link could be used now."""
        ...

    async def use_setup_link(self, token_hash: str, *, now: datetime) -> bool:
        """Use the link up; True for exactly one caller, before it expires."""
        ...

    async def note(
        self, staff: int | None, act: str, subject: str, *, now: datetime, detail: str | None = None
    ) -> None:
        """Write a line of the audit."""
        ...

    async def counts(self, now: datetime) -> Counted:
        """Return the figures of the home page."""
        ...


class Work(Protocol):
    """One transaction: what the console reads and writes."""

    @property
    def staff(self) -> Staff: ...  # noqa: D102
    @property
    def polls(self) -> ports.Polls: ...  # noqa: D102
    @property
    def stops(self) -> ports.Stops: ...  # noqa: D102
    @property
    def processes(self) -> ports.Processes: ...  # noqa: D102

    async def remove_examples(self) -> int:
        """Delete every labelled example; return how many records."""
        ...


class Store(Protocol):
    """The memory."""

    def work(self) -> AbstractAsyncContextManager[Work]:
        """Open one transaction: committed at the end of the block, undone if it raises."""
        ...


class StoredAccounts:
    """Who works here, kept in the memory."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def known(self, email: str) -> Account | None:
        """Return the account of an e-mail, whatever its case."""
        async with self._store.work() as work:
            kept = await work.staff.find_by_email(email)
        if kept is None:
            return None
        member = _member(kept)
        return Account(member=member, password_hash=kept.password_hash, disabled=kept.disabled)

    async def is_nobody_here(self) -> bool:
        """Whether nobody was ever taken on."""
        async with self._store.work() as work:
            return await work.staff.is_empty()

    async def found(self, email: str, password_hash: str, *, now: datetime) -> Member | None:
        """Take on the first administrator; None when somebody already works here."""
        async with self._store.work() as work:
            return await _found(work.staff, email, password_hash, now)

    async def offer(self, link_hash: str, *, expires_at: datetime) -> bool:
        """Make a set-up link, voiding the former one; False when somebody already works here."""
        async with self._store.work() as work:
            if not await work.staff.is_empty():
                return False
            await work.staff.add_setup_link(link_hash, expires_at=expires_at)
            return True

    async def is_offered(self, link_hash: str, *, now: datetime) -> bool:
        """Whether the link could be used now."""
        async with self._store.work() as work:
            good = await work.staff.has_setup_link(link_hash, now=now)
            return good and await work.staff.is_empty()

    async def redeem(
        self, link_hash: str, email: str, password_hash: str, *, now: datetime
    ) -> Member | None:
        """Use the link up and take on the first administrator, at once; None for a void link."""
        async with self._store.work() as work:
            if not await work.staff.use_setup_link(link_hash, now=now):
                return None
            return await _found(work.staff, email, password_hash, now)

    async def enter(self, member: Member, opening: Opening, *, now: datetime) -> None:
        """Begin a session."""
        token_hash, expires_at = opening.token_hash, opening.expires_at
        async with self._store.work() as work:
            await work.staff.open_session(token_hash, member.id, now=now, expires_at=expires_at)
            await work.staff.note(member.id, "open_session", "console", now=now)

    async def who(self, token_hash: str, *, now: datetime) -> Member | None:
        """Return whose session it is, while it lasts and they may work here."""
        async with self._store.work() as work:
            kept = await work.staff.find_session(token_hash, now=now)
        return _member(kept) if kept else None

    async def leave(self, token_hash: str, member: Member, *, now: datetime) -> None:
        """End a session."""
        async with self._store.work() as work:
            await work.staff.close_session(token_hash)
            await work.staff.note(member.id, "close_session", "console", now=now)


class StoredBoard:
    """What is there now, read from the memory."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def overview(self, now: datetime) -> Overview:
        """Return what the home page shows."""
        async with self._store.work() as work:
            counts = await work.staff.counts(now)
            return Overview(
                polls=tuple(
                    [await _counted(work.polls, poll) for poll in await work.polls.open(now)]
                ),
                stops=await work.stops.coming(now),
                processes=ongoing(await work.processes.all(), now.date()),
                people=counts.people,
                subscriptions=counts.subscriptions,
                unheard=counts.unheard,
                examples=counts.examples,
            )

    async def remove_examples(self, member: Member, *, now: datetime) -> int:
        """Delete the labelled examples and write it in the audit; return how many."""
        async with self._store.work() as work:
            removed = await work.remove_examples()
            detail = str(removed)
            await work.staff.note(member.id, "remove_examples", "examples", now=now, detail=detail)
            return removed


async def _found(staff: Staff, email: str, password_hash: str, now: datetime) -> Member | None:
    number = await staff.create_first(email, password_hash, Role.ADMIN, now=now)
    if number is None:
        return None
    await staff.note(number, "found", "console", now=now)
    return Member(id=number, email=email, role=Role.ADMIN)


async def _counted(polls: ports.Polls, poll: Poll) -> OpenPoll:
    return OpenPoll(poll=poll, votes=(await polls.tally(poll.id)).voters)


def _member(kept: Kept) -> Member:
    return Member(id=kept.id, email=kept.email, role=Role(kept.role))
