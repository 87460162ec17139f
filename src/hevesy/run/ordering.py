"""From prescriptions to the order: what to write on it, and whether it may be sent.

How much, calibrated for when, and whether it comes in time is the answer of `hevesy.supply`, the same that a plan
uses; here it is asked for the patients of one day, and held against what the centre may have.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from hevesy.facts import Reader
from hevesy.products import Answer
from hevesy.quantities import Activity
from hevesy.record import Course
from hevesy.record.clearing import ClearOut, clear_out, hinges_on_carrier, impurities
from hevesy.run.situation import Licence
from hevesy.supply import Journey, Order, Verdict
from hevesy.supply.legs import Step
from hevesy.supply.order import order_for
from hevesy.supply.verdict import use_by
from hevesy.words import say

MINIMUM = "supply.minimum_order.{form}"
MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Asked:
    """One patient's dose, as it is prescribed."""

    course: str
    prescribed: Activity
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """One thing an order is held against; `because` is a code of `order_says` in words."""

    name: str
    answer: Answer
    because: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ToOrder:
    """One vial to write on the order: its activity, for when, and whose doses are drawn from it."""

    activity: Activity
    activity_at: datetime
    courses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order of one medicine for the patients of a day, with what it was held against."""

    therapy: str
    form: str
    supplier: str
    nuclide: str
    carrier: str
    vials: tuple[ToOrder, ...]
    doses: int
    leaves_at: datetime
    arrives_at: datetime
    on_arrival: Activity
    use_by: datetime
    waste: ClearOut
    checks: tuple[Check, ...]

    @property
    def may_be_sent(self) -> bool:
        return all(check.answer is MET for check in self.checks)


def asked_of(course: Course) -> Asked | None:
    """What a course asks for by its standing prescription, or None where there is none to go by."""
    amount, planned = course.said("prescription.prescribed_mbq"), course.said("prescription.planned_at")
    if amount is None or planned is None:
        return None
    return Asked(course.id, Activity.mbq(amount), datetime.fromisoformat(planned))


def order_line(
    asked: Sequence[Asked], journey: Journey, carrier: str, licences: Mapping[str, Licence], reader: Reader
) -> OrderLine:
    """The order for patients who share one journey; it is planned for the first of them.

    A licence's `held` is what the centre will hold when it arrives (`hevesy.record.stock.held`), without the order.
    """
    form, line = journey.offer.form, journey.line
    orders = [order_for(form, each.prescribed, replace(line, inject_at=each.planned_at), reader) for each in asked]
    arrives = next((leg.starts for leg in line.timed if leg.leg.step is Step.RECEIPT), line.use_at)
    there = Activity(math.fsum(order.carried_at(arrives, line.released_at).bq for order in orders))
    last = min(use_by(form, journey.shelf_life, line, reader), journey.use_by)
    latest = max(each.planned_at for each in asked)
    foreign = {
        each.nuclide: Activity(there.bq * each.share) for each in impurities(form.carried, carrier, reader, {})
    }
    unsaid = hinges_on_carrier(form.carried, carrier, reader)
    waste = clear_out(form.carried, latest, foreign, reader, unsaid)
    checks = (
        _in_time(journey), _keeps(latest, last), _minimum(len(asked), form.form, reader), _one_vial(orders),
        _licensed(form.carried, there, arrives.astimezone(journey.zone).date(), licences), _waste(waste),
    )  # fmt: skip
    return OrderLine(
        form.product, form.form, journey.offer.producer.name, form.carried, carrier, _vials(asked, orders, form.form),
        len(asked), line.released_at, arrives, there, last, waste, checks,
    )  # fmt: skip


def _vials(asked: Sequence[Asked], orders: Sequence[Order], form: str) -> tuple[ToOrder, ...]:
    """What is labelled in the centre comes in one vial for the day; all else is filled for each patient."""
    if form == "chloride_and_kit":
        whole = Activity(math.fsum(order.activity.bq for order in orders))
        return (ToOrder(whole, orders[0].activity_at, tuple(each.course for each in asked)),)
    found = []
    for each, order in zip(asked, orders, strict=True):
        for amount in order.vials or (order.activity,):
            found.append(ToOrder(amount, order.activity_at, (each.course,)))
    return tuple(found)


# --- what an order is held against ---------------------------------------------------------------------------


def _in_time(journey: Journey) -> Check:
    holds = journey.verdict in (Verdict.POSSIBLE, Verdict.TIGHT)
    death = journey.death
    values = {} if death is None else {"leg": death.leg, "hours": death.hours}
    return Check("in_time", MET if holds else NOT_MET, "met" if holds else "comes_too_late", values)


def _keeps(latest: datetime, last: datetime) -> Check:
    holds = latest <= last
    return Check("keeps", MET if holds else NOT_MET, "met" if holds else "expires_first", {"at": latest, "until": last})


def _minimum(doses: int, form: str, reader: Reader) -> Check:
    fact = reader.find(MINIMUM.format(form=form))
    if fact is None:
        return Check("minimum_order", UNKNOWN, "minimum_unknown", {})
    least = reader.number(fact.id)
    holds = doses >= least
    return Check("minimum_order", MET if holds else NOT_MET, "met" if holds else "below_minimum", {"least": least})


def _one_vial(orders: Sequence[Order]) -> Check:
    for order in orders:
        if order.too_much_for_a_vial:
            values: dict[str, object] = {"asked": order.calibrated, "most": order.most_by_label}
            return Check("one_vial", NOT_MET, "too_much_for_a_vial", values)
    return Check("one_vial", MET, "met", {})


def _licensed(name: str, there: Activity, arrives: date, licences: Mapping[str, Licence]) -> Check:
    """On arrival the centre holds what it had and what comes; nobody entered a licence is not a licence."""
    licence = licences.get(name)
    if licence is None:
        return Check("licence", UNKNOWN, "no_licence", {"nuclide": name})
    if licence.until < arrives:
        return Check("licence", NOT_MET, "licence_ended", {"nuclide": name, "until": licence.until})
    holds = licence.held.bq + there.bq <= licence.most.bq
    values = {"nuclide": name, "held": licence.held, "asked": there, "most": licence.most}
    return Check("licence", MET if holds else NOT_MET, "met" if holds else "above_licence", values)


def _waste(waste: ClearOut) -> Check:
    """Lu-177m of carrier-added lutetium stays for years: that needs a way before it is ordered."""
    values: dict[str, object] = {"nuclide": waste.by, "until": waste.on.date()}
    if waste.carrier_unsaid:
        return Check("waste", UNKNOWN, "carrier_unsaid", values)
    return Check("waste", MET if waste.decays_here else NOT_MET, "met" if waste.decays_here else "waste_stays", values)


# --- what to write on it -------------------------------------------------------------------------------------


def written(line: OrderLine, product: str, zone: tzinfo, language: str = "en") -> str:
    """What to write on the order, one sentence for each vial and one for the whole."""
    carrier = say(f"carrier.{line.carrier or 'unsaid'}", language)
    vials = [
        say("order.vial", language, activity=amount(each.activity), at=moment(each.activity_at, zone),
            doses=len(each.courses))
        for each in line.vials
    ]  # fmt: skip
    return say(
        "order.line", language, product=product, nuclide=line.nuclide, supplier=line.supplier, carrier=carrier,
        vials=" ".join(vials), arrives=moment(line.arrives_at, zone), until=moment(line.use_by, zone),
    )  # fmt: skip


def check_said(check: Check, zone: tzinfo, language: str = "en") -> str:
    """Why an order may not be sent, in one sentence."""
    return say(f"order_says.{check.because}", language, **{
        name: _plain(value, zone) for name, value in check.values.items()
    })  # fmt: skip


def _plain(value: object, zone: tzinfo) -> str:
    if isinstance(value, Activity):
        return amount(value)
    if isinstance(value, datetime):
        return moment(value, zone)
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def amount(activity: Activity) -> str:
    """An activity as an order, a label and a sentence have it: GBq to a hundredth, below one MBq to four figures.

    >>> amount(Activity.gbq(7.2)), amount(Activity.mbq(6.6))
    ('7.20 GBq', '6.600 MBq')
    """
    if activity.bq >= 1e9:
        return f"{activity.in_gbq:.2f} GBq"
    return f"{activity.in_mbq:#.4g} MBq"


def moment(at: datetime, zone: tzinfo) -> str:
    """A date and an hour on the clock of the place, with its distance from UTC: an order crosses zones."""
    return at.astimezone(zone).isoformat(sep=" ", timespec="minutes")
