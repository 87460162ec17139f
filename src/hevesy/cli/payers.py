"""hevesy plan payers: who loses on each cycle under each tariff, and how fairly it is paid for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import packs
from hevesy.cli.simulate import drawing, put_away, run_one, running, shown

if TYPE_CHECKING:
    from hevesy.facts import Shelf
    from hevesy.plan.scenario.scenario import Scenario


@click.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for its files.")
@click.option("--json", "as_json", is_flag=True, help="Print it all as JSON.")
@running
@packs
def payers(
    scenario: Path, out: Path | None, as_json: bool, draws: int | None, seed: int | None, fresh: bool,
    pack: tuple[Path, ...], without_restricted: bool, **how: Any,
) -> None:  # fmt: skip
    """Set tariffs of SCENARIO (a TOML file) against cost: who loses, pay on response, premium, own feet, fairness.

    \b
    Example:
      hevesy plan scenario new JOR --out tariffs.toml
      hevesy plan payers tariffs.toml --draws 16 --out payers/
    """
    from hevesy.plan.payers import screen
    from hevesy.plan.payers.answers import payers_said
    from hevesy.plan.payers.payers import payers as found_of

    with drawing(out):
        result, shelf = run_one(scenario, out, draws, seed, fresh, pack, without_restricted, how, _check)
        found = found_of(result, shelf)
        said = payers_said(found, shelf)
        if out is not None:
            from hevesy.plan.payers.writing import write_payers

            put_away(write_payers(found, said, out), out)
    shown(said, as_json, screen, out and out / "payers.html")


def _check(asked: Scenario, shelf: Shelf) -> None:
    """What can't be worked out: a ceiling without a rate of exchange, a response that nobody knows."""
    from hevesy.plan.budget.plan import check_rate
    from hevesy.plan.payers.response import check_responses
    from hevesy.plan.scenario.places import followed

    check_rate(asked, shelf)
    check_responses(asked, followed(asked, shelf))
