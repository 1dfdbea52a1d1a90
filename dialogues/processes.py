"""The law of processes: which phase runs, until when, and what a record states or leaves unsaid."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dialogues import names
from nlu.normalise import fold, normalise, stem

# Which stated fact answers which question. Dates, ages and money have fields of their own.
FACTS = {
    "explain_process": "summary",
    "purpose": "purpose",
    "eligibility_nationality": "nationality",
    "eligibility_residence": "residence",
    "need_account": "account",
    "submit_idea": "how_to",
    "idea_limits": "limits",
    "criteria": "criteria",
    "parental_consent": "parental_consent",
    "group_participation": "group",
    "who_decides": "who_decides",
    "who_reads": "who_reads",
    "vote_secrecy": "vote_secrecy",
    "change_vote": "change_vote",
    "double_vote": "double_vote",
    "results": "results",
    "turnout": "turnout",
    "follow_up": "follow_up",
    "citizens_convention": "selection",  # who is drawn, and paid how much
}

PAST = frozenset({"results", "turnout", "follow_up", "idea_rejected"})  # asked of what is over
LASTING = PAST | {"explain_process", "purpose", "amount", "who_decides"}  # told of archives too
YEAR = re.compile(r"\b20\d\d\b")
FIRST_YEAR = 2016  # the Region as it is; an earlier year in a question is one's birth
NAMING = 4  # letters from which a word may name a phase: "vote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A dated part of a process, both days included; ``kind`` is ideas, vote, review or other."""

    title: str
    kind: str = "other"
    starts_on: date | None = None
    ends_on: date | None = None

    def is_called(self, mention: str) -> bool:
        """Whether a mention names this phase, by its kind or within its title."""
        return mention == self.kind or fold(mention) in fold(self.title)

    def is_evoked(self, text: str) -> bool:
        """Whether a text has a telling word of the title, however inflected."""
        return bool(_stems(self.title) & _stems(text))

    def runs(self, today: date) -> bool:
        """Whether this phase is on today; a phase without a start has not been dated."""
        begun = self.starts_on is not None and self.starts_on <= today
        return begun and (self.ends_on is None or today <= self.ends_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One participatory process, as its institution states it; money in whole euros.

    ``facts`` holds stated sentences by the names in FACTS; what is not there is not stated.
    ``kind`` is a value of the entity ``process`` (budget_participatif, convention_citoyenne…).
    """

    id: int
    external_id: str
    slug: str
    title: str
    kind: str
    url: str
    source: str
    updated_on: date
    valid_until: date | None = None
    phases: tuple[Phase, ...] = ()
    themes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    min_age: int | None = None
    max_age: int | None = None
    budget: int | None = None
    max_per_project: int | None = None
    contact: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    archived: bool = False
    example: bool = False


def current_phase(process: Process, today: date) -> Phase | None:
    """Return the phase that runs today, the one ending soonest if several."""
    running = [phase for phase in process.phases if phase.runs(today)]
    return min(running, key=lambda phase: phase.ends_on or date.max, default=None)


def next_phase(process: Process, today: date) -> Phase | None:
    """Return the first phase still to begin."""
    coming = [phase for phase in process.phases if phase.starts_on and phase.starts_on > today]
    return min(coming, key=lambda phase: phase.starts_on or date.max, default=None)


def last_phase(process: Process) -> Phase | None:
    """Return the phase that ends last among those with an end."""
    ended = [phase for phase in process.phases if phase.ends_on]
    return max(ended, key=lambda phase: phase.ends_on or date.min, default=None)


def is_over(process: Process, today: date) -> bool:
    """Whether nothing runs and nothing is to come."""
    if process.archived:
        return True
    last = last_phase(process)
    dated = last is not None and last.ends_on is not None and last.ends_on < today
    return dated and current_phase(process, today) is None and next_phase(process, today) is None


def ongoing(processes: Iterable[Process], today: date) -> tuple[Process, ...]:
    """Return the processes one may still hear of as current, the soonest deadline first."""
    alive = [process for process in processes if not is_over(process, today)]
    return tuple(sorted(alive, key=lambda process: _closing(process, today)))


def _closing(process: Process, today: date) -> date:
    phase = current_phase(process, today)
    return (phase.ends_on if phase else None) or date.max


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in normalise(text).split() if len(word) >= NAMING)


def named(processes: Iterable[Process], mention: str) -> tuple[Process, ...]:
    """Return the processes a mention may name: by slug, kind, alias or title."""
    wanted = fold(mention.replace("_", " "))
    return tuple(process for process in processes if _is_called(process, mention, wanted))


def _is_called(process: Process, mention: str, wanted: str) -> bool:
    names = {fold(name) for name in (process.title, *process.aliases)}
    return (
        mention in {process.slug, process.kind} or wanted in names or wanted == fold(process.kind)
    )


def of_year(processes: Iterable[Process], text: str) -> tuple[Process, ...]:
    """Return the processes of the years a text names; all of them when it names none."""
    years = years_named(text)
    return tuple(process for process in processes if not years or years & _years(process))


def years_named(text: str) -> frozenset[str]:
    """Return the years a text asks about."""
    return frozenset(year for year in YEAR.findall(text) if int(year) >= FIRST_YEAR)


def _years(process: Process) -> set[str]:
    days = [day for phase in process.phases for day in (phase.starts_on, phase.ends_on) if day]
    return {str(day.year) for day in days} | set(YEAR.findall(process.title))


def evoked(processes: Iterable[Process], text: str) -> tuple[Process, ...]:
    """Return the processes whose names share most words with a text, as they sound."""
    return names.evoked(processes, text, _names)


def is_told_by(process: Process, mention: str) -> bool:
    """Whether every telling word of a mention is one of the process's names."""
    return names.sounds(mention) <= names.called(_names(process))


def spelt_out(processes: Iterable[Process], text: str) -> tuple[Process, ...]:
    """Return the processes one of whose whole names stands in a text."""
    heard = f" {fold(text)} "
    return tuple(
        process
        for process in processes
        if any(f" {fold(name)} " in heard for name in (process.title, *process.aliases))
    )


def _names(process: Process) -> str:
    return " ".join((process.title, *process.aliases, *process.themes))
