"""Journeys as plain values: for JSON, and for a country's report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from hevesy.errors import NoAirport, NobodySells, UnknownProduct
from hevesy.facts import Shelf
from hevesy.supply.clock import TimedLeg
from hevesy.supply.hours import Hours
from hevesy.supply.journey import Journey, Request, journeys
from hevesy.supply.legs import Step
from hevesy.supply.map import Destination, Map
from hevesy.supply.verdict import Verdict


@dataclass(frozen=True)
class Ranked:
    """Every journey of a medicine to a place, the best first; `why` says why there is none."""

    product: str
    journeys: tuple[Journey, ...]
    why: str = ""

    def values(self) -> dict[str, Any]:
        """The best one as plain values; a medicine that nobody sells has verdict "no_source"."""
        if not self.journeys:
            return {"product": self.product, "verdict": "no_source", "why": self.why, "ways": 0, "legs": []}
        in_time = sum(journey.verdict is not Verdict.IMPOSSIBLE for journey in self.journeys)
        return {"ways": len(self.journeys), "ways_in_time": in_time, **journey_values(self.journeys[0])}


@lru_cache(maxsize=256)  # the scenarios of one country ask alike
def ranked(product: str, to: Destination, inject_at: datetime, shelf: Shelf, ways: Map) -> Ranked:
    """The journeys of a medicine to a place, or why there is none."""
    try:
        return Ranked(product, journeys(Request(product, inject_at), to, shelf, ways))
    except (NoAirport, NobodySells, UnknownProduct) as error:
        return Ranked(product, (), str(error))


def journey_summary(
    products: Sequence[str], to: Destination, inject_at: datetime, shelf: Shelf, ways: Map | None = None
) -> list[dict[str, Any]]:
    """For each medicine its best journey to a place, or why there is none."""
    ways = ways or Map(shelf)
    return [ranked(product, to, inject_at, shelf, ways).values() for product in products]


def journey_values(journey: Journey) -> dict[str, Any]:
    """One journey as plain values; hours of the clock are ISO texts in UTC."""
    order, line, producer = journey.order, journey.line, journey.offer.producer
    return {
        "product": journey.offer.form.product,
        "form": journey.offer.form.form,
        "form_name": journey.offer.form.name,
        "producer": producer.id,
        "producer_name": producer.name,
        "producer_country": producer.iso3,
        "to": journey.to.name,
        "country": journey.to.iso3,
        "standing": str(journey.standing),
        "seller_confirmed": journey.seller_confirmed,
        "by": journey.by,
        "verdict": str(journey.verdict),
        "why": journey.death.sentence if journey.death else "",
        "killing_leg": journey.death.leg if journey.death else "",
        "hours_too_late": round(journey.death.hours, 2) if journey.death else 0.0,
        "hours": _range(journey.door_to_chair),
        "fraction_left": float(f"{journey.fraction_left:.4g}"),
        "shelf_life_hours": _range(journey.shelf_life.hours),
        "shelf_life_said": journey.shelf_life.said,
        "shelf_life_since": journey.shelf_life.since.isoformat(),
        "shelf_life_ends": journey.shelf_life.ends.isoformat(),
        "use_by": journey.use_by.isoformat(),
        "spare_hours": _range(journey.spare),
        "leaves_producer": line.released_at.isoformat(),
        "safe_departure": journey.safe_departure.isoformat(),
        "injection": line.given_at.isoformat(),
        "order": {
            "nuclide": order.nuclide,
            "activity_bq": order.activity.bq,
            "activity_at": order.activity_at.isoformat(),
            "calibrated_at": None if order.to_measure else order.activity_at.isoformat(),
            "calibrated_by": "maker" if order.calibrated_by_maker else "order",
            "vials_bq": [vial.bq for vial in order.vials],
            "leaves_bq": order.leaves.bq,
            "prescribed_bq": order.given.bq,
            "residual": order.allowances.residual,
            "calibrator_allowance": order.allowances.calibrator,
            "labelling_yield": order.allowances.labelling_yield,
        },
        "order_by": journey.order_by.isoformat(),
        "permit_by": journey.permit_by.isoformat() if journey.permit_by else None,
        "transport": {
            "package": str(journey.category.package),
            "un_number": journey.category.un_number,
            "shipping_name": journey.category.shipping_name,
            "fraction_of_limit": journey.category.fraction_of_limit,
            "index_at_most": journey.category.index_at_most,
            "label": str(journey.category.label) if journey.category.label else None,
            "remarks": list(journey.category.remarks),
        },
        "papers": [
            {"entry": entry.entry, "content": entry.content or None, "advice": entry.advice}
            for entry in journey.papers
        ],
        "legs": [_leg_values(timed, journey) for timed in line.timed],
        "remarks": list(journey.remarks),
    }


def _leg_values(timed: TimedLeg, journey: Journey) -> dict[str, Any]:
    leg = timed.leg
    return {
        "step": str(leg.step),
        "from": leg.leaves,
        "to": leg.reaches,
        "starts": timed.starts.isoformat(),
        "ends": timed.ends.isoformat(),
        "planned_hours": round(timed.hours, 2),
        "hours": _range(leg.hours),
        "activity_at_end_bq": activity_after(timed, journey),
        "kind": str(leg.kind),
        "note": leg.note,
    }


def activity_after(timed: TimedLeg, journey: Journey) -> float:
    """Bq at the end of a leg: of what travels, and after labelling of the medicine itself."""
    order = journey.order
    if timed.leg.step is Step.LABELLING:
        return order.given.bq * (1 + order.allowances.residual) * (1 + order.allowances.calibrator)
    return order.carried_at(timed.ends, journey.line.released_at).bq


def _range(hours: Hours) -> dict[str, float]:
    return {"expected": round(hours.expected, 2), "low": round(hours.low, 2), "high": round(hours.high, 2)}
