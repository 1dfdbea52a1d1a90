"""What comes before a place: words that announce one surely, perhaps, or not at all."""

from collections.abc import Sequence
from enum import IntEnum

from nlu.gazetteer.names import Token
from nlu.gazetteer.words import listed


class Cue(IntEnum):
    """How surely the words before announce a place."""

    NONE = 0
    WEAK = 1
    STRONG = 2


TO = frozenset({"a", "au", "aux", "en", "sur", "par"})
OF = frozenset({"de", "d", "du", "des"})
WEAK = TO | OF | {"vers", "dans", "pour", "chez", "entre", "depuis", "via"}
STRONG_ALONE = listed("vers habite habites habitais jhabite")
# one is, lives, goes, stops or studies at a place
DWELLING = listed(
    "habite habites habitais habiter habitant habitante jhabite vis vit vivre vivant reside loge"
    " dors suis sui chui chuis sommes etudie etudier etudiant etudiante lyceen lyceenne lycee"
    " passe passes passez passer passera passent passerez venez viens vient venir viendra"
    " viendrez vas va vais aller allez allons arrive arriver arret arrets etape coserie caravane"
    " karavane moi travaille bosse demenage ne nee"
)
# "près de", "la commune de"
RELATING = listed(
    "pres proche proches loin cote autour environs commune communes ville village maire mairie"
    " viens vient venons originaire suis sui chuis chui coin secteur gare marche alentours canton"
    " agglo banlieue nord sud est ouest"
)
AVOIR = listed("il elle on y qui ca ya cela tu as ils")  # "il a", not "à"
# what may stand around a place in an answer to "Où habites-tu ?"
FILLERS = listed(
    "a ai au aux alors appelle autour bah ben bin bonjour c ca cote chez chui chuis commune coucou"
    " d dans de des du en est et euh habite habites hello il j jhabite je la le les l loin ma mon"
    " moi merci nomme oui par plait pres proche region s salut sauf si slt stp suis sui sur svp te"
    " un une vers viens vil ville village vis vit voila actuellement maintenant"
)


def cue_before(tokens: Sequence[Token], place: int) -> Cue:
    """Return how surely the words before ``tokens[place]`` announce a place."""
    last = tokens[place - 1].word if place else ""
    before = tokens[place - 2].word if place > 1 else ""
    if last in STRONG_ALONE:
        return Cue.STRONG
    if last not in WEAK or (last == "a" and before in AVOIR):
        return Cue.NONE
    if last in {"a", "au", "aux", "sur", "par", "en", "dans"} and _dwelling(tokens, place - 2):
        return Cue.STRONG
    if last in OF and before in RELATING:
        return Cue.STRONG
    return Cue.WEAK


def _dwelling(tokens: Sequence[Token], place: int) -> bool:
    """Tell "elle passe à", and "et à" as a whole beginning: "et à Bio ?"."""
    if place < 0:
        return False
    word = tokens[place].word
    return word in DWELLING or (word == "et" and place == 0)
