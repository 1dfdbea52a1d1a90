"""Distances as the crow flies."""

import pytest

from dialogues.places import Place, distance_km

FIGEAC, CAHORS, DECAZEVILLE = (44.6086, 2.0317), (44.4475, 1.4406), (44.5597, 2.2550)


def test_known_distances_are_found() -> None:
    assert distance_km(FIGEAC, CAHORS) == pytest.approx(49.4, abs=1.5)
    assert distance_km(FIGEAC, DECAZEVILLE) == pytest.approx(18.5, abs=1)
    assert distance_km(FIGEAC, FIGEAC) == 0


def test_a_label_tells_homonyms_apart() -> None:
    assert Place(insee="31505", name="Saint-Michel", department="31").label == "Saint-Michel (31)"
