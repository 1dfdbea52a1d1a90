"""How a verb ends when it cannot: one clear sentence, and the exit code that says so."""

import asyncio
from collections.abc import Coroutine
from typing import NoReturn

import typer

from bots.settings import Settings, SettingsError, read

REFUSED = 1  # the exit code of one clear sentence


def refuse(sentence: str) -> NoReturn:
    """End with one clear sentence."""
    typer.echo(sentence, err=True)
    raise typer.Exit(REFUSED)


def settings_or_refuse() -> Settings:
    """Read the environment, or end with what is wrong with it."""
    try:
        return read()
    except SettingsError as wrong:
        refuse(str(wrong))


def run_until_done(work: Coroutine[None, None, None]) -> None:
    """Run to the end; what an operator can mend is one sentence, never a traceback."""
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - ``--help`` stays instant

    from storage.schema import NewerDatabase, Unusable  # noqa: PLC0415

    try:
        asyncio.run(work)
    except (SettingsError, NewerDatabase, Unusable) as wrong:
        refuse(str(wrong))
    except DBAPIError as error:
        refuse(
            f"La base de données refuse ({error.orig}) : vérifie-la, ou restaure une sauvegarde."
        )
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
