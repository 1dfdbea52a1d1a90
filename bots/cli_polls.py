"""The verbs of polls: open one, list them, count one."""

import json
import re
from datetime import datetime, timedelta
from typing import Annotated

import typer

from bots.refusals import REFUSED, refuse, run_until_done, settings_or_refuse
from dialogues.polls import MOST_OPTIONS, Option, Poll, Tally
from nlu.normalise import fold

app = typer.Typer(help="Sondages : en ouvrir un, les lister, compter.", no_args_is_help=True)
LONGEST = 60  # characters of an option: a button's width on a phone
SLUG = 40  # characters of the page's address
AsJson = Annotated[bool, typer.Option("--json", help="Un objet JSON.")]


@app.command("open")
def open_poll(
    question: Annotated[str, typer.Argument(help="La question, en une phrase.")],
    *,
    option: Annotated[list[str], typer.Option("--option", "-o", help="Un choix ; de 2 à 10.")],
    until: Annotated[str, typer.Option(help="Dernier jour, par exemple 2026-12-10.")],
    author: Annotated[str, typer.Option(help="Qui pose la question.")] = "l'équipe",
    why: Annotated[str, typer.Option(help="Ce que la réponse changera, et qui décide.")] = "",
) -> None:
    """Ouvrir un sondage à un choix, aussitôt, jusqu'à la fin du jour dit."""
    run_until_done(_open(question.strip(), option, until, author, why))


async def _open(question: str, labels: list[str], until: str, author: str, why: str) -> None:
    from bots.app import clock_of, memory  # noqa: PLC0415 - ``--help`` stays instant

    settings = settings_or_refuse()
    now = clock_of(settings)()
    poll = Poll(
        id=0,
        slug=_slug(question, now),
        question=question or refuse("Il faut une question."),
        options=_options(labels),
        opens_at=now,
        closes_at=_end(until, now),
        author=author,
        why=why or None,
    )
    async with memory(settings) as store, store.work() as work:
        number = await work.polls.create(poll)
    typer.echo(f"Sondage {number} ouvert jusqu'au {until} : {settings.address}/polls/{poll.slug}")


def _slug(question: str, now: datetime) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", fold(question))[:SLUG].strip("-")
    return f"{words}-{now:%Y%m%d%H%M%S}"


def _options(labels: list[str]) -> tuple[Option, ...]:
    told = [label.strip() for label in labels]
    if not 1 < len(told) <= MOST_OPTIONS:
        refuse(f"Il faut de 2 à {MOST_OPTIONS} choix : répète --option.")
    if len({fold(label) for label in told}) < len(told):
        refuse("Deux choix se ressemblent trop : change l'un d'eux.")
    if any(not 0 < len(label) <= LONGEST for label in told):
        refuse(f"Un choix fait de 1 à {LONGEST} caractères.")
    return tuple(Option(position=n, label=label) for n, label in enumerate(told, start=1))


def _end(until: str, now: datetime) -> datetime:
    try:
        day = datetime.strptime(until, "%Y-%m-%d").replace(tzinfo=now.tzinfo)
    except ValueError:
        refuse(f"La date « {until} » ne se lit pas : écris-la comme 2026-12-10.")
    end = day + timedelta(days=1)
    return end if end > now else refuse("Cette date est passée : choisis un jour à venir.")


@app.command("list")
def list_polls(*, as_json: AsJson = False) -> None:
    """Lister les sondages, ouverts puis clos."""
    run_until_done(_list(as_json=as_json))


async def _list(*, as_json: bool) -> None:
    from bots.app import clock_of, memory  # noqa: PLC0415 - idem

    settings = settings_or_refuse()
    now = clock_of(settings)()
    async with memory(settings) as store, store.work() as work:
        polls = (*await work.polls.open(now), *await work.polls.closed(now))
    told = [_told(poll, now) for poll in polls]
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        typer.echo("\n".join(f"{one['id']}\t{one['state']}\t{one['question']}" for one in told))


def _told(poll: Poll, now: datetime) -> dict[str, object]:
    state = "ouvert" if poll.is_open(now) else "clos"
    closes = poll.closes_at.isoformat()
    return {"id": poll.id, "state": state, "question": poll.question, "closes_at": closes}


@app.command("tally")
def tally(
    number: Annotated[int, typer.Argument(help="Le numéro du sondage.")], *, as_json: AsJson = False
) -> None:
    """Compter les bulletins d'un sondage."""
    run_until_done(_tally(number, as_json=as_json))


async def _tally(number: int, *, as_json: bool) -> None:
    from bots.app import memory  # noqa: PLC0415 - idem

    async with memory(settings_or_refuse()) as store, store.work() as work:
        poll = await work.polls.find(number)
        if poll is None:
            typer.echo(f"Il n'y a pas de sondage {number} : tchatche poll list.", err=True)
            raise typer.Exit(REFUSED)
        counted = await work.polls.tally(number)
    typer.echo(_counted(poll, counted, as_json=as_json))


def _counted(poll: Poll, counted: Tally, *, as_json: bool) -> str:
    counts = {option.label: counted.counts.get(option.position, 0) for option in poll.options}
    if as_json:
        whole = {"id": poll.id, "question": poll.question, "voters": counted.voters}
        return json.dumps(whole | {"counts": counts}, ensure_ascii=False)
    lines = (f"{count}\t{label}" for label, count in counts.items())
    return "\n".join([poll.question, *lines, f"{counted.voters} bulletins, résultat consultatif."])
