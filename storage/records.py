"""How a record known elsewhere by an ``external_id`` is written: created, changed or left alone."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, select

from storage.transaction import Transaction

Values = Mapping[str, Any]


class Taken(Exception):
    """A short name is another record's: this one needs another."""

    def __init__(self, slug: str, holder: str) -> None:
        super().__init__(f"Le nom court « {slug} » est déjà pris par « {holder} ».")


async def put(tx: Transaction, table: Table, values: Values) -> tuple[int, bool | None]:
    """Write the record; return its id, and True if created, False if changed, None if as it was.

    Raises Taken when its slug is another record's.
    """
    await _check_slug(tx, table, values)
    found = await tx.first(select(table).where(table.c.external_id == values["external_id"]))
    if found is None:
        return await _create(tx, table, values), True
    known = found._asdict()
    if all(known[name] == value for name, value in values.items()):
        return found.id, None
    await tx.run(table.update().where(table.c.id == found.id), _next(known, values))
    await tx.touch(table.name)
    return found.id, False


async def _create(tx: Transaction, table: Table, values: Values) -> int:
    made = await tx.number(table.insert().returning(table.c.id), dict(values))
    await tx.touch(table.name)
    return made


async def _check_slug(tx: Transaction, table: Table, values: Values) -> None:
    if "slug" not in values:
        return
    same = (table.c.slug == values["slug"], table.c.external_id != values["external_id"])
    if holder := await tx.first(select(table.c.external_id).where(*same)):
        raise Taken(values["slug"], holder.external_id)


def _next(known: Values, values: Values) -> dict[str, Any]:
    """Count the changes, where the record counts them: calendars ask for it."""
    counted = {"revision": known["revision"] + 1} if "revision" in known else {}
    return {**values, **counted}


async def remove_examples(tx: Transaction, table: Table) -> int:
    """Delete the labelled examples; return how many."""
    removed = (await tx.run(table.delete().where(table.c.example))).rowcount
    await tx.touch(table.name)
    return removed
