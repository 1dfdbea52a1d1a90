"""What people ask about the processes, answered from what each record states."""

from dialogues.flow import Flow, Outcome, Turn, link, press, press_named, say
from dialogues.flows import repair
from dialogues.flows.places import place_of
from dialogues.flows.stops import at_place
from dialogues.messages import Choice, Payload, Say
from dialogues.processes import (
    FACTS,
    PAST,
    Phase,
    Process,
    current_phase,
    evoked,
    is_over,
    last_phase,
    named,
    next_phase,
    of_year,
    ongoing,
)

SHOWN = 4  # processes on one screen


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
    params = {"summary": _stated(process, "summary"), "until": _standing(turn, process)}
    return _told(
        turn, process, Say(key="utter_process_card", params=params), intent="explain_process"
    )


async def answer(turn: Turn) -> Outcome | None:
    """Answer the question the intent names, about the process meant."""
    process = await _meant(turn)
    if not isinstance(process, Process):
        return process
    return _told(turn, process, _fact(turn, process))


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
            return say("utter_no_process", press("utter_button_stops", "next_stop"))
        case _:
            return say("utter_which_process", *_buttons(chosen, turn.intent))


def _choose(turn: Turn, processes: tuple[Process, ...]) -> tuple[Process, ...]:
    """Return the process named, else evoked, else last spoken of, else those in such a phase."""
    mention = turn.value("process") or ""
    if mention.isdecimal():
        return _numbered(processes, mention)
    meant = of_year(processes, turn.text)
    alive = ongoing(meant, turn.today)
    first = meant if turn.intent in PAST or not alive else alive
    return (
        named(first, mention)
        or named(meant, mention)
        or evoked(first, turn.text)
        or _numbered(processes, turn.recalled("process") or "")
        or _in_phase(turn, first)
    )


def _numbered(processes: tuple[Process, ...], number: str) -> tuple[Process, ...]:
    return tuple(process for process in processes if str(process.id) == number)


def _in_phase(turn: Turn, alive: tuple[Process, ...]) -> tuple[Process, ...]:
    running = ((one, current_phase(one, turn.today)) for one in alive)
    return tuple(one for one, phase in running if phase and _is_meant(turn, phase)) or alive


def _is_meant(turn: Turn, phase: Phase) -> bool:
    return phase.is_called(turn.value("phase") or turn.text) or phase.is_evoked(turn.text)


def _told(turn: Turn, process: Process, fact: Say, intent: str = "") -> Outcome:
    """Wrap a fact in its card: title, source, how fresh it is, and the way on."""
    key = "utter_card_archived" if is_over(process, turn.today) else "utter_card"
    params = {
        "title": process.title,
        "fact": fact,
        "source": process.source,
        "updated": process.updated_on,
        "validity": _validity(turn, process),
    }
    said = Say(key=key, params=params, choices=_ways(turn, process, intent), source=process.url)
    return Outcome(says=(said,)).of(intent or turn.intent, process=str(process.id))


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


def _stated(process: Process, name: str) -> Say:
    told = process.facts.get(name)
    if told:
        return Say(key="utter_as_is", params={"text": told})
    contact = process.contact or process.source
    return Say(key="utter_not_stated", params={"contact": contact})


def _fact(turn: Turn, process: Process) -> Say:
    match turn.intent:
        case "deadline":
            return _standing(turn, process)
        case "start_date":
            return _start(turn, process)
        case "current_phase":
            return _where(turn, process)
        case "eligibility_age":
            return _age(turn, process)
        case "amount":
            return _money(process)
        case intent:
            return _stated(process, FACTS[intent])


def _phase_asked(turn: Turn, process: Process) -> Phase | None:
    mention = turn.value("phase")
    called = (phase for phase in process.phases if mention and phase.is_called(mention))
    return next(called, None)


def _standing(turn: Turn, process: Process) -> Say:
    """Say until when one can take part, or since when it is over, or when it begins."""
    phase = _phase_asked(turn, process) or current_phase(process, turn.today)
    phase = phase or next_phase(process, turn.today) or last_phase(process)
    if phase is None or phase.ends_on is None:
        return _stated(process, "dates")
    params = {"phase": phase.title, "end": phase.ends_on, "start": phase.starts_on}
    if phase.ends_on < turn.today:
        return Say(key="utter_deadline_past", params=params)
    if phase.starts_on and phase.starts_on > turn.today:
        return Say(key="utter_deadline_coming", params=params)
    days = (phase.ends_on - turn.today).days
    key = "utter_deadline" if days > 1 else f"utter_deadline_in_{days}"
    return Say(key=key, params={**params, "days": days})


def _start(turn: Turn, process: Process) -> Say:
    phase = _phase_asked(turn, process) or current_phase(process, turn.today)
    phase = phase or next_phase(process, turn.today) or last_phase(process)
    if phase is None or phase.starts_on is None:
        return _stated(process, "dates")
    key = "utter_start_past" if phase.starts_on <= turn.today else "utter_start_coming"
    return Say(
        key=key, params={"phase": phase.title, "start": phase.starts_on, "end": phase.ends_on}
    )


def _where(turn: Turn, process: Process) -> Say:
    """Say the phase that runs, and what comes next."""
    phase, coming = current_phase(process, turn.today), next_phase(process, turn.today)
    now = Say(key="utter_phase_none")
    if phase:
        key = "utter_phase_now" if phase.ends_on else "utter_phase_open"
        now = Say(key=key, params={"phase": phase.title, "end": phase.ends_on})
    if coming:
        after = Say(
            key="utter_phase_next", params={"phase": coming.title, "start": coming.starts_on}
        )
    else:
        after = _standing(turn, process) if phase is None else Say(key="utter_phase_last")
    return Say(key="utter_phases", params={"now": now, "next": after})


def _age(turn: Turn, process: Process) -> Say:
    """Say the ages stated; and whether the age given is within them."""
    low, high = process.min_age, process.max_age
    if low is None and high is None:
        return _stated(process, "age")
    bounds = "utter_ages_from" if high is None else "utter_ages_to" if low is None else "utter_ages"
    rule = Say(key=bounds, params={"low": low, "high": high})
    given = turn.value("age") or ""
    if not given.isdecimal():
        return Say(key="utter_age_rule", params={"rule": rule})
    fits = (low or 0) <= int(given) <= (high or int(given))
    return Say(
        key="utter_age_yes" if fits else "utter_age_no", params={"age": int(given), "rule": rule}
    )


def _money(process: Process) -> Say:
    """Say the whole budget and the most for one project, where stated."""
    match process.budget, process.max_per_project:
        case None, None:
            return _stated(process, "money")
        case budget, None:
            return Say(key="utter_money_budget", params={"budget": budget})
        case None, most:
            return Say(key="utter_money_most", params={"most": most})
        case budget, most:
            return Say(key="utter_money", params={"budget": budget, "most": most})


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
