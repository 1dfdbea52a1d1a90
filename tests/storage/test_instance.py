"""What an installation knows of itself is decided once, whoever starts first."""

import asyncio

from storage.store import SqlStore


async def test_the_installation_remembers_values_by_name(store: SqlStore) -> None:
    async with store.work() as work:
        assert await work.instance.get("secret") is None
        await work.instance.set("secret", "a")
        await work.instance.set("secret", "b")
    async with store.work() as work:
        assert await work.instance.get("secret") == "b"


async def test_processes_starting_at_once_keep_the_same_value(url: str) -> None:
    async def start(name: str) -> str:
        store = SqlStore.connect(url)
        async with store.work() as work:
            kept = await work.instance.get_or_set("secret", name)
            await asyncio.sleep(0.02)
        await store.close()
        return kept

    kept = await asyncio.gather(*(start(f"key{n}") for n in range(4)))
    assert len(set(kept)) == 1


async def test_only_one_of_those_starting_at_once_may_claim(url: str) -> None:
    async def start() -> bool:
        store = SqlStore.connect(url)
        async with store.work() as work:
            mine = await work.instance.claim("examples", "2026-05-04")
            await asyncio.sleep(0.02)
        await store.close()
        return mine

    assert sum(await asyncio.gather(*(start() for _ in range(4)))) == 1


async def test_what_a_failed_start_claimed_is_free_again(store: SqlStore) -> None:
    async def fail() -> None:
        async with store.work() as work:
            assert await work.instance.claim("examples", "2026-05-04")
            raise InterruptedError

    await asyncio.gather(fail(), return_exceptions=True)
    async with store.work() as work:
        assert await work.instance.claim("examples", "2026-05-05")
        assert await work.instance.get_or_set("examples", "other") == "2026-05-05"
