"""How old, roughly: asked once, as a band, only when the law needs it."""

from dataclasses import replace

from dialogues.flow import Flow, Outcome, Turn, press, say
from dialogues.messages import Say
from dialogues.people import AgeBand, Person


def ask_age(key: str, intent: str, asked: dict[str, str]) -> Outcome:
    """Ask for the age band; each button brings the interrupted act along."""
    choices = (press(f"utter_age_{band.name}", intent, **asked, age=band) for band in AgeBand)
    # a choice that is not cast yet is written nowhere: only its button carries it
    kept = {name: value for name, value in asked.items() if name != "option"}
    return say(key, *choices).then("replies.age", intent=intent, **kept)


async def band_of(turn: Turn) -> Person:
    """Return the person, with the age band this turn gives, kept if it is new."""
    person = await turn.work.people.find(turn.conversation.person)
    band = read_band(turn)
    if band is None or band is person.age_band:
        return person
    known = replace(person, age_band=band)
    await turn.work.people.keep(known)
    return known


def read_band(turn: Turn) -> AgeBand | None:
    """Return the band a button or an age in years gives."""
    given = turn.value("age") or ""
    if given.isdecimal():
        return from_years(int(given))
    return AgeBand(given) if given in set(AgeBand) else None


def from_years(years: int) -> AgeBand:
    """Return the band of an age in years."""
    bands = (
        (15, AgeBand.UNDER_15),
        (18, AgeBand.FROM_15),
        (25, AgeBand.FROM_18),
        (30, AgeBand.FROM_25),
    )
    return next((band for below, band in bands if years < below), AgeBand.FROM_30)


async def change(turn: Turn) -> Outcome | None:
    """Ask for the age band again, or keep the one given."""
    if read_band(turn) is None:
        return ask_age("utter_age_change", "age", {})
    person = await band_of(turn)
    band = person.age_band or AgeBand.UNSAID
    told = Say(key=f"utter_age_{band.name}")
    return say("utter_age_kept", press("utter_button_polls", "list_polls"), age=told)


FLOW = Flow(name="ages", steps={"change": change})
