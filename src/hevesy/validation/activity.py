"""Cases of decay and activity."""

from __future__ import annotations

from datetime import timedelta

from hevesy.physics import (
    activity_after,
    activity_before,
    chain_after,
    decays_in,
    generator_between,
    in_growth,
    nuclide,
    time_to_fall,
)
from hevesy.quantities import Activity, parse_activity, parse_duration
from hevesy.validation.asked import Ask, Inputs

HOUR = timedelta(hours=1)


def after(inputs: Inputs) -> float:
    """GBq once a time has passed."""
    start, elapsed = parse_activity(inputs["activity"]), parse_duration(inputs["elapsed"])
    return activity_after(nuclide(inputs["nuclide"]), start, elapsed).in_gbq


def before(inputs: Inputs) -> float:
    """GBq that became this activity."""
    end, elapsed = parse_activity(inputs["activity"]), parse_duration(inputs["elapsed"])
    return activity_before(nuclide(inputs["nuclide"]), end, elapsed).in_gbq


def chain(inputs: Inputs) -> float:
    """Bq of a daughter beside its pure parent."""
    start, elapsed = Activity(float(inputs["activity_bq"])), parse_duration(inputs["elapsed"])
    shares = chain_after(nuclide(inputs["nuclide"]), start, elapsed)
    return next(share.activity.bq for share in shares if share.nuclide.name == inputs["daughter"])


def grown(inputs: Inputs) -> float:
    """The daughter on a generator, as a share of the parent at the elution before."""
    generator = generator_between(inputs["parent"], inputs["daughter"])
    return in_growth(generator, Activity(1.0), parse_duration(inputs["elapsed"])).bq


def until(inputs: Inputs) -> float:
    """Hours until an activity has fallen to another."""
    held, wanted = parse_activity(inputs["held"]), parse_activity(inputs["wanted"])
    return time_to_fall(nuclide(inputs["nuclide"]), held, wanted) / HOUR


def decays(inputs: Inputs) -> float:
    """Decays within a time."""
    start = Activity(float(inputs["activity_bq"]))
    return decays_in(nuclide(inputs["nuclide"]), start, parse_duration(inputs["elapsed"]))


def typed(inputs: Inputs) -> float:
    """MBq of what a person types."""
    return parse_activity(inputs["text"]).in_mbq


ASKS: dict[str, Ask] = {
    "after": after, "before": before, "chain": chain, "grown": grown, "until": until, "decays": decays, "typed": typed,
}  # fmt: skip
