"""hevesy plan value: what therapies are worth in a country, against what, and at which price."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from hevesy.cli.options import Finite, load_shelf, packs
from hevesy.cli.simulate import drawing, folder_made, shown


@click.command()
@click.argument("country")
@click.option("--therapy", "therapies", multiple=True, metavar="ID", help="A therapy; may be repeated; else all.")
@click.option(
    "--threshold",
    "thresholds",
    multiple=True,
    type=Finite(min=0, min_open=True),
    metavar="USD",
    help="What a QALY may cost; may be repeated; the first is the main one.",
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for the results.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option(
    "--draws", type=click.IntRange(64, 100_000), default=1024, show_default=True, help="Draws of uncertain figures."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same answer.")
@packs
def value(
    country: str, therapies: tuple[str, ...], thresholds: tuple[float, ...], out: Path | None, as_json: bool,
    draws: int, seed: int, pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Say what therapies are worth in COUNTRY (its name or its ISO code): ICER, price, acceptability, budget.

    Each therapy is set against its comparators by trial evidence, and those without a trial against going without.

    \b
    Example:
      hevesy plan value JOR --therapy lu177_psma617 --out worth/
    """
    from hevesy.plan.value import screen
    from hevesy.plan.value.answers import answers
    from hevesy.plan.value.valuing import value as valued

    with drawing(out):
        shelf = load_shelf(pack, without_restricted)
        year = date.today().year + 1
        said = answers(valued(country, shelf, year, therapies=therapies, given=thresholds, draws=draws, seed=seed))
        if out is not None:
            from hevesy.plan.value.writing import write_value

            folder_made(out)
            for path in write_value(said, out):
                click.echo(f"wrote {path}", err=True)
    shown(said, as_json, screen, out and out / "value.html")
