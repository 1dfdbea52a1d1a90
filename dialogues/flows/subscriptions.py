"""Tell me next time: what a person asks to hear of, taken with their consent, ended in one word."""

from dialogues.flow import Flow, Outcome, Turn, press, say
from dialogues.flows.ages import ask_age, band_of
from dialogues.flows.places import ask_where, place_of
from dialogues.people import Subscription, may_take_part
from dialogues.places import Place

RADII = ("10", "20", "50")  # km: one's own canton, one's own valley, a day out
CONSENT = "2026-11"  # version of utter_subscribe_radius and utter_subscribe_polls


async def subscribe(turn: Turn) -> Outcome | None:
    """Subscribe to the stops around a place, or to the polls."""
    if turn.value("kind") == "polls":
        return await _to_polls(turn)
    place = await place_of(turn)
    if isinstance(place, Outcome):
        return place
    if place is not None:
        return await _around(turn, place)
    return ask_where(turn) if turn.value("kind") == "stops" else _ask_what()


def _ask_what() -> Outcome:
    stops = press("utter_button_subscribe_stops", "subscribe", kind="stops")
    polls = press("utter_button_subscribe_polls", "subscribe", kind="polls")
    return say("utter_subscribe_what", stops, polls)


async def _to_polls(turn: Turn) -> Outcome | None:
    """Show the sentence one consents to before anything else."""
    if turn.value("ok") is None:
        agree = press("utter_button_agree", "subscribe", kind="polls", ok="1")
        return say("utter_subscribe_polls", agree)
    return await _allowed(turn, Subscription(kind="polls"), {"kind": "polls", "ok": "1"})


async def _around(turn: Turn, place: Place) -> Outcome | None:
    km = turn.value("km") or ""
    if km not in RADII:
        choices = (
            press(f"utter_button_km_{one}", "subscribe", place=place.insee, km=one) for one in RADII
        )
        home = await turn.work.places.find(place.insee) or place  # a postal code's largest commune
        asked = say("utter_subscribe_radius", *choices, place=home.name)
        return asked.then("subscriptions.radius", place=place.insee)
    wanted = Subscription(kind="stops", place=place.insee, radius_km=int(km))
    return await _allowed(turn, wanted, {"place": place.insee, "km": km})


async def radius(turn: Turn) -> Outcome | None:
    """Take a distance written instead of pressed; else decline."""
    told = "".join(character for character in turn.text if character.isdigit())
    if told not in RADII:
        return None
    return await subscribe(turn.about("subscribe", km=told, **turn.conversation.slots))


async def _allowed(turn: Turn, wanted: Subscription, asked: dict[str, str]) -> Outcome | None:
    person = await band_of(turn)
    allowed = may_take_part(person)
    if allowed is None:
        return ask_age("utter_age_subscribe", "subscribe", asked)
    if not allowed:
        ways = press("utter_button_stops", "next_stop"), press("utter_button_age", "age")
        return say("utter_too_young_to_subscribe", *ways)
    return await _store(turn, wanted)


async def _store(turn: Turn, wanted: Subscription) -> Outcome:
    await turn.work.subscriptions.add(
        turn.conversation.person,
        wanted,
        text_version=CONSENT,
        channel=turn.conversation.address.channel,
        now=turn.now,
    )
    place = await turn.work.places.find(wanted.place) if wanted.place else None
    params = {"place": place.name if place else "", "km": wanted.radius_km or 0}
    return say(
        f"utter_subscribed_{wanted.kind}", press("utter_button_stop", "unsubscribe"), **params
    )


async def unsubscribe(turn: Turn) -> Outcome | None:
    """Fall silent at once: one word, no question."""
    address = turn.conversation.address
    ended = await turn.work.subscriptions.end(
        turn.conversation.person, channel=address.channel, now=turn.now
    )
    await turn.work.people.silence(address, now=turn.now)
    return say("utter_unsubscribed" if ended else "utter_nothing_subscribed")


FLOW = Flow(
    name="subscriptions",
    steps={"subscribe": subscribe, "radius": radius, "unsubscribe": unsubscribe},
)
