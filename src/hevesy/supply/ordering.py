"""How much to order, so that the prescribed activity is in the syringe at the planned hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import combinations_with_replacement

from hevesy.errors import OutOfRange
from hevesy.facts import Reader
from hevesy.physics.decay import activity_before
from hevesy.physics.library import nuclide
from hevesy.quantities import Activity
from hevesy.supply.forms import LABELLED_IN_THE_CENTRE, SupplyForm

_AT_MOST_VIALS = 6


@dataclass(frozen=True, slots=True)
class Allowances:
    """What is lost between vial and patient: shares of the activity given, and the labelling yield."""

    residual: float = 0.0
    calibrator: float = 0.0
    labelling_yield: float = 1.0

    @property
    def factor(self) -> float:
        """Activity needed at the start of labelling (without decay) per activity given."""
        return (1 + self.residual) * (1 + self.calibrator) / self.labelling_yield


def activity_to_order(
    prescribed: Activity,
    at: datetime,
    calibration_time: datetime,
    nuclide_name: str,
    allowances: Allowances | None = None,
) -> Activity:
    """The activity that the vial must hold at its calibration time; `at` is the hour of injection.

    A = prescribed x allowances x 2^((at - calibration) / half-life). Raises OutOfRange when that is too many
    half-lives to count.

    >>> from datetime import timedelta, timezone
    >>> noon = datetime(2027, 3, 2, 12, tzinfo=timezone.utc)
    >>> f"{activity_to_order(Activity.gbq(7.4), noon, noon - timedelta(hours=96), 'Lu-177').in_gbq:.2f}"
    '11.23'
    """
    needed = Activity(prescribed.bq * (allowances or Allowances()).factor)
    return activity_before(nuclide(nuclide_name), needed, at - calibration_time)


def allowances_for(form: SupplyForm, reader: Reader) -> Allowances:
    """What to add for this form: residual in vial and syringe, dose calibrator, labelling yield."""
    here = form.form in LABELLED_IN_THE_CENTRE
    return Allowances(
        residual=reader.number(form.residual) if form.residual else 0.0,
        calibrator=reader.number("supply.calibrator.allowance") if here else 0.0,
        labelling_yield=reader.number(f"supply.labelling.yield.{form.given}") if here else 1.0,
    )


def whole_vials(needed: Activity, ladder: tuple[Activity, ...]) -> tuple[Activity, ...]:
    """The fewest vials of fixed sizes that hold at least `needed`; among equals those that hold least.

    >>> sizes = tuple(Activity.gbq(g) for g in (3, 5, 7, 10, 15, 20))
    >>> [str(vial) for vial in whole_vials(Activity.gbq(21.5), sizes)]
    ['15 GBq', '7 GBq']
    """
    for count in range(1, _AT_MOST_VIALS + 1):
        enough = [
            vials
            for vials in combinations_with_replacement(sorted(ladder, reverse=True), count)
            if sum(vial.bq for vial in vials) >= needed.bq * (1 - 1e-9)
        ]
        if enough:
            return min(enough, key=lambda vials: sum(vial.bq for vial in vials))
    largest = max(ladder)
    return (largest,) * -(-int(needed.bq) // int(largest.bq))


def vial_ladder(form: SupplyForm, reader: Reader) -> tuple[Activity, ...]:
    """The fixed vial sizes of this form at calibration; empty where it is made to measure."""
    if not form.vials:
        return ()
    return tuple(Activity.gbq(float(size)) for size in reader.fact(form.vials).text.split(";"))


def largest_vial(form: SupplyForm, reader: Reader) -> Activity | None:
    """The most that one vial holds at calibration by its label: concentration times largest volume."""
    if not form.concentration:
        return None
    volume = reader.fact(form.volume)
    most = volume.high if volume.high is not None else reader.number(form.volume)
    return Activity.mbq(reader.number(form.concentration) * most)


def generator_to_order(
    needed_daughter: Activity, generator: str, hours_since_release: float, reader: Reader
) -> Activity:
    """The parent's activity when it leaves the producer, so that one elution gives the daughter needed.

    One elution after growing in since release:
    A_d = A_p f l_d / (l_d - l_p) (exp(-l_p t) - exp(-l_d t)) x elution yield (Bateman).
    """
    import math

    row = next(row for row in reader.shelf.table("generators") if row["generator"] == generator)
    parent, daughter = nuclide(row["parent"]), nuclide(row["daughter"])
    fraction = next(branch.fraction for branch in parent.branches if branch.daughter == daughter.name)
    slow, fast, t = parent.decay_constant, daughter.decay_constant, hours_since_release * 3600
    grown = fraction * fast / (fast - slow) * (math.exp(-slow * t) - math.exp(-fast * t))
    if grown <= 0:
        elapsed = f"{hours_since_release:g} h"
        raise OutOfRange(nuclide=parent.name, half_life=parent.half_life_text, elapsed=elapsed)
    return Activity(needed_daughter.bq / (grown * reader.number(row["yield_fact"])))
