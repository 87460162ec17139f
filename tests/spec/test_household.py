"""The drawn tables of households, line by line."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hevesy.facts import Shelf
from hevesy.quantities import Activity
from hevesy.run.release.form import Member, ReleaseForm
from hevesy.run.release.plan import COMPUTED, Kept, Release, plan_release
from hevesy.safety.exposure import Apart, Source, days_apart, dose_msv
from hevesy.safety.fading import Fading, Phase
from hevesy.safety.neighbour import Contact, kinds, neighbour

HERE = Path(__file__).parent
READER = Shelf.load(restricted=False).reader("JOR")
NOW = datetime(2027, 3, 2, 16, tzinfo=UTC)


def lines(page: str, cells: int) -> Iterator[object]:
    rows = [row for row in (HERE / page).read_text("utf-8").splitlines() if row.startswith("|")][2:]
    for row in rows:
        found = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(found) == cells, row
        yield pytest.param(*found, id=" ".join(found))


@pytest.mark.parametrize(
    ("rate", "half_life", "metres", "hours", "apart", "dose", "allowed", "days"), list(lines("household_dose.md", 8))
)
def test_a_dose(
    rate: str, half_life: str, metres: str, hours: str, apart: str, dose: str, allowed: str, days: str
) -> None:
    source = Source(float(rate), 6.0, Fading((Phase(1.0, float(half_life)),)), 0.0)
    one = replace(
        neighbour("X", kinds(READER.shelf)["adult"], READER), contacts=(Contact("close", float(metres), float(hours)),)
    )
    kept = float(apart)
    assert dose_msv(source, one, Apart(kept, kept)) == pytest.approx(float(dose), rel=2e-3)
    by_hand = float(rate) * float(hours) / 24 * float(half_life) / math.log(2) * 2 ** (-24 * kept / float(half_life))
    assert by_hand / float(metres) ** 2 / 1000 == pytest.approx(float(dose), rel=2e-3)
    assert days_apart(source, one, float(allowed)) == int(days)


def member(said: str) -> Member:
    age, *habits = said.split()
    return Member("X", float(age), "pregnant" in habits, "bed" in habits, "carer" in habits)


@pytest.mark.parametrize(
    ("measured", "at", "cycles", "to_come", "person", "kind", "allowed", "day", "night"),
    list(lines("household_release.md", 9)),
)
def test_a_person_of_a_household(
    measured: str, at: str, cycles: str, to_come: str, person: str, kind: str, allowed: str, day: str, night: str
) -> None:
    form = ReleaseForm(
        "lu177_psma617", Activity.gbq(7.4), NOW - timedelta(hours=6), float(measured), 0.1, NOW, float(at),
        household=(member(person),),
    )  # fmt: skip
    earlier: list[Release] = []
    for number in range(int(cycles), 0, -1):
        back = timedelta(days=42 * number)
        past = replace(form, given_at=form.given_at - back, rate_at=form.rate_at - back)
        earlier.append(plan_release(past, READER, tuple(earlier), int(to_come) + number))
    found = plan_release(form, READER, earlier, int(to_come)).person["X"]
    assert (found.neighbour.kind.name, said(found.day), said(found.night)) == (kind, day, night)
    assert f"{found.allowed_msv:.2f}" == allowed


def said(kept: Kept) -> str:
    return f"{kept.days} {'c' if kept.basis == COMPUTED else 'p'}"
