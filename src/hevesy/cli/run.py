"""hevesy run: the courses of care a centre gives, their gates, and sending a patient home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import load_shelf, machine, packs, print_rows
from hevesy.cli.release import papers, release

if TYPE_CHECKING:
    from hevesy.facts import Reader, Shelf
    from hevesy.record import Act, Template
    from hevesy.run.gate import Gate
    from hevesy.run.minutes import Compared, Expected


@click.group()
def run() -> None:
    """What must happen for this patient, now, by whom, and is it safe?

    \b
    Example:
      hevesy run courses
    """


run.add_command(release)
run.add_command(papers)


@run.command()
@click.argument("course", default="")
@machine
@packs
def courses(course: str, as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool) -> None:
    """List the courses that have a template; with COURSE (or a therapy), its acts, who does each, and what it needs.

    \b
    Example:
      hevesy run courses lu177_psma
    """
    from hevesy.record import find_template, templates

    shelf = load_shelf(pack, without_restricted)
    if course:
        rows = _acts(find_template(course, shelf))
    else:
        rows = [
            {
                "course": each.name, "version": each.version, "what": each.words, "acts": len(each.moves),
                "therapies": " ".join(each.therapies),
            }
            for each in templates(shelf).values()
        ]  # fmt: skip
    print_rows(rows, as_json, as_csv)


def _acts(template: Template) -> list[dict[str, Any]]:
    return [
        {
            "act": name, "what": move.act.words, "for each": move.act.scope, "by": " ".join(move.act.roles),
            "with": " ".join(move.act.second), "needs": " ".join(move.needs),
            "signed by": _signed_by(move.act),
        }
        for name, move in template.moves.items()
    ]  # fmt: skip


def _signed_by(act: Act) -> str:
    return " ".join(who for who, signs in (("first", act.is_signed), ("second", act.second_proves)) if signs)


@run.command()
@click.argument("therapy")
@click.option("--country", default="", help="The country whose figures are proposed, by code or name.")
@machine
@packs
def gates(
    therapy: str, country: str, as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool
) -> None:
    """Show the gate table of THERAPY: what is asked at which act, the figure proposed, its source, and who signs.

    Nothing is signed here: a figure on the shelf is a proposal, and without a signature no patient may be treated.

    \b
    Example:
      hevesy run gates lu177_psma617 --country JOR
    """
    from hevesy.places import find_country
    from hevesy.products import find_therapy
    from hevesy.record import find_template
    from hevesy.run.gate import gates_of

    shelf = load_shelf(pack, without_restricted)
    template = find_template(therapy, shelf)
    name = therapy if therapy in template.therapies else template.therapies[0]
    reader = shelf.reader(find_country(country, shelf).iso3 if country else "world")
    found = find_therapy(name, shelf)
    print_rows([_gate(gate, found.id, reader, shelf) for gate in gates_of(template, shelf)], as_json, as_csv)


def _gate(gate: Gate, therapy: str, reader: Reader, shelf: Shelf) -> dict[str, Any]:
    proposed, source = _proposal(gate, therapy, reader, shelf)
    return {
        "gate": gate.name, "asks": gate.words, "at": " ".join(gate.acts), "proposed": proposed, "source": source,
        "signs": " ".join(gate.signed_by) or "nobody", "may override": " ".join(gate.override) or "nobody",
    }  # fmt: skip


def _proposal(gate: Gate, therapy: str, reader: Reader, shelf: Shelf) -> tuple[str, str]:
    """The figure on the shelf for a gate and where it is from; of the release rule every limit of the country."""
    from hevesy.policy import asked_of, release_rule
    from hevesy.products import find_therapy

    if gate.test == "release_rule":
        limits = asked_of(release_rule(reader.place, shelf), find_therapy(therapy, shelf).nuclide)
        said = "; ".join(f"{limit.name} {limit.fact.described()}" for limit in limits)
        return said or "no rule is stated", "; ".join(f"{limit.fact.source} ({limit.fact.kind})" for limit in limits)
    if not gate.limit or gate.limit.startswith("prescription."):
        return gate.limit, ""
    fact = reader.find(gate.limit.format(therapy=therapy))
    return (fact.described(), f"{fact.source} ({fact.kind})") if fact is not None else ("nothing on the shelf", "")


@run.command()
@click.argument("therapy", default="")
@click.option("--counts", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="A centre's counts.")
@click.option("--country", default="", help="The country whose table of minutes holds, by code or name.")
@machine
@packs
def minutes(
    therapy: str, counts: Path | None, country: str, as_json: bool, as_csv: bool, pack: tuple[Path, ...],
    without_restricted: bool,
) -> None:  # fmt: skip
    """Show the minutes that a course of THERAPY is expected to take of everybody: the table that a plan reckons with.

    With --counts (of `hevesy service counts`), what a centre itself wrote down stands beside it.

    \b
    Example:
      hevesy run minutes lu177_psma617 --country JOR
    """
    from hevesy.places import find_country
    from hevesy.record.counts_file import read_counts
    from hevesy.run.minutes import compared, of_therapy

    if not therapy and counts is None:
        raise click.UsageError("Name a THERAPY to see what is expected, or --counts to see what a centre wrote down.")
    shelf = load_shelf(pack, without_restricted)
    reader = shelf.reader(find_country(country, shelf).iso3 if country else "world")
    asked = of_therapy(therapy, reader) if therapy else []
    if counts is None:
        print_rows([_expected(each) for each in asked], as_json, as_csv)
        return
    wanted = {(each.event, each.who) for each in asked}
    told = compared(read_counts(counts), reader)
    rows = [_compared(each) for each in told if not therapy or (each.event, each.who) in wanted]
    if not rows:
        click.echo("These counts tell no minutes: fewer than five courses wrote them down.", err=True)
    print_rows(rows, as_json, as_csv)


def _expected(each: Expected) -> dict[str, Any]:
    fact = each.fact
    return {
        "step": each.event, "who": each.who, "expected": fact.described(), "source": f"{fact.source} ({fact.kind})",
        "what": fact.note,
    }  # fmt: skip


def _compared(each: Compared) -> dict[str, Any]:
    from hevesy.run.minutes import says_said

    return {
        "step": each.event, "who": each.who, "times": each.many, "courses": each.courses, "median": each.median,
        "mean": each.mean, "90 %": f"{each.low:.3g} to {each.high:.3g}",
        "plan": "" if each.expected is None else each.expected.fact.described(), "says": says_said(each.says),
    }  # fmt: skip
