"""How pages are drawn: the templates, their French dates, their links, and nothing foreign."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bots.web.ports import WebSettings
from bots.web.shield import forbidding
from dialogues.ports import Clock

HERE = Path(__file__).parent
STATIC = HERE / "static"
LINK = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]»]")
TIED = re.compile(r" (?=[?!:;%€»])|(?<=«) ")  # the spaces where French never breaks a line
SAFE = ("https://", "http://", "mailto:", "tel:", "webcal://", "/")


class Look:
    """Draws the templates with what every page needs."""

    def __init__(self, *, settings: WebSettings, clock: Clock) -> None:
        self._clock = clock
        self._parents = settings.parents
        words = yaml.safe_load((HERE / "words.yml").read_text("utf-8"))
        self._words: Mapping[str, str] = words["sentences"]
        self.starters: Mapping[str, str] = words["starters"]
        self._pages = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._pages.filters.update(day=day, hour=hour, linked=linked, euros=euros, host=host)
        self._pages.globals.update(house=settings, version=_version(), safe_url=safe_url)

    def page(self, template: str, request: Request, **values: object) -> Response:
        """Draw one page."""
        now = self._clock()
        known = {"path": request.url.path, "now": now, "zone": now.tzinfo, "embed": False}
        html = self._pages.get_template(template).render(**{**known, **values})
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    def sentence(self, key: str) -> str:
        """Return the words of a complaint."""
        return self._words[key]

    def shielded(self, response: Response, path: str) -> Response:
        """Add the security headers where the shield cannot, outside of the app."""
        response.headers.update(forbidding(path, self._parents))
        return response


def day(when: date | datetime) -> str:
    """Write a day as people say it: « mardi 1er décembre 2026 »."""
    written = format_date(when, "EEEE d MMMM y", locale="fr")
    return written.replace(" 1 ", " 1er ", 1)


def hour(when: datetime) -> str:
    """Write a time of day: « 14 h 30 », « 9 h »."""
    written = f"{when.hour} h {when.minute:02}" if when.minute else f"{when.hour} h"
    return written.replace(" ", "\u00a0")


def euros(amount: int) -> str:
    """Write whole euros: « 1 200 000 € », with spaces that do not break."""
    return f"{amount:,} €".replace(",", "\u202f").replace(" €", "\u00a0€")


def linked(text: str) -> Markup:
    """Escape plain text, set it as French is and turn its web addresses into links."""
    text = TIED.sub("\u00a0", text)
    drawn, end = Markup(), 0
    for found in LINK.finditer(text):
        drawn += escape(text[end : found.start()]) + _anchor(found.group())
        end = found.end()
    return drawn + escape(text[end:])


def _anchor(url: str) -> Markup:
    return Markup('<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>').format(url)


def host(url: str) -> str:
    """Name the site an address leads to; our own pages are named by their path."""
    return urlsplit(url).netloc.removeprefix("www.") or url


def safe_url(url: str | None) -> str | None:
    """Return the address when a browser may follow it without running it."""
    return url if url and url.lower().startswith(SAFE) else None


def _version() -> str:
    """Name the static files' content, so that browsers may keep them for long."""
    content = b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()) if path.is_file())
    return hashlib.sha256(content).hexdigest()[:10]
