"""How the console's pages are drawn: the templates, French dates and numbers, nothing foreign."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import yaml
from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from console.ports import ROOT, ConsoleSettings
from dialogues.ports import Clock

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Look:
    """Draws the templates with what every page needs."""

    def __init__(self, *, settings: ConsoleSettings, clock: Clock) -> None:
        self._clock = clock
        self._words: Mapping[str, str] = yaml.safe_load((HERE / "words.yml").read_text("utf-8"))
        self._pages = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._pages.filters.update(day=day, hour=hour, number=number, several=several)
        self._pages.globals.update(house=settings, root=ROOT, version=_version())

    def page(
        self, template: str, request: Request, *, status: int = 200, **values: object
    ) -> Response:
        """Draw one page."""
        now = self._clock()
        always = {"path": request.url.path, "zone": now.tzinfo, "status": status}
        known = {**always, "member": None, "token": "", **values}
        html = self._pages.get_template(template).render(**known)
        return HTMLResponse(html, status)

    def sentence(self, key: str, **values: object) -> str:
        """Return the words of a sentence."""
        return self._words[key].format(**values)


def day(when: date | datetime) -> str:
    """Write a day as people say it: « mardi 1er décembre 2026 »."""
    written = format_date(when, "EEEE d MMMM y", locale="fr")
    return written.replace(" 1 ", " 1er ", 1)


def hour(when: datetime) -> str:
    """Write a time of day: « 14 h 30 », « 9 h »."""
    return f"{when.hour} h {when.minute:02}" if when.minute else f"{when.hour} h"


def number(count: int) -> str:
    """Write a number: « 12 500 »."""
    return str(format_decimal(count, locale="fr"))


def several(count: int, one: str, many: str) -> str:
    """Write how many: « 0 vote », « 1 vote », « 2 votes »."""
    return f"{number(count)} {one if abs(count) <= 1 else many}"


def _version() -> str:
    """Name the static files' content, so that browsers may keep them for long."""
    content = b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()) if path.is_file())
    return hashlib.sha256(content).hexdigest()[:10]
