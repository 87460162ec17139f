"""hevesy facts: what stands on the shelf, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hevesy.cli.options import load_shelf, machine, packs, print_rows
from hevesy.facts import Fact, Shelf
from hevesy.facts.pack_known import check_place
from hevesy.words import say


@click.group()
def facts() -> None:
    """The shelf of sourced figures.

    \b
    Example:
      hevesy facts why epidemiology.prostate.cascade.receive_ARPI --place JOR
    """


def _place(command: Any) -> Any:
    return click.option(
        "--place",
        default="world",
        show_default=True,
        help="world, income:UMIC, region:EMR, an ISO3 code, or ISO3/centre.",
    )(command)


def _shelf_with(place: str, pack: tuple[Path, ...], without_restricted: bool) -> Shelf:
    """The shelf; raises UnknownPlace where it has no such place."""
    shelf = load_shelf(pack, without_restricted)
    check_place(place, shelf)
    return shelf


@facts.command("list")
@click.argument("prefix", default="")
@_place
@machine
@packs
def list_(
    prefix: str, place: str, as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool
) -> None:
    """List the facts whose name begins with PREFIX, as they hold at a place.

    \b
    Example:
      hevesy facts list therapies.lu177_psma617.posology
    """
    shelf = _shelf_with(place, pack, without_restricted)
    found = [fact for name in shelf.ids(prefix) if (fact := shelf.find(name, place)) is not None]
    if not found:
        raise click.ClickException(
            f"No fact begins with {prefix!r} at {place}; `hevesy facts list` alone shows all."
        )
    print_rows([_row(fact) for fact in found], as_json, as_csv)


def _row(fact: Fact) -> dict[str, Any]:
    return {
        "fact": fact.id,
        "value": fact.described()[:70],
        "place": fact.place,
        "kind": str(fact.kind),
        "on": fact.on,
        "pack": fact.pack,
    }


@facts.command()
@click.argument("fact")
@_place
@packs
def show(fact: str, place: str, pack: tuple[Path, ...], without_restricted: bool) -> None:
    """Show one fact: value, range, unit, date, kind of truth and source.

    \b
    Example:
      hevesy facts show therapies.lu177_psma617.posology.activity_per_cycle
    """
    shelf = _shelf_with(place, pack, without_restricted)
    _show(shelf.fact(fact, place), shelf)


def _show(fact: Fact, shelf: Shelf) -> None:
    click.echo(f"{fact.id} = {fact.described()}")
    click.echo(f"  holds for   {fact.place}{f', from {fact.on}' if fact.on else ''}")
    click.echo(f"  state       {say(f'state.{fact.state}')}")
    click.echo(f"  kind        {fact.kind}: {say(f'kind.{fact.kind}')}")
    click.echo(f"  sampled as  {fact.dist}")
    source = shelf.source(fact.source)
    click.echo(f"  source      {source.citation}{f' <{source.locator}>' if source.locator else ''}")
    click.echo(f"  stands in   pack {fact.pack}, {fact.file}, line {fact.line}")
    if fact.note:
        click.echo(f"  note        {fact.note}")
    click.echo(
        f"  confirmed   {f'by {fact.confirmed_by} on {fact.confirmed_on}' if fact.confirmed else 'by nobody yet'}"
    )


@facts.command()
@click.argument("fact")
@_place
@packs
def why(fact: str, place: str, pack: tuple[Path, ...], without_restricted: bool) -> None:
    """Say why a fact has its value at a place: every row that speaks of it, and why one of them wins.

    \b
    Example:
      hevesy facts why epidemiology.prostate.cascade.receive_ARPI --place JOR
    """
    shelf = _shelf_with(place, pack, without_restricted)
    answer = shelf.why(fact, place)
    _show(answer.candidates[0].fact, shelf)
    click.echo(f"\nAsked for {place}, from the most specific: {' > '.join(shelf.chain(place))}")
    for candidate in answer.candidates:
        mark = "*" if candidate.wins else " "
        row = candidate.fact
        click.echo(
            f" {mark} {row.place:<20} {row.described():<34} {row.kind:<11} pack {row.pack}: {candidate.because}"
        )


SECTIONS = ("countries", "totals", "ratios", "treatments", "supply", "other")


@facts.command()
@click.argument("section", type=click.Choice(("all", *SECTIONS)), default="all")
@machine
@packs
def review(
    section: str, as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool
) -> None:
    """Compare the review's numbers with what the shipped data give: reproduced or not, and why.

    \b
    Example:
      hevesy facts review treatments
    """
    from hevesy.plan.review import checks
    from hevesy.plan.review_said import on_screen, row

    found = checks(load_shelf(pack, without_restricted), section.replace("all", ""))
    if as_json or as_csv:
        print_rows([row(check) for check in found], as_json, as_csv)
    else:
        click.echo(on_screen(found))
