"""How far the positions may be from the truth, measured by hiding those we know.

The communes whose point is unknown are more rural than the others, and have fewer known
neighbours: each hidden one therefore counts as often as the unknown ones in its situation.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from nlu.gazetteer.build_sources import Listed

MANY = 5  # known neighbours at the same post office: more make no difference
FOUR = 4  # known neighbours in the same EPCI are counted by fours
Situation = tuple[int, int]


def report(communes: Sequence[Listed], errors: Mapping[str, float]) -> str:
    """Say how far off the hidden ones were (km), and how far off all must then be."""
    weights = _weights(communes, errors)
    hidden = [(errors[insee], weight) for insee, weight in weights.items()]
    known = sum(insee in errors for insee in (one.insee for one in communes))
    everyone = [(0.0, float(known)), *hidden]
    return (
        f"{len(communes)} communes, {known} with a point of GeoNames.\n"
        f"Estimates (hidden one by one, weighted): median {_quantile(hidden, 0.5):.1f} km,"
        f" nine in ten within {_quantile(hidden, 0.9):.1f} km.\n"
        f"All communes: median {_quantile(everyone, 0.5):.1f} km,"
        f" {_share(everyone, 3.0):.0%} within 3 km, {_share(everyone, 10.0):.0%} within 10 km."
    )


def _weights(communes: Sequence[Listed], errors: Mapping[str, float]) -> dict[str, float]:
    """Return, for each hidden commune, how many unknown ones it stands for."""
    posts = Counter(one.postal_codes[0] for one in communes if one.insee in errors)
    epcis = Counter(one.epci for one in communes if one.insee in errors)

    def situation(one: Listed) -> Situation:
        itself = one.insee in errors
        near, around = posts[one.postal_codes[0]] - itself, epcis[one.epci] - itself
        return min(near, MANY), min(around // FOUR, FOUR)

    hidden = Counter(situation(one) for one in communes if one.insee in errors)
    unknown = Counter(situation(one) for one in communes if one.insee not in errors)
    weights = {
        one.insee: unknown[situation(one)] / hidden[situation(one)]
        for one in communes
        if one.insee in errors
    }
    scale = unknown.total() / sum(weights.values())  # some situations have no hidden commune
    return {insee: weight * scale for insee, weight in weights.items()}


def _quantile(weighted: Sequence[tuple[float, float]], share: float) -> float:
    wanted = share * sum(weight for _, weight in weighted)
    for error, weight in sorted(weighted):
        wanted -= weight
        if wanted <= 0:
            return error
    return max(error for error, _ in weighted)


def _share(weighted: Sequence[tuple[float, float]], limit: float) -> float:
    total = sum(weight for _, weight in weighted)
    return sum(weight for error, weight in weighted if error <= limit) / total
