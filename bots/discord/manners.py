"""What may be said before a whole server: what anyone would be told, and nothing of the person."""

from bots.discord.words import aloud
from dialogues.ports import Response

# How the mind came to an answer: from what is published, or by not understanding.
IMPERSONAL = frozenset({"retrieval", "repair"})
STEP = "step"  # the answer to a question we asked: it depends on what they said before


def sayable(response: Response) -> bool:
    """Whether the answer may be read by others than the one who asked."""
    if response.decided == STEP:
        return False
    return response.decided in IMPERSONAL or response.intent in aloud()
