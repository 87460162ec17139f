"""What a budget says, as plain values. Money is in USD to the cent; null means unknown or without limit, never zero."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from hevesy.facts import Fact, Kind, Shelf
from hevesy.plan.answers.evidence import fact_said, sources_cited
from hevesy.plan.budget.plan import PATH, RATE, Budget
from hevesy.plan.budget.remarks import remarks, says_first
from hevesy.plan.centre.figure import spread
from hevesy.plan.scenario.check_funders import DOLLAR, LINES
from hevesy.plan.scenario.scenario import Funder
from hevesy.plan.simulation.model import Floats

SCHEMA = "hevesy.plan.budget/1"
UNFUNDED = "unfunded"
LINE_SAID = {
    "capital": "Capital of interventions",
    "running": "Running costs of interventions",
    "staff": "Staff of the centres",
    "upkeep": "Upkeep of the centres",
    "medicines": "Medicines",
    "freight": "Freight",
    "administration": "Administration",
    "imaging": "Imaging",
    "follow_up": "Follow-up",
}
CENT = 0.01


def budget_said(found: Budget, shelf: Shelf) -> dict[str, Any]:
    """Everything that a budget says."""
    scenario = found.scenario
    used = {**found.reader.used, **found.reader.stated}
    needed = sorted({name for line in LINES for name in found.real.facts[line]} | _of_paths(found))
    facts = [used[name] for name in needed if name in used]
    return {
        "schema": SCHEMA,
        "title": f"Budget {found.years[0]} to {found.years[-1]}: {scenario.name}",
        "exploratory": found.result.exploratory,
        "says_first": says_first(found),
        "scenario": {
            "name": scenario.name, "country": scenario.country, "start": scenario.start.isoformat(),
            "years": scenario.years, "draws": scenario.draws, "seed": scenario.seed,
        },
        "currency": found.currency,
        "price_year": found.years[0],
        "prices": _prices(found),
        "lines": [_line(found, number, used) for number in range(len(LINES))],
        "funders": [_funder(found, number) for number in range(len(scenario.funders))],
        "years": [_year(found, number) for number in range(len(found.years))],
        "together": _together(found),
        "flows": list(_flows(found)),
        "acts": _acts(found),
        "defaults": [fact.id for fact in facts if default(fact)],
        "notes": [*remarks(found), *found.result.built.notes],
        "facts": [fact_said(fact) for fact in facts],
        "sources": sources_cited({fact.source for fact in facts}, shelf),
    }  # fmt: skip


def default(fact: Fact) -> bool:
    """Whether a figure is a default until a country overrides it: assumed or recalled, and confirmed by nobody."""
    return fact.kind in (Kind.ASSUMPTION, Kind.UNVERIFIED) and not fact.confirmed and fact.pack != "scenario"


def _of_paths(found: Budget) -> set[str]:
    rate = set() if found.path.rate is None or found.currency == DOLLAR else {RATE}
    return rate | set(PATH.values()) | {f"budget.imported.{line}" for line in LINES}


def usd_said(expected: Any, drawn: Any) -> dict[str, float | None]:
    """Cents as USD: expected to the cent, with the interval of the draws."""
    said = spread(float(np.asarray(expected)) * CENT, np.asarray(drawn) * CENT)
    return {name: None if value is None else round(value, 2) for name, value in said.items()}


def _prices(found: Budget) -> list[dict[str, Any]]:
    """The path by year: what one USD costs, and how much dearer goods have become, in USD."""
    rates, drawn = found.expected.exchange, found.drawn.exchange
    return [
        {
            "year": year,
            "exchange_rate": None if rates is None or drawn is None else spread(float(rates[number]), drawn[number]),
            "imported": found.path.imported(number), "local": found.path.local(number),
        }
        for number, year in enumerate(found.years)
    ]  # fmt: skip


def _line(found: Budget, number: int, used: dict[str, Fact]) -> dict[str, Any]:
    line = LINES[number]
    names = sorted(found.real.facts[line])
    a, b = found.expected, found.drawn
    return {
        "id": line, "name": LINE_SAID[line], "imported_share": found.shares[line],
        "default_prices": any(default(used[name]) for name in names if name in used),
        "facts": names,
        "by_year": [
            {
                "year": year,
                "real": spread(float(found.real.amounts[line][y].mean()), found.real.amounts[line][y]),
                "imported": usd_said(a.imported[number, y], b.imported[number, y]),
                "local": usd_said(a.local[number, y], b.local[number, y]),
                "total": usd_said(a.cost[number, y], b.cost[number, y]),
                "unfunded": usd_said(a.gap[number, y], b.gap[number, y]),
            }
            for y, year in enumerate(found.years)
        ],
    }  # fmt: skip


def _funder(found: Budget, number: int) -> dict[str, Any]:
    funder = found.scenario.funders[number]
    a, b = found.expected.paid[number], found.drawn.paid[number]
    return {
        "id": funder.id, "kind": funder.kind, "name": funder.name or funder.id, "lines": list(funder.lines or LINES),
        "share": funder.share, "ceiling": found.ceilings.get(funder.id), "currency": funder.currency,
        "first_year": funder.first_year or found.years[0], "last_year": funder.last_year or found.years[-1],
        "note": funder.note,
        "by_year": [
            {
                "year": year, "paid": usd_said(a[:, y].sum(axis=0), b[:, y].sum(axis=0)),
                "in_currency": _in_currency(found, funder, float(a[:, y].sum()), y),
            }
            for y, year in enumerate(found.years)
        ],
        "paid": usd_said(a.sum(), b.sum(axis=(0, 1))),
    }  # fmt: skip


def _in_currency(found: Budget, funder: Funder, in_cents: float, year: int) -> float | None:
    """An amount of USD in the funder's own currency, as expected; None where the rate is not known."""
    if funder.currency == DOLLAR:
        return round(in_cents * CENT, 2)
    rates: Floats | None = found.expected.exchange
    return None if rates is None else round(in_cents * CENT * float(rates[year]), 2)


def _year(found: Budget, y: int) -> dict[str, Any]:
    a, b = found.expected, found.drawn
    whole, drawn = a.cost[:, y].sum(axis=0), b.cost[:, y].sum(axis=0)
    abroad = b.imported[:, y].sum(axis=0) / np.maximum(drawn, 1)
    here = None
    if a.exchange is not None and b.exchange is not None:
        here = spread(float(whole) * CENT * float(a.exchange[y]), drawn * CENT * b.exchange[y])
    return {
        "year": found.years[y],
        "cost": usd_said(whole, drawn),
        "in_country_currency": here,
        "imported_share": spread(float(a.imported[:, y].sum() / max(int(whole), 1)), abroad),
        "paid": usd_said(a.paid[:, :, y].sum(), b.paid[:, :, y].sum(axis=(0, 1))),
        "unfunded": usd_said(a.gap[:, y].sum(axis=0), b.gap[:, y].sum(axis=0)),
        "share_of_draws_with_a_gap": float(np.mean(b.gap[:, y].sum(axis=0) > 0)),
    }


def _together(found: Budget) -> dict[str, Any]:
    a, b = found.expected, found.drawn
    return {
        "cost": usd_said(a.cost.sum(), b.cost.sum(axis=(0, 1))),
        "paid": usd_said(a.paid.sum(), b.paid.sum(axis=(0, 1, 2))),
        "unfunded": usd_said(a.gap.sum(), b.gap.sum(axis=(0, 1))),
    }


def _flows(found: Budget) -> Iterator[dict[str, Any]]:
    """Year, line, funder, currency: every amount of the expected budget that is not zero; what nobody pays too."""
    for y, year in enumerate(found.years):
        for number, line in enumerate(LINES):
            for place, funder in enumerate(found.scenario.funders):
                amount = float(found.expected.paid[place, number, y])
                if amount:
                    own = _in_currency(found, funder, amount, y)
                    yield _flow(year, line, funder.id, funder.kind, amount, funder.currency, own)
            left = float(found.expected.gap[number, y])
            if left:
                yield _flow(year, line, UNFUNDED, UNFUNDED, left, DOLLAR, round(left * CENT, 2))


def _flow(
    year: int, line: str, funder: str, kind: str, in_cents: float, currency: str, amount: float | None
) -> dict[str, Any]:
    usd = round(in_cents * CENT, 2)
    named = {"year": year, "line": line, "funder": funder, "kind": kind}
    return {**named, "usd": usd, "currency": currency, "amount": amount}


def _acts(found: Budget) -> list[dict[str, Any]]:
    timeline = found.result.built.timeline
    return [
        {
            "id": row.intervention.id, "name": row.entry.name, "centre": row.intervention.centre,
            "begins": row.intervention.begins.isoformat(), "ready": timeline.day(row.ready).isoformat(),
        }
        for row in timeline.rows
    ]  # fmt: skip
