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
    """What to write on the order: `activity` of `nuclide` at `activity_at`, in `vials` if sizes are fixed.

    `activity_at` is the calibration, except for what the maker calibrates and fills to measure: there it is
    the planned hour of administration. `leaves` is the activity when it leaves the producer, `calibrated`
    that at calibration, `given` what is meant to reach the patient.
    """

    nuclide: str
    activity: Activity
    activity_at: datetime
    calibrated_by_maker: bool
    calibrated: Activity
    vials: tuple[Activity, ...]
    leaves: Activity
    given: Activity
    given_as: str
    used_at: datetime
    allowances: Allowances
    most_by_label: Activity | None

    @property
    def too_much_for_a_vial(self) -> bool:
        return self.most_by_label is not None and self.calibrated > self.most_by_label

    @property
    def to_measure(self) -> bool:
        """Whether the maker fills it so that the activity is there at the hour of administration."""
        return self.calibrated_by_maker and not self.vials

    def carried_at(self, moment: datetime, released_at: datetime) -> Activity:
        """The activity of what travels (the parent of a generator) at a moment."""
        return self.leaves.after(moment - released_at, nuclide(self.nuclide).half_life)


def order_for(form: SupplyForm, prescribed: Activity, line: Timeline, reader: Reader) -> Order:
    """The order that puts the prescribed activity into the syringe at the hour of injection."""
    allowances = allowances_for(form, reader)
    leaves = _leaving(form, prescribed, allowances, line, reader)
    ladder = vial_ladder(form, reader)
    calibrated_at = calibration(form, line, reader)
    activity_at = line.given_at if form.calibrated_by_maker and not ladder else calibrated_at
    half_life = nuclide(form.carried).half_life
    activity = leaves.after(activity_at - line.released_at, half_life)
    vials = whole_vials(activity, ladder) if ladder else ()
    if vials:
        activity = Activity(sum(vial.bq for vial in vials))
        leaves = activity.after(line.released_at - activity_at, half_life)
    return Order(
        nuclide=form.carried,
        activity=activity,
        activity_at=activity_at,
        calibrated_by_maker=form.calibrated_by_maker,
        calibrated=leaves.after(calibrated_at - line.released_at, half_life),
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


def calibration(form: SupplyForm, line: Timeline, reader: Reader) -> datetime:
    """When it is calibrated: where the maker does that at the end of manufacture, else when it leaves.

    What may leave before its calibration is calibrated so long after leaving, at the latest for the injection.
    """
    if form.precalibration:
        latest = line.released_at + hours_of(form.precalibration, reader).duration
        return min(latest, line.given_at)
    return line.made_at if form.calibrated_by_maker else line.released_at
