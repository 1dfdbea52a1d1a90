"""Places are hidden from the judge, words that only look like places are not."""

import pytest

from nlu.masks import hider
from nlu.place_names import PlaceNames

HIDE = hider(PlaceNames())


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("vous passez à Figeac ?", "vous passez à  zlieu  ?"),
        ("j'habite à Saint-Michel", "j'habite à  zlieu "),  # several communes, each spelt so
        ("vous passez à Bordeaux ?", "vous passez à  zlieu  ?"),
        ("bonjour toi", "bonjour toi"),
    ],
)
def test_what_is_surely_a_place_is_hidden(text: str, hidden: str) -> None:
    assert HIDE(text) == hidden


def test_every_place_of_a_text_is_hidden() -> None:
    assert HIDE("de Cahors à Figeac").count("zlieu") == 2
