"""How much of a medicine one patient is planned to get."""

from __future__ import annotations

from hevesy.errors import BadTherapyFile
from hevesy.facts import Reader
from hevesy.products.therapy import Therapy
from hevesy.quantities import Activity

_UNITS = {"GBq": 1e9, "MBq": 1e6, "kBq": 1e3}


def activity_per_cycle(therapy: Therapy, reader: Reader) -> Activity:
    """The activity to plan with for one cycle; per kilogram, of a patient of the mass on the shelf.

    For a dosimetric or calculated prescription this is the usual activity, not a patient's.
    """
    posology = therapy.posology
    unit, _, per = reader.fact(posology.activity).unit.partition("/")
    if unit not in _UNITS or per not in ("", "kg") or (per == "kg") != (posology.basis == "per_kg"):
        raise BadTherapyFile(
            file=therapy.file,
            key="posology.basis",
            problem=f"{posology.basis!r} does not fit {posology.activity}, which is per {per or 'patient'}",
            advice="state the activity in GBq, MBq or kBq, or per kg",
        )
    mass = reader.number(posology.mass) if per else 1.0
    return Activity(reader.number(posology.activity) * _UNITS[unit] * mass)
