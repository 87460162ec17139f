"""Counts that contradict what else is known: refused, each with its line and what to do."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from hevesy.facts import Reader
from hevesy.plan.reconcile.counts import Count, impossible
from hevesy.plan.reconcile.forward import Expected
from hevesy.plan.reconcile.yearly import WEEKS_PER_YEAR, interval_weeks
from hevesy.products import Therapy


def check_known(
    treatments: Sequence[Count],
    expected: Expected,
    therapies: Mapping[str, Therapy],
    reader: Reader,
    takes_foreigners: Mapping[str, bool | None],
) -> tuple[list[Count], list[str]]:
    """The counts that can be compared, and remarks; raises ImpossibleCount for one that cannot be.

    `expected` are draws of the prior, from which the upper range of burden is taken.
    """
    kept, notes = [], []
    for count in treatments:
        therapy = therapies[count.therapy]
        _refuse_too_many_each(count, therapy, reader)
        if count.foreigners and takes_foreigners.get(count.centre) is False:
            _refuse_turned_away(count)
        if count.centre and (count.centre, count.therapy) not in expected.at:
            _refuse_unlisted(count)
            notes.append(f"{count.centre} reports no {count.therapy}, and none is expected of it.")
            continue
        kept.append(count)
    for name in dict.fromkeys(count.therapy for count in kept):
        rows = [count for count in kept if count.therapy == name]
        _refuse_more_than_need(rows, name, expected, reader.place)
        _refuse_none_expected(rows, name, expected)
    return kept, notes


def _refuse_too_many_each(count: Count, therapy: Therapy, reader: Reader) -> None:
    """A person can be given only so many cycles and begin only so many courses in a year."""
    interval = interval_weeks(therapy, reader)
    planned = max(1.0, round(reader.number(therapy.posology.cycles_planned)))
    _refuse_more_persons_than_courses(count, planned, therapy)
    if not interval or count.patients is None:
        return
    courses = math.floor(WEEKS_PER_YEAR / (interval * planned)) + 1
    most = min(math.floor(WEEKS_PER_YEAR / interval) + 1, round(courses * planned))
    limits = (("administrations", most), ("courses", courses))
    for name, each in limits:
        value = getattr(count, name)
        if value is not None and value > count.patients * each:
            raise impossible(
                count.row,
                name,
                f"{value:g} {name} for {count.patients:g} patients are more than {each} each, with {interval:g} weeks "
                f"between two cycles of {therapy.name}",
                "check which of the two is right",
            )


def _refuse_more_persons_than_courses(count: Count, planned: float, therapy: Therapy) -> None:
    """Where a course is one dose nobody is in course from the year before: whoever was treated began one."""
    if planned == 1 and None not in (count.patients, count.courses) and count.patients > count.courses:  # type: ignore[operator]
        raise impossible(
            count.row,
            "courses",
            f"{count.patients:g} patients are more than {count.courses:g} courses begun, and a course of "
            f"{therapy.name} is one dose",
            "check which of the two is right",
        )


def _refuse_turned_away(count: Count) -> None:
    raise impossible(
        count.row,
        "foreigners",
        f"{count.centre} counts {count.foreigners:g} foreigners, but by centres.csv it turns them away",
        "correct the count, or takes_foreigners there",
    )


def _refuse_unlisted(count: Count) -> None:
    given = [(name, value) for name, value in count.figures() if value > 0]
    if given:
        name, value = given[0]
        raise impossible(
            count.row,
            "centre",
            f"{count.centre} counts {value:g} {name} of {count.therapy}, but centres.csv does not say that it gives it",
            f"add {count.therapy} to its therapies (and therapy to its services) there, or correct the centre",
        )


def _refuse_more_than_need(rows: Sequence[Count], therapy: str, expected: Expected, place: str) -> None:
    treated = sum(_persons(count) + (count.sent_abroad or 0.0) for count in rows)
    most = float(np.max(expected.could_need[therapy]))
    if treated > most:
        largest = max(rows, key=_persons)
        raise impossible(
            largest.row,
            "patients" if largest.patients is not None else "courses",
            f"{treated:,.0f} people of {place} treated with {therapy} in a year{_abroad_said(rows)} are more than "
            f"could need it: at most {most:,.0f}, the backlog included, at the upper range of burden",
            "check the count, the therapy, and whether foreigners are among them (column foreigners)",
        )


def _abroad_said(rows: Sequence[Count]) -> str:
    sent = sum(count.sent_abroad or 0.0 for count in rows)
    return f" ({sent:,.0f} of them abroad)" if sent else ""


def _refuse_none_expected(rows: Sequence[Count], therapy: str, expected: Expected) -> None:
    """Where a rule of the pack lets nobody through, nobody can have been treated."""
    some = [count for count in rows if any(value > 0 for _name, value in count.figures())]
    if some and not float(np.max(expected.whole(therapy).courses)) > 0:
        raise impossible(
            some[0].row,
            "patients",
            f"people were treated with {therapy}, but by what the packs say nobody can be",
            "see policy.csv (approval) and centres.csv (therapies, equipment) and correct what is out of date",
        )


def _persons(count: Count) -> float:
    """Persons living in the country whom a row counts, at least."""
    if count.patients is not None:
        return count.patients - (count.foreigners or 0.0)
    return count.courses or 0.0
