"""hevesy plan: a country's first plan, the world beside it, and the forms to ask a country with."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.budget import budget
from hevesy.cli.calibrate import calibrate
from hevesy.cli.centre import centre
from hevesy.cli.document import document
from hevesy.cli.drill import drill
from hevesy.cli.fives import fives
from hevesy.cli.options import calibrated, fit_of, load_shelf, packs, uncollected
from hevesy.cli.payers import payers
from hevesy.cli.placement import placement
from hevesy.cli.reconcile import reconcile
from hevesy.cli.scenario import scenario
from hevesy.cli.simulate import compare, simulate
from hevesy.cli.value import value
from hevesy.cli.workforce import workforce

if TYPE_CHECKING:
    from hevesy.facts import Shelf
    from hevesy.plan.reconcile.calibration import Calibration


@click.group()
def plan() -> None:
    """What would it take for every patient here to get this care?

    \b
    Example:
      hevesy plan country JOR --out report/
    """


plan.add_command(scenario)
plan.add_command(reconcile)
plan.add_command(calibrate)
plan.add_command(simulate)
plan.add_command(compare)
plan.add_command(fives)
plan.add_command(drill)
plan.add_command(workforce)
plan.add_command(value)
plan.add_command(placement)
plan.add_command(centre)
plan.add_command(budget)
plan.add_command(document)
plan.add_command(payers)


def _on(command: Any) -> Any:
    return click.option(
        "--on",
        type=click.DateTime(["%Y-%m-%d"]),
        default=None,
        help="The day the plan is made on; today where none is given.",
    )(command)


def _day(on: datetime | None) -> date:
    return on.date() if on else date.today()


@plan.command()
@click.argument("country")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the report; made where there is none.",
)
@click.option(
    "--burden",
    type=click.Choice(["registry", "globocan", "gbd", "estimate"]),
    help="Which source of cancer burden to use.",
)
@click.option(
    "--draws",
    type=click.IntRange(16, 100_000),
    default=512,
    show_default=True,
    help="Draws of the uncertain figures.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same plan.")
@calibrated
@click.option(
    "--no-chapters", is_flag=True, help="Leave out the chapters of people and of lifting the five A's; faster."
)
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@_on
@packs
def country(
    country: str, out: Path | None, burden: str | None, draws: int, seed: int, calibration: Path | None,
    no_chapters: bool, as_json: bool, on: datetime | None, pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Plan for COUNTRY (its name or its ISO code): who needs care, who can reach it, where people are lost.

    \b
    Example:
      hevesy plan country JOR --out report/
    """
    with uncollected():
        found = _planned(country, out, burden, draws, seed, calibration, no_chapters, on, pack, without_restricted)
    if as_json:
        import json

        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    from hevesy.plan.answers.screen import on_screen

    click.echo(on_screen(found))
    if out is not None:
        click.echo(f"\nThe report is {out / 'report.html'}")


def _planned(
    country: str, out: Path | None, burden: str | None, draws: int, seed: int, calibration: Path | None,
    no_chapters: bool, on: datetime | None, pack: tuple[Path, ...], without_restricted: bool,
) -> dict[str, Any]:  # fmt: skip
    """The plan, written into the folder where there is one."""
    from hevesy.plan.answers import plan_of
    from hevesy.plan.beside import beside
    from hevesy.plan.country import picture

    day, fit, shelf = _day(on), fit_of(calibration), load_shelf(pack, without_restricted)
    drawn = None
    with beside(lambda: _weeks(country, shelf, day, burden, seed, draws, fit, not no_chapters)) as weeks:
        seen = picture(country, shelf, day, burden, draws, seed)
        if out is not None:
            from hevesy.plan.report.charts import drawn_of

            drawn = drawn_of(plan_of(seen), shelf)  # while the weeks are computed
        found = plan_of(seen, None if seen.sites is None else weeks())
    if out is not None:
        from hevesy.plan.report.write import write_report

        for path in write_report(found, out, shelf, drawn):
            click.echo(f"wrote {path}", err=True)
    return found


def _weeks(
    name: str, shelf: Shelf, day: date, burden: str | None, seed: int, draws: int, fit: Calibration | None,
    chapters: bool,
) -> dict[str, Any]:  # fmt: skip
    """What the weekly engine says of a country."""
    from hevesy.places import find_country
    from hevesy.plan.ahead import ahead
    from hevesy.plan.answers.ahead import by_the_engine

    found = ahead(find_country(name, shelf), shelf, day, burden or "", seed, draws, fit)
    return by_the_engine(found, shelf, chapters)


@plan.command()
@click.argument("country")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("."),
    help="The folder for the forms.",
)
@packs
def questionnaire(country: str, out: Path, pack: tuple[Path, ...], without_restricted: bool) -> None:
    """Write the pre-mission form for COUNTRY: the 30 inputs that matter most, by owner, pre-filled (xlsx and docx).

    \b
    Example:
      hevesy plan questionnaire JOR --out forms/
    """
    from hevesy.places import find_country
    from hevesy.plan.questionnaire import write_questionnaire

    shelf = load_shelf(pack, without_restricted)
    for path in write_questionnaire(find_country(country, shelf), shelf, out):
        click.echo(path)


@plan.command()
@click.argument("country")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder for the pack; it must be new or empty.",
)
@packs
def template(country: str, out: Path, pack: tuple[Path, ...], without_restricted: bool) -> None:
    """Write a pack for COUNTRY to correct in a spreadsheet and lay over the shelf with --pack.

    \b
    Example:
      hevesy plan template JOR --out jordan/
    """
    from hevesy.places import find_country
    from hevesy.plan.template import write_template

    shelf = load_shelf(pack, without_restricted)
    for path in write_template(find_country(country, shelf), shelf, out):
        click.echo(path)
    click.echo(f"Correct the files, then: hevesy plan country {country} --pack {out} --out report/", err=True)


@plan.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder for the table and the map.",
)
@click.option(
    "--burden",
    type=click.Choice(["globocan", "gbd", "estimate"]),
    help="Which source of cancer burden to use.",
)
@_on
@packs
def world(
    out: Path, burden: str | None, on: datetime | None, pack: tuple[Path, ...], without_restricted: bool
) -> None:
    """Compare all countries and territories in a table and a map; stopped, it goes on where it was.

    \b
    Example:
      hevesy plan world --out world/
    """
    from hevesy.plan.answers.summary import summary
    from hevesy.plan.world import write_world

    shelf = load_shelf(pack, without_restricted)
    day = _day(on)
    for path in write_world(
        shelf, lambda iso3, held: summary(iso3, held, day, burden), out, _progress, f"{day} {burden}"
    ):
        click.echo(path)


def _progress(done: int, of: int, name: str) -> None:
    """One line on stderr that is written over, or one in twenty-five where stderr is a file."""
    import sys

    if sys.stderr.isatty():
        click.echo(f"\r{done:>4} of {of}  {name:<50}", nl=done == of, err=True)
    elif done % 25 == 0 or done == of:
        click.echo(f"{done} of {of}", err=True)
