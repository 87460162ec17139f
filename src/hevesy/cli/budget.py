"""hevesy plan budget: what a scenario costs year by year, who pays it, and what nobody pays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hevesy.cli.options import packs
from hevesy.cli.simulate import drawing, put_away, run_one, running, shown


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for page, JSON, CSV, XLSX.")
@click.option("--json", "as_json", is_flag=True, help="Print the budget as JSON.")
@running
@packs
def budget(
    scenario: Path, out: Path | None, as_json: bool, draws: int | None, seed: int | None, fresh: bool,
    pack: tuple[Path, ...], without_restricted: bool, **how: Any,
) -> None:  # fmt: skip
    """Make the budget of SCENARIO (a TOML file): year by line by funder by currency, and what nobody pays.

    \b
    Example:
      hevesy plan scenario new JOR --out funded.toml
      hevesy plan budget funded.toml --draws 16 --out budget/
    """
    from hevesy.plan.budget import screen
    from hevesy.plan.budget.answers import budget_said
    from hevesy.plan.budget.plan import budget as made
    from hevesy.plan.budget.plan import check_rate

    with drawing(out):
        result, shelf = run_one(scenario, out, draws, seed, fresh, pack, without_restricted, how, check_rate)
        found = made(result)
        said = budget_said(found, shelf)
        if out is not None:
            from hevesy.plan.budget.writing import write_budget

            put_away(write_budget(found, said, out), out)
    shown(said, as_json, screen, out and out / "budget.html")
