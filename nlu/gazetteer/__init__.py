"""The communes of Occitanie: their codes, their names, and where they are."""

from nlu.gazetteer.communes import (
    Commune,
    Department,
    Outsider,
    aliases,
    commune,
    departments,
    epcis,
    load,
    outsiders,
)
from nlu.gazetteer.distance import kilometres

__all__ = [
    "Commune",
    "Department",
    "Outsider",
    "aliases",
    "commune",
    "departments",
    "epcis",
    "kilometres",
    "load",
    "outsiders",
]
