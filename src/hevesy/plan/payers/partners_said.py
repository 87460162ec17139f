"""Public-private partnerships as plain values: lent, paid back, return, and who bears the risk of volume."""

from __future__ import annotations

import math
from typing import Any

from hevesy.plan.budget.answers import usd_said
from hevesy.plan.centre.figure import spread
from hevesy.plan.payers.partners import Flows, Partner
from hevesy.plan.payers.payers import Payers


def partners_said(found: Payers) -> list[dict[str, Any]]:
    """Every partnership with a contract, in the order of the scenario."""
    return [_partner(each) for each in found.partners]


def _partner(of: Partner) -> dict[str, Any]:
    funder = of.funder
    return {
        "partner": funder.id, "name": funder.name or funder.id, "paid_by": of.paid_by,
        "contract_years": funder.contract_years, "availability": of.availability, "unit_payment": of.unit,
        "guaranteed_cycles": funder.guaranteed_cycles, "return_asked": funder.return_asked or None,
        "return": spread(of.rate, of.rates), "availability_needed": None if math.isnan(of.needed) else of.needed,
        "share_at_risk": of.at_risk, "bears_volume": of.bears,
        "years": [_year(of.expected, of.drawn, y, year) for y, year in enumerate(of.years)],
    }  # fmt: skip


def _year(a: Flows, b: Flows, y: int, year: int) -> dict[str, Any]:
    """The public pays what the partner receives; `net` is what the partner has of the year."""
    return {
        "year": year, "cycles": spread(float(a.cycles[y]), b.cycles[y]), "lent": usd_said(a.lent[y], b.lent[y]),
        "availability": usd_said(a.back.availability[y], b.back.availability[y]),
        "for_cycles": usd_said((a.back.guaranteed + a.back.beyond)[y], (b.back.guaranteed + b.back.beyond)[y]),
        "paid_back": usd_said(a.back.whole[y], b.back.whole[y]), "net": usd_said(a.net[y], b.net[y]),
    }  # fmt: skip
