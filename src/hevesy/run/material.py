"""Questions about the material itself: does its lot still hold, and is there a way for its waste?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from hevesy.facts import Reader
from hevesy.products import find_therapy
from hevesy.quantities import Activity
from hevesy.record.clearing import clear_out, hinges_on_carrier, impurities
from hevesy.record.stock import held
from hevesy.record.vial import Vial
from hevesy.run.gate import Gate, Limit
from hevesy.run.judging import MET, UNKNOWN, Said, judged
from hevesy.run.situation import Licence, Situation

OF_THE_DOSE = ("receipt.lot", "receipt.vial", "dispensing.vial", "taken_over.lot", "taken_over.vial")


def lot_holds(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    """Late quality control has not failed, of this course or of any other that has the same lot.

    What is known only later stands in nobody's way until it is known to be wrong.
    """
    if now.value(gate.of) is False:
        return judged(False, "says_no", what=gate.of)
    for place in OF_THE_DOSE:
        name = now.value(place)
        if name in now.failed_lots:
            return judged(False, "lot_failed", lot=name, why=now.failed_lots[name])
    return MET, "met", {}


def waste_has_a_way(gate: Gate, now: Situation, limit: Limit | None) -> Said:
    """The waste of what is ordered can decay in the store, or the centre has signed another way for it."""
    if limit is not None and limit.text:
        return MET, "met", {"way": limit.text}
    name, carrier = find_therapy(now.course.therapy, now.reader.shelf).nuclide, str(now.value(gate.of) or "")
    if hinges_on_carrier(name, carrier, now.reader):
        return UNKNOWN, "not_said", {"what": gate.of}
    since = datetime.fromisoformat(now.value("prescription.planned_at") or now.now.isoformat())
    ordered = float(now.value("order.ordered_mbq") or 0.0)
    foreign = {
        each.nuclide: Activity.mbq(ordered * each.share) for each in impurities(name, carrier, now.reader, {})
    }
    clear = clear_out(name, since, foreign, now.reader)
    return judged(clear.decays_here, "waste_stays", nuclide=clear.by, until=clear.on.date())


def counted(
    licences: Mapping[str, Licence], vials: Sequence[Vial], at: datetime, reader: Reader
) -> dict[str, Licence]:  # fmt: skip
    """The centre's licences with what it holds of each nuclide at a moment, in vials, syringes and waste."""
    return {name: replace(licence, held=held(vials, name, at, reader)) for name, licence in licences.items()}
