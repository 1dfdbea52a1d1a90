"""A small house behind the web entrance: an engine that echoes, a mailbox in memory."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

from fastapi import FastAPI

from bots.web import Bell, Readiness, WebSettings, build
from dialogues.messages import Button, File, Incoming, Outgoing, Press, Spot, Text
from dialogues.polls import Option, Poll, Tally
from dialogues.ports import Response
from dialogues.processes import Phase, Process
from dialogues.stops import Stop, StopState

PARIS = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=PARIS)
SECRET = "a-secret-long-enough-for-tests"
NASTY = "<script>alert(1)</script> & \"guillemets\" 'simples'"


@dataclass
class Clock:
    """A clock one sets by hand."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **length: float) -> None:
        self.now += timedelta(**length)


@dataclass
class MemoryMailbox:
    """A mailbox in a list; ``read`` counts the messages of each reading."""

    messages: list[tuple[str, Outgoing]] = field(default_factory=list)
    read: list[int] = field(default_factory=list)

    async def post(self, room: str, message: Outgoing, now: datetime) -> int:
        self.messages.append((room, message))
        return len(self.messages)

    async def since(self, room: str, after_id: int, limit: int) -> Sequence[tuple[int, Outgoing]]:
        return self._reading([one for one in self._of(room) if one[0] > after_id][:limit])

    async def recent(self, room: str, limit: int) -> Sequence[tuple[int, Outgoing]]:
        return self._reading(self._of(room)[-limit:])

    def _of(self, room: str) -> list[tuple[int, Outgoing]]:
        numbered = enumerate(self.messages, start=1)
        return [(number, message) for number, (where, message) in numbered if where == room]

    def _reading(self, batch: list[tuple[int, Outgoing]]) -> list[tuple[int, Outgoing]]:
        self.read.append(len(batch))
        return batch


@dataclass
class Engine:
    """Answers by a table, records what it heard, replays an event it knows."""

    heard: list[Incoming] = field(default_factory=list)
    known: dict[str, tuple[Outgoing, ...]] = field(default_factory=dict)
    votes: dict[str, str] = field(default_factory=dict)
    broken: bool = False
    slow: float = 0

    async def __call__(self, incoming: Incoming) -> Response:
        if self.slow:
            await asyncio.sleep(self.slow)
        if self.broken:
            raise RuntimeError("The engine is broken on purpose.")
        self.heard.append(incoming)
        if incoming.id in self.known:
            return Response(messages=self.known[incoming.id], decided="replay")
        replies = self._replies(incoming)
        self.known[incoming.id] = replies
        return Response(messages=replies)

    def _replies(self, incoming: Incoming) -> tuple[Outgoing, ...]:
        match incoming:
            case Press(payload=payload, sender=sender):
                return self._pressed(payload, sender.room)
            case Text(text=text):
                return self._said(text)
            case _:
                return ()

    def _pressed(self, payload: str, room: str) -> tuple[Outgoing, ...]:
        match payload:
            case '/vote{"poll":"1","option":"1"}' | '/vote{"poll":"1","option":"2"}':
                self.votes[room] = payload
                return (Outgoing(text="C’est noté, merci !\n▓▓▓▓▓▓░░░░ Le bus : 60 %"),)
            case "/list_polls":
                return (POLL_QUESTION,)
            case _:
                return (Outgoing(text=f"Bouton reçu : {payload}"),)

    def _said(self, text: str) -> tuple[Outgoing, ...]:
        match text:
            case "sondage":
                return (POLL_QUESTION,)
            case "arrêt":
                return (STOP_CARD,)
            case "deux":
                return (Outgoing(text="Un."), Outgoing(text="Deux."))
            case "lien":
                return (UNSAFE,)
            case "":
                return (Outgoing(text="Je n’ai rien reçu. Écris-moi une question."),)
            case _:
                return (Outgoing(text=f"Tu as écrit {len(text)} caractères : {text[:80]}"),)


POLL_QUESTION = Outgoing(
    text="Comment viens-tu au lycée ?",
    buttons=(
        Button(label="Le bus", payload='/vote{"poll":"1","option":"1"}'),
        Button(label="À vélo", payload='/vote{"poll":"1","option":"2"}'),
        Button(label="Les détails", url="https://example.org/sondage"),
    ),
)
STOP_CARD = Outgoing(
    text="Figeac, mercredi 2 décembre, de 14 h à 18 h.\nPlace Carnot.",
    place=Spot(name="Place Carnot", address="46100 Figeac", latitude=44.6086, longitude=2.0317),
    file=File(name="arrêt figeac.ics", media_type="text/calendar", content=b"BEGIN:VCALENDAR\r\n"),
    source="https://example.org/figeac",
)
UNSAFE = Outgoing(
    text=f"{NASTY} https://example.org/a?b=1&c=2.",
    buttons=(
        Button(label=NASTY, payload="/help"),
        Button(label="Piège", url="javascript:alert(1)"),
    ),
    source="data:text/html,x",
)


def poll(**changes: object) -> Poll:
    """A poll, open unless told otherwise."""
    fields: dict[str, object] = {
        "id": 1,
        "slug": "transports",
        "question": "Comment viens-tu au lycée ?",
        "options": (Option(position=1, label="Le bus"), Option(position=2, label="=À vélo")),
        "opens_at": NOW - timedelta(days=3),
        "closes_at": NOW + timedelta(days=3),
        "author": "Conseil régional des jeunes",
        "why": "Pour choisir les horaires de l’an prochain.",
        "example": True,
    }
    return Poll(**{**fields, **changes})  # type: ignore[arg-type]


def stop(**changes: object) -> Stop:
    """A stop in Figeac next week, unless told otherwise."""
    fields: dict[str, object] = {
        "id": 1,
        "external_id": "figeac-1",
        "title": "La cÔserie à Figeac",
        "starts_at": datetime(2026, 12, 1, 13, 0, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 1, 17, 30, tzinfo=UTC),
        "place": "46102",
        "place_name": "Figeac",
        "department": "46",
        "address": "Place Carnot",
        "transport": "Gare à 10 minutes à pied.",
        "themes": ("transports", "logement"),
        "source": "https://example.org/arrets",
        "example": True,
    }
    return Stop(**{**fields, **changes})  # type: ignore[arg-type]


def process(**changes: object) -> Process:
    """A running participatory budget, unless told otherwise."""
    fields: dict[str, object] = {
        "id": 1,
        "external_id": "bp",
        "slug": "budget-participatif",
        "title": "Budget participatif des lycées",
        "kind": "budget_participatif",
        "url": "https://example.org/budget",
        "source": "Règlement du budget participatif",
        "updated_on": date(2026, 11, 12),
        "valid_until": date(2027, 1, 31),
        "phases": (
            Phase(title="Dépôt", starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 31)),
            Phase(title="Vote", starts_on=date(2026, 11, 15), ends_on=date(2026, 12, 6)),
            Phase(title="Annonce"),
        ),
        "min_age": 15,
        "budget": 1_200_000,
        "facts": {
            "summary": "Les lycéennes et lycéens choisissent des projets.",
            "who_decides": "Le vote décide. Voir https://example.org/regles.",
        },
        "example": True,
    }
    return Process(**{**fields, **changes})  # type: ignore[arg-type]


@dataclass
class MemoryPages:
    """The public pages' content in lists."""

    all_polls: list[Poll] = field(
        default_factory=lambda: [
            poll(),
            poll(
                id=2,
                slug="cantine",
                question="Que changer à la cantine ?",
                opens_at=NOW - timedelta(days=30),
                closes_at=NOW - timedelta(days=2),
                follow_up="Un menu végétarien par jour à partir de janvier.",
            ),
        ]
    )
    all_stops: list[Stop] = field(
        default_factory=lambda: [
            stop(),
            stop(
                id=2,
                external_id="auch-1",
                place_name="Auch",
                department="32",
                revision=3,
                state=StopState.CANCELLED,
                reason="Annulé : alerte météo.",
            ),
        ]
    )
    all_processes: list[Process] = field(
        default_factory=lambda: [
            process(),
            process(
                id=2,
                slug="votation-2020",
                title="Votation citoyenne",
                archived=True,
                example=False,
                phases=(),
                facts={"turnout": "20 000 personnes."},
            ),
        ]
    )
    count: Tally = field(default_factory=lambda: Tally(counts={1: 3, 2: 1}))

    async def polls(self) -> Sequence[Poll]:
        return self.all_polls

    async def poll(self, slug: str) -> Poll | None:
        return next((one for one in self.all_polls if one.slug == slug), None)

    async def tally(self, poll: int) -> Tally:
        return self.count

    async def stops(self) -> Sequence[Stop]:
        return self.all_stops

    async def stop(self, stop: int) -> Stop | None:
        return next((one for one in self.all_stops if one.id == stop), None)

    async def processes(self) -> Sequence[Process]:
        return self.all_processes

    async def process(self, slug: str) -> Process | None:
        return next((one for one in self.all_processes if one.slug == slug), None)


@dataclass
class House:
    """Everything behind the entrance, and the entrance."""

    settings: WebSettings = field(default_factory=lambda: WebSettings(secret_key=SECRET))
    engine: Engine = field(default_factory=Engine)
    mailbox: MemoryMailbox = field(default_factory=MemoryMailbox)
    pages: MemoryPages = field(default_factory=MemoryPages)
    clock: Clock = field(default_factory=Clock)
    bell: Bell = field(default_factory=Bell)
    readiness: Readiness = field(default_factory=lambda: Readiness(ready=True, parts={"db": "ok"}))

    def app(self) -> FastAPI:
        return build(
            receive=self.engine,
            mailbox=self.mailbox,
            pages=self.pages,
            settings=self.settings,
            clock=self.clock,
            bell=self.bell,
            ready=self.is_ready,
            tick=lambda: self.clock().timestamp(),
        )

    async def is_ready(self) -> Readiness:
        return self.readiness
