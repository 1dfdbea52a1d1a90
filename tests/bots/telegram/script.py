"""A mind that follows a script: answers by a table, waits or breaks when told."""

import asyncio
from collections.abc import Mapping

from dialogues.messages import Incoming, Outgoing, Press, Text
from dialogues.ports import Response


class Script:
    """Answers each text or payload by the table, else with an echo; an event twice is replayed."""

    def __init__(self, answers: Mapping[str, tuple[Outgoing, ...]] | None = None) -> None:
        self.answers = answers or {}
        self.heard: list[Incoming] = []
        self.decided: dict[str, Response] = {}
        self.gates: dict[str, asyncio.Event] = {}
        self.broken: set[str] = set()

    async def __call__(self, event: Incoming) -> Response:
        self.heard.append(event)
        said = _said(event)
        if said in self.gates:
            await self.gates[said].wait()
        if said in self.broken:
            raise RuntimeError(f"This quotes what was said: {said}")
        if event.id not in self.decided:
            answer = self.answers.get(said, (Outgoing(text=f"Reçu : {said}"),))
            self.decided[event.id] = Response(messages=answer)
        return self.decided[event.id]

    def wait_at(self, said: str) -> asyncio.Event:
        """Let the turn of that text wait for the event to be set."""
        return self.gates.setdefault(said, asyncio.Event())


def _said(event: Incoming) -> str:
    match event:
        case Text(text=said) | Press(payload=said):
            return said
        case _:
            return type(event).__name__
