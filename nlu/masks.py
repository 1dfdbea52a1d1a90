"""The masks: one commune is as good as another to tell what is asked."""

from collections.abc import Callable, Iterable

from nlu.normalise import fold
from nlu.place_names import PlaceNames
from nlu.understanding import Entity

WORDS = {  # written as no one writes, so that no other word is taken for them
    "place": "zlieu",
    "postal_code": "zlieu",
    "department": "zlieu",
    "place_outside": "zlieu",
}

Hide = Callable[[str], str]


def masked(text: str, entities: Iterable[Entity]) -> str:
    """Return the text with every place that is surely one behind a mask."""
    for one in sorted(entities, key=lambda entity: -entity.start):
        if one.name in WORDS and (one.certain or _spelled_right(one)):
            text = f"{text[: one.start]} {WORDS[one.name]} {text[one.end :]}"
    return text


def hider(places: PlaceNames) -> Hide:
    """Return what hides the places of a text."""
    return lambda text: masked(text, places.find(text))


def shown(text: str) -> str:
    """Hide nothing."""
    return text


def _spelled_right(entity: Entity) -> bool:
    """Tell a name that several communes bear from a word that only looks like one."""
    names = (candidate.label.rpartition(" (")[0] for candidate in entity.alternatives)
    return fold(entity.text) in map(fold, names)
