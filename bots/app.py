"""The joinery: the one module that knows every part, opens them, and owns their tasks."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bots.settings import Settings, SettingsError
from dialogues import phrases, rules
from dialogues.engine import Engine
from dialogues.messages import Outgoing
from dialogues.ports import Clock
from nlu.embedded import EmbeddedInterpreter, ensure_model
from storage.store import SqlStore
from storage.work import SqlWork

if TYPE_CHECKING:
    from fastapi import FastAPI

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Every part, opened and joined."""

    settings: Settings
    store: SqlStore
    engine: Engine
    clock: Clock
    secret_key: str
    demo: bool


def data_folder(settings: Settings) -> Path:
    """Return where the instance keeps its files: beside its SQLite file, else ``./data``."""
    _, found, path = settings.database_url.partition("sqlite:///")
    return Path(path).parent if found else Path("data")


def model_path(settings: Settings) -> Path:
    """Return where the embedded model is kept."""
    return data_folder(settings) / "nlu.npz"


def clock_of(settings: Settings) -> Clock:
    """Return the Region's clock, or the stopped one of a demonstration."""
    zone = settings.zone
    if settings.now is None:
        return lambda: datetime.now(zone)
    stopped = settings.now
    stopped = stopped.replace(tzinfo=zone) if stopped.tzinfo is None else stopped.astimezone(zone)
    return lambda: stopped


@asynccontextmanager
async def opened(
    settings: Settings, *, demo: bool = False, examples: bool = False, model: Path | None = None
) -> AsyncIterator[House]:
    """Open the house: migrate, seed, load the model. ``examples`` fills an empty database."""
    if settings.now and not demo:
        raise SettingsError("TCHATCHE_NOW arrête l'horloge : retire-le, hors démonstration.")
    store = await _store(settings)
    try:
        clock = clock_of(settings)
        async with store.work() as work:
            secret_key = await _secret_key(settings, work)
            await work.places.seed()
            if examples:
                await _fill(work, clock())
        engine = Engine(
            store=store,
            interpreter=EmbeddedInterpreter.load(_model(model or model_path(settings))),
            phrases=phrases.load(),
            rules=rules.load(),
            clock=clock,
        )
        yield House(
            settings=settings,
            store=store,
            engine=engine,
            clock=clock,
            secret_key=secret_key,
            demo=demo,
        )
    finally:
        await store.close()


async def _store(settings: Settings) -> SqlStore:
    data_folder(settings).mkdir(parents=True, exist_ok=True)
    store = SqlStore.connect(settings.database_url, timezone=settings.zone)
    try:
        await store.migrate()
    except BaseException:
        await store.close()
        raise
    return store


def _model(path: Path) -> Path:
    ensure_model(path)
    return path


async def _secret_key(settings: Settings, work: SqlWork) -> str:
    if settings.secret_key:
        return settings.secret_key.get_secret_value()
    kept = await work.instance.get("secret_key")
    if kept is None:
        kept = secrets.token_urlsafe(SECRET_BYTES)
        await work.instance.set("secret_key", kept)
    return kept


async def _fill(work: SqlWork, now: datetime) -> None:
    """Fill a database that has never been filled with the labelled example content."""
    from bots.demo.seed import seed  # noqa: PLC0415 - read only when it is needed

    if await work.instance.get("examples") is None and not await work.processes.all():
        await seed(work, now=now)
        await work.instance.set("examples", now.date().isoformat())


class StoredMailbox:
    """The web chat's mailbox, each act in a transaction of its own."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def post(self, room: str, message: Outgoing, now: datetime) -> int:
        """Keep a message for a room and return its id."""
        async with self._store.work() as work:
            return await work.mailbox.post(room, message, now)

    async def since(self, room: str, after_id: int, limit: int) -> Sequence[tuple[int, Outgoing]]:
        """Return at most ``limit`` of the room's messages with a greater id, oldest first."""
        async with self._store.work() as work:
            return await work.mailbox.since(room, after_id, limit)


def site(house: House) -> "FastAPI":
    """Build the web entrance: chat, public pages, console."""
    from bots.pages import StoredPages  # noqa: PLC0415 - a role without web loads no web
    from bots.web import Bell, WebSettings, build  # noqa: PLC0415

    settings = house.settings
    return build(
        receive=house.engine.receive,
        mailbox=StoredMailbox(house.store),
        pages=StoredPages(store=house.store, clock=house.clock),
        settings=WebSettings(
            secret_key=house.secret_key,
            public_url=settings.address,
            parents=tuple(settings.embed_parents.split()),
            demo=house.demo,
        ),
        clock=house.clock,
        bell=Bell(),
    )


async def serve(house: House) -> None:
    """Run every role until the process is asked to stop."""
    from bots.clock import keep_time  # noqa: PLC0415 - a role without a clock loads none

    async def tick() -> None:
        async with house.store.work() as work:
            await work.polls.close_due(house.clock())

    async with asyncio.TaskGroup() as tasks:
        others = [tasks.create_task(keep_time(tick))]
        try:
            await _web(house)
        finally:
            for task in others:
                task.cancel()


async def _web(house: House) -> None:
    import uvicorn  # noqa: PLC0415 - a role without web loads no web

    config = uvicorn.Config(
        site(house),
        host=house.settings.host,
        port=house.settings.port,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )
    await uvicorn.Server(config).serve()
