"""Foreigners treated here and residents treated abroad, apart from the residents treated here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hevesy.plan.reconcile.counts import Count


@dataclass(frozen=True, slots=True)
class Apart:
    """One row of treatments.csv: persons counted, of them foreigners, and residents sent abroad; None is unknown.

    Where nobody counted patients, `persons` are the courses begun.
    """

    centre: str
    therapy: str
    persons: float | None
    foreigners: float | None
    living_here: float | None
    sent_abroad: float | None


def apart(treatments: Sequence[Count]) -> tuple[Apart, ...]:
    """Every row in which somebody is counted apart."""
    return tuple(_apart(count) for count in treatments if count.foreigners or count.sent_abroad)


def _apart(count: Count) -> Apart:
    persons = count.courses if count.patients is None else count.patients
    here = None if persons is None or count.foreigners is None else persons - count.foreigners
    return Apart(count.centre, count.therapy, persons, count.foreigners, here, count.sent_abroad)


def said_apart(rows: Sequence[Apart], treatments: Sequence[Count]) -> Iterator[str]:
    """What became of them in the calibration, in sentences; `treatments` are all rows that were compared."""
    foreign = sum(row.foreigners or 0.0 for row in rows)
    if foreign:
        of = sum(row.persons or 0.0 for row in rows if row.foreigners)
        yield (
            f"{foreign:,.0f} of {of:,.0f} patients live in other countries: they are in no figure here, and what they "
            "take of their centres is gone before the country's own come."
        )
    for therapy in dict.fromkeys(row.therapy for row in rows if row.sent_abroad):
        sent = sum(row.sent_abroad or 0.0 for row in rows if row.therapy == therapy)
        here = sum(_treated_here(count) for count in treatments if count.therapy == therapy)
        yield (
            f"{sent:,.0f} residents were sent abroad for {therapy} beside {here:,.0f} treated here: "
            f"{100 * sent / (sent + here):.0f} % of those treated. At least so many in all had been referred; whoever "
            "is sent abroad is in no count of the engine."
        )


def _treated_here(count: Count) -> float:
    persons = count.courses if count.patients is None else count.patients
    return max((persons or 0.0) - (count.foreigners or 0.0), 0.0)
