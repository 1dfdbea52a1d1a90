"""The question's follow-up: "et à Cahors ?" asks the last question again of another thing."""

from dialogues.flow import Turn
from nlu.normalise import fold
from nlu.understanding import Entity, Understanding

LINKS = ("et ", "ou ", "mais ", "pour ", "et pour ", "and ", "what about ", "or ")
LONGEST = 6  # words; longer sentences carry a verb, hence a question of their own
VARIES = frozenset(
    {"place", "postal_code", "department", "place_outside", "date", "age", "process", "theme"}
)
WHERE = frozenset({"place", "postal_code", "department", "place_outside"})


def resolve(turn: Turn) -> Understanding | None:
    """Return the last question with the new entity in it, or None when this is no follow-up."""
    changed = tuple(entity for entity in turn.meaning.entities if entity.name in VARIES)
    if not changed or not _elliptic(turn.text, changed):
        return None
    topic = turn.conversation.topic
    if topic is None:
        return _about_place(changed)
    replaced = {entity.name for entity in changed}
    if replaced & WHERE:
        replaced |= WHERE | {"stop"}
    kept = tuple(
        Entity(name=name, value=value, text=value, start=0, end=0)
        for name, value in topic.entities.items()
        if name not in replaced
    )
    return Understanding(
        intent=topic.intent,
        confidence=1.0,
        entities=(*changed, *kept),
        language=turn.meaning.language,
    )


def _about_place(changed: tuple[Entity, ...]) -> Understanding | None:
    if any(entity.name in WHERE for entity in changed):
        return Understanding(intent="next_stop", confidence=1.0, entities=changed)
    return None


def _elliptic(text: str, changed: tuple[Entity, ...]) -> bool:
    words = fold(text).split()
    if len(words) > LONGEST:
        return False
    named = {word for entity in changed for word in fold(entity.text).split()}
    rest = [word for word in words if word not in named]
    return f"{' '.join(words)} ".startswith(LINKS) or len(rest) <= 1
