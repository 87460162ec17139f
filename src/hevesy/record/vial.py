"""One vial's own story, from the door to the waste: what happened to it, and how to tell it again.

A record of what happened is never refused. Entries come in any order and late; the story is told in the order in
which things happened, so that the order of entry changes nothing. `ledger` counts what is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from hevesy.errors import WrongStory
from hevesy.quantities import Activity

NO_CARRIER, CARRIER, NO_MATTER = "no_carrier_added", "carrier_added", "not_applicable"


class What(StrEnum):
    """What can happen to a vial; of two things at the same moment the earlier named came first."""

    RECEIVED = "received"
    TESTED = "tested"
    RELEASED = "released"
    REJECTED = "rejected"
    MEASURED = "measured"  # a stock-take: what is in the vial now
    DISPENSED = "dispensed"
    REALLOCATED = "reallocated"
    GIVEN = "given"
    RETURNED = "returned"  # a syringe that was not given is emptied into the vial again
    EXPIRED = "expired"
    RECALLED = "recalled"
    RESIDUAL_WASTED = "residual_wasted"
    WASTED = "wasted"
    PASSED_ON = "passed_on"  # to another vial, or back to the maker
    CLEARED_OUT = "cleared_out"  # what lay in the waste store has left it
    VOID = "void"  # corrects an entry of what never happened


_RANK: Final[Mapping[str, int]] = {each: place for place, each in enumerate(What)}


@dataclass(frozen=True, slots=True)
class VialEvent:
    """What happened: `measured` is the activity that was read, at `measured_at` (when it happened, where not said).

    Given: `measured` in the syringe before, `after` in it afterwards. Wasted, returned or passed on without a
    measurement is all that is there by the books. `to` is another vial, the maker, or the place in the waste store.
    `passes` is the answer of a test, `late` a test whose answer comes after use. `corrects` is the id of an entry
    whose place this one takes.
    """

    id: str
    what: What
    at: datetime
    entered_at: datetime
    by: str
    measured: Activity | None = None
    measured_at: datetime | None = None
    after: Activity | None = None
    after_at: datetime | None = None
    syringe: str = ""
    course: str = ""
    to: str = ""
    passes: bool | None = None
    late: bool = False
    reason: str = ""
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class Vial:
    """A vial as its label has it; `reference` is its calibration time, at which all its activity is counted.

    `impurities` are long-lived nuclides with their share of the activity at the reference, as its certificate says;
    where it says nothing, the shelf's limit stands for them (`hevesy.record.clearing`).
    """

    id: str
    lot: str
    product: str
    nuclide: str
    reference: datetime
    expires_at: datetime
    carrier: str = ""
    stated: Activity | None = None
    impurities: tuple[tuple[str, float], ...] = ()
    events: tuple[VialEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Syringe:
    """What became of one syringe or capsule, and whose it is."""

    id: str
    course: str
    dispensed_at: datetime
    given_at: datetime | None = None
    returned: bool = False
    wasted: bool = False

    @property
    def waits(self) -> bool:
        """Whether it is filled and nobody has it yet."""
        return self.given_at is None and not self.returned and not self.wasted


@dataclass(frozen=True, slots=True)
class Condition:
    """How a vial stands at a moment; a lot that failed late, or was called back, is never usable."""

    received: bool = False
    released: bool = False
    rejected: bool = False
    recalled: bool = False
    failed_late: bool = False
    expired: bool = False
    syringes: Mapping[str, Syringe] | None = None

    @property
    def usable(self) -> bool:
        bad = self.rejected or self.recalled or self.failed_late or self.expired
        return self.received and self.released and not bad


def follow(vial: Vial, event: VialEvent) -> Vial:
    """The vial after an entry; the same entry twice is once. Raises WrongStory where an id is used for another."""
    for held in vial.events:
        if held.id == event.id:
            if held != event:
                raise WrongStory(act=event.what, course=vial.id, template="of its vial: its id is another entry's")
            return vial
    return replace(vial, events=(*vial.events, event))


def told(vial: Vial, events: Iterable[VialEvent]) -> Vial:
    """The vial after all its entries."""
    for event in events:
        vial = follow(vial, event)
    return vial


def happened(vial: Vial, at: datetime | None = None) -> tuple[VialEvent, ...]:
    """What stands of the story up to a moment, in the order in which it happened; of corrections the last holds."""
    corrected = {event.corrects for event in vial.events if event.corrects}
    latest: dict[str, VialEvent] = {}
    for event in sorted(vial.events, key=lambda each: (each.entered_at, each.id)):
        if event.id not in corrected:
            latest[event.corrects or event.id] = event
    standing = [each for each in latest.values() if each.what is not What.VOID and (at is None or each.at <= at)]
    return tuple(sorted(standing, key=lambda each: (each.at, _RANK[each.what], each.id)))


def condition(vial: Vial, at: datetime) -> Condition:
    """How the vial stands at a moment."""
    found = Condition(expired=vial.expires_at < at, syringes={})
    for event in happened(vial, at):
        found = _after(found, event)
    return found


def _after(found: Condition, event: VialEvent) -> Condition:
    if event.syringe:
        found = replace(found, syringes=_syringes(found.syringes or {}, event))
    if event.what is What.RECEIVED:
        return replace(found, received=True)
    if event.what is What.RELEASED:
        return replace(found, released=True, rejected=False)
    if event.what is What.REJECTED or (event.what is What.TESTED and event.passes is False and not event.late):
        return replace(found, rejected=True, released=False)
    if event.what is What.TESTED and event.late:
        return replace(found, failed_late=event.passes is False)
    if event.what is What.RECALLED:
        return replace(found, recalled=True)
    return replace(found, expired=True) if event.what is What.EXPIRED else found


def _syringes(held: Mapping[str, Syringe], event: VialEvent) -> dict[str, Syringe]:
    """A syringe that is only given, and was never seen to be filled, was filled at the latest then."""
    one = held.get(event.syringe, Syringe(event.syringe, event.course, event.at))
    if event.what is What.REALLOCATED:
        one = replace(one, course=event.course)
    elif event.what is What.GIVEN:
        one = replace(one, course=event.course or one.course, given_at=event.at)
    elif event.what is What.RETURNED:
        one = replace(one, returned=True)
    elif event.what is What.WASTED:
        one = replace(one, wasted=True)
    elif event.what is What.DISPENSED:
        one = replace(one, course=event.course, dispensed_at=event.at, returned=False, wasted=False)
    return {**held, event.syringe: one}
