"""Where Alembic meets our connection: one transaction, opened and locked by storage.schema."""

from typing import Any

from alembic import context
from sqlalchemy.schema import SchemaItem

from storage.tables import metadata

# Made by hand in each database's own way; FTS5 keeps tables of its own beside it.
APART = ("answer_index", "answer_vocabulary")


def ours(_item: SchemaItem, name: str | None, kind: str, *_: Any) -> bool:
    """Whether the common tables speak of it."""
    return not (kind == "table" and name is not None and name.startswith(APART))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=ours,
    compare_type=True,
)
context.run_migrations()
