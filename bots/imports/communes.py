"""The finder of communes: one by its name and what tells it from its homonyms, or a refusal."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from bots.imports.report import Doubtful
from dialogues.places import Place
from nlu import gazetteer
from nlu.gazetteer.names import key

CEDEX = re.compile(r"\bcedex(\s+\d+)?\b", re.IGNORECASE)
POSTAL_CODE = re.compile(r"\b\d{5}\b")
IN_BRACKETS = re.compile(r"\((\d[\dAB])\)")
SHOWN = 5  # homonyms in one sentence


class Places(Protocol):
    """The gazetteer of the memory, whose positions may be better than ours."""

    async def find(self, insee: str, /) -> Place | None:
        """Return one commune."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A commune as a line of a file tells it."""

    name: str
    insee: str | None = None
    postal_code: str | None = None
    department: str | None = None


class Communes:
    """The communes by name, and their records in the memory."""

    __slots__ = ("_places",)

    def __init__(self, places: Places) -> None:
        self._places = places

    async def find(self, wanted: Wanted) -> Place:
        """Return the one commune meant; raises Doubtful when there is none, or several."""
        insee = _coded(wanted) if wanted.insee else _named(_split(wanted))
        if (place := await self._places.find(insee)) is None:
            raise Doubtful(f"« {wanted.name} » ({insee}) n'est pas dans l'index des communes")
        return place


def _coded(wanted: Wanted) -> str:
    code = (wanted.insee or "").upper().rjust(5, "0")  # tables eat the zero of 09225
    commune = gazetteer.commune(code)
    if commune is None:
        raise Doubtful(f"le code INSEE {code} n'est pas celui d'une commune d'Occitanie")
    if code not in _index().get(key(_split(wanted).name), ()):
        raise Doubtful(f"le code INSEE {code} est celui de {commune.label}, pas de {wanted.name}")
    return code


def _split(wanted: Wanted) -> Wanted:
    """Take the codes out of "46100 Figeac", "Prades (66)" and "FIGEAC CEDEX"."""
    name = CEDEX.sub("", wanted.name)
    code, department = POSTAL_CODE.search(name), IN_BRACKETS.search(name)
    return Wanted(
        name=IN_BRACKETS.sub("", POSTAL_CODE.sub("", name)),
        postal_code=wanted.postal_code or (code[0] if code else None),
        department=wanted.department or (department[1] if department else None),
    )


def _named(wanted: Wanted) -> str:
    called = [
        one for code in _index().get(key(wanted.name), ()) if (one := gazetteer.commune(code))
    ]
    fitting = [one for one in called if _fits(one, wanted)]
    match fitting:
        case [only]:
            return only.insee
        case []:
            raise Doubtful(_none(wanted, called))
        case _:
            raise Doubtful(
                f"« {wanted.name.strip()} » peut être {_labels(fitting)}, "
                "ajoute une colonne département, code postal ou code INSEE"
            )


def _fits(commune: gazetteer.Commune, wanted: Wanted) -> bool:
    department = _department(wanted.department)
    postal_code = wanted.postal_code and wanted.postal_code.rjust(5, "0")
    return department in {None, commune.department} and (
        not postal_code or postal_code in commune.postal_codes
    )


def _department(said: str | None) -> str | None:
    if said is None:
        return None
    known = _departments().get(key(said).rjust(2, "0"))
    if known is None:
        raise Doubtful(f"« {said} » n'est pas un département d'Occitanie")
    return known


def _none(wanted: Wanted, called: list[gazetteer.Commune]) -> str:
    if not called:
        return f"« {wanted.name.strip()} » n'est pas une commune d'Occitanie que je connais"
    said = wanted.postal_code or wanted.department
    return f"{_labels(called)} : aucune ne va avec {said}"


def _labels(communes: list[gazetteer.Commune]) -> str:
    biggest = sorted(communes, key=lambda one: -one.population)
    return ", ".join(one.label for one in biggest[:SHOWN])


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[str, ...]]:
    """Return the codes filed under each name; another name never hides an official one."""
    index: dict[str, tuple[str, ...]] = {}
    for commune in gazetteer.load():
        filed = key(commune.name)
        index[filed] = (*index.get(filed, ()), commune.insee)
    others: dict[str, tuple[str, ...]] = {}
    for alias, insee in gazetteer.aliases():
        others[key(alias)] = (*others.get(key(alias), ()), insee)
    return others | index


@lru_cache(maxsize=1)
def _departments() -> dict[str, str]:
    return {
        key(name): department.code
        for department in gazetteer.departments()
        for name in (department.code, department.name, *department.aliases)
    }
