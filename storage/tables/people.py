"""The tables of those who talk with us: where they are reached, and what was said."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import ROW_ID, Moment, Words
from storage.tables.base import metadata

person = Table(
    "person",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("age_band", Text),
    Column("place", Text),
    Column("created_on", Date, nullable=False),
    sqlite_autoincrement=True,
)

account = Table(  # who a channel's user is, in whatever room: the key makes them one person
    "account",
    metadata,
    Column("channel", Words, primary_key=True),
    Column("user", Words, primary_key=True),
    Column("person", ROW_ID, ForeignKey(person.c.id), nullable=False, index=True),
)

address = Table(
    "address",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("room", Words, nullable=False),
    Column("user", Words, nullable=False),
    Column("person", ROW_ID, ForeignKey(person.c.id), nullable=False, index=True),
    Column("silenced_at", Moment, index=True),
    UniqueConstraint("channel", "room", "user"),
)

conversation = Table(
    "conversation",
    metadata,
    Column("address", ROW_ID, ForeignKey(address.c.id), primary_key=True, autoincrement=False),
    Column("language", Text, nullable=False),
    Column("step", Text),
    Column("slots", JSON, nullable=False),
    Column("topic", JSON(none_as_null=True)),
    Column("failures", Integer, nullable=False),
    Column("greeted", Boolean, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("channel", Words, primary_key=True),
    Column("event", Words, primary_key=True),
    Column("room", Words, nullable=False),
    Column("user", Words, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("replies", JSON, nullable=False),
)

subscription = Table(
    "subscription",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("person", ROW_ID, ForeignKey(person.c.id), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("place", Text),
    Column("radius_km", Integer),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

consent = Table(  # append-only: what was agreed to or withdrawn, in which words, and when
    "consent",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("person", ROW_ID, ForeignKey(person.c.id), nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("text_version", Text),
    Column("channel", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

unheard = Table(
    "unheard",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("text", Words, nullable=False),
    Column("language", Text, nullable=False),
    Column("guess", Text),
    Column("day", Date, nullable=False, index=True),
)

mailbox = Table(
    "mailbox",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("room", Words, nullable=False),
    Column("message", JSON, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Index("ix_mailbox_room_id", "room", "id"),
    sqlite_autoincrement=True,  # a number is never given twice: a reader resumes after it
)
