"""What a clinic counts of one draw: by year, by week where others go on with it, and how long people waited."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hevesy.capacity.borrowing import borrowing
from hevesy.capacity.chance import compiled
from hevesy.plan.simulation.clinic_rules import Rules, signed
from hevesy.plan.simulation.deliveries import CAUSES
from hevesy.plan.simulation.model import LATER, Floats
from hevesy.plan.simulation.outcome import AT_CENTRES
from hevesy.plan.simulation.queue_waits import WAIT_WEEKS

(
    JOINED, STARTED, RESTARTED, GIVEN, COMPLETED, STARTED_LATE, WAITING_WEEKS, OVERDUE_WEEKS, SENT_ON, _ORDERED, _LOWER,
) = range(len(AT_CENTRES))  # fmt: skip
WEEKS_IN_COURSE, WEEKS_STABLE, DEAD_UNTREATED, DEAD_TREATED = range(4)  # as handover.COUNTRY_COUNTS
END_WAITING, END_IN_COURSE, END_STABLE, END_ABROAD, END_DEAD = range(5)  # as handover.END_COUNTS
WAIT_LEFT, WAIT_LATE, WAIT_SUM = range(3)


class Books(NamedTuple):
    """Counts of a block of draws, the draw first; `page` gives those of one."""

    counts: Floats  # (11, Y, H)
    country: Floats  # (4, Y, H)
    lost: Floats  # (Y, H, LATER)
    served: Floats  # (2, Y, H) places in the day's list, of first and of later cycles
    had: Floats  # (Y, R)
    missed: Floats  # (Y, H, CAUSES) doses that were ordered and did not come
    untreated: Floats  # (W, H)
    progressed: Floats  # (W, H)
    onward: Floats  # (W, H, K), or of no weeks where nobody is sent on
    end: Floats  # (5, H)
    waited: NDArray[np.int32]  # (H, WAIT_WEEKS) first cycles by whole weeks waited
    waits: (
        Floats  # (3, H) who left, or at the end has waited too long; who was late; weeks of those who started
    )


def empty_books(rules: Rules) -> Books:
    draws, weeks, resources = rules.present.shape
    therapies, kinds = rules.steps.shape
    years = len(rules.year_start) - 1
    sizes: dict[str, tuple[int, ...]] = {
        "counts": (len(AT_CENTRES), years, therapies),
        "country": (4, years, therapies),
        "lost": (years, therapies, len(LATER)),
        "served": (2, years, therapies),
        "had": (years, resources),
        "missed": (years, therapies, len(CAUSES)),
        "untreated": (weeks, therapies),
        "progressed": (weeks, therapies),
        "onward": (weeks if rules.send.any() else 0, therapies, kinds),
        "end": (5, therapies),
        "waits": (3, therapies),
    }
    floats: Any = {name: np.zeros((draws, *size)) for name, size in sizes.items()}
    return Books(**floats, waited=np.zeros((draws, therapies, WAIT_WEEKS), dtype=np.int32))


@compiled
def page(books: Books, draw: int) -> Books:
    """The same books, one draw of them."""
    return Books(
        books.counts[draw],
        books.country[draw],
        books.lost[draw],
        books.served[draw],
        books.had[draw],
        books.missed[draw],
        books.untreated[draw],
        books.progressed[draw],
        books.onward[draw],
        books.end[draw],
        books.waited[draw],
        books.waits[draw],
    )


@borrowing
def add_span(by_year: Floats, therapy: int, rules: Rules, since: float, until: float) -> None:
    """Add the weeks between two instants to the years in which they lie; what lies behind the run is not counted."""
    if since >= len(rules.year):
        return
    until = min(until, float(len(rules.year)))
    year = signed(rules.year[int(since)])
    while until > rules.year_start[year + 1]:
        by_year[year, therapy] += rules.year_start[year + 1] - since
        since = float(rules.year_start[year + 1])
        year += 1
    by_year[year, therapy] += until - since


@borrowing
def add_wait(books: Books, rules: Rules, therapy: int, since: float, until: float, started: bool) -> None:
    """Book one wait for the first cycle that ended, with the cycle or without; its weeks count in any case."""
    add_span(books.counts[WAITING_WEEKS], therapy, rules, since, until)
    if until < rules.counted_from:
        return
    waited = until - since
    if waited > rules.late:
        books.waits[WAIT_LATE, therapy] += 1.0
    if started:
        books.waits[WAIT_SUM, therapy] += waited
        books.waited[therapy, min(int(waited), WAIT_WEEKS - 1)] += 1
    else:
        books.waits[WAIT_LEFT, therapy] += 1.0
