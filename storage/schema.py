"""How the tables are brought up to date, by one process at a time and never backwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = max(path.stem[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
LOCK = 7_461_684  # any number, as long as all our processes take the same


class NewerDatabase(Exception):
    """The database was made by a newer version of the code: stop, and update."""

    def __init__(self, theirs: str) -> None:
        super().__init__(
            f"La base de données vient d'une version plus récente de Tchatche (étape {theirs}, "
            f"ici on s'arrête à {NEWEST}) : mets Tchatche à jour, ou restaure une sauvegarde."
        )


class Unusable(Exception):
    """The database cannot be opened: stop, and say which."""


async def migrate(engine: AsyncEngine) -> None:
    """Bring the tables up to date; raises NewerDatabase or Unusable."""
    try:
        async with _untied(engine), engine.begin() as connection:
            await connection.run_sync(_migrate)
    except (DBAPIError, OSError) as error:
        raise Unusable(_sentence(engine, error)) from error


@asynccontextmanager
async def _untied(engine: AsyncEngine) -> AsyncIterator[None]:
    """Let SQLite make a table anew under those that refer to it: it alters tables no other way."""
    if engine.dialect.name == "sqlite":
        await _bind(engine, "OFF")
    try:
        yield
    finally:
        if engine.dialect.name == "sqlite":
            await _bind(engine, "ON")


async def _bind(engine: AsyncEngine, state: str) -> None:
    async with engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.execute_fetchall(f"PRAGMA foreign_keys = {state}")  # no word in a transaction


def _sentence(engine: AsyncEngine, error: Exception) -> str:
    where = engine.url.render_as_string(hide_password=True)
    cause = getattr(error, "orig", None) or error
    return f"La base de données {where} ne s'ouvre pas ({cause}) : vérifie TCHATCHE_DATABASE_URL."


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    version = _version(connection)
    if version > NEWEST:
        raise NewerDatabase(version)
    if version < NEWEST:
        _upgrade(connection)


def _version(connection: Connection) -> str:
    """Return the last step taken, or nothing."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - half a second that most starts need not spend

    command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Any:
    """Return Alembic's configuration over an open connection."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
