"""hevesy plan payers: who loses on each cycle under each tariff, and how fairly it is paid for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hevesy.cli.options import packs
from hevesy.cli.simulate import RunProgress, drawing, folder_made, say_aside, scenarios_asked, shown


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for page, JSON, CSV.")
@click.option("--json", "as_json", is_flag=True, help="Print it all as JSON.")
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
def payers(
    scenario: Path, out: Path | None, as_json: bool, draws: int | None, seed: int | None, threads: int | None,
    calibration: Path | None, fresh: bool, pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Set tariffs of SCENARIO (a TOML file) against cost: who loses, pay on response, premium, own feet, fairness.

    \b
    Example:
      hevesy plan scenario new JOR --out tariffs.toml
      hevesy plan payers tariffs.toml --draws 16 --out payers/
    """
    with drawing(out):
        said = _made(scenario, out, draws, seed, threads, calibration, fresh, pack, without_restricted)
    from hevesy.plan.payers import screen

    shown(said, as_json, screen, out and out / "payers.html")


def _made(
    scenario: Path, out: Path | None, draws: int | None, seed: int | None, threads: int | None,
    calibration: Path | None, fresh: bool, pack: tuple[Path, ...], without_restricted: bool,
) -> dict[str, Any]:  # fmt: skip
    """What is said, written into the folder where there is one."""
    from hevesy.plan.budget.plan import check_rate
    from hevesy.plan.payers.answers import payers_said
    from hevesy.plan.payers.payers import payers as found_of
    from hevesy.plan.payers.response import check_responses
    from hevesy.plan.scenario.places import followed
    from hevesy.plan.simulation.simulate import How, simulate_all

    read = None
    if calibration is not None:
        from hevesy.plan.reconcile.calibration import read_calibration

        read = read_calibration(calibration)
    asked, shelf = scenarios_asked([scenario], draws, seed, pack, without_restricted)
    check_rate(asked[0], shelf)  # what can't be worked out is refused before anything is run
    check_responses(asked[0], followed(asked[0], shelf))
    folder_made(out)
    how = How(threads=threads, calibration=read, on_progress=RunProgress(), say=say_aside)
    (result,) = simulate_all(asked, shelf, how, out, fresh)
    said = payers_said(found_of(result, shelf), shelf)
    if out is not None:
        from hevesy.plan.payers.writing import write_payers
        from hevesy.plan.simulation.shards import forget_all

        for path in write_payers(said, out):
            click.echo(f"wrote {path}", err=True)
        forget_all(out)
    return said
