"""Golden conversations: the whole mind, read aloud. ``--update`` rewrites them after review."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from dialogues.engine import Engine
from dialogues.messages import Address, Incoming, Outgoing, Press, Text

FOLDER = Path(__file__).parent / "conversations"
SENDER = Address(channel="web", room="1", user="1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    file: Path
    name: str
    turns: list[dict[str, Any]]


def _all() -> Iterator[Golden]:
    for file in sorted(FOLDER.glob("*.yml")):
        for name, turns in yaml.safe_load(file.read_text("utf-8")).items():
            yield Golden(file=file, name=name, turns=turns)


GOLDEN = tuple(_all())


def _said(message: Outgoing) -> str:
    buttons = "".join(f"\n[{button.label}]" for button in message.buttons)
    return message.text + buttons


def _event(number: int, turn: dict[str, Any], shown: dict[str, str]) -> Incoming:
    words = str(turn["me"])
    if not words.startswith("["):
        return Text(id=str(number), sender=SENDER, text=words, language=turn.get("language"))
    label = words.strip("[]")
    assert label in shown, f"No button {label!r} was ever shown."
    return Press(id=str(number), sender=SENDER, payload=shown[label])


async def _play(engine: Engine, golden: Golden) -> list[str]:
    heard: list[str] = []
    shown: dict[str, str] = {}  # every button ever shown: old ones are never dead
    for number, turn in enumerate(golden.turns):
        response = await engine.receive(_event(number, turn, shown))
        heard.append("\n---\n".join(_said(message) for message in response.messages))
        buttons = (button for message in response.messages for button in message.buttons)
        shown.update({button.label: button.payload for button in buttons if button.payload})
    return heard


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: f"{golden.file.stem}: {golden.name}")
async def test_the_conversation_goes_as_written(
    engine: Engine, golden: Golden, request: pytest.FixtureRequest
) -> None:
    heard = await _play(engine, golden)
    if request.config.getoption("--update"):
        _rewrite(golden, heard)
    else:
        assert heard == [turn.get("bot") for turn in golden.turns]


def _rewrite(golden: Golden, heard: list[str]) -> None:
    whole = yaml.safe_load(golden.file.read_text("utf-8"))
    for turn, said in zip(whole[golden.name], heard, strict=True):
        turn["bot"] = said
    header = [line for line in golden.file.read_text("utf-8").splitlines() if line.startswith("#")]
    text = yaml.dump(whole, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    golden.file.write_text("\n".join([*header, text]), "utf-8")


class _Dumper(yaml.SafeDumper):
    """Writes what is said as a block, as one reads it."""


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _block)
