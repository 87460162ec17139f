"""Options that several commands share, and the ways they print."""

from __future__ import annotations

import csv
import gc
import io
import json
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.facts import Shelf
from hevesy.tables import disarmed_row

if TYPE_CHECKING:
    from hevesy.plan.reconcile.calibration import Calibration


class Finite(click.FloatRange):
    """A number in a range that one can calculate with: "nan" and "inf" are refused."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        found = float(super().convert(value, param, ctx))
        if not math.isfinite(found):
            self.fail(f"{value} is not a number one can calculate with.", param, ctx)
        return found


def packs(command: Callable[..., Any]) -> Callable[..., Any]:
    """--pack (may be repeated) and --without-restricted, for commands that read the shelf."""
    command = click.option(
        "--without-restricted", is_flag=True, help="Leave out the packs whose licence restricts reuse."
    )(command)
    return click.option(
        "--pack",
        "pack",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A pack to lay over the shelf; may be repeated.",
    )(command)


def machine(command: Callable[..., Any]) -> Callable[..., Any]:
    """--json and --csv, for commands that print a table."""
    command = click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")(command)
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def calibrated(command: Callable[..., Any]) -> Callable[..., Any]:
    """--calibration, for commands that run the weekly engine; `fit_of` reads it."""
    return click.option(
        "--calibration",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="The calibration.json that `hevesy plan reconcile` wrote; without it results are exploratory.",
    )(command)


def fit_of(calibration: Path | None) -> Calibration | None:
    """What the file of --calibration holds; raises BadCalibration naming what is wrong with it."""
    if calibration is None:
        return None
    from hevesy.plan.reconcile.calibration import read_calibration

    return read_calibration(calibration)


@contextmanager
def uncollected() -> Iterator[None]:
    """Within it nobody looks for what could be thrown away: a command of seconds keeps it and is a tenth faster."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def load_shelf(pack: Sequence[Path], without_restricted: bool) -> Shelf:
    """The shelf with the user's packs on top, each checked before anything is used."""
    return Shelf.load(packs=pack, restricted=not without_restricted, today=date.today())


def print_rows(rows: Sequence[dict[str, Any]], as_json: bool, as_csv: bool) -> None:
    """Rows of one shape as a table for people, or as JSON or CSV for machines."""
    if as_json:
        click.echo(json.dumps(list(rows), indent=2, ensure_ascii=False, default=str))
    elif as_csv:
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(disarmed_row(row) for row in rows)
        click.echo(text.getvalue(), nl=False)
    elif rows:
        click.echo(aligned(rows))


def aligned(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as columns of text, each as wide as its widest cell."""
    names = list(rows[0])
    cells = [[_text(row.get(name)) for name in names] for row in rows]
    widths = [max(len(name), *(len(line[place]) for line in cells)) for place, name in enumerate(names)]
    lines = [names, ["-" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _text(value: Any) -> str:
    if value is None:
        return "unknown"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
