"""Questions asked of polls and processes alike: whichever was last spoken of answers."""

from dialogues.flow import Flow, Outcome, Step, Turn, press, say
from dialogues.flows import polls, processes
from dialogues.processes import FACTS, evoked, of_year, years_named


def _either(of_poll: Step) -> Step:
    async def step(turn: Turn) -> Outcome | None:
        if await _speaks_of_process(turn):
            return await processes.answer(turn)
        return await of_poll(turn)

    return step


async def _speaks_of_process(turn: Turn) -> bool:
    """Whether a process is named, evoked, dated, or was last spoken of and states the fact."""
    if turn.value("poll"):
        return False
    if turn.value("process"):
        return True
    known = await turn.work.processes.all()
    if evoked(known, turn.text) or (years_named(turn.text) and of_year(known, turn.text)):
        return not await polls.evoked_by(turn)
    recalled = turn.recalled("process")
    return any(str(one.id) == recalled and FACTS[turn.intent] in one.facts for one in known)


async def deadline(turn: Turn) -> Outcome | None:
    """Say the deadline of the poll last spoken of, unless a process is named."""
    evokes = evoked(await turn.work.processes.all(), turn.text)
    if turn.recalled("poll") and not turn.value("process") and not evokes:
        return await polls.deadline(turn) or await processes.answer(turn)
    return await processes.answer(turn)


async def _stated(turn: Turn) -> Outcome | None:
    """Say what holds for every poll of ours."""
    return say(f"utter_{turn.intent}", press("utter_button_polls", "list_polls"))


FLOW = Flow(
    name="shared",
    steps={
        "deadline": deadline,
        "results": _either(polls.results),
        "turnout": _either(polls.results),
        "follow_up": _either(polls.follow_up),
        "change_vote": _either(polls.change),
        "vote_secrecy": _either(_stated),
        "double_vote": _either(_stated),
    },
)
