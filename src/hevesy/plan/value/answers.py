"""What a valuation says, as plain values: for JSON, the screen and the page. Null means unknown, never zero."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hevesy import __version__
from hevesy.money.value import Sample, curves, evpi, icer, price_at_threshold
from hevesy.plan.answers.evidence import by_kind, fact_said, importance_rows, sources_cited
from hevesy.plan.answers.interval import interval
from hevesy.plan.value.arms import Arm, Worth
from hevesy.plan.value.leagues_said import information_of, league_said
from hevesy.plan.value.published import BAND, beside_published
from hevesy.plan.value.thresholds import GDP, Threshold
from hevesy.plan.value.valuing import Answer, People, Valued
from hevesy.plan.variance import shares
from hevesy.products import find_therapy

Array = NDArray[np.float64]
SCHEMA = "hevesy.plan.value/1"
WITHIN_CYCLE = "Simpson's rule"
POINTS, ON_PLANE = 61, 200  # of a curve, and draws shown on the plane
LOW, HIGH = 0.05, 0.95
SAYS_FIRST = (
    "Draft, not for decision: prices are the shelf's defaults until the country states its own, and much of the "
    "evidence still has to be checked against its primary source.",
    "A therapy beside a comparator for which no trial speaks is exploratory: what becomes of people rests on single "
    "arms and assumptions.",
)
NOTES = (
    "Partitioned survival: the control's Weibull curves for survival and progression, the trial's hazard ratios on "
    "them, two-week steps with Simpson's weights. Where control patients crossed over, the main case is without "
    "crossover, as in a place that has no access; the other stands in the table of cases.",
    "Costs: medicine and administration by cycle, imaging of everybody who must be imaged for one who is treated, side "
    "effects, follow-up, care after progression, the comparator's medicine until it stops. Not counted: work lost, "
    "travel, and what a centre costs before it treats anybody.",
    "A cycle is given on its day to those without progression, up to the mean number that the shelf states.",
    "The interval of an ICER is the two thresholds between which the probability of being cost-effective rises from 5 "
    "to 95 %; where it never does, that end is unknown. A mean of ratios has no meaning and is not given.",
    "Draws keep a trial's survival and progression together (correlation value.trial_effect.correlation); trials are "
    "drawn apart. Means are given with 90 % intervals.",
    "All strategies of a disease stand on the same draws: the reference's curves, and hazard ratios multiplied along "
    "the chain of trials. Dominated: another costs no more and does no less. Extendedly dominated: a mixture of two "
    "others does more at the same cost. Ratios are against the strategy before on the frontier. Expected loss: what "
    "taking a strategy forgoes on average; its lowest is the EVPI.",
    "EVPPI by regression (Strong, Oakley and Brennan 2014), a person, at the main threshold; for all who are eligible "
    "over five years it is multiplied by their number, not discounted.",
    "Returns: life-years gained at the value of a life-year (full income) and at what these patients produce (human "
    "capital), over the money spent more. Neither comes back to the budget that pays.",
)


def answers(found: Answer) -> dict[str, Any]:
    """Everything a valuation says; the shape is published as `value.schema.json`."""
    rows = [_row(each, found) for each in found.valued]
    used = sorted(found.reader.used.items())
    published = [asdict(each) for each in beside_published(found.shelf)]
    cited = {fact.source for _, fact in used} | {each["source"] for each in published}
    gdp = found.shelf.find(GDP, found.country.iso3)
    return {
        "schema": SCHEMA,
        "title": f"{found.country.name}: what radionuclide therapies are worth",
        "country": found.country.iso3,
        "says_first": list(SAYS_FIRST),
        "made_with": {
            "hevesy_version": __version__,
            "draws": found.reader.draws,
            "seed": found.reader.seed,
            "first_year": found.first_year,
            "within_cycle": WITHIN_CYCLE,
        },
        "currency": "USD",
        "gdp_per_head": None if gdp is None else gdp.value,
        "thresholds": [asdict(each) for each in found.thresholds],
        "leagues": [league_said(each, found) for each in found.leagues],
        "therapies": rows,
        "not_valued": [
            {"therapy": each.therapy, "name": find_therapy(each.therapy, found.shelf).name, "why": each.not_valued}
            for each in found.not_valued
        ],
        "published": published,
        "band": BAND,
        "notes": list(NOTES),
        "facts": [fact_said(fact) for _, fact in used],
        "sources": sources_cited(cited, found.shelf),
    }


def _row(each: Valued, found: Answer) -> dict[str, Any]:
    done, row = each.worth, each.comparison
    main = found.thresholds[0] if found.thresholds else None
    sample = None if main is None else sample_for(done, main.per)
    return {
        "therapy": done.therapy,
        "name": find_therapy(done.therapy, found.shelf).name,
        "comparison": done.comparison,
        "comparator": done.comparator,
        "trial": None if row is None else row.trial,
        "note": None if row is None else row.note,
        "with_it": _arm(done.with_it),
        "without": _arm(done.without),
        "life_years": interval(done.life_years),
        "years_stable": interval(done.with_it.years.stable - done.without.years.stable),
        "years_progressed": interval(done.with_it.years.progressed - done.without.years.progressed),
        "qalys": interval(done.qalys),
        "dalys_averted": _known(done.dalys_averted),
        "cost": interval(done.dearer),
        "standing": standing(done.dearer.mean(), done.qalys.mean()),
        "icer": {"value": _icer(done, done.qalys), **between(done.dearer, done.qalys)},
        "per_daly_averted": _icer(done, done.dalys_averted),
        "price": {"now": interval(done.price), "cycles": interval(done.units), "imaging": interval(done.imaging)},
        "at_thresholds": [_at(each, threshold) for threshold in found.thresholds],
        "acceptability": _acceptability(done, main),
        "information": None if main is None or sample is None else _information(each, sample, main.value),
        "rests_on": None if main is None or sample is None else _rests_on(each, found, sample, main.value),
        "cases": [_case(case) for case in each.cases],
        "people": None if each.people is None else _people(each.people, found.first_year),
        "returns": _returns(each),
        "plane": _plane(done),
    }


def _arm(arm: Arm) -> dict[str, Any]:
    return {
        "years_stable": interval(arm.years.stable),
        "years_progressed": interval(arm.years.progressed),
        "life_years": interval(arm.years.alive),
        "qalys": interval(arm.qalys),
        "cost": interval(arm.cost),
    }


def _known(drawn: Array) -> dict[str, float | None]:
    return interval(drawn if np.isfinite(drawn).all() else None)


def _icer(done: Worth, effect: Array) -> float | None:
    if not np.isfinite(effect).all():
        return None
    return icer(done.dearer, effect, np.zeros(1), np.zeros(1))


def standing(dearer: float, better: float) -> str:
    """Where a therapy stands beside its comparator on the means.

    >>> standing(100.0, 0.2), standing(-5.0, 0.2), standing(5.0, -0.1)
    ('does more, costs more', 'does more, costs less: dominates', 'does less, costs more: dominated')
    """
    if better > 0:
        return "does more, costs more" if dearer > 0 else "does more, costs less: dominates"
    return "does less, costs more: dominated" if dearer > 0 else "does less, costs less"


def between(dearer: Array, better: Array) -> dict[str, float | None]:
    """The thresholds at which the probability of a larger net benefit first reaches 5 and 95 %; None: never.

    >>> between(np.full(100, 50.0), np.arange(1.0, 101.0))
    {'low': 0.5208333333333334, 'high': 8.333333333333334}
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = dearer / better
    tried = np.unique(np.concatenate([[0.0], ratios[np.isfinite(ratios) & (ratios > 0)]]))
    chance = np.array([(at * better * (1 + 1e-12) >= dearer).mean() for at in tried])
    reached = [tried[chance >= level] for level in (LOW, HIGH)]
    return {name: float(at[0]) if at.size else None for name, at in zip(("low", "high"), reached, strict=True)}


def sample_for(done: Worth, per: str) -> Sample | None:
    """The sample whose effect is that of a threshold: QALYs, or healthy years where it is DALYs averted."""
    if per == "QALY":
        return done.sample
    if not np.isfinite(done.dalys_averted).all():
        return None
    healthy = [done.without.healthy_years, done.with_it.healthy_years]
    return Sample.of([done.without.cost, done.with_it.cost], healthy, [done.comparator, done.therapy])


def _at(each: Valued, threshold: Threshold) -> dict[str, Any]:
    done, sample = each.worth, sample_for(each.worth, threshold.per)
    if sample is None:
        return {"id": threshold.id, "probability": None, "cost_effective": None, "net_benefit": interval(None),
                "price": None, "evpi": None, "evpi_all": None}  # fmt: skip
    benefit = sample.benefit(threshold.value)
    gain = benefit[:, 1] - benefit[:, 0]
    more = float(price_at_threshold(-gain.mean(), 0.0, done.units.mean(), 0.0))
    unsure = evpi(sample, threshold.value)
    price = float(done.price.mean()) + more
    return {
        "id": threshold.id,
        "probability": float((gain > 0).mean()),
        "cost_effective": bool(gain.mean() > 0),
        "net_benefit": interval(gain),
        "price": price if price > 0 else None,
        "evpi": unsure,
        "evpi_all": None if each.people is None else unsure * float(each.people.eligible.mean(axis=1).sum()),
    }


def _acceptability(done: Worth, main: Threshold | None) -> dict[str, Any]:
    ratio = _icer(done, done.qalys) or 0.0
    top = max(2.5 * ratio, 2.0 * (0.0 if main is None else main.value), 1000.0)
    found = curves(done.sample, np.linspace(0.0, top, POINTS))
    return {
        "thresholds": found.thresholds.tolist(),
        "therapy": found.acceptability[:, 1].tolist(),
        "frontier": found.frontier.tolist(),
        "best": [found.strategies[number] for number in found.best],
        "expected_loss": found.expected_loss.tolist(),
        "evpi": found.evpi.tolist(),
    }


def _information(each: Valued, sample: Sample, main: float) -> dict[str, Any]:
    everybody = None if each.people is None else float(each.people.eligible.mean(axis=1).sum())
    return {**information_of(sample, each.drawn, main), "eligible_over_five_years": everybody}


def _rests_on(each: Valued, found: Answer, sample: Sample, main: float) -> dict[str, Any]:
    benefit = sample.benefit(main)
    ranked = shares(benefit[:, 1] - benefit[:, 0], each.drawn, found.reader.used)
    return {"kinds": by_kind(ranked), "facts": importance_rows(ranked, 8)}


def _case(case: Any) -> dict[str, Any]:
    ratio = icer([case.cost], [case.qalys], [0.0], [0.0])
    return {**asdict(case), "icer": ratio, "standing": standing(case.cost, case.qalys)}


def _people(people: People, first: int) -> list[dict[str, Any]]:
    return [
        {
            "year": first + number,
            "eligible": interval(people.eligible[number]),
            "uptake": float(people.uptake[number]),
            "treated": interval(people.eligible[number] * people.uptake[number]),
            "net_spending": interval(people.budget[number]),
        }
        for number in range(len(people.uptake))
    ]


def _returns(each: Valued) -> dict[str, Any]:
    if each.back is None or not np.isfinite(each.back.full_income).all():
        return {"full_income": interval(None), "human_capital": interval(None)}
    return {"full_income": interval(each.back.full_income), "human_capital": interval(each.back.human_capital)}


def _plane(done: Worth) -> list[list[float]]:
    """Difference of QALYs and cost of some draws, spread over all of them."""
    every = max(1, len(done.qalys) // ON_PLANE)
    pairs = np.column_stack([done.qalys, done.dearer])[::every][:ON_PLANE]
    return [[float(better), float(dearer)] for better, dearer in pairs.round(6)]
