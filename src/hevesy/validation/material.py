"""Cases of ordering, of a vial's balance and of sharing. Times of a vial are half-lives after its calibration."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from hevesy.physics import nuclide
from hevesy.quantities import Activity, parse_activity
from hevesy.record.ledger import Balance, balance
from hevesy.record.vial import Vial, VialEvent, What, told
from hevesy.supply.ordering import Allowances, activity_to_order, whole_vials
from hevesy.supply.sharing import shared
from hevesy.validation.asked import Ask, Inputs, shipped

START = datetime(2027, 3, 1, 6, tzinfo=UTC)
LEVEL_PERCENT = 5.0  # of the cases: a centre signs its own
EVENT = re.compile(r"(\w+)(?: ([\d.]+))?(?: after ([\d.]+))?(?: (S\d))? @([\d.]+)")


def order(inputs: Inputs) -> float:
    """GBq at calibration, so many hours before the injection."""
    lost = Allowances(float(inputs.get("residual", 0)), 0.0, float(inputs.get("labelling_yield", 1)))
    given = START + timedelta(hours=float(inputs["hours"]))
    return activity_to_order(parse_activity(inputs["prescribed"]), given, START, inputs["nuclide"], lost).in_gbq


def vials(inputs: Inputs) -> str:
    """The vials in GBq, as a sum."""
    sizes = tuple(Activity.gbq(float(size)) for size in inputs["sizes"].split())
    return " + ".join(f"{each.in_gbq:g}" for each in whole_vials(parse_activity(inputs["needed"]), sizes))


def part(inputs: Inputs) -> float:
    """MBq of one part of a vial's balance after the last thing that happened."""
    found: Activity = getattr(_balance(inputs["events"]), inputs["part"])
    return found.in_mbq


def investigate(inputs: Inputs) -> str:
    """Whether the difference is above the level."""
    return "yes" if _balance(inputs["events"]).to_investigate else "no"


def share(inputs: Inputs) -> str:
    """What each tier gets, as a sum."""
    asked = [int(each) for each in inputs["asked"].split()]
    return " + ".join(str(int(given)) for given in shared(int(inputs["doses"]), asked))


def _balance(events: str) -> Balance:
    vial = Vial("V1", "L1", "a case", "Lu-177", START, START + timedelta(days=30))
    story = [_event(number, text) for number, text in enumerate(events.split(" then "))]
    return balance(told(vial, story), story[-1].at, shipped().reader("world"), LEVEL_PERCENT)


def _event(number: int, text: str) -> VialEvent:
    """One thing that happened, as the table writes it: `given 1850 after 50 S1 @2`."""
    match = EVENT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is nothing that happens to a vial")
    what, measured, after, syringe, half_lives = match.groups()
    at = START + float(half_lives) * nuclide("Lu-177").half_life
    return VialEvent(
        f"e{number}", What(what), at, at, "validation", _mbq(measured), after=_mbq(after), syringe=syringe or ""
    )


def _mbq(text: str | None) -> Activity | None:
    return None if text is None else Activity.mbq(float(text))


ASKS: dict[str, Ask] = {
    "order": order, "vials": vials, "balance": part, "investigate": investigate, "share": share,
}  # fmt: skip
