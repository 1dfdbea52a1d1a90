"""One stop, closer: where exactly, how to come, for whom, and whether it holds."""

from dataclasses import replace

from dialogues.calendars import calendar
from dialogues.flow import Flow, Outcome, Turn, press, press_named, say
from dialogues.flows.places import place_of
from dialogues.flows.stops import (
    SHOWN,
    at_place,
    best_at,
    buttons,
    days_of,
    find_stop,
    gone,
    is_on,
    label,
    line,
    stop_card,
    upcoming,
)
from dialogues.messages import File, Say, Spot
from dialogues.stops import Stop, StopState

DETAILS = {
    "stop_registration": "registration",
    "stop_accessibility": "accessibility",
    "stop_transport": "transport",
}


async def details(turn: Turn) -> Outcome | None:
    """Say where and when exactly, with the place on the map."""
    stop = await _meant(turn)
    if not isinstance(stop, Stop):
        return stop
    outcome = stop_card(turn, stop)
    if stop.position is None or stop.state is StopState.CANCELLED:
        return outcome
    latitude, longitude = stop.position
    spot = Spot(
        name=stop.title,
        address=stop.address or label(stop),
        latitude=latitude,
        longitude=longitude,
    )
    shown = Say(key="utter_stop_spot", params={"place": label(stop)}, place=spot)
    return Outcome(says=(*outcome.says, shown), topic=outcome.topic)


async def detail(turn: Turn) -> Outcome | None:
    """Say one stated thing of a stop: registration, access, how to come."""
    stop = await _meant(turn)
    if not isinstance(stop, Stop):
        return stop
    told = getattr(stop, DETAILS[turn.intent])
    key = f"utter_{turn.intent}" if told else "utter_stop_not_stated"
    params = {"text": told, "place": label(stop), "when": stop.starts_at}
    ways = (press("utter_button_human", "talk_to_human"),) if not told else ()
    said = Say(key=key, params=params, choices=ways, source=stop.url or stop.source)
    return Outcome(says=(said,)).of(turn.intent, stop=str(stop.id), place=stop.place)


async def _meant(turn: Turn) -> Stop | Outcome | None:
    if turn.value("stop"):
        return await find_stop(turn) or gone()
    place = await place_of(turn)
    stops = await turn.work.stops.coming(turn.now)
    if isinstance(place, Outcome):
        return place
    if place is not None:
        return best_at(turn, stops, place) or await at_place(turn)
    recalled = turn.recalled("stop")
    known = await turn.work.stops.find(int(recalled)) if recalled else None
    return known or _which(turn, stops)


def _which(turn: Turn, stops: tuple[Stop, ...]) -> Stop | Outcome:
    if len(stops) == 1:
        return stops[0]
    if not stops:
        return say("utter_no_stop")
    choices = (press_named(label(one), turn.intent, stop=str(one.id)) for one in stops[:SHOWN])
    return say("utter_which_stop", *choices)


async def status(turn: Turn) -> Outcome | None:
    """Say whether a stop holds, or which of the coming ones do not."""
    days = days_of(turn.value("date"))
    dated = turn.value("date") is not None
    if not dated and (turn.value("stop") or turn.meaning.entity("place") or turn.recalled("stop")):
        stop = await _meant(turn)
        return _held(turn, stop) if isinstance(stop, Stop) else stop
    stops = tuple(one for one in await turn.work.stops.coming(turn.now) if is_on(one, days))
    if dated and not stops:
        return await upcoming(turn)
    off = tuple(stop for stop in stops if stop.state is not StopState.ANNOUNCED)
    if dated and not off:
        held = tuple(line(stop) for stop in stops[:SHOWN])
        return say("utter_stops_hold", *buttons(stops), stops=held).of("stop_status")
    if not off:
        return say("utter_all_stops_hold", *buttons(stops)).of("stop_status")
    return say(
        "utter_stops_changed", *buttons(off), stops=tuple(line(stop) for stop in off[:SHOWN])
    )


def _held(turn: Turn, stop: Stop) -> Outcome:
    """Say first that the stop holds, when it does; its card says it when it does not."""
    outcome = stop_card(turn, stop)
    if stop.state is not StopState.ANNOUNCED or stop.ends_at <= turn.now:
        return outcome
    (card_said,) = outcome.says
    told = Say(key=card_said.key, params=card_said.params)
    held = replace(card_said, key="utter_stop_holds", params={"card": told})
    return replace(outcome, says=(held,))


async def to_calendar(turn: Turn) -> Outcome | None:
    """Give the stop as a calendar file."""
    stop = await find_stop(turn)
    if stop is None:
        return gone()
    file = File(name=f"cose-{stop.id}.ics", media_type="text/calendar", content=calendar((stop,)))
    said = Say(key="utter_calendar", params={"place": label(stop)}, file=file)
    return Outcome(says=(said,)).of("stop_details", stop=str(stop.id), place=stop.place)


FLOW = Flow(
    name="stop",
    steps={"details": details, "detail": detail, "status": status, "calendar": to_calendar},
)
