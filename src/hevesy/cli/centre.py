"""hevesy plan centre: what a centre of so many cycles takes, costs and waits for."""

from __future__ import annotations

from pathlib import Path

import click

from hevesy.cli.options import Finite, load_shelf, packs
from hevesy.cli.simulate import folder_made, shown


@click.command()
@click.option("--cycles", type=float, help="Cycles of therapy a year; not needed where each service has its number.")
@click.option(
    "--services", required=True, metavar="THERAPY[=CYCLES],...", help="What it gives, as in lu177_psma617,i131_dtc=60."
)
@click.option("--country", required=True, help="The country, by code or name.")
@click.option(
    "--site", type=click.Choice(["new", "department"]), default="new", show_default=True,
    help="A bare site, or a department that does nuclear medicine already.",
)  # fmt: skip
@click.option(
    "--imaging", type=click.Choice(["pet", "spect", "elsewhere"]), default="pet", show_default=True,
    help="How patients are seen before therapy: by scanners of its own, or elsewhere.",
)  # fmt: skip
@click.option("--in-house", is_flag=True, help="Label the medicines here.")
@click.option("--have", default="", metavar="ID,...", help="Rooms and machines that are there, as in spect.")
@click.option("--tariff", type=Finite(min=0), help="What a cycle brings, USD; unit costs if not given.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for page, JSON, CSV, XLSX.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@click.option("--draws", type=click.IntRange(16, 100_000), default=1000, show_default=True, help="Draws of the facts.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same plan.")
@packs
def centre(
    cycles: float | None, services: str, country: str, site: str, imaging: str, in_house: bool, have: str,
    tariff: float | None, out: Path | None, as_json: bool, draws: int, seed: int, pack: tuple[Path, ...],
    without_restricted: bool,
) -> None:  # fmt: skip
    """Plan a centre from its volume and services: rooms, shielding, machines, staff, licences, cost, first patient.

    \b
    Example:
      hevesy plan centre --cycles 300 --services lu177_psma617,lu177_dotatate,i131_dtc \\
        --country KEN --out centre/
    """
    from hevesy.places import find_country
    from hevesy.plan.centre import screen
    from hevesy.plan.centre.answers import centre_said
    from hevesy.plan.centre.asked import Asked, have_asked, read_loosely, services_asked
    from hevesy.plan.centre.plan import plan_centre

    shelf = load_shelf(pack, without_restricted)
    found, stated, whole = services_asked(services, cycles, shelf)
    asked = Asked(
        find_country(country, shelf).iso3, whole, found, stated, site, imaging, in_house, have_asked(have, shelf),
        tariff, read_loosely(services, shelf), draws, seed,
    )  # fmt: skip
    folder_made(out)
    said = centre_said(plan_centre(asked, shelf), shelf)
    if out is not None:
        from hevesy.plan.centre.writing import write_centre

        for path in write_centre(said, out):
            click.echo(f"wrote {path}", err=True)
    shown(said, as_json, screen, out and out / "centre.html")
