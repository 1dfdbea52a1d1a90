"""The ballot box: the list of who has voted, and apart from it what was voted."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select

from dialogues.polls import Option, Poll, Tally
from storage import ballots, traces
from storage.tables import ballot, poll, poll_key, poll_option, turnout
from storage.transaction import Register

KEY_BYTES = 32  # as long as the output of SHA-256
LABELLED = select(poll, poll_option.c.position, poll_option.c.label).join(
    poll_option, poll_option.c.poll == poll.c.id
)
BY_POSITION = poll_option.c.position
OPEN = LABELLED.where(
    poll.c.opens_at <= bindparam("now"), poll.c.closes_at > bindparam("now")
).order_by(poll.c.closes_at, poll.c.id, BY_POSITION)
CLOSED = LABELLED.where(poll.c.closes_at <= bindparam("now")).order_by(
    poll.c.closes_at.desc(), poll.c.id.desc(), BY_POSITION
)
FIND = LABELLED.where(poll.c.id == bindparam("this")).order_by(BY_POSITION)
KEY = (
    select(poll.c.sealed, poll_key.c.key)
    .join(poll_key, poll_key.c.poll == poll.c.id, isouter=True)
    .where(poll.c.id == bindparam("this"))
)
# Holding the poll's row keeps it from being sealed under a voter's hand.
KEY_HELD = KEY.with_for_update(read=True, of=poll)
CHOICE = select(ballot.c.option).where(
    ballot.c.poll == bindparam("this"), ballot.c.id == bindparam("paper")
)
VOTED = select(turnout.c.day).where(
    turnout.c.poll == bindparam("this"), turnout.c.person == bindparam("voter")
)
DUE = (
    select(poll.c.id)
    .where(poll.c.closes_at <= bindparam("now"), poll.c.sealed.is_(False))
    .order_by(poll.c.id)
    .with_for_update()
)
SLUG = select(poll.c.id).where(poll.c.slug == bindparam("named"))
EXAMPLES = select(poll.c.id).where(poll.c.example)
TALLY = (
    select(ballot.c.option, func.count().label("votes"))
    .where(ballot.c.poll == bindparam("this"))
    .group_by(ballot.c.option)
)


class Polls(Register):
    """The ballot box. Turnout and ballots are kept apart."""

    async def open(self, now: datetime) -> tuple[Poll, ...]:
        """Return the polls taking ballots, the one closing soonest first."""
        return await self._read(OPEN, {"now": now})

    async def closed(self, now: datetime) -> tuple[Poll, ...]:
        """Return the polls already closed, the latest first."""
        return await self._read(CLOSED, {"now": now})

    async def find(self, poll: int) -> Poll | None:
        """Return one poll."""
        return next(iter(await self._read(FIND, {"this": poll})), None)

    async def _read(self, statement: Select[Any], values: Mapping[str, Any]) -> tuple[Poll, ...]:
        by_poll: dict[int, list[Row[Any]]] = {}
        for row in await self._tx.rows(statement, values):
            by_poll.setdefault(row.id, []).append(row)
        return tuple(self._to_poll(rows) for rows in by_poll.values())

    def _to_poll(self, rows: list[Row[Any]]) -> Poll:
        said = {name: getattr(rows[0], name) for name in Poll.__slots__ if name != "options"}
        times = {name: self._tx.local(said[name]) for name in ("opens_at", "closes_at")}
        due = said["follow_up_due"]
        options = tuple(Option(position=row.position, label=row.label) for row in rows)
        times["follow_up_due"] = due and self._tx.local(due)
        return Poll(**said | times, options=options)

    async def cast(self, poll: int, person: int, option: int, *, now: datetime) -> bool | None:
        """Take or replace the person's one ballot; return whether it replaced another.

        None: the box was sealed, or taken away, since the turn began; no ballot was taken.
        """
        key = await self._key(poll)
        if key is None:
            return None
        paper = ballots.paper(key, person)
        listed = self._tx.insert(turnout).values(
            poll=poll, person=person, day=self._tx.local(now).date()
        )
        new = (await self._tx.run(listed.on_conflict_do_nothing())).rowcount
        dropped = self._tx.insert(ballot).values(poll=poll, id=paper, option=option)
        await self._tx.run(
            dropped.on_conflict_do_update(index_elements=["poll", "id"], set_={"option": option})
        )
        return not new

    async def _key(self, number: int) -> bytes | None:
        """Return the poll's key, made for its first ballot; None once destroyed."""
        found = await self._tx.first(KEY_HELD, {"this": number})
        if found is None or found.sealed:
            return None
        if found.key is None:
            made = self._tx.insert(poll_key).values(poll=number, key=secrets.token_bytes(KEY_BYTES))
            await self._tx.run(made.on_conflict_do_nothing())
            return await self._key(number)
        return bytes(found.key)

    async def choice(self, poll: int, person: int) -> int | None:
        """Return the position the person chose, while the poll's key still exists."""
        found = await self._tx.first(KEY, {"this": poll})
        if found is None or found.key is None:
            return None
        row = await self._tx.first(
            CHOICE, {"this": poll, "paper": ballots.paper(found.key, person)}
        )
        return row.option if row else None

    async def has_voted(self, poll: int, person: int) -> bool:
        """Whether the person is on the turnout list."""
        return await self._tx.first(VOTED, {"this": poll, "voter": person}) is not None

    async def tally(self, poll: int) -> Tally:
        """Count the ballots."""
        rows = await self._tx.rows(TALLY, {"this": poll})
        return Tally(counts={row.option: row.votes for row in rows})

    async def create(self, poll: Poll) -> int:
        """Keep a new poll and return its number; one of the same slug is left as it is."""
        known = await self._tx.first(SLUG, {"named": poll.slug})
        if known is not None:
            return int(known.id)
        said = {name: getattr(poll, name) for name in Poll.__slots__}
        del said["id"], said["options"]
        number = await self._tx.number(ballots.NEW_POLL, said)
        labels = [{"position": one.position, "label": one.label} for one in poll.options]
        await self._tx.run(poll_option.insert(), [{"poll": number} | one for one in labels])
        return number

    async def fill(self, poll: int, counts: Mapping[int, int]) -> None:
        """Drop ballots of nobody into an example's box: ``counts`` by the options' positions."""
        await ballots.fill(self._tx, poll, counts)

    async def close_due(self, now: datetime) -> int:
        """Destroy for good the keys of the polls whose time is over; return how many polls.

        The traces that could not be scrubbed after a former closing are tried again.
        """
        due = [row.id for row in await self._tx.rows(DUE, {"now": now})]
        await ballots.seal(self._tx, due)
        await traces.recall(self._tx)
        return len(due)

    async def remove_examples(self) -> int:
        """Delete the labelled examples with their ballots and turnout; return how many."""
        examples = [row.id for row in await self._tx.rows(EXAMPLES)]
        await ballots.remove(self._tx, examples)
        return len(examples)
