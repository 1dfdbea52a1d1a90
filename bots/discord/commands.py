"""The slash commands, in French and English, sent to Discord only when they changed."""

from collections.abc import Mapping
from typing import Any

from bots.discord.faults import translated
from bots.discord.line import Call, Line
from bots.discord.reading import QUESTION
from bots.discord.words import HOME, asked, commands

Json = dict[str, Any]

SLASH, TEXT = 1, 3  # Discord's type of command, of option
SERVERS_AND_PEOPLE = [0, 1]  # who may install the app
EVERYWHERE = [0, 1, 2]  # servers, private messages with us, others' private messages
LOCALES = {"fr": ("fr",), "en": ("en-US", "en-GB")}
LONGEST = 1000  # characters of a question


def offered() -> list[Json]:
    """Return the commands as Discord takes them."""
    menus = {language: list(menu.items()) for language, menu in commands().items()}
    return [
        _told({language: menu[place] for language, menu in menus.items()})
        | {
            "type": SLASH,
            "options": _options(name),
            "integration_types": SERVERS_AND_PEOPLE,
            "contexts": EVERYWHERE,
        }
        for place, (name, _) in enumerate(menus[HOME])
    ]


async def sync(line: Line, application: int) -> bool:
    """Send the commands if Discord has others; True when they were sent, else as ``ask``."""
    where = "/applications/{application_id}/commands"
    listing = Call("GET", where, application_id=str(application))
    known = await line.ask(listing, params={"with_localizations": "true"}) or []
    ours = offered()
    with translated():
        if len(known) == len(ours) and _alike(_by_name(known), _by_name(ours)):
            return False
    await line.ask(Call("PUT", where, application_id=str(application)), json=ours)
    return True


def _by_name(menu: list[Json]) -> Json:
    return {command["name"]: command for command in menu}


def _alike(known: Any, ours: Any) -> bool:
    """Whether Discord has what we offer; it adds fields of its own, and leaves out empty ones."""
    if isinstance(ours, dict):
        return isinstance(known, dict) and all(
            _alike(known.get(name), value) for name, value in ours.items()
        )
    if isinstance(ours, list):
        theirs = known or []
        return len(theirs) == len(ours) and all(map(_alike, theirs, ours))
    return bool(known == ours)


def _told(said: Mapping[str, tuple[str, str]]) -> Json:
    name, description = said[HOME]
    spoken = [(locale, said[language]) for language in said for locale in LOCALES[language]]
    return {
        "name": name,
        "description": description,
        "name_localizations": {locale: words[0] for locale, words in spoken},
        "description_localizations": {locale: words[1] for locale, words in spoken},
    }


def _options(name: str) -> list[Json]:
    if name != QUESTION:
        return []
    told = _told({language: next(iter(one.items())) for language, one in asked().items()})
    return [told | {"type": TEXT, "required": True, "max_length": LONGEST}]
