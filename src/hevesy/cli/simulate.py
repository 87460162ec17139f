"""hevesy plan simulate, hevesy plan compare: run scenarios week by week, and one beside another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import Finite, aligned, calibrated, fit_of, load_shelf, machine, packs, print_rows

if TYPE_CHECKING:
    from hevesy.facts import Shelf
    from hevesy.plan.scenario.scenario import Scenario
    from hevesy.plan.simulation.simulate import How, Result


def running(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that runs scenarios; `_how` reads them."""
    for option in (
        click.option("--fresh", is_flag=True, help="Start anew instead of going on from a run that was stopped."),
        click.option("--dask", metavar="ADDRESS", help="Spread the draws over the machines of this Dask scheduler."),
        calibrated,
        click.option("--threads", type=click.IntRange(1, 1024), help="Threads to use; all processors by default."),
        click.option(
            "--kernel", type=click.Choice(["flow", "queue", "reference"]), default="flow", show_default=True,
            help="flow: fast and fluid, small centres patient by patient; queue: patient by patient everywhere; "
            "reference: slow and obvious, to check the others.",
        ),
        click.option("--seed", type=int, help="The seed; the scenario's where none is given."),
        click.option("--draws", type=click.IntRange(2, 100_000), help="Draws; the scenario's where none is given."),
    ):  # fmt: skip
        command = option(command)
    return command


def _how(kernel: Any, threads: int | None, calibration: Path | None, dask: str | None) -> How:
    """How to run, from the options of `running`."""
    from hevesy.plan.simulation.simulate import How

    return How(kernel, "f8", threads, dask, fit_of(calibration), RunProgress(), say_aside)


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for the results.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@running
@packs
def simulate(
    scenario: Path, out: Path | None, as_json: bool, draws: int | None, seed: int | None, fresh: bool,
    pack: tuple[Path, ...], without_restricted: bool, **how: Any,
) -> None:  # fmt: skip
    """Simulate SCENARIO (a TOML file) week by week; stopped with Ctrl-C, the same command goes on where it was.

    \b
    Example:
      hevesy plan simulate jordan.toml --out results/
    """
    from hevesy.plan.results.screen import run_lines

    with drawing(out):
        said = _simulated(scenario, out, draws, seed, fresh, pack, without_restricted, how)
    if as_json:
        print_json(said)
        return
    click.echo(run_lines(said))
    if out is not None:
        click.echo(f"\nThe page is {out / 'simulation.html'}")


def _simulated(
    scenario: Path, out: Path | None, draws: int | None, seed: int | None, fresh: bool,
    pack: tuple[Path, ...], without_restricted: bool, how: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """What a run says, written into the folder where there is one."""
    from hevesy.plan.results.answers import answers

    result, shelf = run_one(scenario, out, draws, seed, fresh, pack, without_restricted, how)
    said = answers(result, shelf)
    if out is not None:
        _written(result, said, out)
    return said


def run_one(
    scenario: Path, out: Path | None, draws: int | None, seed: int | None, fresh: bool,
    pack: tuple[Path, ...], without_restricted: bool, how: dict[str, Any],
    check: Callable[[Scenario, Shelf], None] | None = None,
) -> tuple[Result, Shelf]:  # fmt: skip
    """A scenario run by the options of `running`; what `check` refuses is refused before anything is run or made."""
    from hevesy.plan.simulation.simulate import simulate_all

    asked, shelf = scenarios_asked([scenario], draws, seed, pack, without_restricted)
    engine = _how(**how)
    if check is not None:
        check(asked[0], shelf)
    folder_made(out)
    (result,) = simulate_all(asked, shelf, engine, out, fresh)
    return result, shelf


def put_away(written: Iterable[Path], out: Path) -> None:
    """Name the files that were written; the finished blocks of the run are needed no more."""
    from hevesy.plan.simulation.shards import forget_all

    for path in written:
        click.echo(f"wrote {path}", err=True)
    forget_all(out)


def drawing(out: Path | None) -> AbstractContextManager[None]:
    """The chart engine starts beside the run where there will be a page."""
    from hevesy.pictures.studio import studio

    return nullcontext() if out is None else studio()


def _written(result: Result, said: dict[str, Any], out: Path) -> None:
    from hevesy.plan.results.writing import write_simulation
    from hevesy.plan.scenario.picture import gantt_of, spells_of
    from hevesy.plan.scenario.shocks import expected

    scenario, gantt = result.scenario, None
    if scenario.interventions:
        # the engine's weeks begin on a Monday, perhaps of the year before; the picture has the scenario's years
        gantt = gantt_of(scenario, replace(result.built.timeline, start=scenario.start))
    struck = expected(scenario, result.built.reader)
    spells = spells_of(scenario, struck) if struck else None
    put_away(write_simulation(said, out, gantt, spells), out)


@click.command()
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for the comparison."
)
@click.option(
    "--outcome",
    default="completed",
    show_default=True,
    help="For which outcome to seek the break-even of an effect that is only assumed; net_benefit needs --worth.",
)
@click.option(
    "--worth", type=Finite(min=0), metavar="USD", help="What a QALY is worth, for net_benefit."
)
@machine
@running
@packs
def compare(
    a: Path, b: Path, out: Path | None, outcome: str, worth: float | None, as_json: bool, as_csv: bool,
    draws: int | None, seed: int | None, fresh: bool, pack: tuple[Path, ...], without_restricted: bool, **how: Any,
) -> None:  # fmt: skip
    """Compare scenario B with scenario A on the same draws: differences, and in what share of them B does better.

    \b
    Example:
      hevesy plan scenario new JOR --out base.toml
      hevesy plan scenario new JOR --out package.toml
      hevesy plan compare base.toml package.toml
    """
    from hevesy.plan.results.break_even import check_outcome
    from hevesy.plan.results.compare import check_comparable
    from hevesy.plan.results.compare import compare as compared
    from hevesy.plan.simulation.simulate import simulate_all

    check_outcome(outcome, worth)
    with drawing(out):
        asked, shelf = scenarios_asked([a, b], draws, seed, pack, without_restricted)
        check_comparable(asked[0], asked[1])
        folder_made(out)
        engine = _how(**how)
        first, second = simulate_all(asked, shelf, engine, out, fresh)
        said = compared(first, second, shelf, outcome, worth, _Seeking(shelf, engine))
        if out is not None:
            _write_comparison(said, out)
    if as_json:
        print_json(said)
    elif as_csv:
        from hevesy.plan.results.screen import comparison_rows

        print_rows(comparison_rows(said), False, True)
    else:
        _tell(said)


def _write_comparison(said: dict[str, Any], out: Path) -> None:
    from hevesy.plan.results.writing import write_comparison

    put_away(write_comparison(said, out), out)


def print_json(said: dict[str, Any]) -> None:
    from hevesy.plan.results.writing import json_of

    click.echo(json_of(said), nl=False)


def _tell(said: dict[str, Any]) -> None:
    from hevesy.plan.results.screen import comparison_sentences, comparison_table

    click.echo(f"A: {said['a']['name']}\nB: {said['b']['name']}")
    for line in said["says_first"]:
        click.echo(line)
    click.echo()
    click.echo(aligned(comparison_table(said)))
    click.echo()
    for line in comparison_sentences(said):
        click.echo(line)


def shown(said: dict[str, Any], as_json: bool, screen: Any, page: Path | None) -> None:
    """Results as JSON, or as the lines and the table of a `screen`, with where the page is."""
    if as_json:
        print_json(said)
        return
    click.echo(screen.lines(said))
    click.echo()
    click.echo(aligned(screen.rows(said)))
    if page is not None:
        click.echo(f"\nThe page is {page}")


def scenarios_asked(
    files: list[Path], draws: int | None, seed: int | None, pack: tuple[Path, ...], without_restricted: bool
) -> tuple[list[Scenario], Shelf]:
    """The scenarios with what the command line changes, and the shelf with their packs under those of --pack."""
    from hevesy.plan.scenario.reading import pack_folders, read_scenario

    asked = [_changed(read_scenario(file), draws, seed) for file in files]
    own = dict.fromkeys(folder for each in asked for folder in pack_folders(each))
    return asked, load_shelf((*own, *pack), without_restricted)


def folder_made(out: Path | None) -> None:
    """The folder, before anything is computed: one that can't be written is refused at once."""
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)


def _changed(scenario: Scenario, draws: int | None, seed: int | None) -> Scenario:
    return replace(
        scenario,
        draws=scenario.draws if draws is None else draws,
        seed=scenario.seed if seed is None else seed,
    )


def say_aside(text: str) -> None:
    click.echo(f"\n{text}", err=True)


class _Seeking:
    """Runs a scenario in search of a break-even effect, and says so once on stderr."""

    def __init__(self, shelf: Shelf, how: How) -> None:
        from hevesy.plan.simulation.progress import silent

        self._shelf, self._how, self._told = shelf, replace(how, on_progress=silent), False

    def __call__(self, scenario: Scenario) -> Result:
        from hevesy.plan.simulation.simulate import simulate_all

        if not self._told:
            click.echo(
                "Seeking the effect at which B stops beating A, where an effect is only assumed ...", err=True
            )
            self._told = True
        return simulate_all([scenario], self._shelf, self._how)[0]


class RunProgress:
    """On stderr: one line that is written over, or one in ten blocks where stderr is a file; nothing on quick runs."""

    QUIET_SECONDS = 2.0

    def __init__(self) -> None:
        import time

        self._clock = time.monotonic
        self._begun = self._clock()
        self._told = 0.0

    def __call__(self, done: int, of: int, what: str) -> None:
        import sys

        if self._clock() - self._begun < self.QUIET_SECONDS:
            return
        if sys.stderr.isatty():
            click.echo(f"\r{done:>7,} of {of:,} draws  {what[:50]:<50}", nl=done == of, err=True)
        elif done == of or done / of - self._told >= 0.1:
            self._told = done / of
            click.echo(f"{done:,} of {of:,} draws", err=True)
