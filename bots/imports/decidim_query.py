"""The question put to a Decidim: first what it knows, then only for what is there."""

from collections.abc import Mapping
from typing import Any

LOCALE = "fr"
ROOT = "participatoryProcesses"
# Names by version: the first that exists is asked. Nothing we do not need, for a null where the
# schema promises a value takes its whole process away.
PLAIN = (
    ("id",),
    ("slug",),
    ("url",),
    ("startDate", "startsAt"),
    ("endDate", "endsAt"),
    ("updatedAt",),
    ("privateSpace",),
)
TRANSLATED = (
    ("title", "name"),
    ("shortDescription", "subtitle"),
    ("description",),
    ("participatoryScope",),
)
STEPS = ("steps", "phases")
STEP_PLAIN = (("position",), ("startDate", "startsAt"), ("endDate", "endsAt"))
STEP_TRANSLATED = (("title", "name"),)
LEAVES = frozenset({"SCALAR", "ENUM"})
TYPE = "name kind ofType { name kind ofType { name kind ofType { name kind } } }"

Fields = Mapping[str, Mapping[str, Any]]  # of one type, by name
Types = Mapping[str, Fields]


def introspection(names: tuple[str, ...]) -> str:
    """Return the query that asks for the fields of these types."""
    asked = " ".join(
        f't{number}: __type(name: "{name}") {{ name fields {{ name args {{ name }} '
        f"type {{ {TYPE} }} }} }}"
        for number, name in enumerate(names)
    )
    return f"query {{ {asked} }}"


def types_of(data: Mapping[str, Any]) -> dict[str, Fields]:
    """Return the types an introspection answered with."""
    return {
        told["name"]: {field["name"]: field for field in told.get("fields") or ()}
        for told in data.values()
        if isinstance(told, dict) and isinstance(told.get("name"), str)
    }


def leads_to(types: Types) -> tuple[str, ...]:
    """Return the types not known yet that must be, to ask for what these fields hold."""
    wanted = {name for names in (*TRANSLATED, STEPS) for name in names}
    kinds = [
        _named(field["type"])
        for fields in types.values()
        for name, field in fields.items()
        if name in wanted
    ]
    found = {kind["name"] for kind in kinds if kind["kind"] not in LEAVES}
    return tuple(sorted(found - set(types)))


def _named(kind: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the type inside its lists and non-nulls."""
    while kind.get("ofType"):
        kind = kind["ofType"]
    return kind


def data_query(process: str, types: Types) -> str:
    """Return the query for all processes, with nothing the host does not know."""
    fields = types[process]
    chosen = _chosen(fields, types, PLAIN, TRANSLATED)
    steps = next((name for name in STEPS if name in fields), None)
    if steps:
        step = types.get(_named(fields[steps]["type"])["name"], {})
        inside = _chosen(step, types, STEP_PLAIN, STEP_TRANSLATED)
        chosen += [f"{steps} {{ {' '.join(inside)} }}"] if inside else []
    if "components" in fields:
        chosen.append("components { __typename }")
    return f"query {{ {ROOT} {{ {' '.join(chosen)} }} }}"


def _chosen(
    fields: Fields,
    types: Types,
    plain: tuple[tuple[str, ...], ...],
    translated: tuple[tuple[str, ...], ...],
) -> list[str]:
    leaves = [name for names in plain if (name := _first(fields, names))]
    chosen = [name for name in leaves if _named(fields[name]["type"])["kind"] in LEAVES]
    for names in translated:
        if name := _first(fields, names):
            chosen.extend(_translated(name, _named(fields[name]["type"]), types))
    return chosen


def _first(fields: Fields, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in fields), None)


def _translated(name: str, kind: Mapping[str, Any], types: Types) -> list[str]:
    """Ask for a text: as it is where it is a plain one, in French and in every language else."""
    if kind["kind"] in LEAVES:
        return [name]
    offered = types.get(kind["name"], {})
    parts = [f'translation(locale: "{LOCALE}")'] if "translation" in offered else []
    parts += ["translations { locale text }"] if "translations" in offered else []
    return [f"{name} {{ {' '.join(parts)} }}"] if parts else []
