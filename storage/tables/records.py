"""The tables of what we may state: processes, stops, answers, places."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
)

from storage.columns import ROW_ID, Moment, Words
from storage.tables.base import metadata

process = Table(
    "process",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("external_id", Words, nullable=False, unique=True),
    Column("slug", Words, nullable=False, unique=True),
    Column("title", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("url", Words, nullable=False),
    Column("source", Words, nullable=False),
    Column("updated_on", Date, nullable=False),
    Column("valid_until", Date),
    Column("phases", JSON, nullable=False),
    Column("themes", JSON, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("min_age", Integer),
    Column("max_age", Integer),
    Column("budget", BigInteger),
    Column("max_per_project", BigInteger),
    Column("contact", Words),
    Column("facts", JSON, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("example", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

stop = Table(
    "stop",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("external_id", Words, nullable=False, unique=True),
    Column("title", Words, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("place_name", Words, nullable=False),
    Column("department", Text, nullable=False),
    Column("address", Words),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("state", Text, nullable=False),
    Column("reason", Words),
    Column("description", Words),
    Column("registration", Words),
    Column("accessibility", Words),
    Column("transport", Words),
    Column("themes", JSON, nullable=False),
    Column("url", Words),
    Column("source", Words, nullable=False),
    Column("revision", Integer, nullable=False, default=0),
    Column("example", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

answer = Table(
    "answer",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("external_id", Words, nullable=False, unique=True),
    Column("question", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("updated_on", Date, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("url", Words),
    Column("valid_until", Date),
    Column("language", Text, nullable=False),
    Column("example", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

place = Table(
    "place",
    metadata,
    Column("insee", Text, primary_key=True),
    Column("name", Words, nullable=False),
    Column("department", Text, nullable=False),
    Column("population", Integer, nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("approximate", Boolean, nullable=False),
    Index("ix_place_latitude_longitude", "latitude", "longitude"),
)

place_postal_code = Table(
    "place_postal_code",
    metadata,
    Column("postal_code", Text, primary_key=True),
    Column("insee", Text, ForeignKey(place.c.insee), primary_key=True, index=True),
)

revision = Table(  # how many times a seldom changed table did change: what a cache is checked by
    "revision",
    metadata,
    Column("noun", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)
