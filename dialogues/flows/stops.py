"""The caravan, as people ask of it: when, where, how far, how to come, and tell me next time."""

from collections.abc import Sequence
from datetime import date

from dialogues.flow import Flow, Outcome, Turn, press, press_named, say
from dialogues.flows.places import ask_where, place_of
from dialogues.messages import Choice, Say
from dialogues.places import Place
from dialogues.stops import Near, Stop, StopState, nearest

FAR = 80  # km; beyond, nobody comes for an afternoon
NOTHING = Say(key="utter_empty_text")
SHOWN = 3  # stops in one message, each with its button


async def upcoming(turn: Turn) -> Outcome | None:
    """Say the next stops, those of a place, a department or a date when one is named."""
    place = await place_of(turn)
    if isinstance(place, Outcome):
        return place
    if place is not None:
        return await at_place(turn)
    return _dated(turn, await turn.work.stops.coming(turn.now))


def _dated(turn: Turn, stops: tuple[Stop, ...]) -> Outcome:
    """Say the stops of a department and of a date, those of them that are given."""
    department, wanted = turn.value("department"), turn.value("date")
    there = tuple(stop for stop in stops if department in {None, stop.department})
    chosen = tuple(stop for stop in there if is_on(stop, days_of(wanted)))
    near = press("utter_button_near", "list_near")
    heard = {"date": wanted, "department": department}
    if not chosen:
        key = "utter_no_stop_then" if there else "utter_no_stop_there"
        key = key if stops else "utter_no_stop"
        return say(key, *buttons(stops), near).of("next_stop", **heard)
    lines = tuple(line(stop) for stop in chosen[:SHOWN])
    first = str(chosen[0].id)  # the one "c'est où ?" asks of; its card names it
    outcome = say("utter_next_stops", *buttons(chosen), near, stops=lines)
    return outcome.of("next_stop", stop=first, **heard)


def days_of(wanted: str | None) -> tuple[date, date]:
    """Return the first and last day wanted; every day when none is, or the button was forged."""
    start, _, end = (wanted or "").partition("/")
    try:
        return date.fromisoformat(start), date.fromisoformat(end or start)
    except ValueError:
        return date.min, date.max


def is_on(stop: Stop, days: tuple[date, date]) -> bool:
    """Whether a stop touches one of the days."""
    return stop.starts_at.date() <= days[1] and days[0] <= stop.ends_at.date()


def line(stop: Stop, away: Say = NOTHING) -> Say:
    """Say one stop in a line: when, where, how far, and whether it is cancelled."""
    key = f"utter_stop_line_{stop.state}"
    return Say(key=key, params={"place": label(stop), "when": stop.starts_at, "away": away})


def label(stop: Stop) -> str:
    """Return the commune and its department."""
    return f"{stop.place_name} ({stop.department})"


def buttons(stops: Sequence[Stop]) -> tuple[Choice, ...]:
    """Return a button for each of the first stops."""
    return tuple(press_named(label(stop), "stop", stop=str(stop.id)) for stop in stops[:SHOWN])


async def at_place(turn: Turn) -> Outcome | None:
    """Say whether the caravan comes to a place, and else how far the nearest stops are."""
    place = await place_of(turn)
    if place is None:
        return await upcoming(turn) if turn.intent != "list_near" else ask_where(turn)
    if isinstance(place, Outcome):
        return place
    stops = await turn.work.stops.coming(turn.now)
    here = best_at(turn, stops, place)
    if here:
        return stop_card(turn, here)
    alive = [stop for stop in stops if stop.state is not StopState.CANCELLED]
    near = nearest(alive, (place.latitude, place.longitude))
    return _around(place, tuple(one for one in near if one.km <= FAR)[:SHOWN] or near[:1])


def best_at(turn: Turn, stops: Sequence[Stop], place: Place) -> Stop | None:
    """Return the next stop there that holds, on the date given if any; else one that does not."""
    days = days_of(turn.value("date"))
    here = [stop for stop in stops if stop.place == place.insee]
    dated = [stop for stop in here if is_on(stop, days)] or here
    held = [stop for stop in dated if stop.state is not StopState.CANCELLED]
    return next(iter([*held, *dated]), None)


def _around(place: Place, near: tuple[Near, ...]) -> Outcome:
    warn = press("utter_button_subscribe", "subscribe", place=place.insee)
    if not near:
        return say("utter_no_stop_near", warn, place=place.name).of(
            "stop_at_place", place=place.insee
        )
    key = "utter_away_about" if place.approximate else "utter_away"
    lines = tuple(
        line(one.stop, Say(key=key, params={"km": max(1, round(one.km))})) for one in near
    )
    outcome = say(
        "utter_stops_around" if place.name.isdecimal() else "utter_stops_near",
        *buttons([one.stop for one in near]),
        warn,
        place=place.name,
        stops=lines,
    )
    return outcome.of("stop_at_place", place=place.insee, stop=str(near[0].stop.id))


async def card(turn: Turn) -> Outcome | None:
    """Show the one stop a button or a link names."""
    stop = await find_stop(turn)
    return stop_card(turn, stop) if stop else gone()


def gone() -> Outcome:
    """Say that a stop named by a button or a link is no more."""
    return say("utter_stop_gone", press("utter_button_stops", "next_stop"))


async def find_stop(turn: Turn) -> Stop | None:
    """Return the stop a payload names, if it still exists."""
    number = turn.number("stop")
    return await turn.work.stops.find(number) if number else None


def stop_card(turn: Turn, stop: Stop) -> Outcome:
    """Show one stop, with what can be asked of it."""
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
        "place": label(stop),
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


FLOW = Flow(name="stops", steps={"upcoming": upcoming, "at_place": at_place, "card": card})
