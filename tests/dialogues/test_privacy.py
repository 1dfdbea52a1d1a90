"""What is struck out of a text before anything of it is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.privacy import LONGEST, redact


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("appelle-moi au 06 12 34 56 78 stp", "appelle-moi au [téléphone] stp"),
        ("mon mail c'est lea.exemple+a@exemple.fr", "mon mail c'est [mail]"),
        ("ajoute @pseudo_42 sur insta", "ajoute [pseudo] sur insta"),
        ("j'habite 12 bis rue des Lilas, Figeac", "j'habite [adresse], Figeac"),
        ("je m'appelle Camille et j'ai 16 ans", "je m'appelle [nom] et j'ai 16 ans"),
        ("je m'appelle lucas martin", "je m'appelle [nom]"),
        ("je suis Lucas Martin de Rodez", "je suis [nom] de Rodez"),
        ("je suis lycéenne à Rodez", "je suis lycéenne à Rodez"),
        ("my name is Sam and I vote", "my name is [nom] and I vote"),
        ("mon insta lucas_31_", "mon insta [pseudo]"),
        ("tel 06/12/34/56/78", "tel [téléphone]"),
        ("né le 12/05/2009", "né le [date]"),
        ("12 r. Victor Hugo", "[adresse]"),
        ("moi c’est Sam", "moi c’est [nom]"),
        ("regarde https://exemple.fr/a?b=1", "regarde [lien]"),
        ("mon numéro 123456789012", "mon numéro [téléphone]"),
        ("jusqu'à quand on peut voter ?", "jusqu'à quand on peut voter ?"),
    ],
)
def test_what_points_to_somebody_is_struck_out(text: str, kept: str) -> None:
    assert redact(text) == kept


@given(st.text())
def test_a_redacted_text_is_short_and_redacting_never_fails(text: str) -> None:
    assert len(redact(text)) <= LONGEST
