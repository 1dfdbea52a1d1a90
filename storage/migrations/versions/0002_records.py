"""What we may state: processes, stops, answers and the words to find them by."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")

FTS5 = """
    CREATE VIRTUAL TABLE answer_index USING fts5(
        question, aliases, text, tokenize = 'unicode61 remove_diacritics 0'
    )
"""
VOCABULARY = "CREATE VIRTUAL TABLE answer_vocabulary USING fts5vocab('answer_index', 'row')"
TSVECTOR = """
    CREATE TABLE answer_index (
        rowid BIGINT PRIMARY KEY REFERENCES answer (id),
        question TEXT NOT NULL,
        aliases TEXT NOT NULL,
        text TEXT NOT NULL,
        words TSVECTOR NOT NULL GENERATED ALWAYS AS (
            setweight(to_tsvector('simple', question), 'A')
            || setweight(to_tsvector('simple', aliases), 'A')
            || setweight(to_tsvector('simple', text), 'D')
        ) STORED
    )
"""
GIN = "CREATE INDEX ix_answer_index_words ON answer_index USING gin (words)"


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
        sa.UniqueConstraint("external_id", name="uq_answer_external_id"),
    )
    op.create_table(
        "place",
        sa.Column("insee", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("insee", name="pk_place"),
    )
    op.create_index("ix_place_latitude_longitude", "place", ["latitude", "longitude"], unique=False)
    op.create_table(
        "process",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("phases", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column("max_age", sa.Integer(), nullable=True),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("max_per_project", sa.BigInteger(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_process"),
        sa.UniqueConstraint("external_id", name="uq_process_external_id"),
        sa.UniqueConstraint("slug", name="uq_process_slug"),
    )
    op.create_table(
        "revision",
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("noun", name="pk_revision"),
    )
    op.create_table(
        "stop",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("place_name", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("registration", sa.Text(), nullable=True),
        sa.Column("accessibility", sa.Text(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stop"),
        sa.UniqueConstraint("external_id", name="uq_stop_external_id"),
    )
    op.create_index("ix_stop_ends_at", "stop", ["ends_at"], unique=False)
    op.create_table(
        "place_postal_code",
        sa.Column("postal_code", sa.Text(), nullable=False),
        sa.Column("insee", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["insee"], ["place.insee"], name="fk_place_postal_code_insee"),
        sa.PrimaryKeyConstraint("postal_code", "insee", name="pk_place_postal_code"),
    )
    op.create_index("ix_place_postal_code_insee", "place_postal_code", ["insee"], unique=False)
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in (TSVECTOR, GIN) if on_postgresql else (FTS5, VOCABULARY):
        op.execute(statement)
