"""The recovery test with the weekly engine itself: its absences, closed weeks and whole people make the counts.

A true country is drawn from the prior and simulated many times over with its chance; the first of these years is what
its centres counted, to the person. The mean over all of them is the truth that the calibration is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from hevesy.plan.reconcile.absence import Years
from hevesy.plan.reconcile.counts import Count
from hevesy.plan.reconcile.engine import EngineForward, Key, year_of, yearly
from hevesy.plan.reconcile.forward import Expected, Floats, Yearly
from hevesy.plan.reconcile.reconcile import Question
from hevesy.plan.reconcile.recovery import Found, found_in
from hevesy.plan.reconcile.solving import solved, with_chance
from hevesy.plan.reconcile.weights import resampled
from hevesy.plan.simulation import flow
from hevesy.plan.simulation.lead_in import later
from hevesy.plan.simulation.simulate import run_block
from hevesy.plan.simulation.small import small_centres

REPLICATES = 256  # years of the true country; their mean is the truth
FEWEST = 30.0  # whole people in all replicates, for a mean


@dataclass(frozen=True)
class TrueCountry:
    """What the engine gives in each replicate, and the scores behind it."""

    years: Mapping[Key, Yearly]
    fluid: Mapping[Key, Yearly]  # the same absences without whole people
    scores: Floats

    def truth(self, key: Key) -> Floats:
        """The mean of the courses begun in a year, (1,).

        Where whole people were too few in all replicates for a mean (one in 256 years is the least they can show),
        it is that of the fluid.
        """
        whole = self.years[key].courses
        found = whole if whole.sum() >= FEWEST else self.fluid[key].courses
        return np.asarray(found.mean(keepdims=True))

    def counted(self, count: Count) -> Count:
        """The same figures of a row as they came out in the first replicate, whole; nobody is a foreigner or abroad."""
        here = Expected(self.years, {}, {}, {})
        year = self.years[count.centre, count.therapy] if count.centre else here.whole(count.therapy)
        named = [name for name, _value in count.figures()]
        courses, patients, administrations = (
            float(round(float(getattr(year, name)[0]))) if name in named else None
            for name in ("courses", "patients", "administrations")
        )
        return replace(
            count, courses=courses, patients=patients, administrations=administrations, foreigners=0.0,
            sent_abroad=None, at_least=False,
        )  # fmt: skip


def true_country(question: Question, forward: EngineForward, seed: int) -> TrueCountry:
    scores = question.problem.prior(1, seed, "truth")
    reader = question.problem.reader(np.repeat(scores, REPLICATES, axis=0))
    model, _backlog = forward.model(reader)
    model = replace(model, seed=seed + 1_000_003)  # not the random numbers by which the model is corrected
    piece = run_block(model, "flow", "f8", forward.threads, small_centres(model))
    fluid = later(flow.run(model, threads=forward.threads))
    return TrueCountry(
        yearly(model, year_of(model, piece.outcome)), yearly(model, year_of(model, fluid)), scores
    )


def recovered_by_engine(
    question: Question, seed: int, draws: int = 256, step_draws: int = 128
) -> list[Found]:
    """Courses begun at each centre: the truth, and what is found from one year's counts."""
    assert isinstance(question.problem.forward, EngineForward)
    true = true_country(question, question.problem.forward, seed)
    rows = tuple(true.counted(count) for count in question.treatments if count.figures())
    again = replace(question, treatments=rows, counts=replace(question.counts, registry=(), waits=()))
    problem = replace(question.problem, terms=again.terms_with(Years()).terms)
    problem, near = with_chance(
        problem, question.places, lambda years: again.terms_with(years).terms, seed, step_draws
    )
    answer, _reader = problem.run(resampled(solved(problem, draws, seed, near).weighted, draws))
    return [
        found_in(
            seed,
            "started",
            f"{therapy} at {centre}",
            true.truth((centre, therapy)),
            answer.at[centre, therapy].courses,
        )
        for centre, therapy in true.years
        if (centre, therapy) in set(question.places)
    ]
