"""hevesy plan placement: where to open or enlarge centres, with a proof, and tried in the simulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import Finite, load_shelf, machine, packs, print_rows
from hevesy.cli.simulate import RunProgress, drawing, folder_made, put_away, say_aside, scenarios_asked, shown

if TYPE_CHECKING:
    from hevesy.facts import Shelf
    from hevesy.plan.scenario.scenario import Scenario
    from hevesy.plan.simulation.simulate import Result

DRAWS = 96
CRITERIA = ("mean", "cvar", "regret")


@click.command()
@click.argument("scenario")
@click.option("--open", "open_", type=click.IntRange(1, 1000), metavar="P", help="Open so many new centres.")
@click.option(
    "--cover", type=Finite(min=0, min_open=True), metavar="HOURS",
    help="With --open: for most people within HOURS, one way, in place of least travel.",
)  # fmt: skip
@click.option(
    "--budget", type=Finite(min=0), metavar="USD",
    help="Open and enlarge centres year by year for USD in all, running costs included.",
)  # fmt: skip
@click.option(
    "--within", type=Finite(min=0, min_open=True), metavar="HOURS",
    help="With --budget: nobody is sent farther than HOURS, one way.",
)  # fmt: skip
@click.option(
    "--staff", type=click.IntRange(0, 1000), metavar="N",
    help="With --budget: so many pairs of chairs can be staffed anew in a year.",
)  # fmt: skip
@click.option(
    "--robust", type=click.Choice([*CRITERIA, "none"]), default="mean", show_default=True,
    help="The model's choice over sampled futures: least lost on average, in the worst tenth of them (cvar), or least "
    "regret in the worst; none: least travel, every figure at its middle.",
)  # fmt: skip
@click.option("--pin", multiple=True, metavar="TOWN", help="A centre must open in TOWN; may be repeated.")
@click.option("--forbid", multiple=True, metavar="TOWN", help="None may open in TOWN; may be repeated.")
@click.option("--years", type=click.IntRange(1, 25), help="Years to plan; the scenario's, or 10, where none are given.")
@click.option(
    "--kind", type=click.Choice(["open_centre", "build_centre"]), default="open_centre", show_default=True,
    help="What opening means: in a department of nuclear medicine that is there, or a new house.",
)  # fmt: skip
@click.option("--link", is_flag=True, help="A new centre sends who waits too long to the nearest that is there.")
@click.option(
    "--candidates", type=click.IntRange(1, 2000), default=60, show_default=True, help="How many towns to look at.",
)  # fmt: skip
@click.option(
    "--try", "tried", type=click.IntRange(0, 50), default=12, show_default=True,
    help="How many plans to try in the simulation; 0 for none.",
)  # fmt: skip
@click.option("--seconds", type=Finite(0.1, 86_400), default=30.0, show_default=True, help="Time to prove.")
@click.option(
    "--write", type=click.Path(path_type=Path, dir_okay=False), help="The scenario file to write; it must be new.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder for the results.")
@click.option("--draws", type=click.IntRange(2, 100_000), help=f"Draws to try sets with; {DRAWS} where none are given.")
@click.option("--seed", type=int, help="The seed; the scenario's where none is given.")
@machine
@packs
def placement(
    scenario: str, open_: int | None, cover: float | None, budget: float | None, within: float | None,
    staff: int | None, robust: str, pin: tuple[str, ...], forbid: tuple[str, ...], years: int | None, kind: str,
    link: bool, candidates: int, tried: int, seconds: float, write: Path | None, out: Path | None, draws: int | None,
    seed: int | None, as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Say where to open centres in SCENARIO (a TOML file, or a country), or what to open and enlarge for a budget.

    The location model's answer comes with its bound, so that one sees whether it is proven. It and other plans are then
    simulated on the same draws, without and with an outage, and compared by cost, health, fairness and what is lost in
    the outage. Stopped with Ctrl-C, the same command with --out goes on where it was.

    \b
    Example:
      hevesy plan placement JOR --open 2 --try 2 --draws 8 --write two_centres.toml --out placement/
    """
    from hevesy.errors import FileInUse
    from hevesy.plan.placement import screen
    from hevesy.plan.placement.choosing import Asked

    if write is not None and write.exists():
        raise FileInUse(file=write)
    robust = "" if robust == "none" else robust
    asked = Asked(open_, cover, budget, within, staff, pin, forbid, seconds, kind, link, robust)
    with drawing(out):
        base, shelf = _base(scenario, years, draws, seed, pack, without_restricted)
        said, planned = _placed(base, shelf, asked, candidates, tried, out)
        if write is not None:
            _written(planned, write)
    if as_csv:
        print_rows(said["steps"], False, True)
        return
    shown(said, as_json, screen, out and out / "placement.html")


def _base(
    named: str, years: int | None, draws: int | None, seed: int | None, pack: Sequence[Path], without_restricted: bool
) -> tuple[Scenario, Shelf]:
    """The scenario in a file, or one of a country in which nothing is done yet."""
    if named.endswith(".toml") or Path(named).is_file():
        (base,), shelf = scenarios_asked([Path(named)], draws or DRAWS, seed, tuple(pack), without_restricted)
        return replace(base, years=years or base.years), shelf
    from hevesy.places import find_country
    from hevesy.plan.scenario.scenario import Scenario

    shelf = load_shelf(pack, without_restricted)
    country = find_country(named, shelf)
    start = date(date.today().year + 1, 1, 1)
    name = f"{country.name}: placement"
    beside = tuple(Path(folder).as_posix() for folder in pack)
    base = Scenario(name, country.iso3, start, years or 10, draws or DRAWS, 1 if seed is None else seed, packs=beside)
    return base, shelf


def _placed(
    base: Scenario, shelf: Shelf, asked: Any, candidates: int, most: int, out: Path | None
) -> tuple[dict[str, Any], Scenario]:
    """What the placement says, written into the folder where there is one, and the scenario with the best steps."""
    from hevesy.places import find_country
    from hevesy.plan.placement.acts import with_steps
    from hevesy.plan.placement.answers import answers
    from hevesy.plan.placement.choosing import choose
    from hevesy.plan.placement.ground import ground
    from hevesy.plan.placement.pool import pool
    from hevesy.plan.placement.trying import trials
    from hevesy.plan.scenario.check import check
    from hevesy.plan.scenario.stated import stated_facts

    check(base, shelf)
    reader = shelf.reader(base.country)
    reader.stated = stated_facts(base, shelf)
    land = ground(base, find_country(base.country, shelf), reader, candidates, (*asked.pinned, *asked.forbidden))
    folder_made(out)
    if asked.budget is not None:
        click.echo(f"Locating, for {asked.seconds:g} s at most ...", err=True)
    choice = choose(asked, land)
    found = pool(choice, asked, land, most)
    tried = trials(found, asked, land, _run(out), _strike(out)) if found else None
    said = answers(choice, asked, land, tried)
    steps = choice.steps if tried is None else tried.plans[0].rival.steps
    planned = with_steps(steps, asked.kind, land, asked.link)
    check(planned, shelf)
    if out is not None:
        _files(said, out, shelf)
    return said, replace(planned, name=f"{base.name}, placed")


def _run(out: Path | None) -> Any:
    def run(scenarios: Sequence[Scenario], shelf: Shelf) -> list[Result]:
        from hevesy.plan.simulation.simulate import How, simulate_all

        return simulate_all(scenarios, shelf, How(on_progress=RunProgress(), say=say_aside), out)

    return run


def _strike(out: Path | None) -> Any:
    from hevesy.plan.placement.aims import Strike

    return Strike(out, on_progress=RunProgress(), say=say_aside)


def _files(said: dict[str, Any], out: Path, shelf: Shelf) -> None:
    from hevesy.plan.placement.writing import write_placement
    put_away(write_placement(said, out, shelf), out)


def _written(planned: Scenario, write: Path) -> None:
    from hevesy.plan.scenario.writing import scenario_text

    head = f"{planned.name}: written by `hevesy plan placement`."
    head += f"\nRun it:  hevesy plan simulate {write.name} --out results/"
    write.write_text(scenario_text(planned, {"": head}), "utf-8")
    click.echo(f"wrote {write}", err=True)
