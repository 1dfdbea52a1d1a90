"""The answers to what we asked: where one is, how old one is."""

import re
from dataclasses import replace

from dialogues.flow import Flow, Outcome, Step, Turn, say
from dialogues.flows import ages, polls, processes, stops, subscriptions
from dialogues.flows.ages import band_of, from_years
from nlu.normalise import fold
from nlu.understanding import Understanding

ASKED: dict[str, Step] = {
    "subscribe": subscriptions.subscribe,
    "list_near": processes.near,
}
AGED: dict[str, Step] = {
    "subscribe": subscriptions.subscribe,
    "vote": polls.show,
    "age": ages.change,
}
OLDEST = 120  # years
YEARS = re.compile(  # "17", "17 ans", "j'ai 17 ans", "i'm 17": nothing else is an age
    r"(?:j ?ai|jai|g|moi|i ?m|i am)? ?(\d{1,3}) ?(?:ans?|piges|years?(?: old)?)?"
)
CERTAIN = 0.9  # so sure of another question that "where?" can wait
OF_PLACES = frozenset(  # what an answer to "where?" looks like, out of its context
    {
        *(None, "list_near", "next_stop", "stop_at_place", "stop_details", "subscribe"),
        *("invite_caravan", "eligibility_residence", "out_of_scope"),
    }
)


async def where(turn: Turn) -> Outcome | None:
    """Take a text that is the whole answer to "where?"; another question is let through."""
    meant = turn.meaning
    if meant.confidence >= CERTAIN and meant.intent not in OF_PLACES:
        return None
    found = meant.entity("place") or meant.entity("postal_code")
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
    told = YEARS.fullmatch(fold(turn.text))
    if told is None or int(told[1]) > OLDEST:
        return None
    slots = dict(turn.conversation.slots)
    asked = turn.about(slots.pop("intent"), **slots, age=from_years(int(told[1])))
    await band_of(asked)
    return await AGED[asked.intent](asked)


async def onward(turn: Turn) -> Outcome | None:
    """Go on with the question that was interrupted to ask."""
    return await ASKED.get(turn.intent, stops.at_place)(turn)


FLOW = Flow(name="replies", steps={"where": where, "located": located, "age": age})
