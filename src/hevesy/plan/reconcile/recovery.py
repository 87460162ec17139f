"""Does calibration find a truth that is known? Countries made up from the prior, counted and calibrated again.

If the truth is drawn from the prior and the counts from the model, the true value lies in the 90 % interval in 90 of
100 countries (Cook, Gelman and Rubin, Journal of Computational and Graphical Statistics 2006, 15:675).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hevesy.facts import Reader
from hevesy.facts.sampling import is_sampled, stream
from hevesy.plan.reconcile.counts import FIGURES, Count, Registry
from hevesy.plan.reconcile.fit import score_of
from hevesy.plan.reconcile.forward import Expected, Floats
from hevesy.plan.reconcile.problem import Problem
from hevesy.plan.reconcile.reconcile import Question
from hevesy.plan.reconcile.solving import solved
from hevesy.plan.reconcile.terms import LivingHere, Spreads, terms_of
from hevesy.plan.reconcile.weights import resampled

DRAWS = 512
FAR = 0.5  # prior standard deviations by which a figure must have moved to be counted as moved


@dataclass(frozen=True, slots=True)
class Found:
    """Whether one true value lies in its 90 % interval; `what` is 'started' (by therapy) or 'moved' (by fact)."""

    seed: int
    what: str
    name: str
    true: float
    low: float
    high: float

    @property
    def inside(self) -> bool:
        return self.low <= self.true <= self.high


def recovered(question: Question, seed: int, draws: int = DRAWS) -> list[Found]:
    """One made-up country with the figures that were counted in the real one: what is true, and what is found."""
    problem = question.problem
    true = problem.prior(1, seed, "truth")
    expected, reader = problem.run(true)
    again = counted_again(question, expected, reader, stream(seed, "recovery counts"))
    kept = resampled(solved(again, draws, seed).weighted, draws)
    answer, posterior = again.run(kept)
    found = [
        found_in(seed, "started", name, expected.whole(name).courses, answer.whole(name).courses)
        for name in sorted({name for _centre, name in expected.at})
    ]
    for name in sorted(posterior.drawn):
        if is_sampled(posterior.fact(name)) and abs(float(score_of(name, posterior).mean())) >= FAR:
            found.append(found_in(seed, "moved", name, reader.draw(name), posterior.draw(name)))
    return found


def found_in(seed: int, what: str, name: str, true: Floats, draws: Floats) -> Found:
    low, high = np.quantile(draws, (0.05, 0.95))
    return Found(seed, what, name, float(true[0]), float(low), float(high))


def shares_inside(found: Sequence[Found]) -> dict[tuple[str, str], float]:
    """Of each therapy, and of all moved figures together (name ''), the share of true values inside."""
    groups: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for each in found:
        groups[each.what, each.name if each.what == "started" else ""].append(each.inside)
    return {
        key: float(np.mean(inside))
        for key, inside in sorted(groups.items(), key=lambda item: item[0], reverse=True)
    }


def counted_again(
    question: Question, expected: Expected, reader: Reader, chance: np.random.Generator
) -> Problem:
    """The same question about a country of which `expected` (one draw) is true.

    Nobody is sent abroad in it, and partial counts are whole: what was left uncounted has no model.
    """
    spreads = Spreads.of(reader)
    registry = tuple(_registered(each, expected, spreads, chance) for each in question.counts.registry)
    treatments = [count for count in question.treatments if count.figures()]
    made: list[Count] = []
    for therapy in dict.fromkeys(count.therapy for count in treatments):
        rows = [count for count in treatments if count.therapy == therapy]
        made.extend(_made_up(rows, question.takes_foreigners, expected, reader, spreads, chance))
    terms = terms_of(
        replace(question.counts, registry=registry, waits=()), made, spreads, question.takes_foreigners, False
    )
    return replace(question.problem, terms=terms.terms)


def _registered(
    each: Registry, expected: Expected, spreads: Spreads, chance: np.random.Generator
) -> Registry:
    mean = float(expected.burden[each.site, each.measure][0])
    return replace(each, count=_count(mean, spreads.count, chance), at_least=False)


def _made_up(
    rows: Sequence[Count],
    takes_foreigners: Mapping[str, bool | None],
    expected: Expected,
    reader: Reader,
    spreads: Spreads,
    chance: np.random.Generator,
) -> Iterator[Count]:
    """Counts as the laws of `terms` would draw them: the sum, its sharing out, then what each figure adds."""
    here = [LivingHere.of(row, takes_foreigners.get(row.centre)) for row in rows]
    common = [name for name in FIGURES if all(name in dict(row.figures) for row in here)]
    if common:
        firsts = _shared_out([row.at(common[0], expected, reader) for row in here], spreads, chance)
    else:
        firsts = [_count(row.at(row.figures[0][0], expected, reader), spreads.count, chance) for row in here]
    for row, first in zip(here, firsts, strict=True):
        value, values = first, {}
        for place, (name, _value) in enumerate(row.figures):
            if place:
                less = row.figures[place - 1][0]
                fewer, more = row.at(less, expected, reader), row.at(name, expected, reader)
                value += _more(value, more / fewer - 1.0 if fewer > 0 else 0.0, spreads.count, chance)
            values[name] = value
        foreigners = None if row.unknown else 0.0
        yield replace(
            row.count,
            courses=values.get("courses"),
            patients=values.get("patients"),
            administrations=values.get("administrations"),
            foreigners=foreigners,
            sent_abroad=None,
            at_least=False,
        )


def _shared_out(means: Sequence[float], spreads: Spreads, chance: np.random.Generator) -> list[float]:
    rest, found = _count(sum(means), spreads.count, chance), []
    strength = 1.0 / spreads.choice - 1.0
    for place, mean in enumerate(means):
        share = mean / sum(means[place:]) if sum(means[place:]) > 0 else 1.0 / (len(means) - place)
        if 0.0 < share < 1.0:
            share = chance.beta(share * strength, (1.0 - share) * strength)
        part = float(chance.binomial(round(rest), share))
        found.append(part)
        rest -= part
    return found


def _more(before: float, ratio: float, spread: float, chance: np.random.Generator) -> float:
    if before <= 0 or ratio <= 0:
        return 0.0
    return _count(before * ratio, float(np.sqrt(1.0 / before + spread**2)), chance)


def _count(mean: float, spread: float, chance: np.random.Generator) -> float:
    return float(chance.poisson(max(mean, 0.0) * chance.gamma(spread**-2, spread**2)))
