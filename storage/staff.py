"""The register of those who work here: who they are, their sessions, and what they did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, text, update

from storage.counts import Counts, count
from storage.tables import audit, setup_link, staff, staff_session
from storage.transaction import Register

NEW = insert(staff).returning(staff.c.id)
BY_EMAIL = select(staff).where(staff.c.email == bindparam("named"))
BY_SESSION = (
    select(staff)
    .join(staff_session, staff_session.c.staff == staff.c.id)
    .where(
        staff_session.c.token_hash == bindparam("token"),
        staff_session.c.expires_at > bindparam("now"),
        staff.c.disabled.is_(False),
    )
)
ANYONE = select(staff.c.id).limit(1)
ALONE = text("LOCK TABLE staff IN SHARE ROW EXCLUSIVE MODE")  # others read, and write after us


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of the staff, with the hash of the password and never the password."""

    id: int
    email: str
    password_hash: str
    role: str
    created_at: datetime
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A line of the audit: who did what to which subject; no ``staff``: the house itself."""

    at: datetime
    staff: int | None
    act: str
    subject: str
    detail: str | None = None


class Staff(Register):
    """The staff, their sessions, their set-up links and the audit."""

    async def create(self, email: str, password_hash: str, role: str, *, now: datetime) -> int:
        """Take on somebody; return their number. An email is one person's, whatever its case."""
        who = {"email": _folded(email), "password_hash": password_hash}
        return await self._tx.number(NEW, who | {"role": role, "created_at": now})

    async def create_first(
        self, email: str, password_hash: str, role: str, *, now: datetime
    ) -> int | None:
        """Take on somebody where nobody ever was; None where somebody is, were it since now."""
        if self._tx.on_postgresql:  # SQLite's writers already queue
            await self._tx.run(ALONE)
        if not await self.is_empty():
            return None
        return await self.create(email, password_hash, role, now=now)

    async def find_by_email(self, email: str) -> Member | None:
        """Return the member of that email, disabled or not."""
        return self._member(await self._tx.first(BY_EMAIL, {"named": _folded(email)}))

    async def is_empty(self) -> bool:
        """Whether nobody was ever taken on."""
        return await self._tx.first(ANYONE) is None

    async def set_password(self, member: int, password_hash: str) -> None:
        """Change the password, and close every session opened with the former one."""
        changed = update(staff).where(staff.c.id == member).values(password_hash=password_hash)
        await self._tx.run(changed)
        await self._tx.run(delete(staff_session).where(staff_session.c.staff == member))

    async def disable(self, member: int) -> None:
        """Show somebody out; their acts stay in the audit."""
        await self._tx.run(update(staff).where(staff.c.id == member).values(disabled=True))
        await self._tx.run(delete(staff_session).where(staff_session.c.staff == member))

    async def open_session(
        self, token_hash: str, member: int, *, now: datetime, expires_at: datetime
    ) -> None:
        """Begin a session known by the hash of its token; forget those that expired."""
        await self._tx.run(delete(staff_session).where(staff_session.c.expires_at <= now))
        begun = {"token_hash": token_hash, "staff": member}
        await self._tx.run(
            insert(staff_session), begun | {"created_at": now, "expires_at": expires_at}
        )

    async def find_session(self, token_hash: str, *, now: datetime) -> Member | None:
        """Return whose session it is, while it lasts and they may work here."""
        wanted = {"token": token_hash, "now": now}
        return self._member(await self._tx.first(BY_SESSION, wanted))

    async def close_session(self, token_hash: str) -> None:
        """End a session."""
        await self._tx.run(delete(staff_session).where(staff_session.c.token_hash == token_hash))

    async def add_setup_link(self, token_hash: str, *, expires_at: datetime) -> None:
        """Make a link good for one use; those never used before it are void."""
        await self._tx.run(delete(setup_link).where(setup_link.c.used_at.is_(None)))
        await self._tx.run(insert(setup_link), {"token_hash": token_hash, "expires_at": expires_at})

    async def has_setup_link(self, token_hash: str, *, now: datetime) -> bool:
        """Whether the link could be used now."""
        good = select(setup_link.c.token_hash).where(*_usable(token_hash, now))
        return await self._tx.first(good) is not None

    async def use_setup_link(self, token_hash: str, *, now: datetime) -> bool:
        """Use the link up; True for exactly one caller, before it expires."""
        used = update(setup_link).where(*_usable(token_hash, now)).values(used_at=now)
        return (await self._tx.run(used)).rowcount == 1

    async def note(
        self,
        staff: int | None,
        act: str,
        subject: str,
        *,
        now: datetime,
        detail: str | None = None,
    ) -> None:
        """Write a line of the audit."""
        line: Mapping[str, Any] = {"at": now, "staff": staff, "act": act}
        await self._tx.run(insert(audit), {**line, "subject": subject, "detail": detail})

    async def acts(self, limit: int = 100) -> tuple[Act, ...]:
        """Return the latest lines of the audit, the last first."""
        rows = await self._tx.rows(select(audit).order_by(audit.c.id.desc()).limit(limit))
        return tuple(
            Act(
                at=self._tx.local(row.at),
                staff=row.staff,
                act=row.act,
                subject=row.subject,
                detail=row.detail,
            )
            for row in rows
        )

    async def counts(self, now: datetime) -> Counts:
        """Return the figures of the home page."""
        return await count(self._tx, now)

    def _member(self, row: Row[Any] | None) -> Member | None:
        if row is None:
            return None
        return Member(**row._asdict() | {"created_at": self._tx.local(row.created_at)})


def _folded(email: str) -> str:
    return email.strip().casefold()


def _usable(token_hash: str, now: datetime) -> tuple[Any, ...]:
    same = setup_link.c.token_hash == token_hash
    return same, setup_link.c.used_at.is_(None), setup_link.c.expires_at > now
