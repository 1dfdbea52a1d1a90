"""The participatory processes of a Decidim, read from what it answered."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from bots.imports.calendar_words import PARIS
from bots.imports.plain import plain, shortened
from bots.imports.processes import WHOLE, refuse_taken, slug_of
from bots.imports.report import Doubtful, Problem, Unreadable
from bots.imports.sheet import Read
from dialogues.processes import Phase, Process
from nlu.normalise import fold

ROOT = "participatoryProcesses"
REGION = "https://www.laregion.fr"  # where a recording that tells no site sends people
MOST_LETTERS = 600  # of a summary: some ninety words, what a bubble holds
KINDS = (  # what a component tells of the whole
    ("Budgets", "budget_participatif"),
    ("Sortitions", "convention_citoyenne"),
)
DEFAULT_KIND = "consultation"
PHASE_WORDS = (
    ("vote", re.compile(r"\bvot(?:e|es|er|ation)\b")),
    ("ideas", re.compile(r"\b(?:idees?|propositions?|depots?|deposer|contributions?)\b")),
    ("review", re.compile(r"\b(?:etudes?|analyses?|examens?|instruction|faisabilite)\b")),
)
WEB = re.compile(r"https?://[^/\s]+")
LANGUAGES = ("fr", "oc", "ca", "en")  # a text without French is better than none

Node = Mapping[str, Any]


def read(answer: Any, site: str | None, today: date, taken: Mapping[str, str]) -> Read[Process]:
    """Return the processes in an answer; ``site`` is where people read them, where known."""
    records: list[tuple[int, Process]] = []
    problems: list[Problem] = []
    slugs = dict(taken)
    for number, node in enumerate(_nodes(answer), 1):
        try:
            process = _process(node, site, today)
            refuse_taken(process, slugs)
        except Doubtful as doubt:
            problems.append(Problem(line=number, reason=f"{doubt}."))
        else:
            records.append((number, process))
    return Read(records=tuple(records), problems=tuple(problems))


def _nodes(answer: Any) -> Iterator[Any]:
    """Yield every process, public ones only; raises Unreadable where there is no list of them."""
    lists = list(_found(answer))
    if not lists:
        raise Unreadable(_refusal(answer))
    for nodes in lists:
        yield from (node for node in nodes if not _is_private(node))


def _found(answer: Any) -> Iterator[list[Any]]:
    """Look for the list of processes wherever a recording put it."""
    match answer:
        case {"participatoryProcesses": [*nodes]}:
            yield nodes
        case {"data": inside} | {"response": inside}:
            yield from _found(inside)
        case [*parts]:
            for part in parts:
                yield from _found(part)
        case _:
            return


def _refusal(answer: Any) -> str:
    match answer:
        case {"errors": [{"message": str(message)}, *_]}:
            return f"Ce Decidim refuse la question : « {shortened(plain(message), 200)} »."
        case _:
            return f"Il n'y a pas de démarche dans cette réponse : il y faut une liste « {ROOT} »."


def _is_private(node: Any) -> bool:
    return isinstance(node, dict) and node.get("privateSpace") is True


def _process(node: Any, site: str | None, today: date) -> Process:
    if not isinstance(node, dict):
        raise Doubtful("cette démarche est vide, le site n'a pas su la donner")
    title, name = _names(node)
    own = f"{site}/processes/{name}" if site else REGION
    url = _word(node, "url") if WEB.match(_word(node, "url")) else own
    source = urlsplit(site or url).netloc
    return Process(
        id=0,
        external_id=f"decidim:{source}:{_word(node, 'id') or name}",
        slug=slug_of(name),
        title=title,
        kind=_kind(node),
        url=url,
        source=source,
        updated_on=_day(node, "updatedAt") or today,
        phases=_phases(node, title),
        facts=_facts(node),
    )


def _names(node: Node) -> tuple[str, str]:
    """Return the title, and the name the process has in addresses."""
    title, name = _text(node, "title", "name"), _word(node, "slug") or _word(node, "id")
    if not title or not name:
        known = title or name or "sans nom"
        raise Doubtful(f"la démarche « {known} » n'a pas de titre, ou pas de nom court")
    return title, name


def _facts(node: Node) -> dict[str, str]:
    summary = _text(node, "shortDescription", "subtitle") or _text(node, "description")
    told = {"summary": summary, "purpose": _text(node, "participatoryScope")}
    return {key: shortened(text, MOST_LETTERS) for key, text in told.items() if text}


def _kind(node: Node) -> str:
    components = node.get("components") or ()
    present = {one.get("__typename") for one in components if isinstance(one, dict)}
    return next((kind for component, kind in KINDS if component in present), DEFAULT_KIND)


def _phases(node: Node, title: str) -> tuple[Phase, ...]:
    steps = [
        step for step in node.get("steps") or node.get("phases") or () if isinstance(step, dict)
    ]
    ordered = sorted(steps, key=lambda step: step.get("position") or 0)
    phases = tuple(_phase(step, _text(step, "title", "name") or WHOLE) for step in ordered)
    whole = _phase(node, WHOLE)
    phases = phases or ((whole,) if whole.starts_on or whole.ends_on else ())
    for phase in phases:
        if phase.starts_on and phase.ends_on and phase.ends_on < phase.starts_on:
            raise Doubtful(f"« {title} » : la phase « {phase.title} » finit avant de commencer")
    return phases


def _phase(node: Node, title: str) -> Phase:
    folded = fold(title)
    kind = next((name for name, words in PHASE_WORDS if words.search(folded)), "other")
    return Phase(
        title=title,
        kind=kind,
        starts_on=_day(node, "startDate", "startsAt"),
        ends_on=_day(node, "endDate", "endsAt"),
    )


def _text(node: Node, *names: str) -> str:
    """Return the first text stated, in French where there is one, without its markup."""
    for name in names:
        if said := plain(_in_french(node.get(name))):
            return said
    return ""


def _in_french(value: Any) -> str:
    match value:
        case str():
            return value
        case {"translation": str(text)} if text.strip():
            return text
        case {"translations": [*every]}:
            said = {one["locale"]: one["text"] for one in every if _is_said(one)}
            return next((said[code] for code in (*LANGUAGES, *said) if code in said), "")
        case _:
            return ""


def _is_said(one: Any) -> bool:
    match one:
        case {"locale": str(), "text": str(text)}:
            return bool(text.strip())
        case _:
            return False


def _word(node: Node, name: str) -> str:
    value = node.get(name)
    return str(value).strip() if isinstance(value, str | int) else ""


def _day(node: Node, *names: str) -> date | None:
    """Return the day, in the Region's zone; a date that cannot be read is refused."""
    for name in names:
        if isinstance(value := node.get(name), str) and value:
            try:
                moment = datetime.fromisoformat(value)
            except ValueError as error:
                raise Doubtful(f"« {value} » n'est pas une date") from error
            return (moment.astimezone(PARIS) if moment.tzinfo else moment).date()
    return None
