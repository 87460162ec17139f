"""What one cycle costs, line by line: medicine, administration, imaging, dosimetry, monitoring. USD of the first year.

The medicine is what is bought, at an access price where there is one; administration is the rest of a cycle's price.
Where a price includes administration (as that of Lu-177 PSMA does), that line is zero. Imaging is the scan after the
cycle and this patient's imaging before the course, over its cycles; people imaged and not treated are not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hevesy.capacity.minutes import Administration, administration
from hevesy.facts import Reader
from hevesy.plan.centre.figure import Figure, Value, figure
from hevesy.plan.price import cycle_price, imaging_price, price_of_goods
from hevesy.plan.scenario.check_tariffs import BUNDLE
from hevesy.products import Therapy

LABS = "economics.mdt_labs_per_cycle.unit_cost.provider_cost"
SCAN = "economics.post_therapy_spectct.unit_cost.provider_cost"
MINUTES = "capacity.minutes.dosimetry.physicist"
PER_HOUR = 60.0


@dataclass(frozen=True, slots=True)
class Bundle:
    """The lines of a cycle of one therapy, in the order of BUNDLE."""

    therapy: Therapy
    lines: Mapping[str, Figure]

    def total(self) -> Value:
        return sum((line.value for line in self.lines.values()), start=0.0)


def bundle_of(therapy: Therapy, by_pet: bool, reader: Reader) -> Bundle:
    """What a cycle of a therapy costs."""
    given = administration(therapy, reader.shelf)
    rules: dict[str, Callable[[Reader], Value]] = {
        "drug": lambda asking: price_of_goods(therapy.id, "cycle", asking),
        "administration": lambda asking: cycle_price(therapy.id, asking) - price_of_goods(therapy.id, "cycle", asking),
        "imaging": lambda asking: _imaging(therapy, by_pet, given, asking),
        "dosimetry": lambda asking: _dosimetry(given, asking),
        "monitoring": lambda asking: _local(LABS, asking),
    }
    return Bundle(therapy, {line: figure(reader, rules[line]) for line in BUNDLE})


def _imaging(therapy: Therapy, by_pet: bool, given: Administration, reader: Reader) -> Value:
    before = imaging_price(therapy.id, by_pet, reader)
    once: Value = 0.0 if before is None else before / reader.value(therapy.posology.cycles_given)
    if not given.scan:
        return once
    return once + reader.value("capacity.spect.scans_per_administration") * _local(SCAN, reader)


def _dosimetry(given: Administration, reader: Reader) -> Value:
    """The share of cycles with it, times its further scans and the physicist's paid time."""
    if not given.dosimetry:
        return 0.0
    hours = reader.value("capacity.staff.weeks_per_year") * reader.value("capacity.staff.hours_per_week")
    paid = reader.value("economics.salary.physicist") * reader.value(MINUTES) / (hours * PER_HOUR)
    scans = reader.value("capacity.dosimetry.scans") * _local(SCAN, reader)
    return reader.value("capacity.dosimetry.share") * (scans + paid)


def _local(fact: str, reader: Reader) -> Value:
    return reader.value(fact) * reader.value("money.local_cost_ratio")
