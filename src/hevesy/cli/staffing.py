"""hevesy learn staffing and hevesy learn national: how many people it takes, and who can be trained."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import load_shelf, machine, packs, print_rows

if TYPE_CHECKING:
    from hevesy.competence.staffing import Post, Range, Work
    from hevesy.competence.view import CadreView
    from hevesy.facts import Reader, Shelf

COUNTRY = click.option("--country", required=True, help="ISO code or name of the country, for its figures.")
DRAWS = click.option("--draws", type=click.IntRange(2, 100_000), default=256, show_default=True, help="For ranges.")


@click.command()
@click.option("--cycles", multiple=True, metavar="THERAPY=N", help="Cycles given in a year; may be repeated.")
@click.option("--courses", multiple=True, metavar="THERAPY=N", help="Courses begun in a year; may be repeated.")
@click.option("--table", type=click.Path(path_type=Path, dir_okay=False), help="A table: therapy, courses, cycles.")
@click.option("--there", multiple=True, metavar="CADRE=N", help="Whole posts of who is there and valid, as in 1.5; may "
              "be repeated.")  # fmt: skip
@click.option("--without", multiple=True, metavar="CADRE", help="What if a whole post were empty; may be repeated.")
@click.option("--more", type=click.FloatRange(-100, 1000), default=0.0, help="What if: percent more of everything.")
@COUNTRY
@DRAWS
@machine
@packs
def staffing(
    cycles: tuple[str, ...], courses: tuple[str, ...], table: Path | None, there: tuple[str, ...],
    without: tuple[str, ...], more: float, country: str, draws: int, as_json: bool, as_csv: bool,
    pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Say how many people of each cadre a year's work takes, with 90 % ranges, and who is missing.

    The minutes are those of `hevesy plan`; those of your own centre count where a pack holds them.

    \b
    Example:
      hevesy learn staffing --country JOR --cycles lu177_psma617=120 --there physicist=1
    """
    from hevesy.capacity.counts import counted
    from hevesy.competence import staffing as staffed
    from hevesy.places import find_country

    shelf = load_shelf(pack, without_restricted)
    reader = shelf.reader(find_country(country, shelf).iso3, draws)
    work = _work(cycles, courses, table, reader)
    if not work:
        raise click.UsageError("Say what is done in a year: --cycles THERAPY=N, --courses THERAPY=N or --table FILE.")
    valid = _there(there, without)
    found = staffed.staffing(staffed.what_if(work, more), reader, counted(None, reader, date.today()), valid=valid)
    print_rows([_for_machines(each) if as_json or as_csv else _for_eyes(each) for each in found], as_json, as_csv)


def _work(cycles: tuple[str, ...], courses: tuple[str, ...], table: Path | None, reader: Reader) -> list[Work]:
    from hevesy.competence.staffing import work_of
    from hevesy.competence.workload import read_workload

    given, begun = _numbers(cycles, "--cycles", reader.shelf), _numbers(courses, "--courses", reader.shelf)
    said = [work_of(name, reader, begun.get(name), given.get(name)) for name in dict.fromkeys((*given, *begun))]
    return said if table is None else [*said, *read_workload(table, reader)]


def _numbers(said: tuple[str, ...], option: str, shelf: Shelf) -> dict[str, float]:
    from hevesy.products import find_therapy

    return {find_therapy(name, shelf).id: number for name, number in _pairs(said, option, "ra223=8")}


def _pairs(said: Sequence[str], option: str, example: str) -> Iterator[tuple[str, float]]:
    for each in said:
        name, _equals, many = each.partition("=")
        try:
            number = float(many)
        except ValueError:
            number = -1.0
        if not 0.0 <= number <= 1e6:
            raise click.BadParameter(f"{each!r} is no name and number, as in {example}.", param_hint=option)
        yield name.strip(), number


def _there(said: tuple[str, ...], without: tuple[str, ...]) -> dict[str, float]:
    from hevesy.capacity.minutes import CADRES

    found = dict(_pairs(said, "--there", "physicist=1"))
    for name in (*found, *without):
        if name not in CADRES:
            raise click.BadParameter(f"{name!r} is none of {', '.join(CADRES)}.", param_hint="--there or --without")
    for name in without:
        if found.get(name, 0.0) < 1.0:
            problem = f"nobody is said to be there as {name}, so nobody can leave; say --there {name}=N."
            raise click.BadParameter(problem, param_hint="--without")
        found[name] -= 1.0
    return found


def _for_machines(post: Post) -> dict[str, Any]:
    found: dict[str, Any] = {"cadre": post.cadre}
    for name in ("minutes", "fte", "persons", "gap"):
        each = getattr(post, name)
        found |= {f"{name}{end}": each and getattr(each, value) for end, value in
                  (("", "value"), ("_low", "low"), ("_high", "high"))}  # fmt: skip
    return {**found, "valid": post.valid}


def _for_eyes(post: Post) -> dict[str, str]:
    return {
        "cadre": post.cadre, "hours a year": f"{post.minutes.value / 60:.0f}", "whole posts": _said(post.fte),
        "people, beside other work": _said(post.persons), "there": "-" if post.valid is None else f"{post.valid:g}",
        "missing": "-" if post.gap is None else _said(post.gap),
    }  # fmt: skip


def _said(each: Range) -> str:
    return f"{each.value:.2f} ({each.low:.2f} to {each.high:.2f})"


@click.command()
@click.argument("table", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--country", required=True, help="ISO code or name of the country whose centres these are.")
@click.option("--plan", type=click.Path(path_type=Path, dir_okay=False), help="workforce.json of a plan, for its need.")
@click.option("--by", type=click.Choice(("cadre", "therapy", "centre")), default="cadre", show_default=True)
@DRAWS
@machine
@packs
def national(
    table: Path, country: str, plan: Path | None, by: str, draws: int, as_json: bool, as_csv: bool,
    pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Lay the people and the training of a country's centres beside the need, and say what limits training where.

    TABLE has the columns centre, what, about, number: people and valid (in whole posts, so 2.5 may stand there),
    trainees and seats of a cadre; cycles and courses of a therapy in a year. What a centre does not say is unknown,
    never zero.

    \b
    Example:
      hevesy learn national --help
    """
    from hevesy.competence.centres import read_centres
    from hevesy.competence.view import national_view, view_said
    from hevesy.places import find_country

    shelf, on = load_shelf(pack, without_restricted), date.today()
    place = find_country(country, shelf).iso3
    centres = read_centres(table, shelf)
    found = national_view(centres, shelf.reader(place, draws), on, _planned(plan))
    if as_json:
        click.echo(json.dumps(view_said(found, place, on, len(centres)), indent=1))
        return
    rows = {"cadre": _by_cadre, "therapy": _by_therapy, "centre": _by_centre}[by]
    print_rows([row for each in found for row in rows(each)], False, as_csv)


def _planned(plan: Path | None) -> dict[str, Any] | None:
    from hevesy.competence.view import planned_by

    if plan is None:
        return None
    try:
        return planned_by(json.loads(plan.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        problem = f"{plan} is no workforce.json, as `hevesy plan workforce --out` writes it."
        raise click.BadParameter(problem, param_hint="--plan") from None


def _by_cadre(each: CadreView) -> Iterator[dict[str, str]]:
    planned = each.planned[-1] if each.planned else None
    row = {
        "cadre": each.cadre, "people": _plain(each.people.value), "valid": _plain(each.valid.value),
        "needed": _ranged(each.needed), "missing": _ranged(each.gap), "trainees": _plain(each.trainees.value),
        "seats": _ranged(each.seats), "limited by": each.limit,
        "weeks to replace": _ranged(each.said["weeks_to_replace"][0], 0),
    }  # fmt: skip
    yield row if planned is None else {**row, f"needed by the plan, {planned['year']}": _ranged(planned)}


def _by_therapy(each: CadreView) -> Iterator[dict[str, str]]:
    for one in each.training:
        limits = ", ".join(f"{name} {many}" for name, many in one.limits.most_common())
        yield {"cadre": each.cadre, "procedures": one.group or "all", "seats": _plain(one.seats, 1),
               "limited at so many centres by": limits}  # fmt: skip


def _by_centre(each: CadreView) -> Iterator[dict[str, str]]:
    for one in each.training[0].centres:
        yield {"cadre": each.cadre, "centre": one.centre, "seats": _plain(one.seats, 1), "limited by": one.limit,
               "trainees": _plain(one.trainees), "free": _plain(one.free, 1)}  # fmt: skip


def _plain(value: float | None, digits: int = 0) -> str:
    return "-" if value is None else f"{value:.{digits}f}" if digits else f"{value:g}"


def _ranged(row: Any, digits: int = 1) -> str:
    if row is None or row["low"] is None:
        return "-"
    low, high = (f"{row[name]:.{digits}f}" for name in ("low", "high"))
    return f"{low} to {high}" if row["value"] is None else f"{row['value']:.{digits}f} ({low} to {high})"
