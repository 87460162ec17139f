"""hevesy plan drill: what an outage of a reactor, a maker or a cyclotron does to a scenario."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from hevesy.cli.options import calibrated, fit_of, packs
from hevesy.cli.simulate import folder_made, scenarios_asked, shown


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option(
    "--outage",
    "outages",
    multiple=True,
    required=True,
    metavar="PLANT:WEEKSw",
    help="A reactor, a maker or a centre's cyclotron that stands still, and for how long, as in hfr:8w; may be given "
    "several times.",
)
@click.option(
    "--from",
    "begins",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which it begins; the start of the second year where none is given.",
)
@click.option(
    "--remedy",
    "remedies",
    multiple=True,
    metavar="KIND",
    help="An intervention on the whole country to be tried beside, as in second_supplier; may be given several times.",
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for the results.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--draws", type=click.IntRange(2, 100_000), help="Draws; the scenario's where none is given.")
@click.option("--seed", type=int, help="The seed; the scenario's where none is given.")
@click.option("--threads", type=click.IntRange(1, 1024), help="Threads to use; all processors by default.")
@calibrated
@packs
def drill(
    scenario: Path, outages: tuple[str, ...], begins: datetime | None, remedies: tuple[str, ...], out: Path | None,
    as_json: bool, draws: int | None, seed: int | None, threads: int | None, calibration: Path | None,
    pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Drill an outage in SCENARIO (a TOML file): the same draws with it and without.

    \b
    Example:
      hevesy plan scenario new JOR --out drilled.toml
      hevesy plan drill drilled.toml --outage jrtr:8w --draws 16 --out drill/
      hevesy plan drill drilled.toml --outage jrtr:8w --draws 16 --remedy second_supplier
    """
    from hevesy.plan.disruption.answers import drill_said
    from hevesy.plan.disruption.drill import drill as drilled
    from hevesy.plan.disruption.drill import usual_start
    from hevesy.plan.disruption.outage import outage_typed

    fit = fit_of(calibration)
    (asked,), shelf = scenarios_asked([scenario], draws, seed, pack, without_restricted)
    day = usual_start(asked) if begins is None else begins.date()
    typed = [outage_typed(text, day) for text in outages]
    folder_made(out)
    said: dict[str, Any] = drill_said(drilled(asked, shelf, typed, threads, fit, remedies), shelf)
    if out is not None:
        from hevesy.plan.disruption.writing import write_drill

        for path in write_drill(said, out):
            click.echo(f"wrote {path}", err=True)
    from hevesy.plan.disruption import screen

    shown(said, as_json, screen, out and out / "drill.html")
