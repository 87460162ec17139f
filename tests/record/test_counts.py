"""Counts without persons, from courses that were written down by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.plan.centre_years import END, START, YEAR, counts_of, shelf

from hevesy.errors import BadCell
from hevesy.products.measured import measures
from hevesy.record import Entry
from hevesy.record.counts import Count, Story, counted
from hevesy.record.counts_file import as_csv, read_counts
from hevesy.record.journey import journey
from hevesy.record.template import templates

THERAPY = "lu177_dotatate"


def on(day: float) -> datetime:
    return START + timedelta(days=day)


def told(*acts: tuple[Any, ...]) -> list[Entry]:
    """Entries of (act, day, what was said)."""
    return [
        Entry(f"e{number}", act, on(day), on(day), "p", said[0] if said else {})
        for number, (act, day, *said) in enumerate(acts)
    ]


TREATED = (
    ("referral", 0), ("triage", 3), ("imaging", 10), ("eligibility", 14), ("board", 20), ("consent", 21),
    ("prescription", 30), ("administration", 39), ("next_step", 55, {"next": "next_cycle"}), ("administration", 95),
    ("next_step", 111, {"next": "stop"}),
)  # fmt: skip


def one(rows: list[Count], what: str, act: str, reason: str = "") -> Count:
    (found,) = [row for row in rows if (row.what, row.act, row.reason) == (what, act, reason)]
    return found


def many(*groups: tuple[int, tuple[tuple[Any, ...], ...]]) -> list[Count]:
    """The counts of so many courses of each kind, at the end of the year."""
    stories: list[Story] = [(THERAPY, told(*acts)) for number, acts in groups for _ in range(number)]
    return counted(stories, START, YEAR, shelf())


def test_losses_by_hand() -> None:
    """20 treated, 6 lost before imaging, 7 declined at eligibility, 5 who said no; 9 still wait for imaging."""
    until_eligible = TREATED[:3]
    rows = many(
        (20, TREATED),
        (6, (*TREATED[:2], ("loss", 12, {"lost_reason": "cannot_travel"}))),
        (7, (*until_eligible, ("eligibility", 15, {"decision": "decline"}), ("loss", 15, {"lost_reason": "x"}))),
        (5, (*TREATED[:5], ("consent", 22, {"agreed": False}))),
        (9, (("referral", 355), ("triage", 358))),
    )  # fmt: skip
    lost = one(rows, "lost", "imaging", "cannot_travel")
    assert (lost.count, lost.of) == (6, 38)  # 20 + 7 + 5 imaged and 6 lost; the nine who wait are in neither
    assert (one(rows, "lost", "imaging", "cannot_pay").count, one(rows, "lost", "imaging", "other").count) == (0, 0)
    assert (one(rows, "declined", "eligibility").count, one(rows, "declined", "eligibility").of) == (7, 32)
    assert (one(rows, "lost", "consent", "declines").count, one(rows, "lost", "consent", "declines").of) == (5, 25)
    waiting = [row for row in rows if row.what == "waiting" and row.act == "imaging"]
    assert [(row.low, row.high, row.count) for row in waiting] == [(7, 8, 9)]


def test_what_people_wrote_as_a_reason_is_not_told() -> None:
    rows = many((9, (*TREATED[:2], ("loss", 12, {"lost_reason": "Mr Haddad moved to Irbid"}))))
    assert one(rows, "lost", "imaging", "other").count == 9
    assert "Haddad" not in as_csv(rows)


def test_one_to_four_are_not_told() -> None:
    rows = many((30, TREATED), (4, (*TREATED[:2], ("loss", 12, {"lost_reason": "cannot_travel"}))))
    lost = one(rows, "lost", "imaging", "cannot_travel")
    assert (lost.count, lost.of) == (None, 34)
    assert "<5" in as_csv(rows)


def test_what_was_given_by_hand() -> None:
    """Twelve courses of two administrations each: days 39 and 95, which are the first and second quarter."""
    rows = many((12, TREATED))
    given = {row.period: row.count for row in rows if row.what == "given"}
    assert given == {"": 24, "2027-Q1": 12, "2027-Q2": 12}
    assert rows[0].period == "2027-Q1 to 2027-Q4"
    assert one(rows, "squares", "administration").count == 12 * 2**2
    (persons,) = [row for row in rows if row.what == "persons"]
    assert (persons.period, persons.count, persons.of) == ("2027", 12, 24)
    stopped = one(rows, "stopped", "next_step")
    assert (stopped.count, stopped.of) == (0, 12)  # nobody went on from the second cycle: its stops say nothing


def test_a_cycle_that_was_put_off_counts_once() -> None:
    put_off = (*TREATED[:7], ("reallocation", 39), ("prescription", 41), ("administration", 50))
    never = (*TREATED[:7], ("reallocation", 39), ("loss", 60, {"lost_reason": "y"}))
    rows = many((10, TREATED), (6, put_off), (5, never))
    row = one(rows, "put_off", "administration")
    assert (row.count, row.of) == (11, 10 * 2 + 6 + 5)
    later = one(rows, "not_given_later", "administration")
    assert (later.count, later.of) == (5, 11)


def test_days_of_a_hold_are_no_wait() -> None:
    held = told(*TREATED[:6], ("hold", 25), ("resume", 35), ("prescription", 44))
    found = journey(THERAPY, held, YEAR, shelf())
    assert found is not None
    assert {wait.act: wait.days for wait in found.waits}["prescription"] == pytest.approx(23 - 10)


def test_a_correction_stands_in_the_place_of_what_it_corrects() -> None:
    wrong = Entry("e1", "imaging", on(2), on(2), "p", {})
    right = Entry("e2", "imaging", on(5), on(6), "p", {}, corrects="e1")
    found = journey(THERAPY, [*told(("referral", 0), ("triage", 1))[:1], wrong, right], YEAR, shelf())
    assert found is not None and found.done["imaging"] == on(5)


def test_nobody_is_counted_before_they_came_or_after_the_day() -> None:
    rows = counted([(THERAPY, told(*TREATED))] * 9, on(1), YEAR, shelf())
    assert not [row for row in rows if row.what == "lost"]  # referred before the time
    assert [row.count for row in rows if row.what == "given" and not row.period] == [18]  # given within it
    assert journey(THERAPY, told(*TREATED), START, shelf()) is None


def test_each_figure_of_a_plan_is_measured_once() -> None:
    """A therapy's fact that two counts would state could not stand in one pack."""
    acts = {(row["what"], row["act"]) for row in shelf().table("measured")}
    for therapy in (each for template in templates(shelf()).values() for each in template.therapies):
        facts = [measured.fact_of(therapy, shelf()) for key in acts for measured in measures(*key, shelf())]
        named = [fact for fact in facts if fact]
        assert named and len(named) == len(set(named))
        assert set(named) <= set(shelf().ids())


def test_a_file_reads_back_as_it_was(tmp_path: Path) -> None:
    rows = counts_of(80, 1)
    (tmp_path / "counts.csv").write_text(as_csv(rows), "utf-8")
    assert read_counts(tmp_path / "counts.csv") == rows
    assert END > YEAR


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("lots,,,,,,,5,9", "'lots' is nothing that is counted"),
        ("lost,ra223,imaging,other,,,,many,9", "'many' is no count"),
        ("lost,ra223,imaging,other,,,,12,9", "12 is not among 9"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_its_line(line: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "counts.csv").write_text(as_csv([]) + line + "\n", "utf-8")
    with pytest.raises(BadCell, match=problem):
        read_counts(tmp_path / "counts.csv")
