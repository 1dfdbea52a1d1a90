"""What the migrations make outside the common tables."""

from typing import Any

from sqlalchemy.schema import SchemaItem

# Made by hand in each database's own way; FTS5 keeps tables of its own beside it.
APART = ("answer_index", "answer_vocabulary")


def ours(_item: SchemaItem, name: str | None, kind: str, *_: Any) -> bool:
    """Whether the common tables speak of it."""
    return not (kind == "table" and name is not None and name.startswith(APART))
