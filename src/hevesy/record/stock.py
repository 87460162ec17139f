"""What a centre holds: in vials, in syringes and in its waste store, of every nuclide, impurities too."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hevesy.facts import Reader
from hevesy.physics.library import nuclide
from hevesy.quantities import Activity
from hevesy.record.clearing import ClearOut, clear_out, hinges_on_carrier, of_vial
from hevesy.record.ledger import RESIDUAL, WASTE, Posting, left_at, on_hand, postings
from hevesy.record.vial import Vial, What, happened


@dataclass(frozen=True, slots=True)
class Stored:
    """One vial's waste in the store: since when, where, what is left of it now, and when it may go."""

    vial: str
    lot: str
    nuclide: str
    since: datetime
    place: str
    now: Activity
    clear: ClearOut


def held(vials: Iterable[Vial], name: str, at: datetime, reader: Reader) -> Activity:
    """What is held of a nuclide at a moment, on the shelf and as waste: what a licence counts.

    What was given has left; what was cleared out has left. An impurity counts where the nuclide asked for is one.
    """
    return Activity(math.fsum(_of(vial, name, at, reader) for vial in vials))


def _of(vial: Vial, name: str, at: datetime, reader: Reader) -> float:
    if vial.nuclide == name:
        return on_hand(vial, at).bq + in_store(vial, at).bq
    shares = [each.share for each in of_vial(vial, reader) if each.nuclide == name]
    if not shares:
        return 0.0
    return shares[0] * _here_at_reference(vial, at) * _left_of(name, vial, at)


def _here_at_reference(vial: Vial, at: datetime) -> float:
    """What is on the shelf or in the store at a moment, in Bq of the main nuclide at the reference time."""
    return (on_hand(vial, at).bq + in_store(vial, at).bq) / left_at(vial)(at)


def here(vial: Vial) -> Activity:
    """What is on the shelf or in the store after all its entries, counted at its reference time: kept for sums."""
    return Activity(_here_at_reference(vial, _last(vial)))


def on_shelf(vial: Vial) -> Activity:
    """What is in the vial and its syringes after all its entries, counted at its reference time."""
    return Activity(on_hand(vial, _last(vial)).bq / left_at(vial)(_last(vial)))


def _last(vial: Vial) -> datetime:
    return max((each.at for each in vial.events), default=vial.reference)


def _left_of(name: str, vial: Vial, at: datetime) -> float:
    return Activity(1.0).after(at - vial.reference, nuclide(name).half_life).bq


def in_store(vial: Vial, at: datetime) -> Activity:
    """What lies of a vial in the waste store at a moment: residuals and waste that were not cleared out."""
    kept = math.fsum(each.amount for each in _stored(vial, at))
    return Activity(kept * left_at(vial)(at))


def _stored(vial: Vial, at: datetime) -> list[Posting]:
    gone = max((each.at for each in happened(vial, at) if each.what is What.CLEARED_OUT), default=None)
    mine = [each for each in postings(vial, at) if each.to in (RESIDUAL, WASTE)]
    return [each for each in mine if gone is None or each.at > gone]


def foreign_in_store(vials: Iterable[Vial], at: datetime, reader: Reader) -> dict[str, Activity]:
    """What lies in the waste store of each long-lived impurity, all vials together: exemption counts the sum."""
    found: dict[str, float] = {}
    for vial in vials:
        kept = in_store(vial, at).bq / left_at(vial)(at)
        for each in of_vial(vial, reader):
            there = kept * each.share * _left_of(each.nuclide, vial, at)
            found[each.nuclide] = found.get(each.nuclide, 0.0) + there
    return {name: Activity(bq) for name, bq in found.items()}


def waste_store(vials: Sequence[Vial], at: datetime, reader: Reader) -> tuple[Stored, ...]:
    """What lies in the waste store, what may go first at the top."""
    whole = foreign_in_store(vials, at, reader)
    found = [_row(vial, at, whole, reader) for vial in vials if _stored(vial, at)]
    return tuple(sorted(found, key=lambda each: (each.clear.on, each.vial)))


def _row(vial: Vial, at: datetime, whole: dict[str, Activity], reader: Reader) -> Stored:
    since = max(each.at for each in _stored(vial, at))
    places = [each.to for each in happened(vial, at) if each.what in (What.WASTED, What.RESIDUAL_WASTED) and each.to]
    mine = {each.nuclide: whole[each.nuclide] for each in of_vial(vial, reader)}
    unsaid = hinges_on_carrier(vial.nuclide, vial.carrier, reader)
    clear = clear_out(vial.nuclide, since, mine, reader, unsaid)
    return Stored(vial.id, vial.lot, vial.nuclide, since, places[-1] if places else "", in_store(vial, at), clear)
