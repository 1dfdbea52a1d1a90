"""Numbers as people say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.numbers import read


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("16", 16),
        ("2 000", 2_000),
        ("500\u202f000 €", 500_000),
        ("1.500 euros", 1_500),
        ("10k", 10_000),
        ("1,5 k", 1_500),
        ("2 millions d'euros", 2_000_000),
        ("un million", 1_000_000),
        ("cent mille", 100_000),
        ("deux cents", 200),
        ("trois mille cinq cents", 3_500),
        ("quatre-vingts", 80),
        ("quatre-vingt-dix", 90),
        ("dix-sept ans", 17),
        ("vingt et un", 21),
        ("I'm 16", 16),
    ],
)
def test_a_number_is_read_as_it_is_said(said: str, number: int) -> None:
    assert read(said) == number


@pytest.mark.parametrize("said", ["", "beaucoup", "km"])
def test_what_says_no_number_is_none(said: str) -> None:
    assert read(said) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_figures_read_back(number: int) -> None:
    assert read(str(number)) == number
    assert read(f"{number:,}".replace(",", " ")) == number
