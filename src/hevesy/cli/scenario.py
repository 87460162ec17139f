"""hevesy plan scenario: write a first scenario, say what is wrong with one, and draw when what is done."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import load_shelf, machine, packs, print_rows

if TYPE_CHECKING:
    from hevesy.facts import Reader, Shelf
    from hevesy.plan.scenario.scenario import Scenario
    from hevesy.plan.scenario.timeline import Scheduled, Timeline


class InOrder(click.Group):
    """A group that lists its members as one uses them: a scenario is written before it is checked."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=InOrder)
def scenario() -> None:
    """What a country would do, and when: one TOML file that all kernels read.

    \b
    Example:
      hevesy plan scenario new JOR --out jordan.toml
    """


@scenario.command()
@click.argument("country")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file to write; it must be new.",
)
@click.option("--nothing-done", is_flag=True, help="The country as it is, without any intervention.")
@packs
def new(
    country: str, out: Path, nothing_done: bool, pack: tuple[Path, ...], without_restricted: bool
) -> None:
    """Write a first scenario for COUNTRY, ready to run, with a remark above everything in it.

    \b
    Example:
      hevesy plan scenario new JOR --out jordan.toml
    """
    from hevesy.errors import FileInUse
    from hevesy.places import find_country
    from hevesy.plan.scenario.starting import starting, starting_text

    if out.exists():
        raise FileInUse(file=out)
    shelf = load_shelf(pack, without_restricted)
    found = find_country(country, shelf)
    beside = [Path(os.path.relpath(folder, out.parent)).as_posix() for folder in pack]
    first = starting(found, shelf, date.today(), beside)
    first = first.with_nothing_done() if nothing_done else first
    out.write_text(starting_text(first, found, shelf, out.name), "utf-8")
    click.echo(out)
    click.echo(f"Change it, then: hevesy plan scenario check {out}", err=True)


@scenario.command()
@click.argument("file", type=click.Path(path_type=Path))
@machine
@packs
def check(file: Path, as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool) -> None:
    """Say what is wrong with the scenario in FILE, or when everything in it is ready and what it costs.

    \b
    Example:
      hevesy plan scenario check jordan.toml
    """
    said, found, reader = _checked(file, pack, without_restricted)
    rows = [_row(row, found, reader) for row in found.rows]
    print_rows(rows, as_json, as_csv)
    if not (as_json or as_csv):
        click.echo(_remarks(said, found))
        for line in _shocks(said, reader):
            click.echo(line)


@scenario.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The SVG file to write."
)
@packs
def gantt(file: Path, out: Path, pack: tuple[Path, ...], without_restricted: bool) -> None:
    """Draw when what is done in the scenario in FILE, and what decides when the last is ready.

    \b
    Example:
      hevesy plan scenario gantt jordan.toml --out gantt.svg
    """
    from hevesy.plan.scenario.picture import gantt_of

    said, found, _reader = _checked(file, pack, without_restricted)
    out.write_text(gantt_of(said, found), "utf-8")
    click.echo(out)


def _checked(
    file: Path, pack: tuple[Path, ...], without_restricted: bool
) -> tuple[Scenario, Timeline, Reader]:
    from hevesy.plan.scenario.check import check as checked
    from hevesy.plan.scenario.reading import read_scenario
    from hevesy.plan.scenario.stated import stated_facts

    said = read_scenario(file)
    shelf = shelf_of(said, pack, without_restricted)
    found = checked(said, shelf)
    reader = shelf.reader(said.country)
    reader.stated = stated_facts(said, shelf)
    return said, found, reader


def shelf_of(said: Scenario, pack: tuple[Path, ...], without_restricted: bool) -> Shelf:
    """The shelf with the scenario's own packs on top, and those of the command line over them."""
    from hevesy.plan.scenario.reading import pack_folders

    return load_shelf((*pack_folders(said), *pack), without_restricted)


def _row(row: Scheduled, found: Timeline, reader: Reader) -> dict[str, Any]:
    from hevesy.plan.scenario.stated import capital, rests_on_assumption, running_per_year

    each, people = row.intervention, reader.number("country.population")
    return {
        "id": each.id,
        "centre": each.centre,
        "begins": each.begins.isoformat(),
        "ready": found.day(row.ready).isoformat(),
        "ready_early": found.day(row.ready_low).isoformat(),
        "ready_late": found.day(row.ready_high).isoformat(),
        "full": found.day(row.full).isoformat(),
        "slack_weeks": row.slack,
        "waits_for": " ".join(row.waits_for),
        "capital_USD": _rounded(capital(each, row.entry, people, reader)),
        "USD_per_year": _rounded(running_per_year(each, row.entry, people, reader)),
        "effect": _effect(row, rests_on_assumption(each, reader)),
    }


def _effect(row: Scheduled, assumed: bool) -> str:
    """On what its effect rests, in a word."""
    if not row.entry.effects:
        return "decided" if row.entry.more else "counted"
    return "assumed" if assumed else ("decided" if row.entry.decided else "measured")


def _rounded(amount: float) -> int:
    """An amount in three figures: more would pretend to be known."""
    return int(float(f"{amount:.3g}"))


def _shocks(said: Scenario, reader: Reader) -> list[str]:
    """What befalls the country, a line for each."""
    from hevesy.plan.scenario.picture import spell_said
    from hevesy.plan.scenario.shocks import expected

    return [f"{each.shock.id}: {spell_said(each)}." for each in expected(said, reader)]


def _remarks(said: Scenario, found: Timeline) -> str:
    lines = [f"\n{said.name}: nothing is wrong with it."]
    if found.critical_path:
        last = found.of(found.critical_path[-1])
        path = ", then ".join(found.critical_path)
        lines.append(f"What decides when the last is ready ({found.day(last.ready):%B %Y}): {path}.")
    for row in found.rows:
        if row.ready >= found.weeks:
            lines.append(
                f"{row.intervention.id} is not ready before the scenario ends: it costs and does nothing."
            )
        elif row.held_by and row.starts > row.begins:
            lines.append(
                f"{row.intervention.id} begins on {row.intervention.begins} and then waits {row.starts - row.begins} "
                f"weeks for {row.held_by}."
            )
    return "\n".join(lines)
