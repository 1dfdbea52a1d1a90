"""What people are owed: what we hold, how to leave, a human, and help when it hurts."""

from dialogues.flow import Flow, Outcome, Turn, press, say
from dialogues.messages import Say


async def data(turn: Turn) -> Outcome | None:
    """Say in words all that is held about the person."""
    person = await turn.work.people.find(turn.conversation.person)
    held = await turn.work.people.held(person.id)
    band = f"utter_age_{person.age_band.name}" if person.age_band else "utter_unsaid"
    params = {
        "age": Say(key=band),
        "language": Say(key=f"utter_language_{turn.conversation.language}"),
        "subscriptions": held.subscriptions,
        "votes": held.votes,
        "consents": held.consents,
        "channel": Say(key=f"utter_channel_{turn.conversation.address.channel}"),
    }
    return say("utter_my_data", press("utter_button_stop", "unsubscribe"), **params)


FLOW = Flow(name="rights", steps={"data": data})
