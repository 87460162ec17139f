"""A vial's activity in double entry: nothing comes from nowhere, nothing goes unseen.

Amounts are kept at the vial's reference time, where decay does not touch them; what is there now is always worked
out. More taken out than is there, or another reading than the books have, is never refused: the gap is a
*difference*, posted when it was found, and above its level it is investigated.

The balance has each part at the moment when it happened: received = given + residual + waste + passed on + decayed +
on hand + difference. Decay moves only from "on hand" to "decayed": what left the shelf is counted as it left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hevesy.facts import Reader
from hevesy.physics.library import nuclide
from hevesy.quantities import Activity
from hevesy.record.vial import Vial, VialEvent, What, happened

OUTSIDE, VIAL, SYRINGE = "outside", "vial", "syringe:"
GIVEN, RESIDUAL, WASTE, PASSED_ON, DIFFERENCE = "given", "residual", "waste", "passed_on", "difference"
LEVEL = "run.balance.investigation_percent"
_SAME = 1e-12  # relative: two amounts that differ by less are one
_FARTHEST = 800.0  # half-lives: further off (a wrong year typed in) nothing can be counted, and nothing is refused


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount (Bq at the vial's reference time) that left one account for another, and by which entry."""

    event: str
    at: datetime
    source: str
    to: str
    amount: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A gap that an entry showed, as it was then; positive is missing. `why` is a code of `difference` in words."""

    event: str
    at: datetime
    amount: Activity
    why: str


@dataclass(frozen=True, slots=True)
class Balance:
    """Where the activity of a vial went until `at`; each part as it was when it happened.

    `share_percent` is the larger of the whole difference and the largest single one, of what was received, at the
    reference time: two gaps that cancel out are still seen. It is above its level also where nothing was received.
    """

    at: datetime
    received: Activity
    given: Activity
    residual: Activity
    waste: Activity
    passed_on: Activity
    decayed: Activity
    on_hand: Activity
    difference: Activity
    differences: tuple[Difference, ...]
    share_percent: float
    level_percent: float
    level_signed: bool

    @property
    def to_investigate(self) -> bool:
        return self.share_percent > self.level_percent

    @property
    def open(self) -> float:
        """What the parts leave over, in Bq: only rounding."""
        parts = (self.given, self.residual, self.waste, self.passed_on, self.decayed, self.on_hand, self.difference)
        return self.received.bq - math.fsum(each.bq for each in parts)


@dataclass(slots=True)
class _Books:
    """The accounts while a story is told; no account of what is on hand is ever below zero."""

    left: Callable[[datetime], float]
    held: dict[str, float] = field(default_factory=dict)
    posted: list[Posting] = field(default_factory=list)

    def counted(self, read: Activity, at: datetime) -> float:
        return read.bq / self.left(at)

    def move(self, event: VialEvent, source: str, to: str, amount: float) -> None:
        """Move an amount; what the source lacks comes out of the difference first."""
        there = self.held.get(source, 0.0)
        lacks = amount - there if source != OUTSIDE else 0.0
        if abs(lacks) <= _SAME * max(amount, there):
            amount, lacks = (there if source != OUTSIDE else amount), 0.0
        if lacks > 0.0:
            self._post(event, DIFFERENCE, source, lacks)
        self._post(event, source, to, amount)
        self.held[source] = max(0.0, there - amount)
        self.held[to] = self.held.get(to, 0.0) + amount

    def set(self, event: VialEvent, account: str, amount: float) -> None:
        """A reading: the account holds this much, and what it should have held besides is the difference."""
        there = self.held.get(account, 0.0)
        if amount > there:
            self._post(event, DIFFERENCE, account, amount - there)
        elif amount < there:
            self._post(event, account, DIFFERENCE, there - amount)
        self.held[account] = amount

    def empty(self, event: VialEvent, account: str, to: str) -> None:
        self.move(event, account, to, self.held.get(account, 0.0))

    def _post(self, event: VialEvent, source: str, to: str, amount: float) -> None:
        if amount > 0.0:
            self.posted.append(Posting(event.id, event.at, source, to, amount))


def left_at(vial: Vial) -> Callable[[datetime], float]:
    """What is left at a moment of one becquerel at the vial's reference time; before it, more than one."""
    half_life = nuclide(vial.nuclide).half_life
    return lambda at: 2.0 ** -max(-_FARTHEST, min(_FARTHEST, (at - vial.reference) / half_life))


def postings(vial: Vial, at: datetime | None = None) -> tuple[Posting, ...]:
    """Every posting of the story up to a moment."""
    books = _Books(left_at(vial))
    for event in happened(vial, at):
        post = _POSTED.get(event.what)
        if post is not None:
            post(books, event)
    return tuple(books.posted)


def _read(books: _Books, event: VialEvent) -> float | None:
    return None if event.measured is None else books.counted(event.measured, event.measured_at or event.at)


def _received(books: _Books, event: VialEvent) -> None:
    books.move(event, OUTSIDE, VIAL, _read(books, event) or 0.0)


def _measured(books: _Books, event: VialEvent) -> None:
    read = _read(books, event)
    if read is not None:
        books.set(event, _place(event), read)


def _dispensed(books: _Books, event: VialEvent) -> None:
    books.move(event, VIAL, _place(event), _read(books, event) or 0.0)


def _given(books: _Books, event: VialEvent) -> None:
    """What the syringe held before counts; what it holds afterwards is the residual, the rest was given."""
    place, before = _place(event), _read(books, event)
    if before is not None:
        books.set(event, place, before)
    after = 0.0 if event.after is None else books.counted(event.after, event.after_at or event.at)
    books.move(event, place, RESIDUAL, after)
    books.empty(event, place, GIVEN)


def _out(account: str) -> Callable[[_Books, VialEvent], None]:
    def post(books: _Books, event: VialEvent) -> None:
        """What was read, or all that is there; a syringe that is thrown away or emptied holds nothing afterwards."""
        place, read = _place(event), _read(books, event)
        if event.syringe and read is not None:
            books.set(event, place, read)
        if read is None or event.syringe:
            books.empty(event, place, account)
        else:
            books.move(event, place, account, read)

    return post


def _place(event: VialEvent) -> str:
    return SYRINGE + event.syringe if event.syringe else VIAL


_POSTED: Mapping[What, Callable[[_Books, VialEvent], None]] = {
    What.RECEIVED: _received, What.MEASURED: _measured, What.DISPENSED: _dispensed, What.GIVEN: _given,
    What.RETURNED: _out(VIAL), What.WASTED: _out(WASTE), What.PASSED_ON: _out(PASSED_ON),
}  # fmt: skip


def is_on_hand(account: str) -> bool:
    return account == VIAL or account.startswith(SYRINGE)


def balance(vial: Vial, at: datetime, reader: Reader, signed_percent: float | None = None) -> Balance:
    """Where the activity went until a moment, and whether the difference is to be investigated.

    `signed_percent` is the level that the centre has signed; without it that of the shelf stands in, a proposal.
    """
    posted, left = postings(vial, at), left_at(vial)
    gaps = _differences(vial, posted)
    share = _share(posted, vial, gaps)

    def into(account: str) -> Activity:
        return Activity(math.fsum(_signed(each, account) * left(each.at) for each in posted))

    return Balance(
        at=at,
        received=Activity(-into(OUTSIDE).bq),
        given=into(GIVEN),
        residual=into(RESIDUAL),
        waste=into(WASTE),
        passed_on=into(PASSED_ON),
        decayed=_decayed(posted, at, left),
        on_hand=on_hand(vial, at),
        difference=into(DIFFERENCE),
        differences=gaps,
        share_percent=share,
        level_percent=reader.number(LEVEL) if signed_percent is None else signed_percent,
        level_signed=signed_percent is not None,
    )


def on_hand(vial: Vial, at: datetime, account: str = "") -> Activity:
    """What is in the vial and its syringes at a moment, or in one of them (`vial`, `syringe:S1`)."""
    kept = math.fsum(_onto_the_shelf(each, account) for each in postings(vial, at))
    return Activity(max(0.0, kept) * left_at(vial)(at))


def _onto_the_shelf(posting: Posting, account: str = "") -> float:
    def counts(name: str) -> bool:
        return name == account if account else is_on_hand(name)

    return posting.amount * (counts(posting.to) - counts(posting.source))


def _signed(posting: Posting, account: str) -> float:
    return posting.amount * ((posting.to == account) - (posting.source == account))


def _decayed(posted: Iterable[Posting], at: datetime, left: Callable[[datetime], float]) -> Activity:
    """What was lost on the shelf between one posting and the next, and since the last: step by step."""
    there, since, lost = 0.0, None, list[float]()
    for each in posted:
        if since is not None:
            lost.append(there * (left(since) - left(each.at)))
        there, since = there + _onto_the_shelf(each), each.at
    if since is not None:
        lost.append(there * (left(since) - left(at)))
    return Activity(math.fsum(lost))


def _differences(vial: Vial, posted: Iterable[Posting]) -> tuple[Difference, ...]:
    """Every gap with its reason: a reading that disagrees, or more taken out than was there."""
    what, left = {event.id: event for event in vial.events}, left_at(vial)
    found = []
    for each in posted:
        missing = _signed(each, DIFFERENCE)
        if missing:
            amount = Activity(missing * left(each.at))
            found.append(Difference(each.event, each.at, amount, _why(what[each.event], each)))
    return tuple(found)


def _why(event: VialEvent, posting: Posting) -> str:
    if event.what is What.MEASURED:
        return "measured_again"
    if posting.to == DIFFERENCE:
        return "less_than_the_books"
    return "more_than_there"


def _share(posted: tuple[Posting, ...], vial: Vial, gaps: tuple[Difference, ...]) -> float:
    """The difference in percent of what was received, both at the reference time; infinite where nothing was."""
    received = math.fsum(each.amount for each in posted if each.source == OUTSIDE)
    single = [_signed(each, DIFFERENCE) for each in posted]
    largest = max([abs(math.fsum(single)), *(abs(each) for each in single)], default=0.0)
    if not gaps:
        return 0.0
    return 100.0 * largest / received if received > 0.0 else math.inf
