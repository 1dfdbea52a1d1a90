"""The register of the caravan's stops."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from dialogues.stops import Stop, StopState
from storage import records, tables
from storage.transaction import Register

COMING = (
    select(tables.stop)
    .where(tables.stop.c.ends_at > bindparam("now"))
    .order_by(tables.stop.c.starts_at, tables.stop.c.id)
)
FIND = select(tables.stop).where(tables.stop.c.id == bindparam("this"))
NOT_THE_RECORDS = {"id", "revision"}  # the memory numbers stops, and counts their changes


class Stops(Register):
    """The caravan's stops."""

    async def coming(self, now: datetime) -> tuple[Stop, ...]:
        """Return the stops not yet over, soonest first, cancelled ones included."""
        return tuple(map(self._to_stop, await self._tx.rows(COMING, {"now": now})))

    async def find(self, stop: int) -> Stop | None:
        """Return one stop."""
        row = await self._tx.first(FIND, {"this": stop})
        return None if row is None else self._to_stop(row)

    async def put(self, stop: Stop) -> bool | None:
        """Write a record by its external id: True created, False changed, None as it was."""
        row = {name: getattr(stop, name) for name in stop.__slots__ if name not in NOT_THE_RECORDS}
        row |= {"state": stop.state.value, "themes": list(stop.themes)}
        return (await records.put(self._tx, tables.stop, row))[1]

    async def remove_examples(self) -> int:
        """Delete the labelled examples; return how many."""
        return await records.remove_examples(self._tx, tables.stop)

    def _to_stop(self, row: Row[Any]) -> Stop:
        times = {name: self._tx.local(getattr(row, name)) for name in ("starts_at", "ends_at")}
        rest = {"state": StopState(row.state), "themes": tuple(row.themes)}
        return Stop(**row._asdict() | times | rest)
