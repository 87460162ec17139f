"""hevesy plan workforce: who is competent, in training and leaving, and how often a centre stands still for it."""

from __future__ import annotations

from pathlib import Path

import click

from hevesy.cli.options import calibrated, fit_of, packs
from hevesy.cli.simulate import folder_made, scenarios_asked, shown


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for the results.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--draws", type=click.IntRange(2, 100_000), help="Draws; the scenario's where none is given.")
@click.option("--seed", type=int, help="The seed; the scenario's where none is given.")
@click.option("--threads", type=click.IntRange(1, 1024), help="Threads to use; all processors by default.")
@calibrated
@packs
def workforce(
    scenario: Path, out: Path | None, as_json: bool, draws: int | None, seed: int | None, threads: int | None,
    calibration: Path | None, pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Follow the people of SCENARIO (a TOML file): who leaves, who is trained, and which months are closed for it.

    \b
    Example:
      hevesy plan scenario new JOR --out staffed.toml
      hevesy plan workforce staffed.toml --draws 16 --out people/
    """
    from hevesy.plan.workforce.answers import workforce_said
    from hevesy.plan.workforce.staffing import workforce as followed

    fit = fit_of(calibration)
    (asked,), shelf = scenarios_asked([scenario], draws, seed, pack, without_restricted)
    folder_made(out)
    said = workforce_said(followed(asked, shelf, threads, fit), shelf)
    if out is not None:
        from hevesy.plan.workforce.writing import write_workforce

        for path in write_workforce(said, out):
            click.echo(f"wrote {path}", err=True)
    from hevesy.plan.workforce import screen

    shown(said, as_json, screen, out and out / "workforce.html")
