"""Which words of a question weigh, and under which stem they are looked up."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from math import log

from nlu.normalise import normalise, phonetic, stem

# Words that say nothing of a subject, folded, in French then in English.
EMPTY = frozenset(
    """
    a afin ai aie aient ait alors apres as au aucun aucune aussi autre autres aux avait avant
    avec avez avoir avons bah bcp beaucoup ben bien bonjour bonsoir bon c ca car ce ceci cela
    celle celles celui ces cet cette ceux chez ci comme coucou d dans de deja des deux donne
    donner dire dis dites doit dois doivent donc dont du e elle elles en encore enfin ensuite
    entre es est et etaient etait etant ete etes etre eu euh eux faire fais fait fois font
    faites faut font hello hey ici il ils j je jusqu juste l la le les leur leurs lui m ma mais
    me meme memes merci mes moi moins mon mr n ne ni non nos notre nous on ont or oui par parce
    pas pendant peu peut peux peuvent plait plus pour pouvez pouvoir pris puis qu quelqu quelque
    quelques s sa sais salut sans se sera serait ses si slt soit sommes son sont sous souhaite
    stp suis sur svp t ta te tes toi ton tous tout toute toutes tres trop truc trucs tu un une
    va vais vas vers veut veux voila voir vont vos votre voudrais vous vraiment vs y
    a about all an and any are as at be been but by can could did do does for from get had has
    have he hello hi i if in into is it its just me my no not of on or our please she should so
    some than thanks that the their them then there these they this to too up us was we were will
    with would yes you your
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
# Words that say what is asked, not about what: they tell two answers apart, no more.
ASKING = frozenset(
    """
    combien comment ou pourquoi quand que quel quelle quelles quels qui quoi
    age date heure horaires prix tarif
    cherche chercher demande demander droit marche marcher obtenir trouve trouver
    how many much what when where which who whom whose why
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
ELSEWHERE = 0.9  # met in another wording of the same question
IN_TEXT = 0.5  # met in the answer's text alone: it says less than in its question
MOST_WORDS = 60  # looked up: a question is shorter, what is longer is no question
LONG_ENOUGH = 5  # letters: shorter stems sound like too many others
ASKING_PART = 0.3  # of the weight of a word of the subject


def stems(text: str) -> str:
    """Return the text's words as they are indexed, spelled out and stemmed."""
    return " ".join(stem(word) for word in normalise(text).split() if word.isalnum())


def informative(text: str) -> dict[str, float]:
    """Return the stems a search looks for, each with its part: 1, or less for asking words."""
    words = [word for word in normalise(text).split() if word.isdigit() or _is_word(word)]
    words = list(dict.fromkeys(words))[:MOST_WORDS]
    subject = {stem(word): 1.0 for word in words if word not in EMPTY and word not in ASKING}
    asking = {stem(word): ASKING_PART for word in words if word in ASKING}
    return asking | subject if subject else {}


def _is_word(text: str) -> bool:
    return len(text) > 1 and text.isalnum()


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Every stem met in the answers: in how many each is ``held``, out of how many ``answers``."""

    held: Mapping[str, int]
    answers: int

    def weigh(self, asked: Mapping[str, float]) -> dict[str, float]:
        """Return the stems to look for and their weights, the heavier as fewer answers hold them.

        A stem that no answer holds gives way to one that sounds the same.
        """
        weighed: dict[str, float] = {}
        for one, part in asked.items():
            known = one if one in self.held else self._sounding.get(phonetic(one), one)
            weighed[known] = max(part * self._rarity(known), weighed.get(known, 0.0))
        return weighed

    def _rarity(self, stem: str) -> float:
        return log(1 + self.answers / (1 + self.held.get(stem, 0)))

    @cached_property
    def _sounding(self) -> Mapping[str, str]:
        return {phonetic(one): one for one in self.held if len(one) >= LONG_ENOUGH}


def score(
    asked: Mapping[str, float], wordings: Sequence[AbstractSet[str]], text: AbstractSet[str]
) -> float:
    """Return the part, 0 to 1, of the asked stems' weight that an answer covers."""
    whole = sum(asked.values())
    anywhere = frozenset().union(*wordings)
    best = max(_covered(asked, one, anywhere, text) for one in wordings)
    return best / whole if whole else 0.0


def _covered(
    asked: Mapping[str, float],
    wording: AbstractSet[str],
    anywhere: AbstractSet[str],
    text: AbstractSet[str],
) -> float:
    return sum(weight * _met(stem, wording, anywhere, text) for stem, weight in asked.items())


def _met(
    stem: str, wording: AbstractSet[str], anywhere: AbstractSet[str], text: AbstractSet[str]
) -> float:
    if stem in wording:
        return 1.0
    if stem in anywhere:
        return ELSEWHERE
    return IN_TEXT if stem in text else 0.0
