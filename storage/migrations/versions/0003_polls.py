"""The ballot box."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("follow_up", sa.Text(), nullable=True),
        sa.Column("follow_up_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_poll"),
        sa.UniqueConstraint("slug", name="uq_poll_slug"),
    )
    op.create_index("ix_poll_closes_at", "poll", ["closes_at"], unique=False)
    op.create_table(
        "poll_key",
        sa.Column("poll", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["poll"], ["poll.id"], name="fk_poll_key_poll"),
        sa.PrimaryKeyConstraint("poll", name="pk_poll_key"),
    )
    op.create_table(
        "poll_option",
        sa.Column("poll", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["poll"], ["poll.id"], name="fk_poll_option_poll"),
        sa.PrimaryKeyConstraint("poll", "position", name="pk_poll_option"),
    )
    op.create_table(
        "turnout",
        sa.Column("poll", ROW_ID, nullable=False),
        sa.Column("person", ROW_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_turnout_person"),
        sa.ForeignKeyConstraint(["poll"], ["poll.id"], name="fk_turnout_poll"),
        sa.PrimaryKeyConstraint("poll", "person", name="pk_turnout"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_turnout_person", "turnout", ["person"], unique=False)
    op.create_table(
        "ballot",
        sa.Column("poll", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll", "option"],
            ["poll_option.poll", "poll_option.position"],
            name="fk_ballot_poll_option",
        ),
        sa.PrimaryKeyConstraint("poll", "id", name="pk_ballot"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ballot_poll_option", "ballot", ["poll", "option"], unique=False)
