"""Run scenarios: build, compute in blocks of draws, keep what is finished, and put it together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from hevesy.errors import Stopped
from hevesy.facts import Shelf
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.simulation.lead_in import later, led_in
from hevesy.plan.simulation.model import Model
from hevesy.plan.simulation.outcome import Outcome
from hevesy.plan.simulation.progress import Progress, Say, Stop, silent, stoppable, unsaid
from hevesy.plan.simulation.shards import Block, Kept, Piece, blocks, fingerprint, pieced, sizes
from hevesy.plan.simulation.small import given_at, small_centres
from hevesy.plan.simulation.who_came import with_all_who_came

if TYPE_CHECKING:
    from hevesy.plan.reconcile.calibration import Calibration
    from hevesy.plan.simulation.build import Built
    from hevesy.plan.simulation.queue_waits import Waits

Kernel = Literal["flow", "queue", "reference"]
KERNELS: tuple[Kernel, ...] = ("flow", "queue", "reference")
Precision = Literal["f4", "f8"]


@dataclass(frozen=True)
class Result:
    """One scenario's run: what it was made from, what was counted, and what has to be said about it.

    `small` are the centres of a flow run that went patient by patient through the queue kernel; `waits`, by centre,
    how long patients waited wherever they were followed one by one. `calibration` says to what the draws have been
    fitted; without it every result is exploratory.
    """

    scenario: Scenario
    built: Built
    outcome: Outcome
    kernel: Kernel
    precision: Precision = "f8"
    small: tuple[int, ...] = ()
    waits: Mapping[int, Waits] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    calibration: Calibration | None = None

    @property
    def model(self) -> Model:
        model: Model = self.built.model
        return model

    @property
    def first_year(self) -> int:
        """The year by which the first 52 weeks are called."""
        return self.scenario.start.year

    @property
    def exploratory(self) -> bool:
        return self.calibration is None


@dataclass(frozen=True)
class How:
    """How runs are computed; nothing of it but the kernel, the precision and the calibration can move a figure."""

    kernel: Kernel = "flow"
    precision: Precision = "f8"
    threads: int | None = None
    dask: str | None = None
    calibration: Calibration | None = None
    on_progress: Progress = silent
    say: Say = unsaid


@dataclass
class Run:
    """A scenario that is being computed: its blocks, and which of them are finished.

    `model` is what the kernels run: that of `built`, or the same with a lead-in.
    """

    scenario: Scenario
    built: Built
    model: Model
    small: tuple[int, ...]
    blocks: list[Block]
    kept: Kept | None
    done: list[Piece | None] = field(default_factory=list)

    @property
    def finished(self) -> int:
        """Draws that are finished."""
        return sum(
            past - first for (first, past), got in zip(self.blocks, self.done, strict=True) if got is not None
        )

    def finish(self, place: int, piece: Piece) -> None:
        self.done[place] = piece
        if self.kept is not None:
            self.kept.save(self.blocks[place], piece)


def simulate(
    scenario: Scenario,
    shelf: Shelf,
    kernel: Kernel = "flow",
    precision: Precision = "f8",
    threads: int | None = None,
    folder: Path | None = None,
    on_progress: Progress | None = None,
    dask: str | None = None,
    calibration: Calibration | None = None,
) -> Result:
    """Run one scenario; the same answer to the last bit however it is cut, spread, stopped and resumed.

    With a `folder` finished blocks of draws are kept there until the results are written (`shards.forget_all`), and a
    second call goes on from them. `dask` is the address of a scheduler. A `calibration` draws the figures as a
    country's own counts have them. Raises Stopped after Ctrl-C.
    """
    how = How(kernel, precision, threads, dask, calibration, on_progress or silent)
    (result,) = simulate_all([scenario], shelf, how, folder)
    return result


def simulate_all(
    scenarios: Sequence[Scenario], shelf: Shelf, how: How, folder: Path | None = None, fresh: bool = False
) -> list[Result]:
    """Run several scenarios; with Dask the shards are every block of every scenario.

    `fresh` throws away what an earlier run of the same models kept in the folder.
    """
    client = _client(how.dask)
    try:
        runs = [
            _prepared(scenario, _built(scenario, shelf, how.calibration), how, folder, fresh)
            for scenario in scenarios
        ]
        with stoppable(how.say) as stop:
            for run, place, piece in _computed(runs, how, client):
                run.finish(place, piece)
                _report(runs, how.on_progress)
                _stop_if_asked(stop, runs)
    finally:
        if client is not None:
            client.close()
    return [_result(run, how) for run in runs]


def _client(address: str | None) -> Any:
    if address is None:
        return None
    from hevesy.plan.simulation.spread_out import connected

    return connected(address)


def _built(scenario: Scenario, shelf: Shelf, calibration: Calibration | None) -> Built:
    from hevesy.plan.scenario.check import check
    from hevesy.plan.simulation.build import built

    check(scenario, shelf)
    if calibration is None:
        return built(scenario, shelf)
    from hevesy.plan.reconcile.calibration import reader_for

    counted = {each.therapy for each in calibration.fit}
    return built(scenario, shelf, reader_for(calibration, scenario, shelf), met=counted)


def _prepared(scenario: Scenario, made: Built, how: How, folder: Path | None, fresh: bool) -> Run:
    """A run cut into blocks. With a calibration the service has been running: the model has a lead-in."""
    model = made.model
    if how.calibration is not None:
        model = led_in(model, {each.therapy for each in how.calibration.fit})
    cut = blocks(model.draws, sizes(model.draws, how.kernel))
    kept = None
    if folder is not None:
        kept = Kept.inside(folder, fingerprint(model, f"{how.kernel} {how.precision}"))
        if fresh:
            kept.forget()
    small = small_centres(made.usual) if how.kernel == "flow" else ()
    done = [kept.load(block) if kept is not None else None for block in cut]
    return Run(scenario, made, model, small, cut, kept, done)


def _computed(runs: Sequence[Run], how: How, client: Any) -> Iterator[tuple[Run, int, Piece]]:
    """Every block that is still to be computed, as it is finished."""
    open_ = [(run, place) for run in runs for place, got in enumerate(run.done) if got is None]
    tasks = (
        (run.model.only(*run.blocks[place]), how.kernel, how.precision, how.threads, run.small)
        for run, place in open_
    )
    if client is None:
        for (run, place), task in zip(open_, tasks, strict=True):
            yield run, place, run_block(*task)
        return
    from hevesy.plan.simulation.spread_out import spread_out

    for number, piece in spread_out(client, run_block, list(tasks)):
        yield *open_[number], piece


def run_block(
    model: Model, kernel: Kernel, precision: Precision, threads: int | None, small: tuple[int, ...]
) -> Piece:
    """One block of draws through one kernel, without its lead-in; small centres of a flow run go patient by patient."""
    piece = _whole_block(model, kernel, precision, threads, small)
    if kernel != "queue":
        piece = replace(piece, outcome=with_all_who_came(piece.outcome, model))
    return replace(piece, outcome=later(piece.outcome, int(model.year_of_week[model.counted_from])))


def _whole_block(
    model: Model, kernel: Kernel, precision: Precision, threads: int | None, small: tuple[int, ...]
) -> Piece:
    if kernel == "reference":
        from hevesy.plan.simulation import reference

        return Piece(reference.run(model))
    if kernel == "queue":
        from hevesy.plan.simulation import queue

        counted, waits = queue.run_with_waits(model, threads)
        return Piece(counted, dict(enumerate(waits)))
    from hevesy.plan.simulation import flow

    if not small:
        return Piece(flow.run(model, precision, threads))
    from hevesy.plan.simulation.clinic import listening

    heard: dict[int, dict[int, Waits]] = {centre: {} for centre in small}

    def listener(centre: int, first_draw: int, waits: Waits) -> None:
        heard[centre][first_draw] = waits

    outcome = flow.run(model, precision, threads, dict.fromkeys(small, listening(listener)))
    return Piece(outcome, {centre: _in_order(parts) for centre, parts in heard.items()})


def _in_order(parts: dict[int, Waits]) -> Waits:
    from hevesy.plan.simulation.queue_waits import joined_waits

    return joined_waits([parts[first] for first in sorted(parts)])


def _report(runs: Sequence[Run], heard: Progress) -> None:
    done, of = sum(run.finished for run in runs), sum(run.built.model.draws for run in runs)
    heard(done, of, next((run.scenario.name for run in runs if None in run.done), runs[-1].scenario.name))


def _stop_if_asked(stop: Stop, runs: Sequence[Run]) -> None:
    done, draws = sum(run.finished for run in runs), sum(run.built.model.draws for run in runs)
    if not stop or done == draws:
        return
    folders = [run.kept.folder.parent for run in runs if run.kept is not None]
    if folders:
        advice = f"they are kept in {folders[0]}: the same command goes on from there, --fresh starts anew."
    else:
        advice = "nothing was kept, because no folder was named: with --out DIR a stopped run can go on."
    raise Stopped(done=done, draws=draws, advice=advice)


def _result(run: Run, how: How) -> Result:
    whole = pieced([piece for piece in run.done if piece is not None])
    return Result(
        run.scenario, run.built, whole.outcome, how.kernel, how.precision, run.small, whole.waits,
        _fluid_notes(run) if how.kernel == "flow" else (), how.calibration,
    )  # fmt: skip


def _fluid_notes(run: Run) -> tuple[str, ...]:
    """Where people are a fluid, how much too little they wait: measured beside whole people at the fewest chairs."""
    model = run.built.model
    fluid = [c for c in range(len(model.centres)) if c not in run.small and len(given_at(model, c))]
    if not fluid:
        return ()
    from hevesy.plan.simulation.queue_error import flow_error, lines

    chairs = max(1, min(_chairs(model, c) for c in fluid))
    found = flow_error(places=(chairs,), weeks=2000, draws=32)
    names = ", ".join(run.built.centres[c].name for c in fluid)
    return (f"At {names} people are a fluid, which waits too little below capacity. In turns of one chair: "
            f"{'; '.join(lines(found))}.",)  # fmt: skip


def _chairs(model: Model, centre: int) -> int:
    """The chairs of a centre when it has most of them."""
    return int(model.units[centre, model.resources.index("chair")].max()) if "chair" in model.resources else 1
