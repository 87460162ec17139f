"""hevesy plan budget: what a scenario costs year by year, who pays it, and what nobody pays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hevesy.cli.options import packs
from hevesy.cli.simulate import RunProgress, drawing, folder_made, say_aside, scenarios_asked, shown


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for page, JSON, CSV, XLSX.")
@click.option("--json", "as_json", is_flag=True, help="Print the budget as JSON.")
@click.option("--draws", type=click.IntRange(2, 100_000), help="Draws; the scenario's where none is given.")
@click.option("--seed", type=int, help="The seed; the scenario's where none is given.")
@click.option("--threads", type=click.IntRange(1, 1024), help="Threads to use; all processors by default.")
@click.option(
    "--calibration",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The calibration.json that `hevesy plan reconcile` wrote; without it results are exploratory.",
)
@click.option("--fresh", is_flag=True, help="Start anew instead of going on from a run that was stopped.")
@packs
def budget(
    scenario: Path, out: Path | None, as_json: bool, draws: int | None, seed: int | None, threads: int | None,
    calibration: Path | None, fresh: bool, pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Make the budget of SCENARIO (a TOML file): year by line by funder by currency, and what nobody pays.

    \b
    Example:
      hevesy plan scenario new JOR --out funded.toml
      hevesy plan budget funded.toml --draws 16 --out budget/
    """
    with drawing(out):
        said = _made(scenario, out, draws, seed, threads, calibration, fresh, pack, without_restricted)
    from hevesy.plan.budget import screen

    shown(said, as_json, screen, out and out / "budget.html")


def _made(
    scenario: Path, out: Path | None, draws: int | None, seed: int | None, threads: int | None,
    calibration: Path | None, fresh: bool, pack: tuple[Path, ...], without_restricted: bool,
) -> dict[str, Any]:  # fmt: skip
    """What a budget says, written into the folder where there is one."""
    from hevesy.plan.budget.answers import budget_said
    from hevesy.plan.budget.plan import budget as made
    from hevesy.plan.budget.plan import check_rate
    from hevesy.plan.simulation.simulate import How, simulate_all

    read = None
    if calibration is not None:
        from hevesy.plan.reconcile.calibration import read_calibration

        read = read_calibration(calibration)
    asked, shelf = scenarios_asked([scenario], draws, seed, pack, without_restricted)
    check_rate(asked[0], shelf)  # a ceiling that can't be turned into USD is refused before anything is run
    folder_made(out)
    how = How(threads=threads, calibration=read, on_progress=RunProgress(), say=say_aside)
    (result,) = simulate_all(asked, shelf, how, out, fresh)
    found = made(result)
    said = budget_said(found, shelf)
    if out is not None:
        from hevesy.plan.budget.writing import write_budget
        from hevesy.plan.simulation.shards import forget_all

        for path in write_budget(found, said, out):
            click.echo(f"wrote {path}", err=True)
        forget_all(out)
    return said
