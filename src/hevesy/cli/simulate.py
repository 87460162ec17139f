"""hevesy plan simulate, hevesy plan compare: run scenarios week by week, and one beside another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import aligned, load_shelf, machine, packs, print_rows

if TYPE_CHECKING:
    from hevesy.facts import Shelf
    from hevesy.plan.scenario.scenario import Scenario


def running(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that runs scenarios."""
    for option in (
        click.option("--fresh", is_flag=True, help="Start anew instead of going on from a run that was stopped."),
        click.option("--dask", metavar="ADDRESS", help="Spread the draws over the machines of this Dask scheduler."),
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


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for the results.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@running
@packs
def simulate(
    scenario: Path, out: Path | None, as_json: bool, draws: int | None, seed: int | None, kernel: Any,
    threads: int | None, dask: str | None, fresh: bool, pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Simulate SCENARIO (a TOML file) week by week; stopped with Ctrl-C, the same command goes on where it was.

    \b
    Example:
      hevesy plan simulate jordan.toml --out results/
    """
    from hevesy.plan.results.answers import answers
    from hevesy.plan.results.screen import run_lines
    from hevesy.plan.simulation.simulate import simulate as run

    asked, shelf = _asked([scenario], draws, seed, pack, without_restricted)
    _made(out)
    result = run(
        asked[0],
        shelf,
        kernel,
        threads=threads,
        folder=out,
        on_progress=_Progress(),
        dask=dask,
        fresh=fresh,
        say=_say,
    )
    said = answers(result, shelf)
    if out is not None:
        _written(result, said, out)
    if as_json:
        from hevesy.plan.results.writing import json_of

        click.echo(json_of(said), nl=False)
    else:
        click.echo(run_lines(said))
        if out is not None:
            click.echo(f"\nThe page is {out / 'simulation.html'}")


def _written(result: Any, said: dict[str, Any], out: Path) -> None:
    from hevesy.plan.results.writing import write_simulation
    from hevesy.plan.scenario.picture import gantt_of
    from hevesy.plan.simulation.shards import forget_all

    scenario, gantt = result.scenario, None
    if (
        scenario.interventions
    ):  # the engine's weeks begin on a Monday; the picture shows the years of the scenario
        gantt = gantt_of(scenario, replace(result.built.timeline, start=scenario.start))
    for path in write_simulation(said, out, gantt):
        click.echo(f"wrote {path}", err=True)
    forget_all(out)


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
    "--worth", type=click.FloatRange(min=0), metavar="USD", help="What a QALY is worth, for net_benefit."
)
@machine
@running
@packs
def compare(
    a: Path, b: Path, out: Path | None, outcome: str, worth: float | None, as_json: bool, as_csv: bool,
    draws: int | None, seed: int | None, kernel: Any, threads: int | None, dask: str | None, fresh: bool,
    pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Compare scenario B with scenario A on the same draws: differences, and in what share of them B does better.

    \b
    Example:
      hevesy plan compare base.toml package.toml
    """
    from hevesy.plan.results.break_even import check_outcome
    from hevesy.plan.results.compare import check_comparable
    from hevesy.plan.results.compare import compare as compared
    from hevesy.plan.results.screen import comparison_rows
    from hevesy.plan.simulation.simulate import simulate as run
    from hevesy.plan.simulation.simulate import simulate_all

    check_outcome(outcome, worth)
    asked, shelf = _asked([a, b], draws, seed, pack, without_restricted)
    check_comparable(asked[0], asked[1])
    _made(out)
    first, second = simulate_all(
        asked, shelf, kernel, threads=threads, folders=[out, out] if out else None, on_progress=_Progress(),
        dask=dask, fresh=fresh, say=_say,
    )  # fmt: skip
    said = compared(
        first,
        second,
        shelf,
        outcome,
        worth,
        lambda each: run(each, shelf, kernel, threads=threads, dask=dask),
    )
    if out is not None:
        from hevesy.plan.results.writing import write_comparison
        from hevesy.plan.simulation.shards import forget_all

        for path in write_comparison(said, out):
            click.echo(f"wrote {path}", err=True)
        forget_all(out)
    if as_json or as_csv:
        print_machine(said, comparison_rows(said), as_json)
    else:
        _tell(said)


def print_machine(said: dict[str, Any], rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        from hevesy.plan.results.writing import json_of

        click.echo(json_of(said), nl=False)
    else:
        print_rows(rows, False, True)


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


def _asked(
    files: list[Path], draws: int | None, seed: int | None, pack: tuple[Path, ...], without_restricted: bool
) -> tuple[list[Scenario], Shelf]:
    """The scenarios with what the command line changes, and the shelf with their packs under those of --pack."""
    from hevesy.plan.scenario.reading import pack_folders, read_scenario

    asked = [_changed(read_scenario(file), draws, seed) for file in files]
    own = dict.fromkeys(folder for each in asked for folder in pack_folders(each))
    return asked, load_shelf((*own, *pack), without_restricted)


def _made(out: Path | None) -> None:
    """The folder, before anything is computed: one that can't be written is refused at once."""
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)


def _changed(scenario: Scenario, draws: int | None, seed: int | None) -> Scenario:
    return replace(
        scenario,
        draws=scenario.draws if draws is None else draws,
        seed=scenario.seed if seed is None else seed,
    )


def _say(text: str) -> None:
    click.echo(f"\n{text}", err=True)


class _Seeking:
    """Runs a scenario in search of a break-even effect, and says so on stderr."""

    def __init__(self, run: Callable[[Scenario], Any]) -> None:
        self._run, self._count = run, 0

    def __call__(self, scenario: Scenario) -> Any:
        if not self._count:
            click.echo(
                "Seeking the effect at which B stops beating A, where an effect is only assumed ...", err=True
            )
        self._count += 1
        return self._run(scenario)


class _Progress:
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
