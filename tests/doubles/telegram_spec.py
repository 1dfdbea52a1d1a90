"""The official description of the Bot API, read as a judge of what we and our double say."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

SHARED = Path(os.environ.get("TCHATCHE_SHARED") or Path(__file__).parents[3] / "shared")
DESCRIPTION = SHARED / "specs" / "telegram-bot-api.json"
LIMIT = re.compile(r"(\d+)-(\d+) (characters|bytes)")
PLAIN: Mapping[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
    "InputFile": (bytes,),
}


class Spec:
    """Tells what is wrong with a call, a result or an update; each problem is one sentence."""

    def __init__(self, described: Mapping[str, Any]) -> None:
        self._methods = described["methods"]
        self._types = described["types"]

    @classmethod
    def load(cls) -> Self | None:
        """Read the description; None where it is absent."""
        if not DESCRIPTION.is_file():
            return None
        return cls(json.loads(DESCRIPTION.read_text("utf-8")))

    def call(self, method: str, params: Mapping[str, str | bytes]) -> list[str]:
        """Judge a call by its form fields: text, or bytes for a file."""
        if method not in self._methods:
            return [f"{method}: unknown method"]
        fields = self._fields(self._methods[method])
        decoded = {
            name: _decoded(value, fields[name]["types"]) if name in fields else value
            for name, value in params.items()
        }
        return list(self._object(method, decoded, fields))

    def result(self, method: str, value: object) -> list[str]:
        """Judge what a method returned."""
        return list(self._value(f"{method}→", value, self._methods[method]["returns"]))

    def update(self, value: object) -> list[str]:
        """Judge an update."""
        return list(self._value("update", value, ["Update"]))

    def _fields(self, described: Mapping[str, Any]) -> dict[str, Any]:
        return {field["name"]: field for field in described.get("fields", ())}

    def _object(
        self, where: str, value: Mapping[str, object], fields: Mapping[str, Any]
    ) -> Iterator[str]:
        for name in sorted(set(value) - set(fields)):
            yield f"{where}: unknown field {name}"
        for name, field in fields.items():
            if name not in value:
                if field["required"]:
                    yield f"{where}: {name} is missing"
                continue
            yield from self._value(f"{where}.{name}", value[name], field["types"])
            yield from _limit(f"{where}.{name}", value[name], field["description"])

    def _value(self, where: str, value: object, types: list[str]) -> Iterator[str]:
        """Yield the problems of the best fitting type: the one with the fewest."""
        judged = [list(self._typed(where, value, name)) for name in types]
        yield from min(judged, key=len)

    def _typed(self, where: str, value: object, name: str) -> Iterator[str]:
        described = self._types.get(name, {})
        if name in PLAIN:
            fits = isinstance(value, PLAIN[name]) and (name == "Boolean") == isinstance(value, bool)
            if not fits:
                yield f"{where}: {type(value).__name__} is not {name}"
        elif name.startswith("Array of "):
            yield from self._array(where, value, name.removeprefix("Array of "))
        elif described.get("subtypes"):
            yield from self._value(where, value, described["subtypes"])
        elif isinstance(value, dict):
            yield from self._object(where, value, self._fields(described))
        else:
            yield f"{where}: {type(value).__name__} is not {name}"

    def _array(self, where: str, value: object, inner: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where}: {type(value).__name__} is not an array"
            return
        for number, one in enumerate(value):
            yield from self._typed(f"{where}[{number}]", one, inner)


def _decoded(value: str | bytes, types: list[str]) -> object:
    """Read a form field: everything but text and files travels as JSON."""
    if isinstance(value, bytes) or "String" in types:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _limit(where: str, value: object, description: str) -> Iterator[str]:
    found = LIMIT.search(description)
    if not found or not isinstance(value, str) or "after entities" in description:
        return
    length = len(value.encode()) if found[3] == "bytes" else len(value.encode("utf-16-le")) // 2
    if not int(found[1]) <= length <= int(found[2]):
        yield f"{where}: {length} {found[3]}, not {found[1]} to {found[2]}"
