"""Each known figure of the observed year beside what a model expects of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.reconcile.absence import CountedIn, SharedIn, Years
from hevesy.plan.reconcile.counts import FIGURES, Count, Counts, Registry, Wait
from hevesy.plan.reconcile.forward import Expected, Floats, Yearly
from hevesy.plan.reconcile.likelihood import Counted, Duration, Law, Shared

DISCREPANCY = "plan.reconcile.discrepancy"
CHOICE = "plan.reconcile.choice_of_centre"
WAIT_DISCREPANCY = "plan.reconcile.wait_discrepancy"
FOREIGNERS = "plan.reconcile.foreigners_share"

Mean = Callable[[Expected, Reader], Floats]


@dataclass(frozen=True)
class Term:
    """One independent piece of what was observed: a law, and the mean that a model gives it."""

    name: str
    law: Law
    mean: Mean

    def residual(self, expected: Expected, reader: Reader) -> Floats:
        return self.law.residual(self.mean(expected, reader))

    def log_likelihood(self, expected: Expected, reader: Reader) -> Floats:
        return self.law.log_likelihood(self.mean(expected, reader))


@dataclass(frozen=True)
class Figure:
    """A figure as the pack gives it (people who live in the country), for the table of fit."""

    what: str
    centre: str
    therapy: str
    observed: float
    at_least: bool
    mean: Mean
    spread: float
    file: str = ""
    line: int = 0
    years: Floats | None = None  # of what is expected, the parts that single years give; None: all of it

    def predicted(self, expected: Expected, reader: Reader, chance: np.random.Generator) -> Floats:
        """What would be counted in each draw, absence, chance and discrepancy included."""
        mean = np.maximum(self.mean(expected, reader), 0.0)
        if self.years is not None:
            mean = mean * chance.choice(self.years, len(mean))
        if self.what == "wait_weeks":
            return np.asarray(mean * np.exp(self.spread * chance.standard_normal(len(mean))))
        return np.asarray(
            chance.poisson(mean * chance.gamma(self.spread**-2, self.spread**2, len(mean))), float
        )


@dataclass(frozen=True)
class Spreads:
    """How far counts may lie from a model whose figures are all right: facts of the shelf.

    `years` are what absence makes of single years, where the model was measured (`presence.measured`).
    """

    count: float
    choice: float
    wait: float
    years: Years = field(default_factory=Years)

    @classmethod
    def of(cls, reader: Reader) -> Spreads:
        return cls(reader.number(DISCREPANCY), reader.number(CHOICE), reader.number(WAIT_DISCREPANCY))


@dataclass(frozen=True)
class Terms:
    """Everything that is compared (`terms`) and everything that is shown (`figures`)."""

    terms: tuple[Term, ...]
    figures: tuple[Figure, ...]


def terms_of(
    counts: Counts,
    treatments: Sequence[Count],
    spreads: Spreads,
    takes_foreigners: Mapping[str, bool | None],
    queues: bool,
) -> Terms:
    """Every figure that can be compared; waits only where the model has `queues`.

    Of each therapy the country's sum is compared first, then how it is shared among the centres, then what each
    further figure of a row adds (cycles that the same patients were given): nothing is counted twice.
    """
    terms: list[Term] = []
    figures: list[Figure] = []
    for therapy in dict.fromkeys(count.therapy for count in treatments):
        rows = [
            LivingHere.of(count, takes_foreigners.get(count.centre))
            for count in treatments
            if count.therapy == therapy
        ]
        known = [row for row in rows if row.figures]
        terms.extend(_sums(known, therapy, spreads))
        for row in known:
            terms.extend(row.later(spreads.count))
            figures.extend(row.shown(spreads.count, spreads.years))
        terms.extend(_abroad(rows, therapy, spreads.count))
    for wait in counts.waits if queues else ():
        for figure in _of_wait(wait, spreads.wait):
            law = Duration if figure.what == "wait_weeks" else Counted
            terms.append(Term(_name(figure), law(figure.observed, figure.spread), figure.mean))
            figures.append(figure)
    for each in counts.registry:
        figure = _of_registry(each, spreads.count)
        terms.append(Term(_name(figure), Counted(figure.observed, figure.spread, each.at_least), figure.mean))
        figures.append(figure)
    return Terms(tuple(terms), tuple(figures))


@dataclass(frozen=True)
class LivingHere:
    """A row's figures for people who live in the country; `unknown` foreigners stay in, and the model adds some."""

    count: Count
    figures: tuple[tuple[str, float], ...]
    unknown: bool

    @classmethod
    def of(cls, count: Count, takes_foreigners: bool | None) -> LivingHere:
        known, share = count.foreigners is not None or takes_foreigners is False, 1.0
        if count.foreigners is not None and count.patients:
            share = 1.0 - count.foreigners / count.patients
        return cls(count, tuple((name, value * share) for name, value in count.figures()), not known)

    def value(self, name: str) -> float:
        return dict(self.figures)[name]

    def mean(self, name: str) -> Mean:
        centre, therapy, unknown = self.count.centre, self.count.therapy, self.unknown

        def mean(expected: Expected, reader: Reader) -> Floats:
            living_here: Floats = getattr(year_of(expected, centre, therapy), name)
            return living_here / (1.0 - reader.value(FOREIGNERS)) if unknown else living_here

        return mean

    def at(self, name: str, expected: Expected, reader: Reader) -> float:
        """What is expected in the first draw."""
        return float(self.mean(name)(expected, reader)[0])

    def later(self, spread: float) -> Iterator[Term]:
        """What each figure adds to the one before, for the people who were counted there."""
        for (less, before), (more, value) in pairwise(self.figures):
            if before > 0:
                wider = float(np.sqrt(1.0 / before + spread**2))
                yield Term(
                    f"{more} beyond {less} of {self.count.therapy} at {self.count.centre or 'all centres'}",
                    Counted(value - before, wider),
                    _added(before, self.mean(less), self.mean(more)),
                )

    def shown(self, spread: float, years: Years) -> Iterator[Figure]:
        where = str(self.count.row.file), self.count.row.line
        nobody = self.figures[0][1] == 0
        for name, value in self.figures[:1] if nobody else self.figures:
            yield Figure(
                name,
                self.count.centre,
                self.count.therapy,
                value,
                self.count.at_least,
                self.mean(name),
                spread,
                *where,
                years=years.of([self.count.centre], self.count.therapy),
            )


def year_of(expected: Expected, centre: str, therapy: str) -> Yearly:
    return expected.at[centre, therapy] if centre else expected.whole(therapy)


def _added(before: float, less: Mean, more: Mean) -> Mean:
    def mean(expected: Expected, reader: Reader) -> Floats:
        fewer, greater = less(expected, reader), more(expected, reader)
        ratio = np.divide(greater, fewer, out=np.ones_like(greater), where=fewer > 0)
        return np.asarray(before * np.maximum(ratio - 1.0, 0.0))

    return mean


def _sums(rows: Sequence[LivingHere], therapy: str, spreads: Spreads) -> Iterator[Term]:
    """The sum over the centres in the first figure that all of them gave, and how it is shared among them.

    Where they gave different ones, each centre's first figure stands alone.
    """
    common = [name for name in FIGURES if all(name in dict(row.figures) for row in rows)]
    groups = [list(rows)] if common else [[row] for row in rows]
    for group in filter(None, groups):
        name = common[0] if common else group[0].figures[0][0]
        at_least = any(row.count.at_least for row in group)
        means = [row.mean(name) for row in group]
        total = sum(row.value(name) for row in group)
        law = Counted(total, spreads.count, at_least)
        years = spreads.years.of([row.count.centre for row in group], therapy)
        yield Term(f"{name} of {therapy}", law if years is None else CountedIn(law, years), _summed(means))
        exact = [row for row in group if not row.count.at_least]
        yield from _split(exact, name, therapy, spreads)


def _split(rows: Sequence[LivingHere], name: str, therapy: str, spreads: Spreads) -> Iterator[Term]:
    """One centre after the other: its part of what it and those after it treated."""
    means = [row.mean(name) for row in rows]
    for place, row in enumerate(rows[:-1]):
        rest = sum(other.value(name) for other in rows[place:])
        if rest > 0:
            law = Shared(row.value(name), rest, spreads.choice)
            here = spreads.years.of([row.count.centre], therapy)
            others = spreads.years.of([other.count.centre for other in rows[place + 1 :]], therapy)
            yield Term(
                f"share of {row.count.centre} in {name} of {therapy}",
                law if here is None or others is None else SharedIn(law, here, others),
                _part(means[place], means[place:]),
            )


def _summed(means: Sequence[Mean]) -> Mean:
    return lambda expected, reader: np.asarray(np.sum([mean(expected, reader) for mean in means], axis=0))


def _part(own: Mean, all_: Sequence[Mean]) -> Mean:
    def mean(expected: Expected, reader: Reader) -> Floats:
        mine, whole = own(expected, reader), _summed(all_)(expected, reader)
        return np.divide(mine, whole, out=np.full_like(mine, 1.0 / len(all_)), where=whole > 0)

    return mean


def _abroad(rows: Sequence[LivingHere], therapy: str, spread: float) -> Iterator[Term]:
    """Whoever was treated, here or abroad, had been referred: there were at least so many referrals."""
    sent = sum(row.count.sent_abroad or 0.0 for row in rows)
    if sent:
        here = sum(row.figures[0][1] for row in rows if row.figures and row.figures[0][0] != FIGURES[-1])
        yield Term(
            f"referred for {therapy}, sent abroad or treated here",
            Counted(sent + here, spread, at_least=True),
            lambda expected, reader: expected.referred[therapy],
        )


def _of_wait(wait: Wait, spread: float) -> Iterator[Figure]:
    where = str(wait.row.file), wait.row.line
    for what, value in (("waiting", wait.waiting_now), ("wait_weeks", wait.median_weeks)):
        if value is not None and (what == "waiting" or value > 0):
            mean = _list(what, wait.centre, wait.therapy)
            yield Figure(what, wait.centre, wait.therapy, value, False, mean, spread, *where)


def _list(name: str, centre: str, therapy: str) -> Mean:
    def mean(expected: Expected, reader: Reader) -> Floats:
        found: Floats | None = getattr(year_of(expected, centre, therapy), name)
        assert found is not None  # waits are left out where the model has no queue
        return found

    return mean


def _of_registry(each: Registry, spread: float) -> Figure:
    def mean(expected: Expected, reader: Reader) -> Floats:
        return expected.burden[each.site, each.measure]

    return Figure("registry", "", f"{each.site} {each.measure}", each.count, each.at_least, mean, spread)


def _name(figure: Figure) -> str:
    return " ".join(
        part for part in (figure.what, figure.therapy, figure.centre and f"at {figure.centre}") if part
    )
