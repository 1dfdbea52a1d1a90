"""The command ``tchatche``: every verb an operator has, each error one clear sentence."""

import asyncio
import sys
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bots.settings import Settings, SettingsError, read

app = typer.Typer(
    help="Tchatche, le bot de participation citoyenne des jeunes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
REFUSED = 1  # the exit code of one clear sentence


def main() -> None:
    """Run the command."""
    app()


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
    from storage.schema import NewerDatabase, Unusable  # noqa: PLC0415 - ``--help`` stays instant

    try:
        asyncio.run(work)
    except (SettingsError, NewerDatabase, Unusable) as wrong:
        refuse(str(wrong))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


@app.command()
def talk(
    *,
    demo: Annotated[bool, typer.Option("--demo", help="Sur une base d'exemple jetable.")] = False,
    name: Annotated[str, typer.Option("--as", help="Parler en tant que…")] = "moi",
    as_json: Annotated[bool, typer.Option("--json", help="Un objet JSON par réponse.")] = False,
) -> None:
    """Tchatcher dans le terminal ; lit des lignes si l'entrée est un tube."""
    run_until_done(_talk(settings_or_refuse(), demo=demo, name=name, as_json=as_json))


async def _talk(settings: Settings, *, demo: bool, name: str, as_json: bool) -> None:
    from bots.app import model_path, opened  # noqa: PLC0415
    from bots.terminal import Terminal  # noqa: PLC0415

    model = model_path(settings)
    with tempfile.TemporaryDirectory(prefix="tchatche-") as folder:
        chosen = throw_away(settings, Path(folder)) if demo else settings
        async with opened(chosen, demo=demo, examples=True, model=model) as house:
            terminal = Terminal(user=name, as_json=as_json, lines=sys.stdin, page=sys.stdout)
            await terminal.listen(house.engine.receive)


def throw_away(settings: Settings, folder: Path) -> Settings:
    """Return the same settings over a database that will be thrown away."""
    return settings.model_copy(update={"database_url": f"sqlite:///{folder / 'demo.db'}"})


@app.command()
def run(
    *,
    empty: Annotated[bool, typer.Option("--empty", help="Sans contenu d'exemple.")] = False,
) -> None:
    """Lancer le service : migrations, modèle, tchat web et canaux."""
    settings = settings_or_refuse()
    run_until_done(_run(settings, demo=False, examples=not empty and not settings.telegram_token))


@app.command()
def demo() -> None:
    """Essayer sur une base d'exemple jetable, sans rien installer de plus."""
    settings = settings_or_refuse()
    with tempfile.TemporaryDirectory(prefix="tchatche-") as folder:
        run_until_done(_run(throw_away(settings, Path(folder)), demo=True, examples=True))


async def _run(settings: Settings, *, demo: bool, examples: bool) -> None:
    from bots.app import opened, serve  # noqa: PLC0415

    async with opened(settings, demo=demo, examples=examples) as house:
        typer.echo(f"Tchat web : {settings.address}/chat")
        await serve(house)


if __name__ == "__main__":
    main()
