"""hevesy physics: decay, decay chains, generators."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import load_shelf, machine, packs, print_rows
from hevesy.errors import BadSchedule
from hevesy.quantities import parse_activity, parse_duration

if TYPE_CHECKING:
    from hevesy.physics import Generator, Nuclide

ELUTIONS_SHOWN = 6
NUMBERS = {"ignore_unknown_options": True}  # so that --after -24h is a length of time and not an option


@click.group()
def physics() -> None:
    """Decay, decay chains and generators.

    \b
    Example:
      hevesy physics decay Lu-177 7.4GBq --after 96h
    """


@physics.command()
@click.argument("text", default="")
@machine
def nuclides(text: str, as_json: bool, as_csv: bool) -> None:
    """List the nuclides Hevesy knows, with half-life, decay and source; TEXT keeps those whose name begins so.

    \b
    Example:
      hevesy physics nuclides Lu
    """
    from hevesy.physics import library

    begins = text.casefold()
    rows = [
        _about(found)
        for name, found in library().items()
        if name.casefold().startswith(begins) and not found.stable
    ]
    if not rows:
        raise click.ClickException(
            f"No nuclide begins with {text!r}; `hevesy physics nuclides` alone shows all."
        )
    print_rows(rows, as_json, as_csv)


def _about(nuclide: Nuclide) -> dict[str, Any]:
    becomes = ", ".join(
        f"{branch.daughter} {branch.fraction:.4g} ({branch.mode})" for branch in nuclide.branches
    )
    return {
        "nuclide": nuclide.name, "use": nuclide.use, "half_life": nuclide.half_life_text, "decays_to": becomes,
        "air_kerma_uGy_m2_per_GBq_h": nuclide.air_kerma.value if nuclide.air_kerma else None, "kind": nuclide.kind,
    }  # fmt: skip


@physics.command(context_settings=NUMBERS)
@click.argument("nuclide")
@click.argument("activity")
@click.option("--after", help="How much later, as 96h, 1d or 30min; a negative time looks back.")
@click.option("--before", help="How much earlier: what to calibrate so that ACTIVITY is left.")
@machine
def decay(
    nuclide: str, activity: str, after: str | None, before: str | None, as_json: bool, as_csv: bool
) -> None:
    """Say what ACTIVITY of NUCLIDE becomes after a while, or what it was before.

    \b
    Examples:
      hevesy physics decay Lu-177 7.4GBq --after 96h
      hevesy physics decay Lu-177 7.4GBq --before 4d
    """
    from hevesy.physics import activity_after, decays_in
    from hevesy.physics import nuclide as find

    if (after is None) == (before is None):
        raise click.UsageError("Give either --after or --before, as in --after 96h.")
    found, start = find(nuclide), parse_activity(activity)
    elapsed = parse_duration(after) if after is not None else -parse_duration(before or "")
    end = activity_after(found, start, elapsed)
    row = {
        "nuclide": found.name, "activity": str(start), "elapsed_h": elapsed / timedelta(hours=1), "becomes": str(end),
        "becomes_bq": end.bq, "share": end.bq / start.bq if start.bq else None,
        "decays_between": abs(decays_in(found, start, elapsed)),
        **(_cited(found) if as_json or as_csv else {}),
    }  # fmt: skip
    print_rows([row], as_json, as_csv)
    _say_sources([found], as_json, as_csv)


@physics.command(context_settings=NUMBERS)
@click.argument("nuclide")
@click.argument("activity")
@click.option("--after", required=True, help="How much later, as 1d, 96h or 30min.")
@machine
def chain(nuclide: str, activity: str, after: str, as_json: bool, as_csv: bool) -> None:
    """Say what pure NUCLIDE of this ACTIVITY and all its daughters amount to after a while.

    \b
    Example:
      hevesy physics chain Ac-225 1MBq --after 1d
    """
    from hevesy.physics import chain_after
    from hevesy.physics import nuclide as find

    shares = chain_after(find(nuclide), parse_activity(activity), parse_duration(after))
    rows = [
        {
            "nuclide": share.nuclide.name, "half_life": share.nuclide.half_life_text, "activity": str(share.activity),
            "activity_bq": share.activity.bq, "atoms": share.atoms, "decays": share.decays,
            **(_cited(share.nuclide) if as_json or as_csv else {}),
        }
        for share in shares
    ]  # fmt: skip
    print_rows(rows, as_json, as_csv)
    _say_sources([share.nuclide for share in shares[:1]], as_json, as_csv)


@physics.command(context_settings=NUMBERS)
@click.argument("generator")
@click.argument("activity")
@click.option("--elute-every", "every", required=True, help="Time between elutions, as 4h.")
@click.option(
    "--for",
    "span",
    help="Show elutions for this long, as 2d; without it, the first and those spread over its life.",
)
@click.option(
    "--yield",
    "given_yield",
    type=float,
    help="Share of the daughter that comes off, 0 to 1, instead of the fact.",
)
@click.option("--settled", is_flag=True, help="The column starts in equilibrium, not freshly eluted.")
@click.option(
    "--place",
    default="world",
    show_default=True,
    help="Where the facts are to hold: an ISO3 code or ISO3/centre.",
)
@machine
@packs
def generator(
    generator: str, activity: str, every: str, span: str | None, given_yield: float | None, settled: bool, place: str,
    as_json: bool, as_csv: bool, pack: tuple[Path, ...], without_restricted: bool,
) -> None:  # fmt: skip
    """Say what each elution of GENERATOR gives when its parent has ACTIVITY at the start.

    \b
    Example:
      hevesy physics generator Ge-68/Ga-68 1.85GBq --elute-every 4h
    """
    from hevesy.physics import find_generator, life_of, maximum, regular_elutions

    found = find_generator(generator, load_shelf(pack, without_restricted), place)
    start, life, share = parse_activity(activity), life_of(found), _yield_of(found, given_yield)
    until = parse_duration(span) if span else life or found.parent.half_life
    elutions = regular_elutions(found, start, parse_duration(every), until, share, empty=not settled)
    if not elutions:
        raise BadSchedule(
            problem="the first elution comes after the time shown", advice="Give a longer --for."
        )
    shown = elutions if span else _spread(len(elutions), elutions)
    rows = [
        {
            "elution": one.number, "after_h": one.at / timedelta(hours=1), "parent": str(one.parent),
            "on_column": str(one.on_column), "eluted": str(one.eluted), "eluted_bq": one.eluted.bq,
        }
        for one in shown
    ]  # fmt: skip
    print_rows(rows, as_json, as_csv)
    if not (as_json or as_csv):
        top = maximum(found, start)
        wait = f"{top.after / timedelta(hours=1):.4g} h"
        click.echo(
            f"\n{found.daughter.name} is highest {wait} after an elution that left nothing: {top.activity}."
        )
        _say_yield(found, share, given_yield)
        _say_life(found, life, parse_duration(every))
    _say_sources([found.parent, found.daughter], as_json, as_csv)


def _yield_of(generator: Generator, given: float | None) -> float:
    if given is not None:
        return given
    fact = generator.elution_yield
    if fact is None or fact.value is None:
        raise BadSchedule(
            problem=f"no fact says what share comes off {generator.name}", advice="Give it with --yield 0.8."
        )
    return fact.value


def _spread(count: int, elutions: list[Any]) -> list[Any]:
    """The first few, then about as many again over the rest, the last among them."""
    if count <= 2 * ELUTIONS_SHOWN:
        return elutions
    rest = count - ELUTIONS_SHOWN
    later = [
        ELUTIONS_SHOWN - 1 + round(rest * part / ELUTIONS_SHOWN) for part in range(1, ELUTIONS_SHOWN + 1)
    ]
    return [*elutions[:ELUTIONS_SHOWN], *(elutions[place] for place in later)]


def _say_yield(generator: Generator, share: float, given: float | None) -> None:
    fact = generator.elution_yield
    if given is not None or fact is None:
        click.echo(f"Yield {share:g} as given.")
    else:
        click.echo(f"Yield {fact.described()}, {fact.kind}; `hevesy facts why {fact.id}`.")


def _say_life(generator: Generator, life: timedelta | None, every: timedelta) -> None:
    if life is not None and generator.useful_life is not None:
        fact = generator.useful_life
        click.echo(f"Useful life {fact.described()}, {fact.kind}; `hevesy facts why {fact.id}`.")
    most = generator.elutions_max
    if most is not None and most.value is not None and (life is None or every * most.value < life):
        days = every * most.value / timedelta(days=1)
        click.echo(
            f"At this pace the maker's limit of {most.value:.0f} elutions is reached after {days:.0f} days."
        )


def _say_sources(nuclides: list[Nuclide], as_json: bool, as_csv: bool) -> None:
    """Half-life and where it comes from, below the table; machines read them from the rows or from stderr."""
    for nuclide in nuclides:
        text = f"Half-life of {nuclide.name}: {nuclide.half_life_text} ({nuclide.kind}: {_citation(nuclide.source)})."
        click.echo(text, err=as_json or as_csv)


def _cited(nuclide: Nuclide) -> dict[str, Any]:
    return {
        "half_life": nuclide.half_life_text,
        "half_life_source": _citation(nuclide.source),
        "half_life_kind": nuclide.kind,
    }


@cache
def _citation(key: str) -> str:
    """What a source key stands for, from the shipped packs, without reading the whole shelf."""
    from hevesy.facts import shipped_packs
    from hevesy.facts.pack import read_sources

    found = {
        source.key: source.citation
        for pack in shipped_packs(restricted=False)
        for source in read_sources(pack)
    }
    return found.get(key, key)
