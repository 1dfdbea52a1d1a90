"""The question's follow-up: "et à Cahors ?" asks the last question again of another thing."""

from dialogues.conversation import Topic
from dialogues.flow import SURE, Turn
from nlu.normalise import fold
from nlu.understanding import Entity, Understanding

LINKS = ("et ", "ou ", "mais ", "pour ", "et pour ", "and ", "what about ", "or ")
LONGEST = 6  # words; longer sentences carry a verb, hence a question of their own
VARIES = frozenset(
    {"place", "postal_code", "department", "place_outside", "date", "age", "process", "theme"}
)
OF_STOPS = frozenset(
    {
        *("next_stop", "stop_at_place", "list_near", "subscribe", "stop_details", "stop_status"),
        *("stop_registration", "stop_accessibility", "stop_transport"),
    }
)
WHERE = frozenset({"place", "postal_code", "department", "place_outside"})


def resolve(turn: Turn) -> Understanding | None:
    """Return the last question with the new entity in it, or None when this is no follow-up."""
    named = tuple(entity for entity in turn.meaning.entities if entity.name in VARIES)
    if not named or not _elliptic(turn, named):
        return None
    topic = turn.conversation.topic
    if topic is None:
        return _about_place(named)
    changed = tuple(entity for entity in named if entity.name in _varying(topic.intent))
    return _again(topic, changed, turn.meaning.language) if changed else None


def _again(topic: Topic, changed: tuple[Entity, ...], language: str) -> Understanding:
    replaced = {entity.name for entity in changed}
    if replaced & WHERE:
        replaced |= WHERE | {"stop"}
    if "date" in replaced:
        replaced.add("stop")
    kept = tuple(
        Entity(name=name, value=value, text=value, start=0, end=0)
        for name, value in topic.entities.items()
        if name not in replaced
    )
    return Understanding(
        intent=_widened(topic.intent, replaced),
        confidence=1.0,
        entities=(*changed, *kept),
        language=language,
    )


def _widened(intent: str, replaced: set[str]) -> str:
    """Another day asks which stop, not more of the one spoken of."""
    return "next_stop" if "date" in replaced and intent.startswith("stop_") else intent


def _varying(intent: str) -> frozenset[str]:
    return WHERE | {"date"} if intent in OF_STOPS else frozenset({"process", "age", "theme"})


def _about_place(changed: tuple[Entity, ...]) -> Understanding | None:
    if any(entity.name in WHERE for entity in changed):
        return Understanding(intent="next_stop", confidence=1.0, entities=changed)
    return None


def _elliptic(turn: Turn, named: tuple[Entity, ...]) -> bool:
    words = fold(turn.text).split()
    if len(words) > LONGEST:
        return False
    if f"{' '.join(words)} ".startswith(LINKS):
        return True
    known = {word for entity in named for word in fold(entity.text).split()}
    bare = sum(word not in known for word in words) <= 1
    return bare and (_is_place(named) or turn.meaning.confidence < SURE)


def _is_place(named: tuple[Entity, ...]) -> bool:
    """A bare commune carries no question of its own; another bare noun may."""
    return all(entity.name in WHERE for entity in named)
