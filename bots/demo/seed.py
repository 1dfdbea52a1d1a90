"""The sower: writes the example content into the memory, once or again."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bots.demo.days import day_of
from bots.demo.ports import Finder, Shelves
from bots.demo.records import Written, ballots, to_answer, to_poll, to_process, to_stop
from dialogues.places import Place

HERE = Path(__file__).parent


class NoGazetteer(Exception):
    """The communes are not there yet: fill the gazetteer first."""


async def seed(work: Shelves, *, now: datetime) -> None:
    """Write every example, dated from ``now`` (in the Region's zone); doing it twice adds none."""
    for written in _read("processes"):
        await work.processes.put(to_process(written, now.date()))
    for written in _read("stops"):
        await work.stops.put(to_stop(written, await _place(work.places, written), now))
    for written in _read("polls"):
        await _poll(work, written, now)
    await _answers(work, now)


async def _place(places: Finder, written: Written) -> Place:
    found = await places.find(written["place"])
    if found is None:
        raise NoGazetteer(f"La commune {written['place']} n'est pas dans l'index des communes.")
    return found


async def _poll(work: Shelves, written: Written, now: datetime) -> None:
    number = await work.polls.create(to_poll(written, now))
    if not (await work.polls.tally(number)).voters:
        await work.polls.fill(number, ballots(written))


async def _answers(work: Shelves, now: datetime) -> None:
    told = _read("answers")
    updated_on = day_of(told["updated"], now.date()) or now.date()
    for written in told["answers"]:
        await work.answers.put(to_answer(written, told["label"], updated_on))


@lru_cache(maxsize=4)
def _read(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))
