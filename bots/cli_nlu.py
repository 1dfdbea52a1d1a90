"""The verbs of the understanding: train it, ask it, examine it."""

import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bots.refusals import refuse, settings_or_refuse

if TYPE_CHECKING:
    from nlu.embedded import EmbeddedInterpreter
    from nlu.understanding import Understanding

app = typer.Typer(help="Compréhension : entraîner, essayer, examiner.", no_args_is_help=True)


@app.command()
def train() -> None:
    """Entraîner le modèle embarqué si ses données ont changé."""
    path, trained = _ready()
    typer.echo(f"{path} : {'entraîné' if trained else 'déjà à jour'}.")


@app.command()
def parse(
    texts: Annotated[list[str], typer.Argument(help="Des phrases, ou - pour l'entrée standard.")],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="La forme de Rasa, un objet par ligne.")
    ] = False,
) -> None:
    """Dire ce que le bot comprend de chaque phrase."""
    interpreter = _interpreter()
    for text in _lines(texts):
        meaning = asyncio.run(_understood(interpreter, text))
        typer.echo(
            json.dumps(as_rasa(text, meaning), ensure_ascii=False) if as_json else _prose(meaning)
        )


@app.command()
def evaluate(*, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Examiner le modèle sur des phrases écrites à part de ses leçons."""
    from bots.app import clock_of  # noqa: PLC0415 - ``--help`` stays instant
    from nlu.evaluation import FROZEN, examine_interpreter, report  # noqa: PLC0415
    from nlu.training_data import read_file  # noqa: PLC0415

    today = clock_of(settings_or_refuse())().date()
    marks = asyncio.run(examine_interpreter(_interpreter(), read_file(FROZEN), today=today))
    if as_json:
        typer.echo(json.dumps({name: one.as_dict() for name, one in marks.items()}))
    else:
        typer.echo(report("Examen sur les phrases écrites à part", marks))


def _lines(texts: Iterable[str]) -> Iterable[str]:
    return (line.rstrip("\n") for line in sys.stdin) if list(texts) == ["-"] else texts


def _ready() -> tuple[Path, bool]:
    from bots.app import model_path  # noqa: PLC0415
    from nlu.embedded import TrainingFailedError, ensure_model  # noqa: PLC0415

    path = model_path(settings_or_refuse())
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return path, ensure_model(path)
    except TrainingFailedError as failed:
        refuse(f"L'entraînement a échoué : {failed}")


def _interpreter() -> "EmbeddedInterpreter":
    from nlu.embedded import EmbeddedInterpreter  # noqa: PLC0415

    return EmbeddedInterpreter.load(_ready()[0])


async def _understood(interpreter: "EmbeddedInterpreter", text: str) -> "Understanding":
    from bots.app import clock_of  # noqa: PLC0415

    today = clock_of(settings_or_refuse())().date()
    return await interpreter.understand(text, language="fr", today=today)


def as_rasa(text: str, meaning: "Understanding") -> dict[str, Any]:
    """Return an understanding in the shape of Rasa's ``/model/parse``."""
    return {
        "text": text,
        "intent": {"name": meaning.intent, "confidence": meaning.confidence},
        "intent_ranking": [
            {"name": guess.intent, "confidence": guess.confidence} for guess in meaning.alternatives
        ],
        "entities": [
            {
                "entity": entity.name,
                "value": entity.value,
                "start": entity.start,
                "end": entity.end,
                "confidence_entity": entity.confidence,
                "alternatives": [candidate.label for candidate in entity.alternatives],
            }
            for entity in meaning.entities
        ],
    }


def _prose(meaning: "Understanding") -> str:
    named = ", ".join(f"{entity.name}={entity.value}" for entity in meaning.entities)
    return f"{meaning.intent or 'rien de connu'}\t{meaning.confidence:.2f}\t{named}"
