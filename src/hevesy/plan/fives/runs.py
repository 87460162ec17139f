"""The runs: every combination of lifted A's on the same draws and random numbers, of each only what is reported."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from hevesy.errors import Stopped
from hevesy.plan.fives.lifting import Goal, lifted
from hevesy.plan.fives.sorting import Sorting
from hevesy.plan.results.groups import Grouped, started_by_stratum
from hevesy.plan.simulation.model import Floats, Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.progress import Progress, Say, silent, stoppable, unsaid
from hevesy.plan.simulation.shards import PREFIX, blocks, fingerprint, sizes
from hevesy.products.therapy import FIVE_A

ALL = 2 ** len(FIVE_A)


def a_set(number: int) -> tuple[str, ...]:
    """The A's that a combination lifts: bit 0 is the first of FIVE_A.

    >>> a_set(0), a_set(5), len(a_set(31))
    ((), ('availability', 'accessibility'), 5)
    """
    return tuple(a for bit, a in enumerate(FIVE_A) if number >> bit & 1)


@dataclass(frozen=True)
class Reached:
    """What one run reached over all its years: first courses begun, courses completed, and who was lost.

    Shapes: entered, started (H, D); completed (D,); lost (H, Q, D); starts by group, (groups, D) each. `completed` are
    all courses that came to their right end less the repeated ones that began.
    """

    entered: Floats
    started: Floats
    completed: Floats
    lost: Floats
    region: Floats
    quintile: Floats
    sex: Floats


def reached(model: Model, outcome: Outcome, groups: Grouped) -> Reached:
    """What is kept of a run's counts."""
    started = outcome.at_centres["started"].sum(axis=0)  # (C, H, D)
    by_stratum = np.zeros((len(model.strata), model.draws))
    for therapy in range(len(model.therapies)):
        by_stratum += started_by_stratum(model, therapy, started[:, therapy])
    return Reached(
        outcome.in_country["entered"].sum(axis=0),
        started.sum(axis=0),
        (outcome.at_centres["completed"] - outcome.at_centres["restarted"]).sum(axis=(0, 1, 2)),
        outcome.lost.sum(axis=0),
        **groups.sums(by_stratum),
    )


@dataclass(frozen=True, slots=True)
class Family:
    """32 runs: the level to which A's are lifted, and the sorting of the gates."""

    level: str
    sorting: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of the 32 runs of a family."""

    family: Family
    number: int

    def __str__(self) -> str:
        return f"{self.family.level}: {' + '.join(a_set(self.number)) or 'nothing lifted'}"


@dataclass
class Runs:
    """What to run, and how; `folder` keeps what is finished until the results are written."""

    goals: Mapping[str, Goal]  # by level
    sorting: Sorting
    groups: Grouped
    threads: int | None = None
    folder: Path | None = None
    on_progress: Progress = silent
    say: Say = unsaid

    def of(self, families: Sequence[Family]) -> dict[Family, list[Reached]]:
        """For each family the 32 combinations in the order of their numbers; equal models are run once.

        Raises Stopped after Ctrl-C.
        """
        wanted = [Wanted(family, number) for family in families for number in range(ALL)]
        marks = self._marks(wanted)
        jobs = {mark: marks.index(mark) for mark in marks}  # in the order of `wanted`
        done: dict[str, Reached] = {}
        draws = next(iter(self.goals.values())).base.draws
        with stoppable(self.say) as stop, closing(self._finished(jobs, wanted)) as finished:
            for place, (each, mark) in enumerate(zip(wanted, marks, strict=True), start=1):
                if mark not in done:
                    done[mark] = next(finished)
                self.on_progress(place * draws, len(wanted) * draws, str(each))
                if stop and place < len(wanted):
                    raise self._stopped(place, len(wanted), draws)
        found = [done[mark] for mark in marks]
        return {family: found[ALL * place : ALL * (place + 1)] for place, family in enumerate(families)}

    def _marks(self, wanted: Sequence[Wanted]) -> list[str]:
        """What tells the models of these runs apart."""
        based = {level: fingerprint(goal.base, "fives flow f8") for level, goal in self.goals.items()}
        return [_mark(self._model(each), based[each.family.level]) for each in wanted]

    def _model(self, each: Wanted) -> Model:
        return lifted(self.goals[each.family.level], self.sorting, each.family.sorting, a_set(each.number))

    def _finished(self, jobs: Mapping[str, int], wanted: Sequence[Wanted]) -> Generator[Reached]:
        """What each job reached, in turn. Threads take whole runs: what a run does before its weeks is done by one."""
        workers = min(self._threads(), len(jobs))
        if workers == 1:
            for mark, place in jobs.items():
                yield self._one(mark, wanted[place])
            return
        pool = ThreadPoolExecutor(workers)
        try:
            running = [pool.submit(self._one, mark, wanted[place]) for mark, place in jobs.items()]
            for each in running:
                yield each.result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _one(self, mark: str, each: Wanted) -> Reached:
        return self._loaded(mark) or self._run(self._model(each), mark)

    def _threads(self) -> int:
        return self.threads or os.cpu_count() or 1

    def _run(self, model: Model, mark: str) -> Reached:
        parts = [self._block(model.only(*block)) for block in blocks(model.draws, sizes(model.draws, "flow"))]
        whole = Reached(
            **{
                each.name: np.concatenate([getattr(part, each.name) for part in parts], axis=-1)
                for each in fields(Reached)
            }
        )
        self._keep(mark, whole)
        return whole

    def _block(self, model: Model) -> Reached:
        from hevesy.plan.simulation.simulate import run_block

        outcome = run_block(model, "flow", "f8", max(1, self._threads() // ALL), ()).outcome
        return reached(model, outcome, self.groups)

    def _stopped(self, done: int, of: int, draws: int) -> Stopped:
        if self.folder is None:
            advice = "nothing was kept, because no folder was named: with --out DIR a stopped run can go on."
        else:
            advice = (
                f"they are kept in {self.folder}: the same command goes on from there, --fresh starts anew."
            )
        return Stopped(done=done * draws, draws=of * draws, advice=advice)

    # --- what is finished is kept -----------------------------------------------------------------------------

    def _file(self, mark: str) -> Path | None:
        return None if self.folder is None else self.folder / f"{PREFIX}fives" / f"{mark}.npz"

    def _keep(self, mark: str, whole: Reached) -> None:
        """Written whole, synced and then renamed: a power cut leaves the run or nothing."""
        path = self._file(mark)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.part")
        with half.open("wb") as file:
            np.savez(file, **_named(whole))
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, path)

    def _loaded(self, mark: str) -> Reached | None:
        path = self._file(mark)
        if path is None:
            return None
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                return Reached(**{name: kept[name] for name in kept.files})
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
            return None


def _mark(model: Model, based: str) -> str:
    """A mark of a lifted model; its rows are those of its base, which has been marked, and take long to read."""
    return fingerprint(replace(model, rows=model.rows[:0]), based)


def _named(whole: Reached) -> dict[str, Any]:
    return {each.name: getattr(whole, each.name) for each in fields(whole)}
