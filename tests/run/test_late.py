"""A dose that comes late: what it will hold, until when that is enough, and the sentence that says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.run.playing import SHELF

from hevesy.quantities import Activity
from hevesy.run.late import Late, Lateness, late_said, lateness
from hevesy.words import LANGUAGES, catalogue

MONDAY = datetime(2027, 3, 1, 6, 10, tzinfo=UTC)
TUESDAY = datetime(2027, 3, 2, 14, 0, tzinfo=UTC)
MINE = ("weekday", "late", "carrier", "order", "order_says", "tier", "sharing", "offer", "difference", "tell")


def late(at: datetime = TUESDAY, now: datetime = MONDAY, **more: Any) -> Lateness:
    return lateness("0412", "Lu-177", Activity.gbq(7.2), MONDAY, Activity.gbq(7.0), at, now=now, **more)


def test_the_great_sentence() -> None:
    assert late_said(late(), UTC) == (
        "Dose 0412 (Lu-177) held 7.20 GBq on Monday 06:10 and will hold 6.27 GBq on Tuesday 14:00, below the 7.00 GBq "
        "prescribed. It holds enough until Monday 12:39: bring the patient forward, or ask the prescriber to accept "
        "6.27 GBq."
    )


def test_by_hand() -> None:
    """159.528 h x log2(7.2/7.0) = 6.4835 h; 31 h 50 min later 7.2 x 2^(-31.8333/159.528) = 6.2699 GBq are left."""
    found = late()
    assert (found.enough_until - MONDAY) / timedelta(hours=1) == pytest.approx(6.4835, abs=1e-4)
    assert found.then.in_gbq == pytest.approx(6.2699, abs=1e-4)
    assert found.standing is Late.TOO_LITTLE


@pytest.mark.parametrize(
    ("found", "standing", "part"),
    [
        (late(MONDAY + timedelta(hours=5)), Late.ENOUGH, "It holds enough until Monday 12:39."),
        (late(now=TUESDAY), Late.NEVER_ENOUGH, "It held enough until Monday 12:39, which is past"),
        # 159.528 h x log2(7.2/6.3) = 30.732 h: 12:53:56, and a minute that is not whole does not count
        (late(MONDAY + timedelta(hours=30), tolerance_percent=10), Late.WITHIN_TOLERANCE, "until Tuesday 12:53."),
        (late(tolerance_percent=10), Late.TOO_LITTLE, "It holds enough until Monday 12:39"),
        (late(expires_at=TUESDAY - timedelta(hours=1)), Late.EXPIRED, "it expires on Tuesday 13:00"),
        (late(expires_at=TUESDAY, tolerance_percent=12), Late.WITHIN_TOLERANCE, "within its tolerance"),
    ],
)
def test_how_a_dose_stands(found: Lateness, standing: Late, part: str) -> None:
    assert found.standing is standing
    assert part in late_said(found, UTC)


def test_a_weekday_of_another_week_has_its_date() -> None:
    assert "Tuesday 2027-03-09 14:00" in late_said(late(TUESDAY + timedelta(days=7)), UTC)


def test_nothing_held_is_never_enough() -> None:
    found = lateness("1", "Lu-177", Activity(0), MONDAY, Activity.gbq(7), TUESDAY, now=MONDAY)
    assert found.standing is Late.NEVER_ENOUGH


@given(st.floats(0.5, 30), st.floats(0, 200))
def test_at_the_hour_until_which_it_holds_enough_it_holds_exactly_that(gbq: float, hours: float) -> None:
    held, at = Activity.gbq(gbq), MONDAY + timedelta(hours=hours)
    found = lateness("1", "Lu-177", held, MONDAY, Activity.gbq(7), at, now=MONDAY)
    again = lateness("1", "Lu-177", held, MONDAY, Activity.gbq(7), found.enough_until, now=MONDAY)
    assert again.then.in_gbq == pytest.approx(7, rel=1e-9)
    assert (found.standing is Late.ENOUGH) == (found.then.in_gbq >= 7 * (1 - 1e-9))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_there_in_every_language_with_the_same_holes(language: str) -> None:
    def holes(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    mine = {code: text for code, text in catalogue("en").items() if code.partition(".")[0] in MINE}
    theirs = catalogue(language)
    said = {f"late.{each}" for each in Late} | {f"tier.{row['tier']}" for row in SHELF.table("sharing_tiers")}
    said |= {f"tell.{row['role']}_{row['about']}" for row in SHELF.table("recall_tells")}
    assert said <= set(mine)
    assert {code: holes(theirs[code]) for code in mine} == {code: holes(text) for code, text in mine.items()}
    assert language == "en" or [code for code, text in mine.items() if theirs[code] == text] == []


def test_the_sentence_in_spanish() -> None:
    assert late_said(late(), UTC, "es").startswith(
        "La dosis 0412 (Lu-177) contenía 7.20 GBq el lunes 06:10 y contendrá 6.27 GBq el martes 14:00"
    )
