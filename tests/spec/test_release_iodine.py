"""Days after I-131 beside what others have published: what we say, and what our sum says with their assumptions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.spec.test_household import lines, member

from hevesy.facts import Shelf
from hevesy.quantities import Activity
from hevesy.run.release.form import ReleaseForm
from hevesy.run.release.plan import COLLEAGUE, PersonPlan, Release, plan_release
from hevesy.safety.exposure import days_apart
from hevesy.safety.neighbour import neighbour

READER = Shelf.load(restricted=False).reader("world")
NOW = datetime(2027, 3, 2, 16, tzinfo=UTC)
ROWS = list(lines("release_days_iodine.md", 8))


def planned(therapy: str, mbq: str, person: str) -> tuple[Release, PersonPlan]:
    works = person == COLLEAGUE
    rate = READER.number("radiation_safety.i131_dtc.patient_dose_rate.dose_rate_1m_0h_per_GBq") * float(mbq) / 1000
    form = ReleaseForm(
        therapy, Activity.mbq(float(mbq)), NOW, rate, 0.0, NOW, household=() if works else (member(person),),
        works_with_others=works,
    )  # fmt: skip
    found = plan_release(form, READER)
    return found, found.person[COLLEAGUE if works else "X"]


@pytest.mark.parametrize(("source", "therapy", "mbq", "person", "published", "ours", "msv", "theirs"), ROWS)
def test_days_after_iodine(
    source: str, therapy: str, mbq: str, person: str, published: str, ours: str, msv: str, theirs: str
) -> None:
    release, plan = planned(therapy, mbq, person)
    said = f"elsewhere {plan.elsewhere}" if plan.elsewhere else f"{plan.apart.day} / {plan.apart.night}"
    assert said == ours, source
    assert 1 <= plan.apart.day - float(published) <= 29  # never fewer days than anybody has published
    if msv == "-":
        return
    usual = neighbour("X", plan.neighbour.kind, READER, bed="bed" in person, cautious=False)
    found = days_apart(release.source, usual, float(msv))
    assert found == int(theirs)
    assert -7 <= found - int(published) <= 5
