"""The words: what each key says in each language, dates and plurals as people say them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from string import Formatter
from typing import Any

import yaml
from babel.dates import format_date
from babel.numbers import format_decimal

from dialogues.messages import Button, Choice, Outgoing, Say

FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is not built everywhere
HOME = "fr"  # the language every key exists in
CONTENT = Path(__file__).parent / "content"
SAME_YEAR = 300  # days within which nobody needs to hear the year
CLOCKS = {"fr": "{0} h {1:02}", "en": "{0}:{1:02}"}
SHARP = {"fr": "{0} h", "en": "{0}:00"}
FIRST = re.compile(r"\b1 ")  # French counts the first of a month, and only it
AT = {"fr": " à ", "en": " at "}
DAYS = {"fr": "EEEE d MMMM", "en": "EEEE d MMMM"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The catalogues, one a language: key → template."""

    catalogues: Mapping[str, Mapping[str, str]]

    def render(self, said: Say, language: str, today: date) -> Outgoing:
        """Put what is to be said in a person's language; raises KeyError on an unknown key."""
        pen = _Pen(self, language, today)
        return Outgoing(
            text=pen.write(said.key, said.params).strip(),
            buttons=tuple(pen.button(choice) for choice in said.choices),
            place=said.place,
            file=said.file,
            amends=said.amends,
            source=said.source,
        )

    def template(self, key: str, language: str) -> str:
        """Return a key's words, in the home language where the other has none."""
        spoken = self.catalogues.get(language, {})
        return spoken[key] if key in spoken else self.catalogues[HOME][key]

    def knows(self, key: str) -> bool:
        """Whether the key exists."""
        return key in self.catalogues[HOME]


def load(folder: Path = CONTENT) -> Phrases:
    """Read ``fr.yml``, ``en.yml``… : files in Rasa's ``responses:`` form."""
    return Phrases(catalogues={path.stem: _responses(path) for path in folder.glob("??.yml")})


def _responses(path: Path) -> dict[str, str]:
    read = yaml.load(path.read_text("utf-8"), Loader=FAST)  # noqa: S506 - a safe loader, in C
    return {key: texts[0]["text"] for key, texts in read["responses"].items()}


class _Pen(Formatter):
    """Writes one message: fills a template's fields by the rules of one language."""

    def __init__(self, phrases: Phrases, language: str, today: date) -> None:
        self._phrases = phrases
        self._language = language if language in phrases.catalogues else HOME
        self._today = today

    def write(self, key: str, params: Mapping[str, object]) -> str:
        return self.vformat(self._phrases.template(key, self._language), (), params)

    def button(self, choice: Choice) -> Button:
        payload = str(choice.payload) if choice.payload else None
        return Button(label=self.write(choice.key, choice.params), payload=payload, url=choice.url)

    def format_field(self, value: Any, format_spec: str) -> str:
        match value:
            case Say():
                return self.write(value.key, value.params)
            case tuple():
                return (format_spec or "\n").join(self.format_field(one, "") for one in value)
            case date():
                return self._when(value, format_spec)
            case int() | float():
                return self._count(value, format_spec)
            case _:
                return str(value)

    def _count(self, number: float, spec: str) -> str:
        written = format_decimal(number, locale=self._language)
        if "|" not in spec:
            return written
        one, many = spec.split("|")
        singular = abs(number) < 2 if self._language == HOME else number == 1  # noqa: PLR2004
        return f"{written} {one if singular else many}"

    def _when(self, moment: date, spec: str) -> str:
        match spec, moment:
            case "date", _:
                return self._dated(moment, "d MMMM y")
            case "hour", datetime():
                return self._hour(moment)
            case "moment", datetime():
                return self._day(moment.date()) + AT[self._language] + self._hour(moment)
            case _, datetime():
                return self._day(moment.date())
            case _:
                return self._day(moment)

    def _hour(self, moment: datetime) -> str:
        shape = CLOCKS if moment.minute else SHARP
        return shape[self._language].format(moment.hour, moment.minute)

    def _day(self, day: date) -> str:
        far = day.year != self._today.year and abs((day - self._today).days) > SAME_YEAR
        pattern = DAYS[self._language] + (" y" if far else "")
        return self._dated(day, pattern)

    def _dated(self, day: date, pattern: str) -> str:
        written = format_date(day, pattern, locale=self._language)
        return FIRST.sub("1er ", written) if self._language == HOME else written
