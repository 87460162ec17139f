"""What to order for one journey: how much, calibrated for when, in which vials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hevesy.facts import Reader
from hevesy.physics.library import nuclide
from hevesy.quantities import Activity
from hevesy.supply.clock import Timeline
from hevesy.supply.forms import SupplyForm
from hevesy.supply.hours import hours_of
from hevesy.supply.ordering import (
    Allowances,
    activity_to_order,
    allowances_for,
    generator_to_order,
    largest_vial,
    vial_ladder,
    whole_vials,
)


@dataclass(frozen=True, slots=True)
class Order:
    """What to write on the order: `activity` of `nuclide` at `calibrated_at`, in `vials` if sizes are fixed.

    `leaves` is the activity when it leaves the producer, `given` what is meant to reach the patient.
    """

    nuclide: str
    activity: Activity
    calibrated_at: datetime
    vials: tuple[Activity, ...]
    leaves: Activity
    given: Activity
    given_as: str
    used_at: datetime
    allowances: Allowances
    most_by_label: Activity | None

    @property
    def too_much_for_a_vial(self) -> bool:
        return self.most_by_label is not None and self.leaves > self.most_by_label

    def carried_at(self, moment: datetime, released_at: datetime) -> Activity:
        """The activity of what travels (the parent of a generator) at a moment."""
        return self.leaves.after(moment - released_at, nuclide(self.nuclide).half_life)


def order_for(form: SupplyForm, prescribed: Activity, line: Timeline, reader: Reader) -> Order:
    """The order that puts the prescribed activity into the syringe at the hour of injection."""
    allowances = allowances_for(form, reader)
    leaves = _leaving(form, prescribed, allowances, line, reader)
    calibrated_at = _calibration(form, line, reader)
    half_life = nuclide(form.carried).half_life
    activity = leaves.after(calibrated_at - line.released_at, half_life)
    ladder = vial_ladder(form, reader)
    vials = whole_vials(activity, ladder) if ladder else ()
    if vials:
        activity = Activity(sum(vial.bq for vial in vials))
        leaves = activity.after(line.released_at - calibrated_at, half_life)
    return Order(
        nuclide=form.carried,
        activity=activity,
        calibrated_at=calibrated_at,
        vials=vials,
        leaves=leaves,
        given=prescribed,
        given_as=form.given,
        used_at=line.use_at,
        allowances=allowances,
        most_by_label=largest_vial(form, reader),
    )


def _leaving(
    form: SupplyForm, prescribed: Activity, allowances: Allowances, line: Timeline, reader: Reader
) -> Activity:
    """The activity of what travels when it leaves the producer."""
    if not form.generator:
        return activity_to_order(prescribed, line.given_at, line.released_at, form.carried, allowances)
    eluted = activity_to_order(prescribed, line.given_at, line.use_at, form.given, allowances)
    hours = (line.use_at - line.released_at) / timedelta(hours=1)
    return generator_to_order(eluted, form.generator, hours, reader)


def _calibration(form: SupplyForm, line: Timeline, reader: Reader) -> datetime:
    """The hour that the order names: injection where the label says so, else when it leaves the producer."""
    if form.concentration:
        return line.given_at
    if form.precalibration:
        latest = line.released_at + hours_of(form.precalibration, reader).duration
        return min(latest, line.given_at)
    return line.released_at
