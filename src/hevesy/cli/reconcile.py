"""hevesy plan reconcile: calibrate a country's figures to what it counted last year."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import aligned, load_shelf, packs

if TYPE_CHECKING:
    from hevesy.facts import Fact, Shelf
    from hevesy.plan.reconcile.calibration import Calibration
    from hevesy.plan.reconcile.reconcile import Question


@click.command()
@click.argument("country")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for calibration.json and its tables.",
)
@click.option("--year", type=click.IntRange(1950, 2100), help="The year counted; the newest one by default.")
@click.option(
    "--burden",
    type=click.Choice(["registry", "globocan", "gbd", "estimate"]),
    help="Which source of cancer burden to use.",
)
@click.option(
    "--draws", type=click.IntRange(64, 16_384), default=1024, show_default=True, help="Draws to keep."
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed gives the same calibration."
)
@click.option(
    "--recover",
    type=click.IntRange(1, 10_000),
    metavar="N",
    help="Calibrate N made-up countries with the same kinds of counts instead, and say how often the truth is found.",
)
@click.option(
    "--quick",
    is_flag=True,
    help="Hold the yearly cascade without queues against the counts, not the weekly engine.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the calibration as JSON.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day it is made on; today where none is given."
)
@packs
def reconcile(
    country: str, out: Path | None, year: int | None, burden: str | None, draws: int, seed: int, recover: int | None,
    quick: bool, as_json: bool, on: datetime | None, pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Calibrate COUNTRY (its name, its ISO code, or a scenario's TOML file) to the treatments counted in its pack.

    \b
    Example:
      hevesy plan reconcile JOR --pack jordan/ --out calibration/
    """
    from hevesy.places import find_country
    from hevesy.plan.reconcile.reconcile import asked, calibrated

    name, shelf, choice, stated = _asked(country, burden, pack, without_restricted)
    made_on = on.date() if on else date.today()
    question = asked(find_country(name, shelf), shelf, made_on, choice, year, seed, stated, quick)
    if recover is not None:
        _recover(question, recover, seed)
        return
    found = calibrated(question, draws, seed)
    if out is not None:
        from hevesy.plan.reconcile.said import write_files

        for path in write_files(found, out):
            click.echo(f"wrote {path}", err=True)
    if as_json:
        from hevesy.plan.reconcile.calibration import as_json as content

        click.echo(json.dumps(content(found), ensure_ascii=False))
    else:
        _show(found)


def _asked(
    country: str, burden: str | None, pack: Sequence[Path], without_restricted: bool
) -> tuple[str, Shelf, str | None, dict[str, Fact]]:
    """The country, its shelf, the source of burden, and the figures that a scenario states."""
    if not country.lower().endswith(".toml"):
        return country, load_shelf(pack, without_restricted), burden, {}
    from hevesy.plan.scenario.reading import pack_folders, read_scenario
    from hevesy.plan.scenario.stated import stated_facts

    scenario = read_scenario(Path(country))
    shelf = load_shelf([*pack_folders(scenario), *pack], without_restricted)
    return scenario.country, shelf, burden or scenario.burden or None, dict(stated_facts(scenario, shelf))


def _show(found: Calibration) -> None:
    from hevesy.plan.reconcile.said import MOVED, apart_rows, fit_rows, moved_rows, together_said

    click.echo(f"{found}\n\n{aligned(fit_rows(found))}\n")
    if found.apart:
        click.echo(f"Counted apart:\n\n{aligned(apart_rows(found))}\n")
    moved = moved_rows(found)
    if moved:
        click.echo(f"What had to move, in standard deviations (sd) of its range:\n\n{aligned(moved)}\n")
    else:
        click.echo(f"No figure had to move by {MOVED:g} standard deviations of its range.")
    for sentence in (*found.said_apart, *together_said(found), *found.notes):
        click.echo(sentence)


def _recover(question: Question, countries: int, seed: int) -> None:
    from hevesy.plan.reconcile.recovery import Found, recovered, shares_inside

    found: list[Found] = []
    for number in range(countries):
        found.extend(recovered(question, seed + number))
        _progress(number + 1, countries)
    rows: list[dict[str, Any]] = [
        {
            "true value": f"courses of {name} begun in the year"
            if what == "started"
            else "every figure that moved",
            "inside its 90 % interval": f"{100 * share:.0f} %",
        }
        for (what, name), share in shares_inside(found).items()
    ]
    click.echo(aligned(rows))


def _progress(done: int, of: int) -> None:
    """One line on stderr that is written over, or one in ten where stderr is a file."""
    import sys

    if sys.stderr.isatty():
        click.echo(f"\r{done:>5} of {of}", nl=done == of, err=True)
    elif done % 10 == 0 or done == of:
        click.echo(f"{done} of {of}", err=True)
