"""hevesy validate: the checks of an installation with answers by hand, and the report to sign."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hevesy.cli.options import aligned
from hevesy.validation.case import modules

if TYPE_CHECKING:
    from hevesy.validation import Report, Result


@click.command()
@click.option(
    "--module", "named", type=click.Choice(tuple(modules())), multiple=True,
    help="Check this part alone; may be repeated. Without it, everything.",
)  # fmt: skip
@click.option("--site", default="", help="The name of the site, for the report.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the report: validation.pdf to sign, validation.html and validation.json.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def validate(named: tuple[str, ...], site: str, out: Path | None, as_json: bool) -> None:
    """Check this installation with cases that a person can work out by hand; print a report to sign.

    Nothing of a patient is read, and nothing but the report is written. Exits 1 where a check failed. No clearance is
    claimed: whether the answers are enough for a site is decided by those who sign.

    \b
    Example:
      hevesy validate --module decay
    """
    from hevesy.validation import Report, software
    from hevesy.validation import validate as checked
    from hevesy.validation.machine import machine
    from hevesy.validation.report import json_of, write_report

    results = (*checked(named, out if out is not None and out.is_dir() else None), *_of_others(named))
    if not results:
        raise click.ClickException("There is nothing of this part on this machine, so nothing was checked.")
    report = Report(site, machine(), software(), datetime.now(UTC), results)
    if as_json:
        click.echo(json_of(report))
    else:
        _show(report)
    if out is not None:
        for path in write_report(report, out):
            click.echo(f"wrote {path}", err=True)
    sys.exit(0 if report.passed else 1)


def _of_others(named: tuple[str, ...]) -> list[Result]:
    """What other installed packages check of themselves, by the entry-point group hevesy.checks."""
    found: list[Result] = []
    for entry in entry_points(group="hevesy.checks"):
        if not named or entry.name in named:
            found.extend(entry.load()())
    return found


def _show(report: Report) -> None:
    rows = [
        {"no": each.id, "asked": _short(each.what), "expected": each.expected, "got": _short(each.got),
         "difference": each.difference, "": each.state.upper() if each.state == "failed" else each.state}
        for each in report.results
    ]  # fmt: skip
    click.echo(aligned(rows))
    for each in report.results:
        if each.state == "failed" and each.remark:
            click.echo(f"{each.id}: {each.remark}", err=True)
    failed = sum(each.state == "failed" for each in report.results)
    click.echo(f"\nHevesy {report.software} on {report.machine}")
    click.echo(f"{len(report.results)} checks, {failed} failed. No clearance is claimed.")


def _short(text: str, letters: int = 70) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
