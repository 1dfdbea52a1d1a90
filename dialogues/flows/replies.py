"""The answers to what we asked: where one is, how old one is."""

import re
from dataclasses import replace

from dialogues.flow import Flow, Outcome, Step, Turn, say
from dialogues.flows import polls, processes, stops, subscriptions
from dialogues.flows.ages import from_years
from nlu.understanding import Understanding

ASKED: dict[str, Step] = {
    "subscribe": subscriptions.subscribe,
    "list_near": processes.near,
    "vote": polls.vote,
}
OLDEST = 120  # years
YEARS = re.compile(r"^\D{0,20}(\d{1,3})(?!\d)\D{0,20}$")  # "17", "17 ans", "j'ai 17 ans"


async def where(turn: Turn) -> Outcome | None:
    """Take a text that is the whole answer to "where?"."""
    found = turn.meaning.entity("place") or turn.meaning.entity("postal_code")
    found = found or await turn.work.places.read(turn.text)
    if found is None:
        return None
    wanted = turn.conversation.slots.get("intent", "next_stop")
    meaning = Understanding(intent=wanted, confidence=1.0, entities=(found,))
    return await onward(replace(turn, meaning=meaning))


async def located(turn: Turn) -> Outcome | None:
    """Snap a shared position to its commune, and forget the position."""
    latitude, longitude = float(turn.value("latitude") or 0), float(turn.value("longitude") or 0)
    place = await turn.work.places.nearest(latitude, longitude)
    if place is None:
        return say("utter_located_outside")
    wanted = turn.conversation.slots.get("intent", "next_stop")
    return await onward(turn.about(wanted, place=place.insee))


async def age(turn: Turn) -> Outcome | None:
    """Take an age in years, and go on with what it was asked for."""
    told = turn.value("age") or "".join(YEARS.findall(turn.text))
    if not (told.isdecimal() and int(told) <= OLDEST):
        return None
    slots = dict(turn.conversation.slots)
    return await onward(turn.about(slots.pop("intent"), **slots, age=from_years(int(told))))


async def onward(turn: Turn) -> Outcome | None:
    """Go on with the question that was interrupted to ask."""
    return await ASKED.get(turn.intent, stops.at_place)(turn)


FLOW = Flow(name="replies", steps={"where": where, "located": located, "age": age})
