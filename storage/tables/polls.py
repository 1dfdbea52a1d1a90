"""The tables of the ballot box: who has voted, and apart from it what was voted."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    false,
)

from storage.columns import ROW_ID, Moment, Words
from storage.tables.base import metadata
from storage.tables.people import person

poll = Table(
    "poll",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("slug", Words, nullable=False, unique=True),
    Column("question", Words, nullable=False),
    Column("opens_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False, index=True),
    Column("author", Words, nullable=False),
    Column("why", Words),
    Column("follow_up", Words),
    Column("follow_up_due", Moment),
    Column("example", Boolean, nullable=False),
    Column("sealed", Boolean, nullable=False, server_default=false()),  # its key is destroyed
    sqlite_autoincrement=True,
)

poll_option = Table(
    "poll_option",
    metadata,
    Column("poll", ROW_ID, ForeignKey(poll.c.id), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("label", Words, nullable=False),
)

poll_key = Table(  # what ties a person to a ballot, until the poll closes
    "poll_key",
    metadata,
    Column("poll", ROW_ID, ForeignKey(poll.c.id), primary_key=True, autoincrement=False),
    Column("key", LargeBinary, nullable=False),
)

# Neither of the next two has row numbers on SQLite: the order of arrival would link them.
turnout = Table(
    "turnout",
    metadata,
    Column("poll", ROW_ID, ForeignKey(poll.c.id), primary_key=True),
    Column("person", ROW_ID, ForeignKey(person.c.id), primary_key=True, index=True),
    Column("day", Date, nullable=False),
    sqlite_with_rowid=False,
)

ballot = Table(
    "ballot",
    metadata,
    Column("poll", ROW_ID, primary_key=True, autoincrement=False),
    Column("id", Text, primary_key=True),
    Column("option", Integer, nullable=False),
    ForeignKeyConstraint(["poll", "option"], [poll_option.c.poll, poll_option.c.position]),
    Index("ix_ballot_poll_option", "poll", "option"),
    sqlite_with_rowid=False,
)
