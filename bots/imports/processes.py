"""The participatory processes, read from a table: one line each, its phases in columns."""

import re
from collections.abc import Mapping
from datetime import date

from bots.imports.cells import THEMES, Cells
from bots.imports.report import Doubtful
from bots.imports.sheet import Column, Read, read_rows
from bots.imports.tabular import Table, column_key
from dialogues.processes import Phase, Process

MOST_PHASES = 9  # numbered columns; more would not be told in a conversation
PHASE_KINDS = {
    "idees": "ideas",
    "vote": "vote",
    "etude": "review",
    "autre": "other",
    **dict.fromkeys(("depot des idees", "propositions", "ideas"), "ideas"),
    **dict.fromkeys(("analyse", "review"), "review"),
    "other": "other",
}
FACT_TITLES = {
    "summary": ("résumé", "présentation", "description"),
    "purpose": ("objectif", "à quoi ça sert", "but"),
    "nationality": ("nationalité",),
    "residence": ("résidence", "lieu de vie"),
    "account": ("compte", "faut-il un compte"),
    "how_to": ("comment participer", "participer", "comment déposer une idée"),
    "limits": ("limites", "nombre d'idées"),
    "criteria": ("critères", "projets possibles"),
    "parental_consent": ("accord parental", "accord des parents"),
    "group": ("en groupe", "groupe"),
    "who_decides": ("qui décide", "décision"),
    "who_reads": ("qui lit", "lecture"),
    "vote_secrecy": ("secret du vote",),
    "change_vote": ("changer son vote",),
    "double_vote": ("double vote",),
    "results": ("résultats",),
    "turnout": ("nombre de participants", "participation"),
    "follow_up": ("suites", "suites données"),
    "selection": ("tirage au sort", "sélection"),
    "dates": ("dates en clair", "calendrier"),
    "age": ("âge en clair", "public"),
    "money": ("budget en clair",),
}
PHASES = tuple(
    column
    for number in range(1, MOST_PHASES + 1)
    for column in (
        Column(field=f"phase_{number}", titles=(f"phase {number}", f"phase {number} titre")),
        Column(field=f"starts_{number}", titles=(f"phase {number} début", f"phase {number} start")),
        Column(field=f"ends_{number}", titles=(f"phase {number} fin", f"phase {number} end")),
        Column(field=f"kind_{number}", titles=(f"phase {number} type", f"phase {number} kind")),
    )
)
COLUMNS = (
    Column(field="external_id", titles=("external_id", "identifiant", "id"), required=True),
    Column(field="title", titles=("titre", "title", "nom"), required=True),
    Column(field="kind", titles=("type", "kind", "genre"), required=True),
    Column(field="url", titles=("lien", "url", "page", "link"), required=True),
    Column(field="source", titles=("source",), required=True),
    Column(field="slug", titles=("slug", "nom court")),
    Column(field="updated_on", titles=("mise à jour", "updated", "updated_on", "à jour le")),
    Column(field="valid_until", titles=("valable jusqu'au", "valid_until", "fin de validité")),
    Column(field="themes", titles=("thèmes", "themes", "thème")),
    Column(field="aliases", titles=("autres noms", "aliases", "alias")),
    Column(field="min_age", titles=("âge minimum", "min_age", "âge min")),
    Column(field="max_age", titles=("âge maximum", "max_age", "âge max")),
    Column(field="budget", titles=("budget", "budget total")),
    Column(field="max_per_project", titles=("maximum par projet", "max_per_project")),
    Column(field="contact", titles=("contact",)),
    Column(field="archived", titles=("archivée", "archived", "archive")),
    Column(field="starts", titles=("début", "date de début", "start_date")),
    Column(field="ends", titles=("fin", "date de fin", "end_date")),
    *(Column(field=name, titles=(*titles, name)) for name, titles in FACT_TITLES.items()),
)
WHOLE = "Participation"  # the one phase of a process that names none


async def read(table: Table, today: date, taken: Mapping[str, str]) -> Read[Process]:
    """Return the table's processes; ``taken`` gives each slug in use and whose it is."""
    slugs = dict(taken)

    async def make(cells: Cells) -> Process:
        process = _process(cells, today)
        refuse_taken(process, slugs)
        return process

    return await read_rows(table, (*COLUMNS, *PHASES), make)


def refuse_taken(process: Process, slugs: dict[str, str]) -> None:
    """Keep the process's short name for it; raises Doubtful when another bears it."""
    owner = slugs.setdefault(process.slug, process.external_id)
    if owner != process.external_id:
        raise Doubtful(f"le nom court « {process.slug} » est déjà celui de « {owner} »")


def slug_of(text: str) -> str:
    """Return a name fit for an address: "Budget des lycées" is "budget-des-lycees"."""
    return re.sub(r"[^a-z0-9]+", "-", column_key(text)).strip("-")


def _process(cells: Cells, today: date) -> Process:
    title = cells.required("title")
    low, high = _ages(cells)
    return Process(
        id=0,
        external_id=cells.required("external_id"),
        slug=slug_of(cells.text("slug") or title),
        title=title,
        kind=column_key(cells.required("kind")).replace(" ", "_"),
        url=cells.link("url") or cells.required("url"),
        source=cells.required("source"),
        updated_on=cells.day("updated_on") or today,
        valid_until=cells.day("valid_until"),
        phases=_phases(cells),
        themes=cells.items("themes", THEMES),
        aliases=cells.items("aliases"),
        min_age=low,
        max_age=high,
        budget=cells.whole("budget"),
        max_per_project=cells.whole("max_per_project"),
        contact=cells.text("contact"),
        facts={name: told for name in FACT_TITLES if (told := cells.text(name))},
        archived=cells.flag("archived"),
    )


def _ages(cells: Cells) -> tuple[int | None, int | None]:
    low, high = cells.whole("min_age"), cells.whole("max_age")
    if low is not None and high is not None and high < low:
        raise Doubtful(f"l'âge maximum ({high}) est plus petit que l'âge minimum ({low})")
    return low, high


def _phases(cells: Cells) -> tuple[Phase, ...]:
    numbered = [
        _phase(cells, cells.text(f"phase_{number}"), f"_{number}")
        for number in range(1, MOST_PHASES + 1)
    ]
    phases = tuple(phase for phase in numbered if phase)
    whole = _phase(cells, WHOLE if "starts" in cells or "ends" in cells else None, "")
    return phases or ((whole,) if whole else ())


def _phase(cells: Cells, title: str | None, suffix: str) -> Phase | None:
    starts, ends = cells.day(f"starts{suffix}"), cells.day(f"ends{suffix}")
    if title is None:
        if starts or ends:
            raise Doubtful(f"la phase{suffix.replace('_', ' ')} a des dates mais pas de nom")
        return None
    if starts and ends and ends < starts:
        raise Doubtful(f"« {title} » finit ({ends:%d/%m/%Y}) avant de commencer")
    kind = cells.choice(f"kind{suffix}", PHASE_KINDS, "other") if suffix else "other"
    return Phase(title=title, kind=kind, starts_on=starts, ends_on=ends)
