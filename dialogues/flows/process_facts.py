"""One question about one process, answered from the fields of its record."""

from collections.abc import Callable

from dialogues.flow import Turn
from dialogues.messages import Say
from dialogues.processes import FACTS, Phase, Process, current_phase, last_phase, next_phase


def stated(process: Process, name: str) -> Say:
    """Repeat a stated sentence, or say that it is not stated and whom to ask."""
    told = process.facts.get(name)
    if told:
        return Say(key="utter_as_is", params={"text": told})
    contact = process.contact or process.source
    return Say(key="utter_not_stated", params={"contact": contact})


def fact(turn: Turn, process: Process) -> Say:
    """Say what the record states to the question of the turn's intent."""
    told = COMPUTED.get(turn.intent, _repeated)
    return told(turn, process)


def _repeated(turn: Turn, process: Process) -> Say:
    announced = _announced(turn, process) if turn.intent == "results" else None
    return announced or stated(process, FACTS[turn.intent])


def _announced(turn: Turn, process: Process) -> Say | None:
    """Say when the results will be told, while they are still to come."""
    coming = (one for one in process.phases if one.starts_on and one.starts_on > turn.today)
    phase = next((one for one in coming if one.is_evoked(turn.text)), None)
    if phase is None:
        return None
    return Say(key="utter_start_coming", params={"phase": phase.title, "start": phase.starts_on})


def _phase_asked(turn: Turn, process: Process) -> Phase | None:
    mention = turn.value("phase")
    called = (phase for phase in process.phases if mention and phase.is_called(mention))
    return next(called, None)


def standing(turn: Turn, process: Process) -> Say:
    """Say until when one can take part, or since when it is over, or when it begins."""
    phase = _phase_asked(turn, process) or current_phase(process, turn.today)
    phase = phase or next_phase(process, turn.today) or last_phase(process)
    if phase is None or phase.ends_on is None:
        return stated(process, "dates")
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
        return stated(process, "dates")
    key = "utter_start_past" if phase.starts_on <= turn.today else "utter_start_coming"
    if phase.ends_on and phase.ends_on < turn.today:
        key = "utter_start_over"
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
        after = standing(turn, process) if phase is None else Say(key="utter_phase_last")
    return Say(key="utter_phases", params={"now": now, "next": after})


def _age(turn: Turn, process: Process) -> Say:
    """Say the ages stated; and whether the age given is within them."""
    low, high = process.min_age, process.max_age
    if low is None and high is None:
        return stated(process, "age")
    bounds = "utter_ages_from" if high is None else "utter_ages_to" if low is None else "utter_ages"
    rule = Say(key=bounds, params={"low": low, "high": high})
    given = turn.value("age") or ""
    if not given.isdecimal():
        return Say(key="utter_age_rule", params={"rule": rule})
    fits = (low or 0) <= int(given) <= (high or int(given))
    return Say(
        key="utter_age_yes" if fits else "utter_age_no", params={"age": int(given), "rule": rule}
    )


def _money(_: Turn, process: Process) -> Say:
    """Say the whole budget and the most for one project, where stated."""
    match process.budget, process.max_per_project:
        case None, None:
            return stated(process, "money")
        case budget, None:
            return Say(key="utter_money_budget", params={"budget": budget})
        case None, most:
            return Say(key="utter_money_most", params={"most": most})
        case budget, most:
            return Say(key="utter_money", params={"budget": budget, "most": most})


COMPUTED: dict[str, Callable[[Turn, Process], Say]] = {
    "deadline": standing,
    "start_date": _start,
    "current_phase": _where,
    "eligibility_age": _age,
    "amount": _money,
}
