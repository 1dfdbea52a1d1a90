"""The house keeps its shape: five names, doors with a sentence, rooms of a human size."""

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest

from bots.settings import sample

ROOT = Path(__file__).parent.parent
PACKAGES = ("bots", "console", "dialogues", "nlu", "storage")
LONGEST_MODULE = 300  # lines
LONGEST_FUNCTION = 25  # lines of body, docstring apart
NOWHERE = {"utils", "helpers", "common", "manager"}
MODULES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("name", PACKAGES)
def test_the_five_names_are_ours(name: str) -> None:
    found = importlib.import_module(name).__file__
    assert found is not None
    assert Path(found).is_relative_to(ROOT)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_has_a_sentence_on_its_door_and_is_not_long(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "no sentence on the door"
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert path.stem not in NOWHERE


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_function_is_short(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]
            assert lines <= LONGEST_FUNCTION, f"{node.name} has {lines} lines"


def test_the_sample_environment_is_the_one_the_settings_write() -> None:
    """Renew it with ``python -c 'from bots.settings import sample; print(sample(), end="")'``."""
    assert (ROOT / ".env.sample").read_text("utf-8") == sample()


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_the_lock_pins_every_dependency(lock: str) -> None:
    """Renew it with ``make lock``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = project["dependencies"] + (
        project["optional-dependencies"]["dev"] if lock == "dev" else []
    )
    pinned = re.findall(
        r"^([\w.-]+)==", (ROOT / f"requirements/{lock}.txt").read_text(), re.MULTILINE
    )
    assert {_plain(name) for name in asked} <= {_plain(name) for name in pinned}


def _plain(requirement: str) -> str:
    return re.sub(r"[_.]", "-", re.split(r"[\[<>=~ ]", requirement)[0]).lower()


def test_the_mind_knows_only_two_modules_of_the_understanding() -> None:
    known = {
        name
        for path in (ROOT / "dialogues").rglob("*.py")
        for name in re.findall(
            r"^(?:from|import) (nlu[\w.]*)", path.read_text("utf-8"), re.MULTILINE
        )
    }
    assert known == {"nlu.understanding", "nlu.normalise"}
