"""The example records as they are written in the files beside, made into what the mind reads."""

from datetime import date, datetime, timedelta
from typing import Any

from bots.demo.days import day_of, evening, first_weekday, moment
from dialogues.answers import Answer
from dialogues.places import Place
from dialogues.polls import Option, Poll
from dialogues.processes import Phase, Process
from dialogues.stops import Stop, StopState

Written = dict[str, Any]
SOURCE = "arrêt fictif, pour l'exemple"
LISTS = ("aliases", "themes")


def to_process(written: Written, today: date) -> Process:
    """Return a process; what is not written is not stated."""
    said: Written = dict(written)
    said |= {key: tuple(written.get(key, ())) for key in LISTS}
    said["updated_on"] = day_of(said.pop("updated"), today)
    said["valid_until"] = day_of(said.get("valid_until"), today)
    said["phases"] = tuple(_to_phase(phase, today) for phase in written["phases"])
    return Process(id=0, **said)


def _to_phase(written: Written, today: date) -> Phase:
    return Phase(
        title=written["title"],
        kind=written["kind"],
        starts_on=day_of(written["from"], today),
        ends_on=day_of(written["to"], today),
    )


def to_stop(written: Written, place: Place, now: datetime) -> Stop:
    """Return a stop in a commune of the gazetteer, at the commune's point."""
    said = dict(written)
    day = first_weekday(now.date() + timedelta(days=said.pop("in")), said.pop("weekday"))
    begins, ends = (moment(day, said.pop(key), now) for key in ("from", "to"))
    return Stop(
        id=0,
        starts_at=begins,
        ends_at=ends,
        place=said.pop("place"),
        place_name=place.name,
        department=place.department,
        latitude=place.latitude,
        longitude=place.longitude,
        state=StopState(said.pop("state", "announced")),
        themes=tuple(said.pop("themes")),
        source=SOURCE,
        example=True,
        **said,
    )


def to_poll(written: Written, now: datetime) -> Poll:
    """Return a poll, its options counted from 1."""
    said = dict(written)
    labels = (option["label"] for option in said.pop("options"))
    options = tuple(Option(position=at, label=label) for at, label in enumerate(labels, 1))
    due = said.pop("follow_up_due", None)
    return Poll(
        id=0,
        options=options,
        opens_at=evening(said.pop("opens"), now),
        closes_at=evening(said.pop("closes"), now),
        follow_up_due=None if due is None else evening(due, now),
        example=True,
        **said,
    )


def ballots(written: Written) -> dict[int, int]:
    """Return how many ballots each option's position gets."""
    return {at: option["ballots"] for at, option in enumerate(written["options"], 1)}


def to_answer(written: Written, label: str, updated_on: date) -> Answer:
    """Return an answer whose text ends with the label."""
    return Answer(
        id=0,
        external_id=f"exemple-{written['id']}",
        question=written["question"],
        text=f"{written['text']}\n{label}",
        updated_on=updated_on,
        aliases=tuple(written["aliases"]),
        url=written.get("url"),
        example=True,
    )
