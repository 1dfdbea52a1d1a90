"""The caravan, as people ask of it: when, where, how far, how to come, and tell me next time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dialogues.calendars import calendar
from dialogues.flow import Flow, Outcome, Turn, press, press_named, say
from dialogues.flows.places import ask_where, place_of
from dialogues.messages import Choice, File, Say, Spot
from dialogues.places import Place
from dialogues.stops import Near, Stop, StopState, nearest

FAR = 80  # km; beyond, nobody comes for an afternoon
NOTHING = Say(key="utter_empty_text")
SHOWN = 3  # stops in one message, each with its button
DETAILS = {
    "stop_registration": "registration",
    "stop_accessibility": "accessibility",
    "stop_transport": "transport",
}


async def upcoming(turn: Turn) -> Outcome | None:
    """Say the next stops, those of a place, a department or a date when one is named."""
    place = await place_of(turn)
    if isinstance(place, Outcome):
        return place
    if place is not None:
        return await at_place(turn)
    stops = await turn.work.stops.coming(turn.now)
    department = turn.value("department")
    if department:
        stops = tuple(stop for stop in stops if stop.department == department)
    return _dated(turn, stops)


def _dated(turn: Turn, stops: tuple[Stop, ...]) -> Outcome:
    wanted = turn.value("date")
    days = _days(wanted or "")
    chosen = tuple(stop for stop in stops if _on(stop, days)) if days else stops
    near = press("utter_button_near", "list_near")
    if not chosen:
        key = "utter_no_stop_then" if stops else "utter_no_stop"
        return say(key, *_buttons(stops), near).of("next_stop", date=wanted)
    lines = tuple(_line(stop) for stop in chosen[:SHOWN])
    heard = {"date": wanted, "stop": str(chosen[0].id) if len(chosen) == 1 else None}
    return say("utter_next_stops", *_buttons(chosen), near, stops=lines).of("next_stop", **heard)


def _days(wanted: str) -> tuple[date, date] | None:
    """Return the first and last day wanted; None when none is, or the button was forged."""
    start, _, end = wanted.partition("/")
    try:
        return date.fromisoformat(start), date.fromisoformat(end or start)
    except ValueError:
        return None


def _on(stop: Stop, days: tuple[date, date]) -> bool:
    return days[0] <= stop.starts_at.date() <= days[1]


def _line(stop: Stop, away: Say = NOTHING) -> Say:
    key = (
        "utter_stop_line" if stop.state is not StopState.CANCELLED else "utter_stop_line_cancelled"
    )
    return Say(key=key, params={"place": _label(stop), "when": stop.starts_at, "away": away})


def _label(stop: Stop) -> str:
    return f"{stop.place_name} ({stop.department})"


def _buttons(stops: Sequence[Stop]) -> tuple[Choice, ...]:
    return tuple(press_named(_label(stop), "stop", stop=str(stop.id)) for stop in stops[:SHOWN])


async def at_place(turn: Turn) -> Outcome | None:
    """Say whether the caravan comes to a place, and else how far the nearest stops are."""
    place = await place_of(turn)
    if place is None:
        return await upcoming(turn) if turn.intent != "list_near" else ask_where(turn)
    if isinstance(place, Outcome):
        return place
    stops = await turn.work.stops.coming(turn.now)
    here = [stop for stop in stops if stop.place == place.insee]
    if here:
        return _card(turn, here[0])
    alive = [stop for stop in stops if stop.state is not StopState.CANCELLED]
    near = nearest(alive, (place.latitude, place.longitude))
    return _around(place, tuple(one for one in near if one.km <= FAR)[:SHOWN] or near[:1])


def _around(place: Place, near: tuple[Near, ...]) -> Outcome:
    warn = press("utter_button_subscribe", "subscribe", place=place.insee)
    if not near:
        return say("utter_no_stop_near", warn, place=place.name).of(
            "stop_at_place", place=place.insee
        )
    key = "utter_away_about" if place.approximate else "utter_away"
    lines = tuple(
        _line(one.stop, Say(key=key, params={"km": max(1, round(one.km))})) for one in near
    )
    outcome = say(
        "utter_stops_near",
        *_buttons([one.stop for one in near]),
        warn,
        place=place.name,
        stops=lines,
    )
    return outcome.of("stop_at_place", place=place.insee, stop=str(near[0].stop.id))


async def card(turn: Turn) -> Outcome | None:
    """Show the one stop a button or a link names."""
    stop = await _find(turn)
    return (
        _card(turn, stop)
        if stop
        else say("utter_stop_gone", press("utter_button_stops", "next_stop"))
    )


async def _find(turn: Turn) -> Stop | None:
    number = turn.number("stop")
    return await turn.work.stops.find(number) if number else None


def _card(turn: Turn, stop: Stop) -> Outcome:
    known = str(stop.id)
    if stop.state is StopState.CANCELLED:
        choices: tuple[Choice, ...] = (
            press("utter_button_other_stops", "next_stop"),
            press("utter_button_subscribe", "subscribe", place=stop.place),
        )
    else:
        choices = (
            press("utter_button_calendar", "calendar", stop=known),
            press("utter_button_transport", "stop_transport", stop=known),
            press("utter_button_accessibility", "stop_accessibility", stop=known),
        )
    key = f"utter_stop_{stop.state}" if stop.ends_at > turn.now else "utter_stop_over"
    said = Say(key=key, params=_facts(stop), choices=choices, source=stop.url or stop.source)
    return Outcome(says=(said,)).of("stop_details", stop=known, place=stop.place)


def _facts(stop: Stop) -> dict[str, object]:
    unsaid = Say(key="utter_unsaid")
    return {
        "title": stop.title,
        "place": _label(stop),
        "address": stop.address or unsaid,
        "day": stop.starts_at,
        "begins": stop.starts_at,
        "ends": stop.ends_at,
        "reason": stop.reason or unsaid,
        "description": _line_of(stop.description),
        "source": stop.source,
    }


def _line_of(text: str | None) -> Say:
    return Say(key="utter_line", params={"text": text}) if text else Say(key="utter_empty_text")


async def details(turn: Turn) -> Outcome | None:
    """Say where and when exactly, with the place on the map."""
    stop = await _meant(turn)
    if not isinstance(stop, Stop):
        return stop
    outcome = _card(turn, stop)
    if stop.position is None or stop.state is StopState.CANCELLED:
        return outcome
    latitude, longitude = stop.position
    spot = Spot(
        name=stop.title,
        address=stop.address or _label(stop),
        latitude=latitude,
        longitude=longitude,
    )
    shown = Say(key="utter_stop_spot", params={"place": _label(stop)}, place=spot)
    return Outcome(says=(*outcome.says, shown), topic=outcome.topic)


async def detail(turn: Turn) -> Outcome | None:
    """Say one stated thing of a stop: registration, access, how to come."""
    stop = await _meant(turn)
    if not isinstance(stop, Stop):
        return stop
    told = getattr(stop, DETAILS[turn.intent])
    key = f"utter_{turn.intent}" if told else "utter_stop_not_stated"
    params = {"text": told, "place": _label(stop), "when": stop.starts_at}
    ways = (press("utter_button_human", "talk_to_human"),) if not told else ()
    said = Say(key=key, params=params, choices=ways, source=stop.url or stop.source)
    return Outcome(says=(said,)).of(turn.intent, stop=str(stop.id), place=stop.place)


async def _meant(turn: Turn) -> Stop | Outcome | None:
    if stop := await _find(turn):
        return stop
    place = await place_of(turn)
    stops = await turn.work.stops.coming(turn.now)
    if isinstance(place, Outcome):
        return place
    if place is not None:
        return next((stop for stop in stops if stop.place == place.insee), None) or await at_place(
            turn
        )
    recalled = turn.recalled("stop")
    known = await turn.work.stops.find(int(recalled)) if recalled else None
    return known or _which(turn, stops)


def _which(turn: Turn, stops: tuple[Stop, ...]) -> Stop | Outcome:
    if len(stops) == 1:
        return stops[0]
    if not stops:
        return say("utter_no_stop")
    choices = (press_named(_label(one), turn.intent, stop=str(one.id)) for one in stops[:SHOWN])
    return say("utter_which_stop", *choices)


async def status(turn: Turn) -> Outcome | None:
    """Say whether a stop holds, or which of the coming ones do not."""
    if turn.value("stop") or turn.meaning.entity("place") or turn.recalled("stop"):
        stop = await _meant(turn)
        return _held(turn, stop) if isinstance(stop, Stop) else stop
    stops = await turn.work.stops.coming(turn.now)
    off = tuple(stop for stop in stops if stop.state is not StopState.ANNOUNCED)
    if not off:
        return say("utter_all_stops_hold", *_buttons(stops)).of("stop_status")
    return say(
        "utter_stops_changed", *_buttons(off), stops=tuple(_line(stop) for stop in off[:SHOWN])
    )


def _held(turn: Turn, stop: Stop) -> Outcome:
    """Say first that the stop holds, when it does; its card says it when it does not."""
    outcome = _card(turn, stop)
    if stop.state is not StopState.ANNOUNCED or stop.ends_at <= turn.now:
        return outcome
    (card_said,) = outcome.says
    told = Say(key=card_said.key, params=card_said.params)
    held = replace(card_said, key="utter_stop_holds", params={"card": told})
    return replace(outcome, says=(held,))


async def to_calendar(turn: Turn) -> Outcome | None:
    """Give the stop as a calendar file."""
    stop = await _find(turn)
    if stop is None:
        return say("utter_stop_gone", press("utter_button_stops", "next_stop"))
    file = File(name=f"cose-{stop.id}.ics", media_type="text/calendar", content=calendar((stop,)))
    said = Say(key="utter_calendar", params={"place": _label(stop)}, file=file)
    return Outcome(says=(said,)).of("stop_details", stop=str(stop.id), place=stop.place)


FLOW = Flow(
    name="stops",
    steps={
        "upcoming": upcoming,
        "at_place": at_place,
        "card": card,
        "details": details,
        "detail": detail,
        "status": status,
        "calendar": to_calendar,
    },
)
