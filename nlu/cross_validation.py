"""The mock examination: every lesson is asked of a judge who has not seen it."""

from collections.abc import Sequence

from sklearn.model_selection import StratifiedKFold

from nlu.classifier import Reading
from nlu.evaluation import Answer, Marks, mark, papers
from nlu.masks import Hide, shown
from nlu.training import SEED, train
from nlu.training_data import Example

FOLDS = 4


def cross_validate(
    examples: Sequence[Example], *, folds: int = FOLDS, hide: Hide = shown
) -> dict[str, Marks]:
    """Return the marks of each paper, every line judged by a judge of the other folds."""
    intents = [example.intent for example in examples]
    sheets = papers(examples)
    answers: dict[str, dict[int, Answer]] = {name: {} for name in sheets}
    split = StratifiedKFold(folds, shuffle=True, random_state=SEED)
    for taught, asked in split.split(intents, intents):
        judge = train([examples[row] for row in taught], hide=hide)
        for name, texts in sheets.items():
            answers[name] |= {
                row: answer_of(judge.read(hide(texts[row]))) for row in asked.tolist()
            }
    return {
        name: mark(intents, [given[row] for row in range(len(intents))])
        for name, given in answers.items()
    }


def answer_of(reading: Reading) -> Answer:
    """Return what a judge answers."""
    return Answer(ranked=reading.ranked, foreignness=reading.foreignness, refused=reading.refused)
