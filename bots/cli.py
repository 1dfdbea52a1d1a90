"""The command ``tchatche``: every verb an operator has, each error one clear sentence."""

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from bots import cli_nlu, cli_polls
from bots.refusals import REFUSED, refuse, run_until_done, settings_or_refuse
from bots.settings import Settings, SettingsError

if TYPE_CHECKING:
    from bots.app import House

app = typer.Typer(
    help="Tchatche, le bot de participation citoyenne des jeunes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(cli_nlu.app, name="nlu")
app.add_typer(cli_polls.app, name="poll")


def main() -> None:
    """Run the command."""
    app()


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
    examples = demo or not settings.telegram_token
    with tempfile.TemporaryDirectory(prefix="tchatche-") as folder:
        chosen = throw_away(settings, Path(folder)) if demo else settings
        async with opened(chosen, demo=demo, examples=examples, model=model) as house:
            lines, page = forgiving(sys.stdin), forgiving(sys.stdout)
            terminal = Terminal(user=name, as_json=as_json, lines=lines, page=page)
            await terminal.listen(house.engine.receive)


def forgiving(stream: TextIO) -> TextIO:
    """Return the stream, replacing what cannot be read or written instead of failing."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    return stream


def throw_away(settings: Settings, folder: Path) -> Settings:
    """Return the same settings over a database that will be thrown away."""
    return settings.model_copy(update={"database_url": f"sqlite:///{folder / 'demo.db'}"})


@app.command()
def run(
    *,
    empty: Annotated[
        bool, typer.Option("--empty", help="Sans contenu d'exemple : retire celui qui est là.")
    ] = False,
) -> None:
    """Lancer le service : migrations, modèle, tchat web et canaux."""
    run_until_done(_run(settings_or_refuse(), empty=empty))


async def _run(settings: Settings, *, empty: bool) -> None:
    from bots.app import opened, remove_examples  # noqa: PLC0415

    _patience(settings)
    examples = not empty and not settings.telegram_token
    async with opened(settings, examples=examples) as house:
        if empty:
            await remove_examples(house)
        await _serve(house)


@app.command()
def demo() -> None:
    """Essayer sur une base d'exemple jetable, sans rien installer de plus."""
    settings = settings_or_refuse()
    run_until_done(_demo(settings))


async def _demo(settings: Settings) -> None:
    from bots.app import model_path, opened  # noqa: PLC0415

    model = model_path(settings)
    _patience(settings)
    with tempfile.TemporaryDirectory(prefix="tchatche-") as folder:
        chosen = throw_away(settings, Path(folder))
        async with opened(chosen, demo=True, examples=True, model=model) as house:
            await _serve(house)


def _patience(settings: Settings) -> None:
    """Say why the first start takes a minute, before it does."""
    from bots.app import model_path  # noqa: PLC0415
    from nlu.embedded import is_fresh  # noqa: PLC0415

    if not is_fresh(model_path(settings)):
        typer.echo("J'apprends à comprendre : une minute environ, cette fois seulement.")


async def _serve(house: "House") -> None:
    from bots.app import entrance, serve  # noqa: PLC0415
    from bots.serving import Occupied, door  # noqa: PLC0415

    settings = house.settings
    try:
        with door(settings.host, settings.port) as held:
            first = await entrance(house)
            typer.echo(f"Tchat web : {settings.address}/chat")
            typer.echo(f"Console   : {settings.address}/console")
            if first:
                typer.echo(f"Premier compte (lien à usage unique) : {settings.address}{first}")
            typer.echo("Prêt. Ctrl-C pour arrêter.")
            await serve(house, held)
    except Occupied as taken:
        raise SettingsError(str(taken)) from taken


imports = typer.Typer(help="Importer des contenus.", no_args_is_help=True)
app.add_typer(imports, name="import")
Source = Annotated[str, typer.Argument(help="Un fichier, ou l'adresse d'un Decidim.")]
FileSource = Annotated[str, typer.Argument(help="Un fichier.", metavar="FICHIER")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Dire ce qui changerait, sans écrire.")]
KeepGoing = Annotated[bool, typer.Option("--keep-going", help="Garder les lignes justes.")]


@imports.command("processes")
def import_processes(
    source: Source, *, dry_run: DryRun = False, keep_going: KeepGoing = False
) -> None:
    """Importer des démarches, d'un CSV ou d'un Decidim."""
    run_until_done(_import("processes", source, dry_run=dry_run, keep_going=keep_going))


@imports.command("stops")
def import_stops(
    source: FileSource, *, dry_run: DryRun = False, keep_going: KeepGoing = False
) -> None:
    """Importer des arrêts de la caravane, d'un CSV."""
    run_until_done(_import("stops", source, dry_run=dry_run, keep_going=keep_going))


@imports.command("answers")
def import_answers(
    source: FileSource, *, dry_run: DryRun = False, keep_going: KeepGoing = False
) -> None:
    """Importer des réponses publiées, d'un CSV."""
    run_until_done(_import("answers", source, dry_run=dry_run, keep_going=keep_going))


@imports.command("places")
def import_places(
    source: FileSource, *, dry_run: DryRun = False, keep_going: KeepGoing = False
) -> None:
    """Remplacer les positions des communes, d'un JSON de geo.api.gouv.fr."""
    run_until_done(_import("places", source, dry_run=dry_run, keep_going=keep_going))


async def _import(noun: str, source: str, *, dry_run: bool, keep_going: bool) -> None:
    from bots.app import clock_of, memory  # noqa: PLC0415
    from bots.imports.entry import import_file  # noqa: PLC0415
    from bots.imports.report import Unreadable  # noqa: PLC0415

    settings = settings_or_refuse()
    async with memory(settings) as store:
        try:
            report = await import_file(
                noun,
                source,
                store,
                dry_run=dry_run,
                keep_going=keep_going,
                today=clock_of(settings)().date(),
            )
        except Unreadable as wrong:
            refuse(str(wrong))
    typer.echo(report.render(), err=report.stopped)
    if report.stopped:
        raise typer.Exit(REFUSED)


@app.command()
def migrate() -> None:
    """Mettre la base à jour, sans rien lancer."""
    run_until_done(_migrate())


async def _migrate() -> None:
    from bots.app import memory  # noqa: PLC0415

    async with memory(settings_or_refuse()):
        typer.echo("La base est à jour.")


if __name__ == "__main__":
    main()
