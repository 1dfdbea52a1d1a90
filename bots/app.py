"""The joinery: the one module that knows every part, opens them, and owns their tasks."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bots.health import Examination, Health
from bots.mailbox import StoredMailbox
from bots.settings import Settings, SettingsError
from dialogues import phrases, rules
from dialogues.engine import Engine
from dialogues.ports import Clock
from nlu.embedded import EmbeddedInterpreter, TrainingFailedError, ensure_model
from storage.store import SqlStore
from storage.work import SqlWork

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.applications import Starlette

    from bots.desk import StoredAccounts
    from bots.telegram import TelegramChannel
    from bots.web import Bell

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Every part, opened and joined."""

    settings: Settings
    store: SqlStore
    engine: Engine
    clock: Clock
    secret_key: str = field(repr=False)
    demo: bool
    health: Health = field(default_factory=Health)


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
async def memory(settings: Settings, *, demo: bool = False) -> AsyncIterator[SqlStore]:
    """Open the memory: up to date, its gazetteer filled; raises SettingsError."""
    if settings.now and not demo:
        raise SettingsError("TCHATCHE_NOW arrête l'horloge : retire-le, hors démonstration.")
    store = SqlStore.connect(settings.database_url, timezone=settings.zone)
    try:
        await store.migrate()
        async with store.work() as work:
            await work.places.seed()
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def opened(
    settings: Settings, *, demo: bool = False, examples: bool = False, model: Path | None = None
) -> AsyncIterator[House]:
    """Open the house: memory, model, mind. ``examples`` fills a database never filled."""
    clock = clock_of(settings)
    async with memory(settings, demo=demo) as store:
        async with store.work() as work:
            secret_key = await _secret_key(settings, work)
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


def _model(path: Path) -> Path:
    try:
        ensure_model(path)
    except TrainingFailedError as failed:
        raise SettingsError(
            f"Le modèle {path} ne peut pas être préparé ({failed}) : "
            "vérifie que son dossier existe, qu'on peut y écrire et qu'il reste de la place."
        ) from failed
    return path


async def _secret_key(settings: Settings, work: SqlWork) -> str:
    if settings.secret_key:
        return settings.secret_key.get_secret_value()
    return await work.instance.get_or_set("secret_key", secrets.token_urlsafe(SECRET_BYTES))


async def _fill(work: SqlWork, now: datetime) -> None:
    """Fill a database that has never been filled with the labelled example content."""
    from bots.demo.seed import seed  # noqa: PLC0415 - read only when it is needed

    first = await work.instance.claim("examples", now.date().isoformat())
    if first and not await work.processes.all():
        await seed(work, now=now)


async def remove_examples(house: House) -> None:
    """Remove the labelled example content, for good: the next start does not bring it back."""
    async with house.store.work() as work:
        await work.remove_examples()
        await work.instance.set("examples", "removed")


def site(house: House, bell: "Bell", telegram: "TelegramChannel | None" = None) -> "FastAPI":
    """Build the web entrance: chat, public pages, ``/console``, and Telegram's door, if any."""
    from bots.pages import StoredPages  # noqa: PLC0415 - a role without web loads no web
    from bots.web import WebSettings, build  # noqa: PLC0415

    app = build(
        receive=house.engine.receive,
        mailbox=StoredMailbox(house.store),
        pages=StoredPages(store=house.store, clock=house.clock),
        settings=WebSettings(
            secret_key=house.secret_key,
            public_url=house.settings.address,
            parents=tuple(house.settings.embed_parents.split()),
            network_messages=house.settings.network_messages,
            network_rooms=house.settings.network_rooms,
            demo=house.demo,
        ),
        clock=house.clock,
        bell=bell,
        ready=Examination(health=house.health, ask=lambda: _remember(house)),
    )
    app.mount("/console", _console(house))
    if telegram and telegram.door:
        from bots.telegram.webhook import route  # noqa: PLC0415 - only with a webhook

        app.router.routes.append(route(telegram.door))
    return app


async def _remember(house: House) -> None:
    async with house.store.work() as work:
        await work.instance.get("examples")


def _console(house: House) -> "Starlette":
    import console  # noqa: PLC0415 - a role without web loads no web
    from bots.desk import StoredBoard  # noqa: PLC0415

    settings = console.ConsoleSettings(
        secret_key=house.secret_key, public_url=house.settings.address, demo=house.demo
    )
    return console.build(
        accounts=_accounts(house),
        board=StoredBoard(house.store),
        settings=settings,
        clock=house.clock,
    )


def _accounts(house: House) -> "StoredAccounts":
    from bots.desk import StoredAccounts  # noqa: PLC0415 - idem

    return StoredAccounts(house.store)


async def entrance(house: House) -> str | None:
    """Return the one-time path that makes the first account, None when somebody works here."""
    import console  # noqa: PLC0415 - idem

    settings, accounts, now = house.settings, _accounts(house), house.clock()
    if settings.admin_email and settings.admin_password:
        password = settings.admin_password.get_secret_value()
        try:
            await console.first_admin(
                accounts, email=settings.admin_email, password=password, now=now
            )
        except console.ChooseAnother as refused:
            raise SettingsError(f"Premier compte refusé : {refused}") from None
    return await console.make_setup_link(accounts, now=now)


async def serve(house: House, door: socket.socket) -> None:
    """Run every role until the process is asked to stop; the web answers at ``door``."""
    from bots import serving  # noqa: PLC0415 - a role without web loads no web
    from bots.web import Bell  # noqa: PLC0415
    from nlu.place_names import shared  # noqa: PLC0415

    bell, telegram, proxies = Bell(), _telegram(house), house.settings.proxies
    async with asyncio.TaskGroup() as tasks:
        others = [tasks.create_task(role) for role in _roles(house, bell, telegram)]
        others.append(tasks.create_task(asyncio.to_thread(shared().prepare)))
        try:
            app = site(house, bell, telegram)
            await serving.serve(app, door, leaving=bell.close, proxies=proxies)
        finally:
            for task in others:
                task.cancel()


def _roles(
    house: House, bell: "Bell", telegram: "TelegramChannel | None"
) -> Iterator[Coroutine[None, None, None]]:
    from bots.clock import TICK_SECONDS, keep_time  # noqa: PLC0415 - a role without a clock loads none
    from bots.rounds import Rounds  # noqa: PLC0415
    from bots.web import WebChannel  # noqa: PLC0415

    receive, clock, health = house.engine.receive, house.clock, house.health
    health.mark("web", "running")
    health.mark("clock", "never done", well=False)
    yield WebChannel(mailbox=StoredMailbox(house.store), bell=bell, clock=clock).listen(receive)

    rounds = Rounds(store=house.store, clock=clock)

    async def tick() -> None:
        await rounds.go()
        health.beat("clock", holds=3 * TICK_SECONDS)

    yield keep_time(tick)
    if telegram:
        from bots.supervision import kept_alive  # noqa: PLC0415 - only with a token
        from bots.telegram import TelegramMisconfigured  # noqa: PLC0415 - idem

        listen = partial(telegram.listen, receive)
        yield kept_alive("telegram", listen, wrong=TelegramMisconfigured, health=health)
    yield from _discord(house)


def _telegram(house: House) -> "TelegramChannel | None":
    token = house.settings.telegram_token
    if token is None:
        return None
    from bots.messengers import telegram  # noqa: PLC0415 - only with a token

    return telegram(house.settings, token.get_secret_value(), key=house.secret_key)


def _discord(house: House) -> Iterator[Coroutine[None, None, None]]:
    settings = house.settings
    if settings.discord_token is None:
        return
    from bots.discord import DiscordChannel, DiscordMisconfigured  # noqa: PLC0415 - only with a token
    from bots.supervision import kept_alive  # noqa: PLC0415 - idem

    channel = DiscordChannel(
        token=settings.discord_token.get_secret_value(),
        api_url=settings.discord_api_url,
        gateway_url=settings.discord_gateway_url,
        pace=settings.discord_pace,
    )
    listen = partial(channel.listen, house.engine.receive)
    yield kept_alive("discord", listen, wrong=DiscordMisconfigured, health=house.health)
