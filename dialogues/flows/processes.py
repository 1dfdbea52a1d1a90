"""What people ask about the processes, answered from what each record states."""

from dialogues.flow import Flow, Outcome, Turn, link, press, press_named, say
from dialogues.flows import repair
from dialogues.flows.places import place_of
from dialogues.flows.process_facts import fact, standing, stated
from dialogues.flows.stops import at_place
from dialogues.messages import Choice, Payload, Say
from dialogues.processes import (
    LASTING,
    PAST,
    Phase,
    Process,
    current_phase,
    evoked,
    is_over,
    is_told_by,
    named,
    next_phase,
    of_year,
    ongoing,
    spelt_out,
    years_named,
)
from nlu.normalise import fold

SHOWN = 4  # processes on one screen
ABOUT_PEOPLE = frozenset({"eligibility_residence", "list_near"})  # whose place is where one lives


async def listing(turn: Turn) -> Outcome | None:
    """Say what is going on now."""
    processes = ongoing(await turn.work.processes.all(), turn.today)
    if not processes:
        return say("utter_no_process", press("utter_button_stops", "next_stop"))
    lines = tuple(_line(turn, process) for process in processes[:SHOWN])
    return say("utter_processes", *_buttons(processes, "process"), lines=lines).of("list_processes")


def _line(turn: Turn, process: Process) -> Say:
    return Say(
        key="utter_process_line", params={"title": process.title, "until": _until(turn, process)}
    )


def _until(turn: Turn, process: Process) -> Say:
    phase = current_phase(process, turn.today)
    coming = next_phase(process, turn.today)
    if phase and phase.ends_on:
        return Say(key="utter_until", params={"phase": phase.title, "end": phase.ends_on})
    if coming:
        return Say(key="utter_from", params={"phase": coming.title, "start": coming.starts_on})
    return Say(key="utter_undated")


def _buttons(processes: tuple[Process, ...], intent: str) -> tuple[Choice, ...]:
    return tuple(
        press_named(process.title, intent, process=str(process.id)) for process in processes[:SHOWN]
    )


async def near(turn: Turn) -> Outcome | None:
    """Say what is near: stops around the place, and the processes open to the whole Region."""
    place = await place_of(turn)
    outcome = await at_place(turn)
    if outcome is None or place is None or isinstance(place, Outcome):
        return outcome
    processes = ongoing(await turn.work.processes.all(), turn.today)
    if not processes:
        return outcome
    lines = tuple(_line(turn, process) for process in processes[:SHOWN])
    more = Say(
        key="utter_processes_everywhere",
        params={"lines": lines},
        choices=_buttons(processes, "process"),
    )
    return Outcome(says=(*outcome.says, more), topic=outcome.topic)


async def card(turn: Turn) -> Outcome | None:
    """Present one process: what it is, where it stands, how to take part."""
    process = await _meant(turn)
    if not isinstance(process, Process):
        return await repair.retrieve(turn) or process
    params = {"summary": stated(process, "summary"), "until": standing(turn, process)}
    return _told(
        turn, process, Say(key="utter_process_card", params=params), intent="explain_process"
    )


async def answer(turn: Turn) -> Outcome | None:
    """Answer the question the intent names, about the process meant."""
    process = await _meant(turn)
    if not isinstance(process, Process):
        return process
    return _told(turn, process, fact(turn, process))


async def mentioned(turn: Turn) -> Outcome | None:
    """Present the one process whose whole name stands in a sentence no rule was sure of."""
    found = spelt_out(await turn.work.processes.all(), turn.text)
    if len(found) != 1 or turn.intent == "out_of_scope":
        return None
    return await card(turn.about("explain_process", process=str(found[0].id)))


async def convention(turn: Turn) -> Outcome | None:
    """Answer on the citizens' convention: who is drawn by lot, and what it is paid."""
    asked = turn.about(turn.intent, process=turn.value("process") or "convention_citoyenne")
    return await answer(asked)


async def _meant(turn: Turn) -> Process | Outcome:
    chosen = _choose(turn, await turn.work.processes.all())
    match chosen:
        case (only,):
            return only
        case ():
            return _none_meant(turn)
        case _:
            return say("utter_which_process", *_buttons(chosen, turn.intent))


def _none_meant(turn: Turn) -> Outcome:
    listing = press("utter_button_processes", "list_processes")
    years = sorted(years_named(turn.text))
    if years:
        return say("utter_no_process_of_year", listing, year=years[0])
    if turn.value("process"):
        return say("utter_process_unknown", listing)
    return say("utter_no_process", press("utter_button_stops", "next_stop"))


def _choose(turn: Turn, processes: tuple[Process, ...]) -> tuple[Process, ...]:
    """Return the process named, else evoked, else last spoken of, else those in such a phase."""
    mention = turn.value("process") or ""
    if mention.isdecimal():
        return _numbered(processes, mention)
    meant = of_year(processes, turn.text)
    alive = ongoing(meant, turn.today)
    first = meant if turn.intent in PAST or not alive else alive
    found = named(first, mention) or named(meant, mention) or _evoked(first, mention, turn.text)
    if found or years_named(turn.text):
        return found or meant
    if mention:
        return ()
    phased = _in_phase(turn, first)
    recalled = _recalled(turn, processes)
    if recalled and (not phased or recalled[0] in phased):
        return recalled
    return phased or first


def _evoked(processes: tuple[Process, ...], mention: str, text: str) -> tuple[Process, ...]:
    """Return the processes a text evokes; all of a mention must fit, not one word of it."""
    found = evoked(processes, mention or text)
    return tuple(one for one in found if is_told_by(one, mention))


def _recalled(turn: Turn, processes: tuple[Process, ...]) -> tuple[Process, ...]:
    """Return the process last spoken of, unless it is over and the question is of the present."""
    found = _numbered(processes, turn.recalled("process") or "")
    lasting = turn.intent in LASTING
    return tuple(one for one in found if lasting or not is_over(one, turn.today))


def _numbered(processes: tuple[Process, ...], number: str) -> tuple[Process, ...]:
    return tuple(process for process in processes if str(process.id) == number)


def _in_phase(turn: Turn, alive: tuple[Process, ...]) -> tuple[Process, ...]:
    running = ((one, current_phase(one, turn.today)) for one in alive)
    return tuple(one for one, phase in running if phase and _is_meant(turn, phase))


def _is_meant(turn: Turn, phase: Phase) -> bool:
    return phase.is_called(turn.value("phase") or turn.text) or phase.is_evoked(turn.text)


def _told(turn: Turn, process: Process, fact: Say, intent: str = "") -> Outcome:
    """Wrap a fact in its card: title, source, how fresh it is, and the way on."""
    key = "utter_card_archived" if is_over(process, turn.today) else "utter_card"
    params = {
        "title": process.title,
        "fact": _noted(turn, process, fact),
        "source": process.source,
        "updated": process.updated_on,
        "validity": _validity(turn, process),
    }
    said = Say(key=key, params=params, choices=_ways(turn, process, intent), source=process.url)
    return Outcome(says=(said,)).of(intent or turn.intent, process=str(process.id))


def _noted(turn: Turn, process: Process, fact: Say) -> Say:
    """Say whose process it is when the question named a place: a town may have its own."""
    place = turn.meaning.entity("place") or turn.meaning.entity("place_outside")
    if (
        place is None
        or not place.certain
        or turn.intent in ABOUT_PEOPLE
        or fold(place.text) in fold(process.title)
    ):
        return fact
    return Say(key="utter_not_of_place", params={"place": place.text, "fact": fact})


def _validity(turn: Turn, process: Process) -> Say:
    if process.valid_until is None or is_over(process, turn.today):
        return Say(key="utter_empty_text")
    key = "utter_stale" if process.valid_until < turn.today else "utter_valid"
    return Say(key=key, params={"until": process.valid_until})


def _ways(turn: Turn, process: Process, intent: str) -> tuple[Choice, ...]:
    asked = intent or turn.intent
    over = is_over(process, turn.today)
    offered = ("results", "follow_up") if over else ("deadline", "submit_idea")
    ways = [
        Choice(
            key=f"utter_button_{one}",
            payload=Payload(intent=one, entities={"process": str(process.id)}),
        )
        for one in offered
        if one != asked
    ]
    return (*ways, link("utter_see_page", process.url))


FLOW = Flow(
    name="processes",
    steps={
        "listing": listing,
        "near": near,
        "card": card,
        "answer": answer,
        "convention": convention,
    },
)
