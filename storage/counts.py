"""The figures of the home page, in one question to the database."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add

from sqlalchemy import ColumnElement, Table, func, select

from storage.tables import (
    address,
    answer,
    ballot,
    person,
    poll,
    process,
    stop,
    subscription,
    unheard,
)
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of each; polls are those open, stops those to come, subscriptions those active."""

    people: int
    silenced: int
    subscriptions: int
    processes: int
    stops: int
    open_polls: int
    ballots: int
    answers: int
    unheard: int
    examples: int


async def count(tx: Transaction, now: datetime) -> Counts:
    """Count everything, as of ``now``."""
    shelves = (process, stop, poll, answer)
    figures = {
        "people": _of(person),
        "silenced": _of(address, address.c.silenced_at.is_not(None)),
        "subscriptions": _of(subscription, subscription.c.ended_at.is_(None)),
        "processes": _of(process, process.c.archived.is_(False)),
        "stops": _of(stop, stop.c.ends_at > now),
        "open_polls": _of(poll, poll.c.opens_at <= now, poll.c.closes_at > now),
        "ballots": _of(ballot),
        "answers": _of(answer),
        "unheard": _of(unheard),
        "examples": reduce(add, (_of(shelf, shelf.c.example) for shelf in shelves)),
    }
    rows = await tx.rows(select(*(each.label(name) for name, each in figures.items())))
    return Counts(**rows[0]._asdict())


def _of(table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    counted = select(func.count()).select_from(table).where(*conditions)
    return counted.scalar_subquery()
