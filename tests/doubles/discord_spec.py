"""The official description of Discord, read as a judge of what we and our double say."""

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Self

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

SHARED = Path(os.environ.get("TCHATCHE_SHARED") or Path(__file__).parents[3] / "shared")
DESCRIPTION = SHARED / "specs" / "discord-openapi.json"
HERE = "urn:discord"
LONGEST = 150  # characters of a problem, which quotes what it is about


class Spec:
    """Tells what is wrong with a request, an answer or a message; each problem is one sentence."""

    def __init__(self, described: Mapping[str, Any]) -> None:
        self._paths = described["paths"]
        self._schemas = described["components"]["schemas"]
        whole = DRAFT202012.create_resource(dict(described))
        self._registry: Registry[Any] = Registry().with_resource(HERE, whole)
        self._validator = cache(self._new_validator)

    @classmethod
    def load(cls) -> Self | None:
        """Read the description; None where it is absent."""
        return cls(json.loads(DESCRIPTION.read_text("utf-8"))) if DESCRIPTION.is_file() else None

    def request(
        self, method: str, path: str, query: Mapping[str, str], body: object = None
    ) -> list[str]:
        """Judge a request by its path's pattern, its query and its JSON."""
        operation = self._operation(method, path)
        if operation is None:
            return [f"{method} {path}: unknown"]
        where = operation["operationId"]
        described = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
        problems = [f"{where}: unknown parameter {name}" for name in sorted({*query} - described)]
        if body is None:
            return problems
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return [*problems, f"{where}: takes no body"]
        pointer = _pointer(method, path, "requestBody/content/application~1json/schema")
        schema = content["application/json"]["schema"]
        problems += self._unknown(where, schema, body)
        return problems + list(self._judged(where, pointer, body))

    def answer(self, method: str, path: str, status: int, body: object) -> list[str]:
        """Judge what our double answers when it does what it is asked."""
        operation = self._operation(method, path) or {"responses": {}}
        where = f"{operation.get('operationId', path)}→{status}"
        if str(status) not in operation["responses"]:
            return [f"{where}: not an answer of this request"]
        content = operation["responses"][str(status)].get("content")
        if not content:
            return [] if body is None else [f"{where}: has no body"]
        rest = f"responses/{status}/content/application~1json/schema"
        return list(self._judged(where, _pointer(method, path, rest), body))

    def message(self, body: object) -> list[str]:
        """Judge a message of an event."""
        return list(self._judged("message", f"{HERE}#/components/schemas/MessageResponse", body))

    def _operation(self, method: str, path: str) -> Any:
        return self._paths.get(path, {}).get(method.lower())

    def _judged(self, where: str, pointer: str, body: object) -> Iterator[str]:
        for error in self._validator(pointer).iter_errors(body):
            told = max(_leaves(error), key=_telling)
            inside = "".join(f"[{part!r}]" for part in told.absolute_path)
            yield f"{where}{inside}: {_short(told.message)}"

    def _new_validator(self, pointer: str) -> Draft202012Validator:
        return Draft202012Validator({"$ref": pointer}, registry=self._registry)

    def _unknown(self, where: str, schema: Mapping[str, Any], body: object) -> Iterator[str]:
        """Yield the fields nobody described: JSON schemas let them pass."""
        if isinstance(body, dict) and schema:
            for name in sorted({*body} - {*self._names(schema)}):
                yield f"{where}: unknown field {name}"

    def _names(self, schema: Mapping[str, Any]) -> Iterator[str]:
        if "$ref" in schema:
            yield from self._names(self._schemas[schema["$ref"].rpartition("/")[2]])
        yield from schema.get("properties", ())
        for union in ("anyOf", "oneOf", "allOf"):
            for one in schema.get(union, ()):
                yield from self._names(one)


def _pointer(method: str, path: str, rest: str) -> str:
    return f"{HERE}#/paths/{path.replace('/', '~1')}/{method.lower()}/{rest}"


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    if not error.context:
        yield error
    for inner in error.context or ():
        yield from _leaves(inner)


def _telling(leaf: ValidationError) -> tuple[bool, int]:
    """Of what a union says, being of none of its types tells least; the deepest tells most."""
    path = leaf.absolute_path
    of_another_type = leaf.validator == "required" or (path and path[-1] == "type")
    return not of_another_type, len(path)


def _short(message: str) -> str:
    return message if len(message) <= LONGEST else f"{message[:LONGEST]}… {message[-30:]}"
