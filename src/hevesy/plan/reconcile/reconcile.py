"""Calibrate a country: from its counts to scores that reproduce them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from hevesy.errors import NoPopulation
from hevesy.facts import Fact, Reader, Shelf
from hevesy.facts.sampling import stream
from hevesy.places import Country, centres
from hevesy.plan.burden import chosen
from hevesy.plan.reconcile.absence import Years
from hevesy.plan.reconcile.against import check_known
from hevesy.plan.reconcile.apart import apart, said_apart
from hevesy.plan.reconcile.calibration import Calibration, mark_of, own_packs
from hevesy.plan.reconcile.counts import Count, Counts, counts, put_together
from hevesy.plan.reconcile.engine import EngineForward, beside
from hevesy.plan.reconcile.fit import Fitted, Moved, fitted, moved
from hevesy.plan.reconcile.forward import Floats, Forward
from hevesy.plan.reconcile.presence import Chance, change, measured, said
from hevesy.plan.reconcile.problem import Problem
from hevesy.plan.reconcile.solving import DRAWS, LAST_LOTS, STEP_DRAWS, Answer, solved, with_chance
from hevesy.plan.reconcile.terms import Spreads, Terms, terms_of
from hevesy.plan.reconcile.weights import resampled
from hevesy.plan.reconcile.yearly import YearlyForward
from hevesy.products import Therapy, therapies

FEW = 400  # effective draws; with fewer the intervals themselves are rough
FAR = 2.0  # prior standard deviations: a figure that moved further says that something may be wrong


@dataclass(frozen=True)
class Question:
    """A country's year: its counts, the model of it, and what of the one is compared with the other."""

    country: Country
    made_on: date
    burden: str
    counts: Counts
    treatments: tuple[Count, ...]
    takes_foreigners: Mapping[str, bool | None]
    problem: Problem
    terms: Terms
    notes: tuple[str, ...]

    def terms_with(self, years: Years) -> Terms:
        """What is compared, beside what absence makes of single years."""
        spreads = replace(Spreads.of(self.problem.shelf.reader(self.country.iso3)), years=years)
        return terms_of(self.counts, self.treatments, spreads, self.takes_foreigners, queues=True)

    @property
    def places(self) -> list[tuple[str, str]]:
        """Centre and therapy of every row that is compared; a national row counts at all centres."""
        at_centres = {
            (count.centre, count.therapy) for count in self.treatments if count.centre and count.figures()
        }
        return sorted(at_centres)


def reconcile(
    country: Country,
    shelf: Shelf,
    made_on: date,
    year: int | None = None,
    choice: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    stated: Mapping[str, Fact] | None = None,
    quick: bool = False,
) -> Calibration:
    """Calibrate the country's figures to its counts of `year` (or the newest year that has any).

    `quick` holds the yearly cascade without queues against them instead of the engine. Raises NoCounts,
    ImpossibleCount, NoPopulation.
    """
    return calibrated(asked(country, shelf, made_on, choice, year, seed, stated, quick), draws, seed)


def asked(
    country: Country,
    shelf: Shelf,
    made_on: date,
    choice: str | None = None,
    year: int | None = None,
    seed: int = 1,
    stated: Mapping[str, Fact] | None = None,
    quick: bool = False,
    prior: int = DRAWS,
) -> Question:
    """Read the counts, refuse what cannot be, and set the model beside them.

    `prior` draws of the model say how many could need the therapy at most.
    """
    burden = choice or chosen(shelf.reader(country.iso3))
    held = counts(country, shelf, made_on, burden, year)
    every = therapies(shelf)
    treatments, notes = put_together(held.treatments, every)
    named = {count.therapy for count in treatments}
    used = [therapy for therapy in every if therapy.id in named]
    forward = (_yearly if quick else _engine)(country, shelf, used, burden, held, made_on)
    before = Reader(shelf, country.iso3, prior, seed, stated=stated or {})
    by_id = {therapy.id: therapy for therapy in used}
    foreign = {centre.id: centre.takes_foreigners for centre in centres(country.iso3, shelf)}
    kept, more = check_known(treatments, forward.expected(before), by_id, before, foreign)
    terms = terms_of(held, kept, Spreads.of(before), foreign, queues=not quick)
    if held.waits and quick:
        more.append("Waits were not compared: the quick model has no queues.")
    problem = Problem.of(shelf, country.iso3, forward, terms.terms, stated)
    return Question(
        country, made_on, burden, held, tuple(kept), foreign, problem, terms, (*held.notes, *notes, *more)
    )


def _engine(
    country: Country, shelf: Shelf, used: Sequence[Therapy], burden: str, held: Counts, made_on: date
) -> Forward:
    registry = [(each.site, each.measure) for each in held.registry]
    counted = [therapy.id for therapy in used]
    others = beside(country, shelf, used)
    return EngineForward.of(country, shelf, counted, burden, held.year, registry, others)


def _yearly(
    country: Country, shelf: Shelf, used: Sequence[Therapy], burden: str, held: Counts, made_on: date
) -> Forward:
    registry = [(each.site, each.measure) for each in held.registry]
    found = YearlyForward.of(country, shelf, used, burden, held.year, made_on, registry)
    if found is None:
        raise NoPopulation(country=country.name)
    return found


def calibrated(question: Question, draws: int = DRAWS, seed: int = 1) -> Calibration:
    """The calibration that answers the question."""
    problem, near = with_chance(
        question.problem, question.places, lambda years: question.terms_with(years).terms, seed
    )
    answer = solved(problem, draws, seed, near)
    kept = resampled(answer.weighted, draws, float(stream(seed, "reconcile resampling").random()))
    kept = kept[stream(seed, "reconcile order").permutation(draws)]
    prior, posterior = problem.run(problem.prior(draws, seed)), problem.run(kept)
    chance = _chance(problem, kept[:STEP_DRAWS])
    figures = (question.terms if chance is None else question.terms_with(chance.years)).figures
    fit = fitted(figures, prior, posterior, seed)
    changed = moved(prior[1], posterior[1])
    return Calibration(
        country=question.country.iso3,
        year=question.counts.year,
        made_on=question.made_on.isoformat(),
        burden=question.burden,
        forward=problem.forward.name,
        seed=seed,
        effective=answer.weighted.effective,
        proposed=len(answer.weighted.weights),
        packs=own_packs(problem.shelf),
        mark=mark_of(problem.shelf, problem.place, problem.names),
        fit=fit,
        moved=changed,
        notes=(
            *question.notes,
            *_chance_said(problem, chance, question.places),
            *_remarks(answer, fit, changed),
        ),
        apart=(rows := apart(question.treatments)),
        said_apart=tuple(said_apart(rows, question.treatments)),
        scores={name: np.ascontiguousarray(kept[:, place]) for place, name in enumerate(problem.names)},
    )


def _chance(problem: Problem, kept: Floats) -> Chance | None:
    """What the engine's chance does, measured once more at the scores that are kept, with other random numbers."""
    return (
        measured(problem.forward, problem.reader(kept), LAST_LOTS)
        if isinstance(problem.forward, EngineForward)
        else None
    )


def _chance_said(problem: Problem, chance: Chance | None, places: Sequence[tuple[str, str]]) -> list[str]:
    if chance is None or not isinstance(problem.forward, EngineForward):
        return []
    return said(chance, change(problem.forward.factors, chance.factors, places), places)


def _remarks(answer: Answer, fit: Sequence[Fitted], changed: Sequence[Moved]) -> list[str]:
    said = []
    if not answer.mode.settled:
        said.append(
            "The search for the most probable figures did not settle; look at the fit before using this."
        )
    if answer.weighted.effective < FEW:
        said.append(
            f"Only {answer.weighted.effective:,.0f} effective draws stand behind it: medians hold, ends of intervals "
            "are rough."
        )
    far = [each.fact for each in changed if abs(each.own_shift) > FAR]
    if far:
        said.append(
            f"Moved by more than {FAR:g} prior standard deviations: {', '.join(far)}. Either their ranges are too "
            "narrow or a count is not what it seems."
        )
    missed = [_place(each) for each in fit if not each.inside]
    if missed:
        said.append(f"Not reproduced, outside the 90 % interval even now: {'; '.join(missed)}.")
    return said


def _place(each: Fitted) -> str:
    return " ".join(part for part in (each.therapy, each.what, each.centre and f"at {each.centre}") if part)
