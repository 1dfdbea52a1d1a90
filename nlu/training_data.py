"""The lessons: Rasa's YAML read line by line, checked, and fingerprinted."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from nlu.normalise import SMS, fold

DATA = Path(__file__).parent / "data"
LISTS = "entities.yml"
OUT_OF_SCOPE = "out_of_scope"
INTENTS = (
    "list_processes", "list_near", "explain_process", "purpose", "eligibility_age",
    "eligibility_nationality", "eligibility_residence", "need_account", "deadline", "start_date",
    "current_phase", "submit_idea", "idea_limits", "amount", "criteria", "parental_consent",
    "group_participation", "who_decides", "who_reads", "vote_secrecy", "change_vote",
    "double_vote", "results", "turnout", "follow_up", "idea_rejected", "next_stop",
    "stop_at_place", "stop_details", "stop_registration", "stop_accessibility", "stop_transport",
    "stop_status", "invite_caravan", "subscribe", "unsubscribe", "youth_council",
    "citizens_convention", "competence", "my_data", "bot_identity", "talk_to_human",
    "create_poll", "list_polls", "simplify", "change_language", "link_accounts", "help", "greet",
    "thanks", "goodbye", "affirm", "deny", "cancel", "insult", "distress", OUT_OF_SCOPE,
)  # fmt: skip
ENTITIES = (
    "process", "phase", "place", "postal_code", "department", "date", "theme", "age", "status",
    "amount", "stop", "channel", "poll",
)  # fmt: skip
KINDS = ("intent", "synonym", "lookup", "regex")
MARKUP = re.compile(r"\[(?P<text>[^\[\]]+)\](?:\((?P<name>[^()]*)\)|(?P<json>\{[^{}]*\}))")
LEFTOVER = re.compile(r"\[[^\]]*\]\s*[({]|\]\(")


class MalformedLineError(Exception):
    """A line of the lessons cannot be read: correct it where the sentence says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An entity annotated in an example, at ``text[start:end]``."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One sentence, what it means, and where it is written."""

    text: str
    intent: str
    language: str
    source: str
    line: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One surface form of a synonym, a lookup or a regex, under its name."""

    name: str
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingData:
    """All that the files teach, and a fingerprint of them."""

    examples: tuple[Example, ...]
    synonyms: tuple[Listed, ...]
    lookups: tuple[Listed, ...]
    regexes: tuple[Listed, ...]
    digest: str


def read(directory: Path = DATA, *, name: str = "*.yml") -> TrainingData:
    """Read every ``LANGUAGE/*.yml`` under the directory."""
    items = [item for path in _files(directory, name) for item in _items(path, directory)]
    return TrainingData(
        examples=tuple(item for item in items if isinstance(item, Example)),
        synonyms=_listed(items, "synonym"),
        lookups=_listed(items, "lookup"),
        regexes=_listed(items, "regex"),
        digest=digest(directory),
    )


def read_lists(directory: Path = DATA) -> TrainingData:
    """Read the synonyms, lookups and regexes alone: all that serving needs."""
    return read(directory, name=LISTS)


def read_file(path: Path, *, language: str = "fr") -> tuple[Example, ...]:
    """Read the examples of one file."""
    entries = _entries(path)
    return tuple(
        _example(path, number, text, name, language)
        for kind, name, number, text in entries
        if kind == "intent"
    )


def digest(directory: Path = DATA) -> str:
    """Return a fingerprint of all that shapes a model: the lessons and the lexicons."""
    seen = hashlib.sha256()
    lexicons = sorted(SMS.parent.glob("*.tsv"))
    for path in (*_files(directory), *lexicons):
        seen.update(path.name.encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()


def check(data: TrainingData) -> tuple[str, ...]:
    """Return one sentence for each example written twice, or under two intents."""
    first: dict[str, Example] = {}
    problems: list[str] = []
    for example in data.examples:
        twin = first.setdefault(_bare(example.text), example)
        if twin is not example:
            problems.append(_twins(twin, example))
    problems.extend(_unknown(data))
    return tuple(problems)


def _twins(twin: Example, example: Example) -> str:
    why = "twice" if twin.intent == example.intent else f"under {twin.intent} too"
    return (
        f"{example.source}:{example.line}: “{example.text}” ({example.intent}) is written "
        f"{why}, see {twin.source}:{twin.line}"
    )


def _unknown(data: TrainingData) -> Iterator[str]:
    for example in data.examples:
        if example.intent not in INTENTS:
            yield f"{example.source}:{example.line}: unknown intent {example.intent}"
        for mark in example.marks:
            if mark.name not in ENTITIES:
                yield f"{example.source}:{example.line}: unknown entity {mark.name}"


def _bare(text: str) -> str:
    folded = fold(text)
    return " ".join(re.sub(r"[^\w\s]", " ", folded).split()) or folded


def _files(directory: Path, name: str = "*.yml") -> list[Path]:
    return sorted(directory.glob(f"*/{name}"))


def _items(path: Path, directory: Path) -> Iterator["Example | tuple[str, Listed]"]:
    language = path.parent.name
    for kind, name, number, text in _entries(path):
        if kind == "intent":
            yield _example(path.relative_to(directory), number, text, name, language)
        else:
            yield kind, Listed(name=name, text=text, language=language)


def _listed(items: list["Example | tuple[str, Listed]"], kind: str) -> tuple[Listed, ...]:
    return tuple(item[1] for item in items if isinstance(item, tuple) and item[0] == kind)


def _entries(path: Path) -> Iterator[tuple[str, str, int, str]]:
    """Yield (kind, name, line number, text) for each ``- line`` of each block."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise MalformedLineError(f"{path.name}:{line}: not YAML: {error.problem}") from None
    for block in _blocks(root, path):
        yield from _block_lines(block, path)


def _blocks(root: yaml.Node | None, path: Path) -> list[yaml.Node]:
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value == "nlu" and isinstance(value, yaml.SequenceNode):
                return list(value.value)
    raise MalformedLineError(f"{path.name}:1: no list under the key “nlu”")


def _block_lines(block: yaml.Node, path: Path) -> Iterator[tuple[str, str, int, str]]:
    line = block.start_mark.line + 1
    if not isinstance(block, yaml.MappingNode):
        raise MalformedLineError(f"{path.name}:{line}: a block must say what it is of")
    fields = {key.value: (key.value, value) for key, value in block.value}
    kind = next((kind for kind in KINDS if kind in fields), None)
    if kind is None or "examples" not in fields:
        raise MalformedLineError(f"{path.name}:{line}: a block needs a name and examples")
    name, examples = fields[kind][1].value, fields["examples"][1]
    for offset, text in enumerate(examples.value.splitlines(), examples.start_mark.line + 2):
        if text.strip():
            yield kind, name, offset, _dashed(text, path, offset)


def _dashed(text: str, path: Path, number: int) -> str:
    if not text.startswith("- ") or not text[2:].strip():
        raise MalformedLineError(f"{path.name}:{number}: “{text}” must begin with “- ”")
    return text[2:].strip()


def _example(path: Path, number: int, text: str, intent: str, language: str) -> Example:
    plain, marks = _unmarked(text, f"{path.name}:{number}")
    return Example(
        text=plain,
        intent=intent,
        language=language,
        source=str(path),
        line=number,
        marks=marks,
    )


def _unmarked(text: str, where: str) -> tuple[str, tuple[Mark, ...]]:
    plain, marks, last = "", [], 0
    for found in MARKUP.finditer(text):
        plain += text[last : found.start()]
        name, value = _named(found, where)
        marks.append(
            Mark(name=name, value=value, start=len(plain), end=len(plain) + len(found["text"]))
        )
        plain += found["text"]
        last = found.end()
    plain += text[last:]
    if LEFTOVER.search(plain):
        raise MalformedLineError(f"{where}: “{text}” has a broken [text](entity)")
    return plain, tuple(marks)


def _named(found: re.Match[str], where: str) -> tuple[str, str]:
    if found["json"] is None:
        name, _, value = found["name"].partition(":")
        return name, value or found["text"]
    try:
        said = json.loads(found["json"])
        return said["entity"], str(said.get("value", found["text"]))
    except (ValueError, KeyError, TypeError):
        raise MalformedLineError(f"{where}: {found['json']} must give an “entity”") from None
