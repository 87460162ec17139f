"""What is said of those who pay, as plain values. Money is in USD; null means unknown, never zero."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from hevesy.facts import Shelf
from hevesy.plan.answers.evidence import fact_said, sources_cited
from hevesy.plan.budget.answers import default, usd_said
from hevesy.plan.bundle import Bundle
from hevesy.plan.centre.figure import spread
from hevesy.plan.members import scale_of
from hevesy.plan.payers.accounts_said import accounts_said
from hevesy.plan.payers.equity_said import equity_said
from hevesy.plan.payers.partners_said import partners_said
from hevesy.plan.payers.payers import Payers
from hevesy.plan.payers.remarks import remarks, says_first
from hevesy.plan.payers.sustained import RUNNING
from hevesy.plan.payers.tariffs import Amounts, Priced
from hevesy.plan.scenario.check_tariffs import BUNDLE

SCHEMA = "hevesy.plan.payers/1"
BEARS = ("scheme", "household", "maker", "centre")


def payers_said(found: Payers, shelf: Shelf) -> dict[str, Any]:
    """Everything that is said of who pays."""
    scenario, years = found.result.scenario, found.budget.years
    used = {**found.reader.used, **found.reader.stated}
    facts = [used[name] for name in sorted(_facts(found)) if name in used]
    return {
        "schema": SCHEMA,
        "title": f"Who pays, {years[0]} to {years[-1]}: {scenario.name}",
        "exploratory": found.result.exploratory,
        "says_first": says_first(found),
        "scenario": {
            "name": scenario.name, "country": scenario.country, "start": scenario.start.isoformat(),
            "years": scenario.years, "draws": scenario.draws, "seed": scenario.seed,
        },
        "price_year": years[0],
        "therapies": [_therapy(found, h) for h in range(len(found.bundles))],
        "accounts": accounts_said(found),
        "partners": partners_said(found),
        "pool": _pool(found),
        "sustained": _sustained(found),
        "equity": equity_said(found, shelf),
        "notes": remarks(found),
        "defaults": [fact.id for fact in facts if default(fact)],
        "facts": [fact_said(fact) for fact in facts],
        "sources": sources_cited({fact.source for fact in facts}, shelf),
    }  # fmt: skip


def of_draws(drawn: Any) -> dict[str, float | None]:
    """Mean and 90 % interval."""
    known = np.asarray(drawn, dtype=float)
    known = known[np.isfinite(known)]
    return spread(float(known.mean()) if known.size else float("nan"), known)


def _break_even(cycles: Any) -> dict[str, float | None]:
    """Median and 90 % interval of a volume, which is infinite in draws in which a cycle leaves nothing."""
    low, middle, high = (float(each) for each in np.quantile(cycles, (0.05, 0.5, 0.95), method="inverted_cdf"))
    known = {"value": middle, "low": low, "high": high}
    return {name: each if np.isfinite(each) else None for name, each in known.items()}


def _facts(found: Payers) -> set[str]:
    lines = [line for bundle in found.bundles for line in bundle.lines.values()]
    rows = [each for priced in found.priced for row in priced for each in (row.members, row.at_once, row.responds)]
    named = {name for each in (*lines, *rows) for name in each.facts}
    named |= {name for name in found.reader.used if name.startswith(("payers.", "scenario."))}
    of_budget = {name for line in RUNNING for name in found.budget.real.facts[line]}
    return named | of_budget | (set() if found.distributional is None else set(found.distributional.facts))


def _therapy(found: Payers, h: int) -> dict[str, Any]:
    bundle, rows = found.bundles[h], found.priced[h]
    each = rows[0]
    return {
        "therapy": bundle.therapy.id,
        "name": bundle.therapy.name,
        "cycle": [
            {"line": line, "cost": usd_said(each.expected.cost[n], each.drawn.cost[n]),
             "facts": sorted(bundle.lines[line].facts)}
            for n, line in enumerate(BUNDLE)
        ],
        "cost": usd_said(each.expected.total, each.drawn.total),
        "schemes": [_scheme(found, h, row, bundle) for row in rows],
        "all_cycles": _all_cycles(rows),
    }  # fmt: skip


def _scheme(found: Payers, h: int, row: Priced, bundle: Bundle) -> dict[str, Any]:
    a, b = row.expected, row.drawn
    return {
        "tariff": row.tariff.id, "payer": row.tariff.payer, "kind": row.kind,
        "members": of_draws(row.members.value),
        "pays": usd_said(a.tariff, b.tariff),
        "by_line": list(_by_line(a, b)) if row.by_line else [],
        "sliding": list(_sliding(row)),
        "bears": {name: usd_said(getattr(a.borne, name), getattr(b.borne, name)) for name in BEARS},
        "centre_loses_share": float(np.mean(b.borne.centre > 0)),
        "break_even": None if row.tariff.id == "households" else of_draws(row.break_even),
        "response": _response(found, h, row, bundle),
    }  # fmt: skip


def _by_line(a: Amounts, b: Amounts) -> Iterator[dict[str, Any]]:
    for n, line in enumerate(BUNDLE):
        yield {
            "line": line, "pays": usd_said(a.pays[n], b.pays[n]),
            "left_open": usd_said(a.cost[n] - a.pays[n], b.cost[n] - b.pays[n]),
        }  # fmt: skip


def _sliding(row: Priced) -> Iterator[dict[str, Any]]:
    """By fifth of means: the share of the tariff that households pay, in USD, and where its cycles are."""
    scale = scale_of(row.tariff)
    for f, share in enumerate([] if scale is None else scale[:, 0]):
        yield {
            "fifth": f + 1, "share": float(share), "cycles": of_draws(row.fifths[f]),
            "pays": usd_said(row.expected.tariff * share, row.drawn.tariff * share),
        }  # fmt: skip


def _response(found: Payers, h: int, row: Priced, bundle: Bundle) -> dict[str, Any] | None:
    if row.tariff.at_once is None:
        return None
    started = found.result.outcome.at_centres["started"][:, :, h].sum(axis=1).mean(axis=0)
    cycles = np.asarray(found.reader.value(bundle.therapy.posology.cycles_given))
    patients = np.sqrt(np.maximum(started * row.members.value, 0.0))
    return {
        "at_once": of_draws(row.at_once.value), "responds": of_draws(row.responds.value), "what": row.what,
        "facts": sorted(row.responds.facts), "paid_share": of_draws(row.k), "spread_per_cycle": of_draws(row.spread),
        "spread_of_a_year": of_draws(row.spread * cycles * patients), "risk": row.tariff.risk,
    }  # fmt: skip


def _all_cycles(rows: list[Priced]) -> dict[str, Any]:
    """The mean over all cycles of a therapy, whoever pays for them."""
    found = {}
    for name in BEARS:
        drawn = sum(getattr(row.drawn.borne, name) * row.members.value for row in rows)
        expected = sum(float(getattr(row.expected.borne, name)) * np.mean(row.members.value) for row in rows)
        found[name] = usd_said(expected, drawn)
    return found


def _pool(found: Payers) -> dict[str, Any]:
    held = found.pool
    return {
        "members": of_draws(held.members), "ruin": held.ruin,
        "years": [
            {
                "year": year, "claims": of_draws(held.claims[y].number), "expected": of_draws(held.claims[y].mean),
                "reserve": of_draws(held.reserve[y]), "skewness": of_draws(held.claims[y].skewness),
                "premium": of_draws(held.premium[y]), "premium_as_covered": of_draws(held.as_covered[y]),
            }
            for y, year in enumerate(found.budget.years)
        ],
        "share_of_means": [
            {"fifth": f + 1, **of_draws(share)} for f, share in enumerate(held.share_of_means)
        ],
        "able": of_draws(held.able),
    }  # fmt: skip


def _sustained(found: Payers) -> dict[str, Any]:
    here, years = found.sustained, found.budget.years
    reached = here.first < len(years)
    return {
        "lines": list(RUNNING),
        "years": [
            {
                "year": year, "cycles": of_draws(here.cycles[y]), "income": of_draws(here.income[y]),
                "donors": of_draws(here.donors[y]), "costs": of_draws(here.costs[y]),
                "standing": of_draws(here.standing[y]), "needed_per_cycle": of_draws(here.needed[y]),
                "left_per_cycle": of_draws(here.margin[y]), "break_even_cycles": _break_even(here.break_even[y]),
                "no_break_even": float(np.mean(~np.isfinite(here.break_even[y]))),
                "covers": float(np.mean(here.income[y] >= here.costs[y])),
                "from_here_on": float(np.mean(here.first <= y)),
            }
            for y, year in enumerate(years)
        ],
        "never": float(np.mean(~reached)),
        "median_year": years[int(np.median(here.first))] if np.median(here.first) < len(years) else None,
    }  # fmt: skip
