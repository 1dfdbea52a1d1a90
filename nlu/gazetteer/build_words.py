"""How the list of ordinary words is made again: ``python -m nlu.gazetteer.build_words``.

Needs the Python package ``wordfreq`` (3.1.1), which the bot itself does without. Kept are the
commonest words, and the less common that a mistyped name could be taken for.
"""

from importlib import import_module
from pathlib import Path

from nlu.gazetteer.communes import aliases, load, outsiders
from nlu.gazetteer.index import Index
from nlu.gazetteer.names import key
from nlu.gazetteer.spelling import Speller

FILE = Path(__file__).parent / "ordinary_words.txt"
LISTED = 60_000  # words that wordfreq counts reliably
COMMON = 4.2  # Zipf: about sixteen uses in a million words
KNOWN = 3.0  # Zipf: one use in a million words
SHORTEST = 4  # letters: shorter words are never taken for a mistyped name
HEADER = "# Words that are not mistyped places, the common ones first. See SOURCES.md.\n"


def main() -> None:
    """Write the two tiers of words, parted by an empty line."""
    index = Index()
    names = {key(name) for name in _names()}
    frequencies = _frequencies()
    common = [word for word, zipf in frequencies.items() if zipf >= COMMON and word not in names]
    rarer = [w for w, zipf in frequencies.items() if KNOWN <= zipf < COMMON and w not in names]
    speller = Speller(sorted({*names, *index.cards, *index.stems}))
    alike = [word for word in rarer if len(word) >= SHORTEST and speller.near(word)]
    text = f"{HEADER}{' '.join(sorted(common))}\n\n{' '.join(sorted(alike))}\n"
    FILE.write_text(text, encoding="utf-8")


def _names() -> set[str]:
    ours = {one.name for one in load()} | {alias for alias, _ in aliases()}
    return ours | {one.name for one in outsiders()}


def _frequencies() -> dict[str, float]:
    wordfreq = import_module("wordfreq")  # needed here alone, and not by the bot
    found: dict[str, float] = {}
    for word in wordfreq.top_n_list("fr", LISTED):
        filed = key(word)
        if filed.isalpha():
            found[filed] = max(found.get(filed, 0.0), wordfreq.zipf_frequency(word, "fr"))
    return found


if __name__ == "__main__":
    main()
