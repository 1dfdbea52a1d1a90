"""One person for each user of a channel, in whatever room; numbers that never come back.

Until here each room made a person of its own. The first of a user's persons is kept: what the
others asked for, agreed to and voted becomes theirs. Of two votes in one poll theirs alone is
kept, or else the first other's; in a poll already sealed nobody can tell whose a ballot is, so
its count stays.
"""

import hmac
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
NUMBERED = ("answer", "person", "poll", "process", "stop")  # their numbers leave the house


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *map(sa.column, columns))


ACCOUNT = _table("account", "channel", "user", "person")
ADDRESS = _table("address", "id", "channel", "room", "user", "person")
BALLOT = _table("ballot", "poll", "id")
KEY = _table("poll_key", "poll", "key")
PERSON = _table("person", "id")
SUBSCRIPTION = _table("subscription", "id", "person", "kind", "place", "ended_at")
TURNOUT = _table("turnout", "poll", "person")
THEIRS = (ADDRESS, SUBSCRIPTION, _table("consent", "person"))
USER = sa.func.coalesce(sa.func.nullif(ADDRESS.c.user, ""), ADDRESS.c.room)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in NUMBERED:
            numbered = {"sqlite_autoincrement": True}
            with op.batch_alter_table(name, recreate="always", table_kwargs=numbered):
                pass
    op.create_table(
        "account",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("person", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_account_person"),
        sa.PrimaryKeyConstraint("channel", "user", name="pk_account"),
    )
    op.create_index("ix_account_person", "account", ["person"], unique=False)
    _join(op.get_bind())


def _join(bind: sa.Connection) -> None:
    first = sa.func.min(ADDRESS.c.person)
    owners = sa.select(ADDRESS.c.channel, USER, first).group_by(ADDRESS.c.channel, USER)
    bind.execute(sa.insert(ACCOUNT).from_select(["channel", "user", "person"], owners))
    same = sa.and_(ACCOUNT.c.channel == ADDRESS.c.channel, ACCOUNT.c.user == USER)
    others = (
        sa.select(ADDRESS.c.person, ACCOUNT.c.person)
        .join_from(ADDRESS, ACCOUNT, same)
        .where(ADDRESS.c.person != ACCOUNT.c.person)
        .order_by(ADDRESS.c.person)
    )
    for other, kept in bind.execute(others).all():
        _hand_over(bind, other, kept)
    bind.execute(sa.delete(SUBSCRIPTION).where(_asked_before()))


def _hand_over(bind: sa.Connection, other: int, kept: int) -> None:
    voted = sa.select(TURNOUT.c.poll).where(TURNOUT.c.person == other)
    for poll in bind.execute(voted).scalars().all():
        _vote(bind, poll, other, kept)
    for table in THEIRS:
        bind.execute(sa.update(table).where(table.c.person == other).values(person=kept))
    bind.execute(sa.delete(PERSON).where(PERSON.c.id == other))


def _vote(bind: sa.Connection, poll: int, other: int, kept: int) -> None:
    in_poll = (TURNOUT.c.poll == poll, TURNOUT.c.person == other)
    key = bind.execute(sa.select(KEY.c.key).where(KEY.c.poll == poll)).scalar()
    paper = (BALLOT.c.poll == poll, BALLOT.c.id == _paper(key, other))
    listed = sa.select(TURNOUT.c.poll).where(TURNOUT.c.poll == poll, TURNOUT.c.person == kept)
    if bind.execute(listed).first():
        bind.execute(sa.delete(TURNOUT).where(*in_poll))
        bind.execute(sa.delete(BALLOT).where(*paper))
    else:
        bind.execute(sa.update(TURNOUT).where(*in_poll).values(person=kept))
        bind.execute(sa.update(BALLOT).where(*paper).values(id=_paper(key, kept)))


def _paper(key: Any, person: int) -> str:
    """Name a person's ballot as the box did; without a key, no ballot has the name."""
    return hmac.digest(bytes(key), str(person).encode(), "sha256").hex() if key else ""


def _asked_before() -> sa.ColumnElement[bool]:
    """Whether a subscription is one its person had already asked for in another room."""
    former = SUBSCRIPTION.alias("former")
    return sa.exists().where(
        former.c.person == SUBSCRIPTION.c.person,
        former.c.kind == SUBSCRIPTION.c.kind,
        former.c.place.is_not_distinct_from(SUBSCRIPTION.c.place),
        former.c.ended_at.is_(None),
        SUBSCRIPTION.c.ended_at.is_(None),
        former.c.id < SUBSCRIPTION.c.id,
    )
