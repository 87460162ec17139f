"""hevesy plan calibrate: a centre's counts and times as a pack of observed figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import aligned, load_shelf, packs

if TYPE_CHECKING:
    from hevesy.plan.calibrate import Observed


@click.command()
@click.argument("counts", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("country")
@click.option("--centre", default="", help="The centre's short name in centres.csv of a pack.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The new folder for the pack.")
@click.option("--full", is_flag=True, help="The centre could not have given more: its doses a week are its limit.")
@click.option("--json", "as_json", is_flag=True, help="Print everything that was observed as JSON.")
@packs
def calibrate(
    counts: Path, country: str, centre: str, out: Path | None, full: bool, as_json: bool, pack: tuple[Path, ...],
    without_restricted: bool,
) -> None:  # fmt: skip
    """Turn COUNTS, a centre's table without persons (`hevesy service counts`), into a pack for COUNTRY.

    Each figure comes with a 90 % interval. Shares hold for the whole country, for a plan has one share for a country;
    doses a week, persons treated and waits are the centre's own. What states no figure of a plan is listed with
    the reason.

    \b
    Example:
      hevesy plan calibrate --help
    """
    from hevesy.places import find_country
    from hevesy.plan.calibrate import centre_year
    from hevesy.plan.calibrated_pack import as_json as content
    from hevesy.plan.calibrated_pack import write_pack
    from hevesy.record.counts_file import read_counts

    shelf = load_shelf(pack, without_restricted)
    place = find_country(country, shelf)
    found = centre_year(read_counts(counts), place.iso3, centre, full, shelf)
    if out is not None:
        for path in write_pack(found, counts, shelf, out):
            click.echo(f"wrote {path}", err=True)
    if as_json:
        click.echo(json.dumps(content(found), ensure_ascii=False))
        return
    for title, told in (("as figures of a plan", found.facts), ("and no figure of a plan", found.silent)):
        if told:
            rows = [_row(each, each.fact or each.why_not) for each in told]
            click.echo(f"Observed, {found.period}, {title}:\n\n{aligned(rows)}\n")


def _row(each: Observed, last: str) -> dict[str, Any]:
    several = f"{each.therapies[0]} and {len(each.therapies) - 1} more" if len(each.therapies) > 1 else ""
    return {
        "what": each.name, "therapies": several or "".join(each.therapies) or "all",
        "value": f"{each.found.value:.3g}", "90 %": f"{each.found.low:.3g} to {each.found.high:.3g}", "unit": each.unit,
        "of": f"{each.of:g}", "fact" if each.fact else "why": last,
    }  # fmt: skip
