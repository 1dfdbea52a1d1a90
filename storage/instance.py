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

    async def claim(self, key: str, value: str) -> bool:
        """Write a value where there is none; True for exactly one caller, once committed."""
        new = self._tx.insert(instance).values(key=key, value=value).on_conflict_do_nothing()
        return (await self._tx.run(new)).rowcount == 1

    async def get_or_set(self, key: str, value: str) -> str:
        """Return the value there is, else keep this one: every process gets the same."""
        await self.claim(key, value)
        return await self.get(key) or value

    async def set(self, key: str, value: str) -> None:
        """Write a value over the former one."""
        new = self._tx.insert(instance).values(key=key, value=value)
        await self._tx.run(new.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
