"""What a simulated plan does for each aim, draw by draw: money, health, fairness, and holding out in an outage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from hevesy.errors import Stopped
from hevesy.facts import Shelf
from hevesy.plan.disruption.drill import with_outages
from hevesy.plan.disruption.outage import Outage
from hevesy.plan.results.dependence import dependence
from hevesy.plan.results.groups import ABROAD, REGION, entered_by_stratum, grouped, started_by_stratum
from hevesy.plan.results.who_starts import concentration_of, known_share, people_of
from hevesy.plan.simulation.model import Floats, Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.progress import Progress, Say, silent, stoppable, unsaid
from hevesy.plan.simulation.shards import Kept, blocks, fingerprint, pieced, sizes
from hevesy.plan.simulation.simulate import Result, run_block

OUTAGE_WEEKS = 13
AFTERWARDS = 1  # years beside that of the outage in which it is felt: orders that wait, lists that grew


@dataclass(frozen=True, slots=True)
class Struck:
    """An outage of the plant on which most doses depend, and the years, first and last, in which untreated count."""

    outage: Outage
    years: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ByRegion:
    """People of the country by region, over the whole span: names, and the share treated of those in need, (R, D)."""

    names: tuple[str, ...]
    share: Floats


def outage_of(result: Result, opens_in: int) -> Struck | None:
    """The outage that is tried: the plant whose loss costs this plan most doses, from the year after its last opening.

    None where no doses follow a lane, so that nobody knows which plant they come from.
    """
    found = dependence(result.model, result.outcome)
    if found is None or not found.plants:
        return None
    year = min(opens_in + 1, result.scenario.years - 1)
    start = result.scenario.start
    begins = date(start.year + year, start.month, min(start.day, 28))
    last = min(result.scenario.years - 1, year + AFTERWARDS)
    return Struck(Outage(found.plants[0].id, OUTAGE_WEEKS, max(begins, result.model.start)), (year, last))


@dataclass(frozen=True, slots=True)
class Strike:
    """How runs with an outage are computed: where finished blocks are kept, and who hears how far it is."""

    folder: Path | None = None
    threads: int | None = None
    on_progress: Progress = silent
    say: Say = unsaid

    def outcomes(self, results: Sequence[Result], struck: Struck, shelf: Shelf) -> list[Outcome]:
        """Every run again with the outage, on the same draws, to the last year that counts. Raises Stopped."""
        found, draws = [], sum(each.model.draws for each in results)
        with stoppable(self.say) as stop:
            for number, result in enumerate(results):
                model = with_outages(result.model.until(struck.years[1] + 1), [struck.outage], shelf)
                found.append(self._outcome(model, result.small))
                done = sum(each.model.draws for each in results[: number + 1])
                self.on_progress(done, draws, f"with an outage: {result.scenario.name}")
                if stop and done < draws:
                    raise Stopped(done=done, draws=draws, advice=self._advice())
        return found

    def _outcome(self, model: Model, small: tuple[int, ...]) -> Outcome:
        kept = None if self.folder is None else Kept.inside(self.folder, fingerprint(model, "flow f8"))
        pieces = []
        for block in blocks(model.draws, sizes(model.draws, "flow")):
            piece = kept.load(block) if kept is not None else None
            if piece is None:
                piece = run_block(model.only(*block), "flow", "f8", self.threads, small)
                if kept is not None:
                    kept.save(block, piece)
            pieces.append(piece)
        return pieced(pieces).outcome

    def _advice(self) -> str:
        if self.folder is None:
            return "nothing was kept, because no folder was named: with --out DIR a stopped run can go on."
        return f"they are kept in {self.folder}: the same command goes on from there."


def untreated(outcome: Outcome, years: tuple[int, int]) -> Floats:
    """Those who come to need a therapy in these years less those who start one in them, (D,)."""
    span = slice(years[0], years[1] + 1)
    need = outcome.in_country["entered"][span].sum(axis=(0, 1))
    return np.asarray(need - outcome.at_centres["started"][span].sum(axis=(0, 1, 2)))


def by_region(result: Result) -> ByRegion:
    """The share of those in need who start a course, by region of the country."""
    model, made = result.model, result.built
    groups = grouped(made.strata, made.residents, [region.name for region in made.regions])
    need, started = np.zeros((len(made.strata), model.draws)), np.zeros((len(made.strata), model.draws))
    for h in range(len(model.therapies)):
        need += entered_by_stratum(model, h)
        started += started_by_stratum(model, h, result.outcome.at_centres["started"][:, :, h].sum(axis=0))
    share = known_share(groups.sums(started)[REGION], groups.sums(need)[REGION])
    here = [number for number, name in enumerate(groups.names[REGION]) if name != ABROAD]
    return ByRegion(tuple(groups.names[REGION][number] for number in here), share[here])


def concentration(result: Result) -> Floats:
    """The concentration index of starting over fifths of means, (D,): above 0 where the richer start more often."""
    homes = result.built.households
    return concentration_of([people_of(result, homes, h) for h in range(len(result.model.therapies))])


