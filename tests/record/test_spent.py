"""Minutes that acts told, by hand: what counts as whole, where each belongs, and the one table of RUN and PLAN."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.plan.centre_years import START, YEAR, shelf

from hevesy.capacity.minutes import use
from hevesy.facts import Shelf
from hevesy.plan.calibrate import centre_year
from hevesy.plan.calibrated_pack import write_pack
from hevesy.products import find_therapy
from hevesy.record import Entry, filled, form
from hevesy.record.counts import Count, counted
from hevesy.record.counts_file import as_csv, read_counts
from hevesy.record.spent import mean_within, spent
from hevesy.run.minutes import compared, expected, of_therapy

LU, CAPSULE = "lu177_psma617", "i131_hyperthyroid"
NINE = datetime(2027, 3, 1, 9, tzinfo=UTC)


def told(*acts: tuple[str, dict[str, Any]]) -> list[Entry]:
    """Acts an hour apart, in their order."""
    return [
        Entry(f"e{place}", act, NINE + timedelta(hours=place), NINE, "p", said)
        for place, (act, said) in enumerate(acts)
    ]


def cycle(**changes: dict[str, Any]) -> list[Entry]:
    """A cycle in which radiopharmacists told 10 + 20 + 15 + 5 minutes and nurses 30 + 120 + 60."""
    said: dict[str, dict[str, Any]] = {
        "receipt": {"minutes_radiopharmacist": 10.0}, "quality_control": {"minutes_radiopharmacist": 20.0},
        "dispensing": {"minutes_radiopharmacist": 15.0}, "day_checks": {"minutes_nurse": 30.0},
        "administration": {
            "minutes_nurse": 120.0, "started_at": NINE.isoformat(),
            "ended_at": (NINE + timedelta(minutes=35)).isoformat(),
        },
        "waste": {"minutes_radiopharmacist": 5.0}, "next_step": {"next": "next_cycle", "minutes_nurse_visits": 60.0},
    }  # fmt: skip
    return told(*((act, {**each, **changes.get(act, {})}) for act, each in said.items()))


def test_the_minutes_of_a_treatment_are_those_of_all_its_acts() -> None:
    found = spent([(LU, cycle())], shelf())
    assert {key: each.minutes for key, each in found.items() if each.minutes} == {
        ("infusion", "chair"): [35.0], ("infusion", "nurse"): [210.0], ("infusion", "radiopharmacist"): [50.0],
    }  # fmt: skip
    assert len(found["infusion", "nurse"].courses) == 1


def test_what_one_act_does_not_tell_is_not_zero() -> None:
    """The waste told nothing: no sum for the radiopharmacist, and the act is named; a zero that was written counts."""
    found = spent([(LU, cycle(waste={"minutes_radiopharmacist": None}))], shelf())
    lacking = found["infusion", "radiopharmacist"]
    assert (lacking.minutes, dict(lacking.lacks)) == ([], {"waste": 1})
    zero = spent([(LU, cycle(waste={"minutes_radiopharmacist": 0.0}))], shelf())
    assert zero["infusion", "radiopharmacist"].minutes == [45.0]


def test_a_cycle_counts_when_somebody_has_said_what_comes_next() -> None:
    assert spent([(LU, cycle()[:-1])], shelf()) == {}
    assert len(spent([(LU, [*cycle(), *cycle(next_step={"next": "stop"})])], shelf())["infusion", "nurse"].minutes) == 2


def test_who_stayed_in_a_bed_was_treated_in_one() -> None:
    bed = spent([(LU, cycle(administration={"place_used": "bed", "minutes_place": 1500.0}))], shelf())
    assert bed["inpatient", "bed"].minutes == [1500.0] and bed["inpatient", "nurse"].minutes == [210.0]
    usual = spent([("i131_dtc", cycle())], shelf())  # always in a bed; the start and end of a capsule are no stay
    assert usual["inpatient", "nurse"].minutes == [210.0] and ("inpatient", "bed") not in usual


def test_single_acts_go_where_the_table_has_them() -> None:
    acts = (
        ("triage", {"minutes_physician": 12.0}), ("imaging", {"agent": "Ga-68 PSMA-11", "minutes_physician": 40.0}),
        ("imaging", {"agent": "what came", "minutes_physician": 99.0}),
    )  # fmt: skip
    assert {key: each.minutes for key, each in spent([(LU, told(*acts))], shelf()).items()} == {
        ("imaging_pet", "physician"): [40.0], ("referral_review", "physician"): [12.0],
    }  # fmt: skip
    assert list(spent([(CAPSULE, told(acts[0]))], shelf())) == [("referral_review_capsule", "physician")]


def test_the_interval_of_a_mean_is_students_on_the_logarithm() -> None:
    """Nine of mean 100 and sd 30: t of eight degrees is 1.8595, so 100 e^(1.8595 x 0.3 / 3) = 120.44."""
    assert mean_within(100.0, 30.0, 9) == pytest.approx((83.03, 120.44), abs=0.01)
    assert mean_within(100.0, 0.0, 1) == (0.0, math.inf)


def test_fewer_than_five_courses_are_not_told(tmp_path: Path) -> None:
    def rows(courses: int) -> list[Count]:
        stories = [(LU, cycle(day_checks={"minutes_nurse": 30.0 + 6 * each})) for each in range(courses)]
        return [row for row in counted(stories, START, YEAR, shelf()) if row.what == "spent"]

    assert rows(4) == []
    (nurse,) = [row for row in rows(5) if row.reason == "nurse"]  # 210, 216, 222, 228, 234
    assert (nurse.act, nurse.count, nurse.of, nurse.median, nurse.mean) == ("infusion", 5, 5, 222, 222.0)
    assert nurse.spread == 9.5  # the root of (144 + 36 + 0 + 36 + 144) / 4 is 9.487
    path = tmp_path / "counts.csv"
    path.write_text(as_csv(rows(5)), "utf-8")
    assert read_counts(path) == rows(5)


def test_the_forms_ask_and_what_cannot_be_is_said() -> None:
    asked = form("administration", shelf())
    assert asked.version == 2 and {"minutes_nurse", "place_used", "started_at"} <= {each.name for each in asked.fields}
    assert not {each for each in asked.required if each.startswith("minutes_")} and "started_at" in asked.required
    _, problems = filled(form("triage", shelf()), {
        "decision": "accept", "urgency": "routine", "reason_given": "x", "minutes_physician": "-3"
    })  # fmt: skip
    assert [(each.field, each.code) for each in problems] == [("minutes_physician", "cannot_be")]


# --- one table for RUN and PLAN -----------------------------------------------------------------------------


def changed_row(folder: Path) -> Shelf:
    """A shelf on which the nurse of an infusion takes 100 minutes in place of 264."""
    folder.mkdir()
    (folder / "pack.toml").write_text('name = "changed"\ntitle = "Invented"\nlicence = ""\n')
    (folder / "sources.csv").write_text("key,citation\nme,An invented row for a test.\n")
    (folder / "facts.csv").write_text(
        "fact,place,value,low,high,unit,dist,state,source,kind\n"
        "capacity.minutes.infusion.nurse,world,100,90,110,min,triangular,reported,me,assumption\n"
    )
    return Shelf.load([folder], restricted=False)


def test_one_minutes_table_serves_run_and_plan(tmp_path: Path) -> None:
    """RUN's expectation and PLAN's capacity are the same row: the change moves both by 164 minutes of an infusion."""
    before, after = shelf().reader("world"), changed_row(tmp_path / "pack").reader("world")
    seen = []
    for reader in (before, after):
        row = expected("infusion", "nurse", reader)
        assert row is not None and row in of_therapy(LU, reader)
        seen.append((row.value, use(find_therapy("ac225_psma", reader.shelf), reader).again["nurse"],
                     use(find_therapy(LU, reader.shelf), reader)))  # fmt: skip
    (run_before, other_before, plan_before), (run_after, other_after, plan_after) = seen
    assert (run_before, run_after, other_before) == (264.0, 100.0, other_after)  # an injection has rows of its own
    outside = 1 - float(plan_before.again["bed"] > 0) * _in_bed(before)
    assert float(plan_before.again["nurse"] - plan_after.again["nurse"]) == pytest.approx(164 * outside)
    count = Count("spent", (), "infusion", "nurse", count=30, of=30, median=150, mean=150.0, spread=20.0)
    assert [each.says for reader in (before, after) for each in compared([count], reader)] == ["as_planned", "longer"]
    assert [each.says for each in compared([replace(count, count=4)], after)] == ["too_few"]


def _in_bed(reader: Any) -> float:
    """Where no rule is stated: the share that stays in a bed, as the shelf assumes it."""
    return float(reader.number("capacity.bed.share_without_a_rule"))


def test_a_plan_takes_the_centres_own_minutes(tmp_path: Path) -> None:
    below = tmp_path / "jordan"
    below.mkdir()
    (below / "pack.toml").write_text('name = "jordan"\ntitle = "Invented"\nlicence = ""\n')
    (below / "centres.csv").write_text("iso3,centre,name,town,services\nJOR,khcc,Example Centre,Amman,therapy;pet\n")
    laid = Shelf.load([below], restricted=False)
    rows = [
        Count("weeks", (), count=52, period="2027-Q1 to 2027-Q4"),
        Count("spent", (), "injection", "nurse", count=40, of=30, median=80, mean=84.0, spread=20.0),
        Count("spent", (), "injection", "physician", count=12, of=12, median=80, mean=84.0, spread=20.0),
    ]  # fmt: skip
    counts = tmp_path / "counts.csv"
    counts.write_text(as_csv(rows), "utf-8")
    assert [each.why_not for each in centre_year(rows, "JOR", "", False, laid).observed] == [
        "minutes are those of one centre; --centre says which centre of the pack it is",
        "fewer than 20 say too little",
    ]
    write_pack(centre_year(rows, "JOR", "khcc", False, laid), counts, laid, tmp_path / "pack")
    on_top = Shelf.load([below, tmp_path / "pack"], restricted=False)
    therapy = find_therapy("sr89", on_top)
    taken = {place: use(therapy, on_top.reader(place)).again for place in ("JOR", "JOR/khcc")}
    assert (taken["JOR"]["nurse"], taken["JOR/khcc"]["nurse"]) == (60.0, 84.0)
    assert taken["JOR"]["physician"] == taken["JOR/khcc"]["physician"]
