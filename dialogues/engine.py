"""The turn: one event in, what to say back; decided and kept in one transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from weakref import WeakValueDictionary

from dialogues.conversation import Conversation
from dialogues.flow import SURE, Flow, Outcome, Step, Turn, press, say
from dialogues.flows import FLOWS, follow_ups, hearing, processes, repair
from dialogues.messages import Address, Incoming, Left, Outgoing, Say
from dialogues.phrases import HOME, Phrases
from dialogues.ports import Clock, Response, Store, Work
from dialogues.rules import Rules
from nlu.understanding import Interpreter, Understanding

BARELY_UNDONE = {"unsubscribe": 0.85}  # heard by mistake, somebody misses what they asked for
KIN = frozenset({"list_near", "next_stop", "stop_at_place"})  # mistaken for each other, no harm
Stage = Callable[[Turn], Awaitable[Outcome | None]]


@dataclass(frozen=True, slots=True)
class _Decision:
    outcome: Outcome
    stage: str


class Engine:
    """The shared mind of every channel; ``receive`` is all that a channel needs of it."""

    def __init__(
        self,
        *,
        store: Store,
        interpreter: Interpreter,
        phrases: Phrases,
        rules: Rules,
        clock: Clock,
        flows: tuple[Flow, ...] = FLOWS,
    ) -> None:
        self._store = store
        self._ear = hearing.Ear(interpreter=interpreter, rules=rules)
        self._phrases = phrases
        self._rules = rules
        self._clock = clock
        self._steps: Mapping[str, Step] = {
            f"{flow.name}.{name}": step for flow in flows for name, step in flow.steps.items()
        }
        self._locks: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()

    async def receive(self, event: Incoming) -> Response:
        """Answer one event; the same event again gets the same replies, and decides nothing."""
        lock = self._locks.setdefault(event.sender, asyncio.Lock())
        async with lock:
            now = self._clock()
            if isinstance(event, Left):
                return await self._farewell(event, now)
            meaning = await self._ear.hear(event, now.date())
            async with self._store.work() as work:
                return await self._turn(event, meaning, work, now)

    async def _farewell(self, event: Left, now: datetime) -> Response:
        async with self._store.work() as work:
            await work.people.silence(event.sender, now=now)
        return Response(messages=(), decided="reflex")

    async def _turn(
        self, event: Incoming, meaning: Understanding, work: Work, now: datetime
    ) -> Response:
        conversation = await work.conversations.open(
            event.sender, language=_spoken(event.language), now=now
        )
        known = await work.events.replies(event.sender.channel, event.id)
        if known is not None:
            return Response(messages=known, decided="replay")
        turn = Turn(
            conversation=conversation,
            meaning=meaning,
            text=hearing.words(event),
            work=work,
            now=now,
            pressed=hearing.is_certain(event),
        )
        decision = await self._decide(turn)
        messages = self._write(turn, decision.outcome)
        await work.conversations.keep(_after(conversation, decision.outcome), now=now)
        await work.events.record(event.sender, event.id, messages, now=now)
        return Response(
            messages=messages,
            intent=meaning.intent,
            confidence=meaning.confidence,
            decided=decision.stage,
        )

    async def _decide(self, turn: Turn) -> _Decision:
        for name, stage in self._stages(turn):
            outcome = await stage(turn)
            if outcome is not None:
                return _Decision(outcome, name)
        return _Decision(say("utter_old_button"), "repair")

    def _stages(self, turn: Turn) -> tuple[tuple[str, Stage], ...]:
        if turn.pressed:
            return (("rule", self._rule),)
        return (
            ("reflex", self._reflex),
            ("step", self._waiting),
            ("follow_up", self._follow_up),
            ("rule", self._certain_rule),
            ("rule", processes.mentioned),
            ("retrieval", repair.retrieve),
            ("repair", repair.repair),
        )

    async def _reflex(self, turn: Turn) -> Outcome | None:
        intent = hearing.reflex(turn.text, self._rules)
        return await self._rule(turn.about(intent)) if intent else None

    async def _waiting(self, turn: Turn) -> Outcome | None:
        step = self._steps.get(turn.conversation.step or "")
        return await step(turn) if step else None

    async def _follow_up(self, turn: Turn) -> Outcome | None:
        meaning = follow_ups.resolve(turn)
        return await self._rule(replace(turn, meaning=meaning)) if meaning else None

    async def _certain_rule(self, turn: Turn) -> Outcome | None:
        wanted = BARELY_UNDONE.get(turn.intent, SURE)
        if _confidence(turn.meaning) < wanted or turn.intent == "out_of_scope":
            return None
        return await self._rule(turn)

    async def _rule(self, turn: Turn) -> Outcome | None:
        action = self._rules.actions.get(turn.intent)
        if action is None:
            return None
        step = self._steps.get(action)
        return await step(turn) if step else say(action)

    def _write(self, turn: Turn, outcome: Outcome) -> tuple[Outgoing, ...]:
        language = outcome.language or turn.conversation.language
        says = outcome.says
        if not turn.conversation.greeted and says and says[0].key != "utter_welcome":
            says = (_introduced(says[0]), *says[1:])
        if turn.meaning.language == "en" and language == HOME and not turn.pressed and says:
            says = (*says[:-1], _offered(says[-1]))
        return tuple(self._phrases.render(one, language, turn.today) for one in says)


def _confidence(meaning: Understanding) -> float:
    """Add up the readings that one answer serves."""
    if meaning.intent not in KIN:
        return meaning.confidence
    return sum(guess.confidence for guess in meaning.alternatives if guess.intent in KIN)


def _introduced(first: Say) -> Say:
    told = Say(key=first.key, params=first.params)
    return replace(first, key="utter_first", params={"answer": told})


def _offered(last: Say) -> Say:
    """Offer English to who wrote in it: the language is never guessed for good."""
    switch = press("utter_button_english", "change_language", to="en")
    return replace(last, choices=(*last.choices, switch))


def _spoken(hint: str | None) -> str:
    return "en" if (hint or "").startswith("en") else HOME


def _after(before: Conversation, outcome: Outcome) -> Conversation:
    return replace(
        before.at(outcome.step, outcome.slots),
        language=outcome.language or before.language,
        topic=outcome.topic or before.topic,
        failures=0 if outcome.understood else before.failures + 1,
        greeted=True,
    )
