"""Small talk and the way around: first contact, deep links, language, unreadable messages."""

from dialogues.flow import Flow, Outcome, Turn, press, say
from dialogues.flows import polls, stops
from dialogues.messages import Choice
from nlu.normalise import fold

SPOKEN = {
    "english": "en",
    "anglais": "en",
    "francais": "fr",
    "french": "fr",
}
OCCITAN = frozenset({"occitan", "catalan", "lengadoc", "oc"})
CODES = {"en": "en", "fr": "fr"}  # alone they are languages; in a sentence "en" is a word


def menu() -> tuple[Choice, ...]:
    """Return the four doors every newcomer sees."""
    return (
        press("utter_button_processes", "list_processes"),
        press("utter_button_stops", "next_stop"),
        press("utter_button_polls", "list_polls"),
        press("utter_button_human", "talk_to_human"),
    )


async def start(turn: Turn) -> Outcome | None:
    """Welcome, or open what the deep link names: ``poll_7``, ``stop_12``."""
    noun, _, number = (turn.value("ref") or "").partition("_")
    linked = {"poll": polls.show, "stop": stops.card}.get(noun)
    if linked and number.isdecimal():
        return await linked(turn.about(noun, **{noun: number}))
    return say("utter_welcome", *menu())


async def guide(_: Turn) -> Outcome | None:
    """Say what can be asked."""
    return say("utter_help", *menu())


async def greet(_: Turn) -> Outcome | None:
    """Greet back and show the doors."""
    return say("utter_greet", *menu())


async def change_language(turn: Turn) -> Outcome | None:
    """Switch to the language that is named, or to the other one."""
    code = turn.value("to") or turn.value("ref") or ""
    words = fold(turn.text).split()
    asked = next((word for word in words if word in SPOKEN or word in OCCITAN), code)
    if asked in OCCITAN:
        return say("utter_occitan")
    other = "en" if turn.conversation.language == "fr" else "fr"
    outcome = say("utter_language_changed", *menu())
    return Outcome(says=outcome.says, language=(SPOKEN | CODES).get(asked, other))


async def shown(turn: Turn) -> Outcome | None:
    """Answer what we cannot read by naming it."""
    return say(f"utter_shown_{turn.value('kind')}", press("utter_button_help", "help"))


async def affirm(turn: Turn) -> Outcome | None:
    """A bare yes with nothing waiting."""
    return say("utter_nothing_waiting", *menu()[:3]).staying(turn)


async def cancel(turn: Turn) -> Outcome | None:
    """Drop what was waiting."""
    return say(
        "utter_cancelled" if turn.conversation.step else "utter_nothing_waiting", *menu()[:3]
    )


FLOW = Flow(
    name="talk",
    steps={
        "start": start,
        "guide": guide,
        "greet": greet,
        "change_language": change_language,
        "shown": shown,
        "affirm": affirm,
        "cancel": cancel,
    },
)
