"""What one cycle costs, line by line: medicine, administration, imaging, dosimetry, monitoring, staff and rooms. USD.

The medicine is what is bought, at an access price where there is one; administration is the rest of a cycle's price.
Where a price includes administration (as that of Lu-177 PSMA does), that line is zero. Imaging is the scan after the
cycle and this patient's imaging before the course, over its cycles; people imaged and not treated are not in it.

Staff and rooms are the paid minutes of every cadre and the upkeep of a chair or a bed, at the use that is planned for;
what the price of administration holds of them already is taken off, so that nothing is paid twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from hevesy.capacity.minutes import CADRES, Administration, administration, minutes, use
from hevesy.facts import Reader
from hevesy.plan.centre.figure import Figure, Value, figure
from hevesy.plan.centre.staff import PAID_AS
from hevesy.plan.price import cycle_price, imaging_price, price_of_goods
from hevesy.plan.scenario.check_tariffs import BUNDLE
from hevesy.products import Therapy

LABS = "economics.mdt_labs_per_cycle.unit_cost.provider_cost"
SCAN = "economics.post_therapy_spectct.unit_cost.provider_cost"
SUITE, WARD = "economics.lu_therapy_suite_upgrade.capital.purchase", "economics.iodine_ward_room.capital.purchase"
CONTRACT = "economics.all_equipment.capital.service_contract"
STANDING = "budget.standing_share"
PER_HOUR = 60.0
PERCENT = 100.0
DAYS_PER_YEAR = 365.25
OVERHEAD = "staff_and_rooms"
IN_THE_PRICE = ("drug", "administration")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The lines of a cycle of one therapy, in the order of BUNDLE; `before` is the imaging before, for each cycle."""

    therapy: Therapy
    lines: Mapping[str, Figure]
    before: Figure

    def total(self) -> Value:
        return sum((line.value for line in self.lines.values()), start=0.0)

    def charged(self) -> Value:
        """What those are charged who pay alone: the price of a cycle, and of imaging before."""
        return sum((self.lines[name].value for name in IN_THE_PRICE), start=self.before.value)


def bundle_of(therapy: Therapy, by_pet: bool, reader: Reader) -> Bundle:
    """What a cycle of a therapy costs, each line with the facts behind it."""
    rules = _rules(therapy, by_pet, reader)
    before = figure(reader, lambda asking: _before(therapy, by_pet, asking))
    return Bundle(therapy, {line: figure(reader, rules[line]) for line in BUNDLE}, before)


def cost_of_cycle(therapy: Therapy, by_pet: bool, reader: Reader) -> dict[str, Value]:
    """The lines of a cycle, USD, as the reader has its figures."""
    rules = _rules(therapy, by_pet, reader)
    return {line: rules[line](reader) for line in BUNDLE}


def _rules(therapy: Therapy, by_pet: bool, reader: Reader) -> dict[str, Callable[[Reader], Value]]:
    given = administration(therapy, reader.shelf)
    return {
        "drug": lambda asking: price_of_goods(therapy.id, "cycle", asking),
        "administration": lambda asking: _administered(therapy, asking),
        "imaging": lambda asking: _before(therapy, by_pet, asking) + _after(given, asking),
        "dosimetry": lambda asking: _dosimetry(given, asking),
        "monitoring": lambda asking: _local(LABS, asking),
        OVERHEAD: lambda asking: _overhead(therapy, given, asking),
    }


def _administered(therapy: Therapy, reader: Reader) -> Value:
    found: Value = cycle_price(therapy.id, reader) - price_of_goods(therapy.id, "cycle", reader)
    return found


def _before(therapy: Therapy, by_pet: bool, reader: Reader) -> Value:
    """Imaging before the course, for each of its cycles."""
    price = imaging_price(therapy.id, by_pet, reader)
    return 0.0 if price is None else price / reader.value(therapy.posology.cycles_given)


def _after(given: Administration, reader: Reader) -> Value:
    return reader.value("capacity.spect.scans_per_administration") * _local(SCAN, reader) if given.scan else 0.0


def _dosimetry(given: Administration, reader: Reader) -> Value:
    """The share of cycles with it, times its further scans and the physicist's paid time."""
    if not given.dosimetry:
        return 0.0
    paid = _a_minute("physicist", reader) * minutes("dosimetry", "physicist", reader)
    scans = reader.value("capacity.dosimetry.scans") * _local(SCAN, reader)
    return reader.value("capacity.dosimetry.share") * (scans + paid)


def _a_minute(cadre: str, reader: Reader) -> Value:
    """What an employer pays for a minute of a cadre."""
    hours = reader.value("capacity.staff.weeks_per_year") * reader.value("capacity.staff.hours_per_week")
    return reader.value(f"economics.salary.{PAID_AS.get(cadre, cadre)}") / (hours * PER_HOUR)


def _overhead(therapy: Therapy, given: Administration, reader: Reader) -> Value:
    """Staff and rooms of a cycle at the planned use, beyond what the price of administration holds of them."""
    planned = (_staff(therapy, given, reader) + _rooms(therapy, reader)) / reader.value("payers.planned_use")
    held = reader.value(STANDING) * _administered(therapy, reader)
    return np.maximum(0.0, planned - held)


def _staff(therapy: Therapy, given: Administration, reader: Reader) -> Value:
    """The paid minutes of all cadres for a cycle, those of a course over its cycles; the line of dosimetry has its own.

    Of what is paid only a part is time with patients.
    """
    taken, cycles = use(therapy, reader), reader.value(therapy.posology.cycles_given)
    found: Value = 0.0
    for cadre in CADRES:
        each = taken.again[cadre] + (taken.first[cadre] - taken.again[cadre]) / cycles
        if given.dosimetry and cadre == "physicist":
            each = each - reader.value("capacity.dosimetry.share") * minutes("dosimetry", cadre, reader)
        found = found + each * _a_minute(cadre, reader)
    return found / reader.value("capacity.staff.share_with_patients")


def _rooms(therapy: Therapy, reader: Reader) -> Value:
    """The upkeep of a therapy suite over the days of its chairs, and of a shielded room over its days."""
    taken, upkeep = use(therapy, reader).again, reader.value(CONTRACT) / PERCENT
    chair_days = reader.value("payers.suite_chairs") * reader.value("capacity.opening.days_per_year")
    sitting = taken["chair"] * reader.value(SUITE) * upkeep / chair_days
    return sitting + taken["bed"] * reader.value(WARD) * upkeep / DAYS_PER_YEAR


def _local(fact: str, reader: Reader) -> Value:
    return reader.value(fact) * reader.value("money.local_cost_ratio")
