"""Why competent persons leave a post, and what keeps them: other work, retirement, another country.

The facts state how many leave in a year, and which share of them goes for each reason; pay, stability and retention
keep a share of those who would emigrate or leave for other work. Nothing keeps whoever retires.
"""

from __future__ import annotations

import numpy as np

from hevesy.capacity.minutes import Value
from hevesy.facts import Reader

REASONS = ("leaves", "retires", "emigrates")
KEPT_ABROAD, KEPT_OTHER_WORK = "capacity.staff.kept.emigrates", "capacity.staff.kept.leaves"
KEPT = frozenset({KEPT_ABROAD, KEPT_OTHER_WORK})


def leaving_by_reason(cadre: str, reader: Reader) -> dict[str, Value]:
    """The share of the persons of a cadre who leave in a year, by reason; together they are `leaving`."""
    whole, shares = _whole(cadre, reader), _shares(cadre, reader)
    kept = _kept(reader)
    return {reason: whole * share * (1.0 - kept[reason]) for reason, share in shares.items()}


def leaving(cadre: str, reader: Reader) -> Value:
    """The share of the persons of a cadre who leave in a year, whatever the reason.

    Where nobody is kept it is the stated share, and nobody asks for the reasons.
    """
    whole, kept = _whole(cadre, reader), _kept(reader)
    if not any(np.any(share) for share in kept.values()):
        return whole
    shares = _shares(cadre, reader)
    return whole * (1.0 - (shares["leaves"] * kept["leaves"] + shares["emigrates"] * kept["emigrates"]))


def _whole(cadre: str, reader: Reader) -> Value:
    return reader.value(f"capacity.staff.leave_per_year.{cadre}") / 100.0


def _shares(cadre: str, reader: Reader) -> dict[str, Value]:
    """Of those who leave, by reason; where drawn shares are more than all, emigration goes first."""
    emigrates = reader.value(f"capacity.staff.emigrates.{cadre}")
    retires = np.minimum(reader.value(f"capacity.staff.retires.{cadre}"), 1.0 - emigrates)
    return {"leaves": 1.0 - emigrates - retires, "retires": retires, "emigrates": emigrates}


def _kept(reader: Reader) -> dict[str, Value]:
    return {
        "leaves": reader.value(KEPT_OTHER_WORK),
        "retires": 0.0,
        "emigrates": reader.value(KEPT_ABROAD),
    }
