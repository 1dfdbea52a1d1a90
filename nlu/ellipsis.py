"""A place said alone: "Figeac", "je suis de Figeac" ask what there is near it."""

from collections.abc import Sequence

from nlu.lexicon import words_of
from nlu.normalise import normalise
from nlu.understanding import Entity, Guess

NEAR = "list_near"
PLACES = frozenset({"place", "postal_code", "department"})
AROUND = frozenset({  # words that may stand around a place without asking anything more
    "et", "a", "au", "aux", "de", "du", "d", "le", "la", "les", "l", "en", "dans", "sur", "vers",
    "pres", "chez", "moi", "je", "suis", "j", "habite", "vis", "on", "est", "nous", "sommes", "c",
    "viens", "m", "appelle", "ici", "ville", "commune", "village", "code", "postal",
    "departement", "pour", "bonjour", "salut", "i", "live", "in", "from", "am", "and",
})  # fmt: skip
LIKELY = 0.75  # of "what is there near it?", when nothing else is said
DOUBTED = 0.8  # confidence below which another intent gives way


def named_alone(
    text: str, entities: Sequence[Entity], ranked: tuple[Guess, ...]
) -> tuple[Guess, ...]:
    """Return the guesses, "what is near?" first when the text names a place and no more."""
    places = [one for one in entities if one.name in PLACES]
    if not places or len(places) < len(entities) or ranked[0].confidence >= DOUBTED:
        return ranked
    if not set(_words_beside(text, places)) <= AROUND:
        return ranked
    left = (1 - LIKELY) / max(1.0, sum(one.confidence for one in ranked))
    others = (one for one in ranked if one.intent != NEAR)
    near = Guess(intent=NEAR, confidence=LIKELY)
    return (
        near,
        *(Guess(intent=one.intent, confidence=round(one.confidence * left, 4)) for one in others),
    )


def _words_beside(text: str, places: Sequence[Entity]) -> list[str]:
    beside = (
        word.folded
        for word in words_of(text)
        if not any(place.start <= word.start < place.end for place in places)
    )
    return normalise(" ".join(beside)).split()
