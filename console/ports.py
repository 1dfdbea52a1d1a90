"""What the console asks of the rest of the house: accounts, figures, settings."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from dialogues.polls import Poll
from dialogues.processes import Process
from dialogues.stops import Stop

SECRET_BYTES = 16  # below it a signature could be guessed
ROOT = "/console"  # where the joinery mounts us


class Role(StrEnum):
    """What somebody is here; ``console.rights`` says what each may do."""

    COUNCIL = "council"
    STAFF = "staff"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of those who work here."""

    id: int
    email: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A member with what proves who they are; a disabled one stays outside."""

    member: Member
    password_hash: str
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A session about to begin, known by the hash of its token."""

    token_hash: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoll:
    """A poll taking ballots, and how many it has."""

    poll: Poll
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the home page shows; processes are the ongoing ones, stops those to come."""

    polls: tuple[OpenPoll, ...]
    stops: tuple[Stop, ...]
    processes: tuple[Process, ...]
    people: int
    subscriptions: int
    unheard: int
    examples: int


class Accounts(Protocol):
    """Who works here, their sessions, and the link for the first of them."""

    async def known(self, email: str) -> Account | None:
        """Return the account of an e-mail, whatever its case."""
        ...

    async def is_nobody_here(self) -> bool:
        """Whether nobody was ever taken on."""
        ...

    async def found(self, email: str, password_hash: str, *, now: datetime) -> Member | None:
        """Take on the first administrator; None when somebody already works here."""
        ...

    async def offer(self, link_hash: str, *, expires_at: datetime) -> bool:
        """Make a set-up link, voiding the former one; False when somebody already works here."""
        ...

    async def is_offered(self, link_hash: str, *, now: datetime) -> bool:
        """Whether the link could be used now."""
        ...

    async def redeem(
        self, link_hash: str, email: str, password_hash: str, *, now: datetime
    ) -> Member | None:
        """Use the link up and take on the first administrator, at once; None for a void link."""
        ...

    async def enter(self, member: Member, opening: Opening, *, now: datetime) -> None:
        """Begin a session."""
        ...

    async def who(self, token_hash: str, *, now: datetime) -> Member | None:
        """Return whose session it is, while it lasts and they may work here."""
        ...

    async def leave(self, token_hash: str, member: Member, *, now: datetime) -> None:
        """End a session."""
        ...


class Board(Protocol):
    """What is there now, and what the team does about it."""

    async def overview(self, now: datetime) -> Overview:
        """Return what the home page shows."""
        ...

    async def remove_examples(self, member: Member, *, now: datetime) -> int:
        """Delete the labelled examples and write it in the audit; return how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleSettings:
    """How the console behaves."""

    secret_key: str
    public_url: str = ""
    region: str = "Région Occitanie"
    demo: bool = False

    def __post_init__(self) -> None:
        """Refuse a weak key."""
        if len(self.secret_key.encode()) < SECRET_BYTES:
            raise ValueError(f"The secret key has at least {SECRET_BYTES} bytes.")

    @property
    def secure(self) -> bool:
        """Whether the team reaches us over https."""
        return self.public_url.startswith("https://")
