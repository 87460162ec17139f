"""hevesy products: radiopharmaceuticals, their paths and criteria."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hevesy.cli.options import aligned, load_shelf, machine, packs, print_rows
from hevesy.facts import Shelf
from hevesy.products import Stage, Therapy, criteria, find_therapy, group_members, items, therapies
from hevesy.words import say


@click.group()
def products() -> None:
    """Radiopharmaceuticals, their paths and criteria.

    \b
    Example:
      hevesy products show lu177_psma617
    """


@products.command("list")
@machine
@packs
def list_(as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool) -> None:
    """List the therapies; those of one group serve the same patients and are never added up.

    \b
    Example:
      hevesy products list
    """
    shelf = load_shelf(pack, without_restricted)
    print_rows([_row(therapy) for therapy in therapies(shelf)], as_json, as_csv)


def _row(therapy: Therapy) -> dict[str, Any]:
    return {
        "id": therapy.id,
        "name": therapy.name,
        "nuclide": therapy.nuclide,
        "group": therapy.need_group + (" *" if therapy.first_choice else ""),
        "supply": " ".join(therapy.supply),
        "imaging": " ".join((*therapy.pet, *therapy.spect)),
        "board": "yes" if therapy.board else "no",
        "stay": therapy.stay,
    }


@products.command()
@click.argument("therapy")
@click.option("--place", default="world", show_default=True, help="world, income:UMIC or an ISO3 code.")
@packs
def show(therapy: str, place: str, pack: tuple[Path, ...], without_restricted: bool) -> None:
    """Show one therapy: its figures as they hold at a place, its path, and its criteria.

    \b
    Example:
      hevesy products show lu177_psma617 --place JOR
    """
    shelf = load_shelf(pack, without_restricted)
    found = find_therapy(therapy, shelf)
    _show_head(found, shelf, place)
    click.echo("\nPath (stage, who is lost and why, which A, what decides who passes):")
    click.echo(aligned([_stage(stage, shelf, place) for stage in found.stages]))
    for profile in found.profiles:
        click.echo(f"\nCriteria, profile {profile} (each group must be met; one line of a group is enough):")
        click.echo(aligned(_criteria(found, profile, shelf, place)))


def _show_head(therapy: Therapy, shelf: Shelf, place: str) -> None:
    click.echo(f"{therapy.name} ({therapy.id}): {therapy.indication}.")
    first, *others = (one.id for one in group_members(therapy, shelf))
    named = f", with {', '.join(others)} for the same patients" if others else ""
    click.echo(f"  need group  {therapy.need_group}: counted once, by {first}{named}")
    click.echo(f"  supply      {', '.join(therapy.supply)}")
    click.echo(
        f"  imaging     PET: {', '.join(therapy.pet) or 'none'}; SPECT: {', '.join(therapy.spect) or 'none'}"
    )
    click.echo(
        f"  setting     {therapy.stay.replace('_', ' ')}; {'a board decides' if therapy.board else 'no board'}"
    )
    posology = therapy.posology
    for what in ("activity", "cycles_planned", "cycles_given", "interval"):
        name = getattr(posology, what)
        click.echo(f"  {what.replace('_', ' '):<15} {_said(name, shelf, place)}  [{name}]")
    for line in therapy.earlier_lines:
        shares = " x ".join(_said(name, shelf, place) for name in line.facts) or "share unknown"
        asked = line.required_by.replace("_", " ")
        click.echo(f"  before it   {line.line.replace('_', ' ')} (asked by {asked}): {shares}")
    for model in therapy.needs:
        click.echo(f"  needed by   {model.patients}")


def _stage(stage: Stage, shelf: Shelf, place: str) -> dict[str, Any]:
    decides = [_said(name, shelf, place) for name in stage.facts]
    decides += [f"1 - {_said(name, shelf, place)}" for name in stage.losses]
    rule = [f"rule {stage.rule.replace('_', ' ')}"] if stage.rule else []
    again = "" if stage.recurs == "once" else f"every {stage.recurs}"
    return {
        "stage": stage.id,
        "lost because": stage.reason.replace("_", " "),
        "A": say(f"a.{stage.a}").partition(" (")[0],
        "barrier": stage.barrier or "-",
        "again": again,
        "passes": ", else ".join([*rule, *([" x ".join(decides)] if decides else [])]),
    }


def _criteria(therapy: Therapy, profile: str, shelf: Shelf, place: str) -> list[dict[str, Any]]:
    known = items(shelf)
    return [
        {
            "group": row.group,
            "finding": known[row.item].words,
            "test": row.test.replace("_", " "),
            "limit": _said(row.fact, shelf, place) if known[row.item].kind == "number" else "",
            "only if": known[row.only_if].words if row.only_if else "",
            "kind": str(shelf.fact(row.fact, place).kind),
        }
        for row in criteria(therapy, profile, shelf)
    ]


def _said(name: str, shelf: Shelf, place: str) -> str:
    """The figure at a place; a figure that differs by income group has none for the world."""
    fact = shelf.find(name, place)
    return fact.described() if fact is not None else "by income group"
