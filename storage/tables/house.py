"""The tables of the house itself: the staff, their sessions, their acts."""

from sqlalchemy import Boolean, Column, ForeignKey, Table, Text, false

from storage.columns import ROW_ID, Moment, Words
from storage.tables.base import metadata

staff = Table(
    "staff",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("email", Words, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=false()),
)

setup_link = Table(
    "setup_link",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("staff", ROW_ID, ForeignKey(staff.c.id), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("staff", ROW_ID, ForeignKey(staff.c.id)),
    Column("act", Text, nullable=False),
    Column("subject", Words, nullable=False),
    Column("detail", Words),
)

instance = Table(
    "instance",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Words, nullable=False),
)
