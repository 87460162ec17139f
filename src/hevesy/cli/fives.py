"""hevesy plan fives: how much of the unmet need each of the five A's of access explains."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hevesy.cli.options import calibrated, fit_of, packs
from hevesy.cli.simulate import RunProgress, drawing, folder_made, put_away, say_aside, scenarios_asked, shown


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for the results.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--draws", type=click.IntRange(2, 100_000), help="Draws; the scenario's where none is given.")
@click.option("--seed", type=int, help="The seed; the scenario's where none is given.")
@click.option("--threads", type=click.IntRange(1, 1024), help="Threads to use; all processors by default.")
@calibrated
@click.option(
    "--every-way",
    is_flag=True,
    help="Run what is attainable with gates at their second A too: 32 runs more.",
)
@click.option("--fresh", is_flag=True, help="Start anew instead of going on from a run that was stopped.")
@packs
def fives(
    scenario: Path, out: Path | None, as_json: bool, draws: int | None, seed: int | None, threads: int | None,
    calibration: Path | None, every_way: bool, fresh: bool, pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Measure the five A's of access in SCENARIO (a TOML file): what each explains of the need that is not met.

    Every combination of lifted A's is run on the same draws: 32 with barriers gone altogether, 32 with gates that
    belong under two A's moved to the second, 32 as far as is attainable. Stopped with Ctrl-C, the same command goes
    on where it was.

    \b
    Example:
      hevesy plan scenario new JOR --out lifted.toml
      hevesy plan fives lifted.toml --draws 16 --out fives/
    """
    with drawing(out):
        said = _measured(scenario, out, draws, seed, threads, calibration, every_way, fresh, pack, without_restricted)
    from hevesy.plan.fives import screen

    shown(said, as_json, screen, out and out / "fives.html")


def _measured(
    scenario: Path, out: Path | None, draws: int | None, seed: int | None, threads: int | None,
    calibration: Path | None, every_way: bool, fresh: bool, pack: tuple[Path, ...], without_restricted: bool,
) -> dict[str, Any]:  # fmt: skip
    """What the five A's say, written into the folder where there is one."""
    from hevesy.plan.fives.answers import EVERY_WAY, FAMILIES, How, answers
    from hevesy.plan.fives.answers import fives as measured
    from hevesy.plan.fives.sorting import sorting

    read = fit_of(calibration)
    (asked,), shelf = scenarios_asked([scenario], draws, seed, pack, without_restricted)
    sorting(shelf)  # a table that can't be used is refused before there is a folder
    folder_made(out)
    how = How(threads, read, RunProgress(), say_aside, EVERY_WAY if every_way else FAMILIES)
    said = answers(measured(asked, shelf, how, out, fresh), shelf)
    if out is not None:
        from hevesy.plan.fives.writing import write_fives
        put_away(write_fives(said, out), out)
    return said
