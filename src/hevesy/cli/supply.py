"""hevesy supply: how a decaying medicine reaches a chair."""

from __future__ import annotations

import json
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hevesy.cli.options import aligned, load_shelf, machine, packs, print_rows

if TYPE_CHECKING:
    from hevesy.supply import Hours, Journey

_SHOWN = 5


@click.group()
def supply() -> None:
    """Journeys of decaying medicines, from producer to chair.

    \b
    Example:
      hevesy supply journey lu177_psma617 --to Amman --inject "2027-03-02 10:00"
    """


@supply.command("journey")
@click.argument("product")
@click.option("--to", "to", required=True, help="The town, or the id of a centre of a pack.")
@click.option(
    "--inject", "inject", required=True, help="Hour of injection, on the clock there: 2027-03-02 10:00."
)
@click.option("--country", help="Three letters, when towns of several countries have this name.")
@click.option("--activity", help="Prescribed activity, as 7.4GBq; else the usual one.")
@click.option(
    "--zone", help="Clock of the destination, as Asia/Amman or UTC+3; else that of its nearest airport."
)
@click.option("--producer", default="", help="Only from this producer (itm, polatom, ...).")
@click.option(
    "--form", "form", default="", help="Only this form: ready_to_use, chloride_and_kit, generator ..."
)
@click.option("--departs", help="When it leaves the producer, if that is fixed; else as late as it can.")
@click.option("--delay", help="A delay on the way, as 12h.")
@click.option("--all", "everything", is_flag=True, help="Show every alternative, those not in time too.")
@machine
@packs
def journey(
    product: str,
    to: str,
    inject: str,
    pack: tuple[Path, ...],
    without_restricted: bool,
    as_json: bool,
    as_csv: bool,
    everything: bool,
    zone: str | None,
    country: str | None,
    **asked: str | None,
) -> None:
    """Plan how PRODUCT reaches the patient at an hour: legs, decay, order, papers and alternatives.

    PRODUCT is a therapy (lu177_psma617) or a tracer (ga68_psma11). Routes that a pack confirms come first; a
    flight that nobody confirmed is called hypothetical.

    \b
    Example:
      hevesy supply journey lu177_psma617 --to Amman --inject "2027-03-02 10:00"
    """
    from hevesy.supply import Map, journey_values, journeys, zone_named

    shelf = load_shelf(pack, without_restricted)
    ways = Map(shelf)
    place = ways.destination(to, country)
    clock = zone_named(zone) if zone else ways.zone(place.latitude, place.longitude, place.iso3)
    found = journeys(_request(product, inject, clock, asked), place, shelf, ways)
    if as_json:
        click.echo(json.dumps([journey_values(each) for each in found], indent=2, ensure_ascii=False))
    elif as_csv:
        print_rows([_alternative(each, clock) for each in found], False, True)
    else:
        _tell(found[0], clock)
        _tell_alternatives(found, clock, everything)


def _request(product: str, inject: str, clock: tzinfo, asked: dict[str, str | None]) -> Any:
    from hevesy.quantities import parse_activity, parse_duration
    from hevesy.supply import Request, hour_typed

    activity, departs, delay = asked["activity"], asked["departs"], asked["delay"]
    request = Request(
        product=product,
        inject_at=hour_typed(inject, clock),
        prescribed=parse_activity(activity) if activity else None,
        producer=asked["producer"] or "",
        form=asked["form"] or "",
        departs=hour_typed(departs, clock) if departs else None,
    )
    return request if not delay else _delayed(request, parse_duration(delay))


def _delayed(request: Any, delay: Any) -> Any:
    from dataclasses import replace

    return replace(request, delay=delay)


# --- one journey ------------------------------------------------------------------------------------------


def _tell(best: Journey, clock: tzinfo) -> None:
    form, producer, to = best.offer.form, best.offer.producer, best.to
    click.echo(f"{form.product}: {form.name}, {producer.name} ({producer.iso3}) to {to.name} ({to.iso3})")
    click.echo(f"Verdict    {best.verdict}; route {best.known_as}")
    if best.death:
        click.echo(f"           {best.death.sentence}")
    click.echo(f"Clock      {clock} at the destination, and UTC\n")
    click.echo(aligned(_leg_rows(best, clock)))
    click.echo("")
    for line in _lines(best, clock):
        click.echo(line)
    click.echo("\nThe papers must say")
    for entry in best.papers:
        click.echo(
            f"  {entry.entry}: {entry.content or '________ (' + (entry.advice or 'to be filled in') + ')'}"
        )


def _leg_rows(best: Journey, clock: tzinfo) -> list[dict[str, Any]]:
    from hevesy.quantities import Activity
    from hevesy.supply.summary import activity_after

    return [
        {
            "leg": str(timed.leg.step),
            "from": timed.leg.leaves,
            "to": timed.leg.reaches,
            "starts": _local(timed.starts, clock),
            "ends": _local(timed.ends, clock),
            "ends (UTC)": f"{timed.ends:%d %b %H:%M}",
            "hours": _hours(timed.hours, timed.leg.hours),
            "activity at end": str(Activity(activity_after(timed, best))),
            "kind": str(timed.leg.kind),
            "note": timed.leg.note,
        }
        for timed in best.line.timed
    ]


def _hours(planned: float, hours: Hours) -> str:
    return (
        f"{planned:.1f}"
        if hours.low == hours.high or planned > hours.high  # a wait is as long as the timetable makes it
        else f"{planned:.1f} ({hours.low:.1f} to {hours.high:.1f})"
    )


def _lines(best: Journey, clock: tzinfo) -> list[str]:
    order, line, category = best.order, best.line, best.category
    vials = f" in vials of {', '.join(str(vial) for vial in order.vials)}" if order.vials else ""
    permit = f"; import permit asked for by {best.permit_by}" if best.permit_by else ""
    lost = order.allowances
    found = [
        f"Injection  {_local(line.given_at, clock)} of {order.given} {order.given_as}",
        f"Order      {order.activity} {order.nuclide}{vials}{_calibration(best, clock)}",
        f"           leaves the producer with {order.leaves}; {best.fraction_left:.1%} is left at first use",
        f"           allowed for: residual {lost.residual:.1%}, dose calibrator {lost.calibrator:.1%}, "
        f"labelling yield {lost.labelling_yield:.0%}",
        f"Order by   {best.order_by}{permit}",
        f"Leaves     at the latest {_local(line.released_at, clock)}; even if every leg takes its longest: "
        f"{_local(best.safe_departure, clock)}",
        f"Shelf life {best.shelf_life.hours.expected:g} h {best.shelf_life.said}: until "
        f"{_local(best.shelf_life.ends, clock)}; to spare {_span(best.spare)} h",
        *_labelled(best, clock),
        f"On the way {_span(best.door_to_chair)} h",
        f"Transport  {_package(best)}",
    ]
    found += [f"           {remark}" for remark in category.remarks]
    found += [
        f"Note       {remark}"
        for remark in best.remarks
        if not (best.death and remark == best.death.sentence)
    ]
    return found


def _calibration(best: Journey, clock: tzinfo) -> str:
    """For what hour the activity is meant, and whose the calibration is."""
    order = best.order
    if order.to_measure:
        return " at the planned hour of administration; calibration time is the manufacturer's"
    if order.calibrated_by_maker:
        return f" at the manufacturer's calibration, expected {_local(order.activity_at, clock)}"
    return f", calibrated for {_local(order.activity_at, clock)}"


def _labelled(best: Journey, clock: tzinfo) -> list[str]:
    if not best.offer.form.labelled_life:
        return []
    return [f"           once labelled it may be injected until {_local(best.use_by, clock)}"]


def _span(hours: Hours) -> str:
    return f"{hours.expected:.1f} ({hours.low:.1f} to {hours.high:.1f})"


def _package(best: Journey) -> str:
    category = best.category
    if category.fraction_of_limit is None:
        return "no category claimed"
    named = {"type_A": "Type A", "type_B": "Type B", "excepted": "excepted"}[str(category.package)]
    share = f"{category.fraction_of_limit:.3g} of the limit"
    return f"{named}, {category.un_number}, {share}; label and index to be measured"


# --- the others -------------------------------------------------------------------------------------------


def _tell_alternatives(found: tuple[Journey, ...], clock: tzinfo, everything: bool) -> None:
    others = found[1:] if everything else found[1 : 1 + _SHOWN]
    if others:
        click.echo("\nOther ways, the best first")
        click.echo(aligned([_alternative(each, clock) for each in others]))
    left = len(found) - 1 - len(others)
    if left:
        click.echo(f"{left} more with --all.", err=True)


def _alternative(each: Journey, clock: tzinfo) -> dict[str, Any]:
    return {
        "producer": each.offer.producer.id,
        "country": each.offer.producer.iso3,
        "form": each.offer.form.form,
        "route": each.known_as,
        "by": each.by,
        "verdict": str(each.verdict),
        "hours": f"{each.door_to_chair.expected:.0f}",
        "spare shelf life (h)": f"{each.spare.expected:.0f}",
        "leaves": _local(each.line.released_at, clock),
        "leaves with": str(each.order.leaves),
        "why not": each.death.sentence if each.death else "",
    }


def _local(moment: datetime, clock: tzinfo) -> str:
    return f"{moment.astimezone(clock):%a %d %b %Y %H:%M}"
