"""The register of what this installation knows of itself: a few values by name."""

from sqlalchemy import bindparam, select

from storage.tables import instance
from storage.transaction import Register

GET = select(instance.c.value).where(instance.c.key == bindparam("named"))


class Instance(Register):
    """Values by name: the secret key made at the first start, whether examples were put in."""

    async def get(self, key: str) -> str | None:
        """Return a value, or None."""
        found = await self._tx.first(GET, {"named": key})
        return found.value if found else None

    async def set(self, key: str, value: str) -> None:
        """Write a value over the former one."""
        new = self._tx.insert(instance).values(key=key, value=value)
        await self._tx.run(new.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
