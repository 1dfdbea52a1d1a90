"""What people are owed: what we hold, how to leave, a human, and help when it hurts."""

from dialogues.flow import Flow, Outcome, Turn, press, say
from dialogues.messages import Say


async def data(turn: Turn) -> Outcome | None:
    """Say in words all that is held about the person."""
    person = await turn.work.people.find(turn.conversation.person)
    subscriptions = await turn.work.subscriptions.of(person.id)
    band = f"utter_age_{person.age_band.name}" if person.age_band else "utter_unsaid"
    params = {
        "age": Say(key=band),
        "language": Say(key=f"utter_language_{turn.conversation.language}"),
        "subscriptions": len(subscriptions),
        "channel": Say(key=f"utter_channel_{turn.conversation.address.channel}"),
    }
    return say("utter_my_data", press("utter_button_stop", "unsubscribe"), **params)


FLOW = Flow(name="rights", steps={"data": data})
