"""Which commune a turn speaks of, confirmed whenever it could be another one."""

from dataclasses import replace

from dialogues.flow import Outcome, Turn, press_named, say
from dialogues.messages import Choice
from dialogues.places import Place
from nlu.understanding import Entity

SHOWN = 4  # candidates on one screen
CARRIED = ("km", "kind")  # what a confirmed place brings along, small enough for a payload


async def place_of(turn: Turn) -> Place | Outcome | None:
    """Return the place named, a question to confirm it, or None when none is named."""
    if outside := turn.meaning.entity("place_outside"):
        return say("utter_place_outside", place=_capital(outside.text))
    named = turn.meaning.entity("place")
    if named is not None:
        return await _named(turn, named)
    postal_code = turn.value("postal_code")
    return await _at(turn, postal_code) if postal_code else None


def _capital(name: str) -> str:
    return name.title() if name.islower() else name


async def _named(turn: Turn, named: Entity) -> Place | Outcome | None:
    if named.certain:
        return await turn.work.places.find(named.value)
    candidates = named.alternatives[:SHOWN]
    key = "utter_confirm_place" if len(candidates) == 1 else "utter_which_place"
    choices = (_choice(turn, one.label, one.value) for one in candidates)
    return say(key, *choices, place=named.text).then("replies.where", intent=turn.intent)


def _choice(turn: Turn, label: str, insee: str) -> Choice:
    carried = {name: value for name in CARRIED if (value := turn.value(name))}
    return press_named(label, turn.intent, place=insee, **carried)


async def _at(turn: Turn, postal_code: str) -> Place | Outcome | None:
    communes = await turn.work.places.at(postal_code)
    match communes:
        case ():
            return say("utter_postal_code_outside", code=postal_code)
        case (only,):
            return only
        case _:
            return _around(postal_code, communes)


def _around(postal_code: str, communes: tuple[Place, ...]) -> Place:
    """A postal code is not a commune: stand where most of its people live."""
    weights = [one.population or 1 for one in communes]
    pairs = tuple(zip(communes, weights, strict=True))
    return replace(
        communes[0],
        name=postal_code,
        latitude=sum(one.latitude * weight for one, weight in pairs) / sum(weights),
        longitude=sum(one.longitude * weight for one, weight in pairs) / sum(weights),
        approximate=True,
    )


def ask_where(turn: Turn) -> Outcome:
    """Ask for a commune, to go on with the same question."""
    return say("utter_where").then("replies.where", intent=turn.intent)
