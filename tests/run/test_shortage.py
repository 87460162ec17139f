"""The shortage board: who gets the doses that come and why, by the same rule as a plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.run.playing import SHELF, at, situation

import hevesy.plan.simulation.reference_centre as plan_centre
import hevesy.plan.simulation.shortage as plan_shortage
import hevesy.run.shortage as run_shortage
from hevesy.run.shortage import RULE, Claim, board, boards, claim_of, share_said, sharing_rule
from hevesy.run.signed import GateTable, Signature
from hevesy.supply.sharing import shared

DAY = date(2027, 3, 2)
PROPOSED = sharing_rule(SHELF)


def claim(course: str, urgency: str = "routine", waits: int = 0, under_way: bool = False) -> Claim:
    since = datetime(2027, 2, 1, tzinfo=UTC) - timedelta(days=waits)
    return Claim(course, "lu177_psma617", "maker", DAY, under_way, urgency, since)


WARD = [
    claim("new-routine-long", waits=60), claim("new-urgent", "urgent"), claim("cycle-3", under_way=True),
    claim("new-soon", "soon", 3), claim("new-urgent-long", "urgent", 9), claim("cycle-2-long", waits=2, under_way=True),
]  # fmt: skip


def test_tiers_first_then_who_has_waited_longest() -> None:
    found = board("maker", DAY, 3, WARD, PROPOSED)
    assert [(row.claim.course, row.gets, row.because) for row in found.rows] == [
        ("cycle-2-long", True, "whole_tier_served"),
        ("cycle-3", True, "whole_tier_served"),
        ("new-urgent-long", True, "longest_waiting"),
        ("new-urgent", False, "others_waited_longer"),
        ("new-soon", False, "tiers_before"),
        ("new-routine-long", False, "tiers_before"),
    ]
    assert found.is_short
    assert share_said(found.rows[2]) == "Gets a dose: place 1 in its tier (an urgent first cycle), by time of waiting."
    assert share_said(found.rows[3], "es").startswith("Sin dosis: puesto 2 en su nivel (un primer ciclo urgente)")


def test_enough_for_all_and_nothing_at_all() -> None:
    assert all(row.gets for row in board("maker", DAY, 6, WARD, PROPOSED).rows)
    assert not board("maker", DAY, 6, WARD, PROPOSED).is_short
    assert not any(row.gets for row in board("maker", DAY, 0, WARD, PROPOSED).rows)


def test_a_day_and_producer_of_which_nobody_said_what_comes_gets_nothing() -> None:
    other = replace(claim("elsewhere"), producer="another")
    found = boards([*WARD, other], {("maker", DAY): 6}, PROPOSED)
    assert [(each.producer, sum(row.gets for row in each.rows)) for each in found] == [("another", 0), ("maker", 6)]


def test_the_rule_is_a_proposal_until_it_is_signed() -> None:
    assert PROPOSED.signed is None
    line = Signature(RULE, "head", date(2027, 1, 1), "local rule", "1", until=date(2027, 12, 31))
    table = GateTable("lu177_psma617", {RULE: line})
    assert sharing_rule(SHELF, table, DAY).signed == line
    assert sharing_rule(SHELF, table, date(2028, 1, 1)).signed is None


def test_a_course_claims_by_its_prescription_until_it_is_given_held_or_ended() -> None:
    course = situation("order").course
    found = claim_of(course, "maker")
    assert found == Claim("c", "lu177_psma617", "maker", DAY, False, "routine", at(-170))
    assert claim_of(replace(course, ended="died"), "maker") is None
    assert claim_of(situation("release").course, "maker") is None
    assert claim_of(situation("prescription").course, "maker") is None
    again = claim_of(replace(course, given=(at(-2000),)), "maker")
    assert again is not None and again.under_way


CLAIMS = st.lists(
    st.tuples(st.sampled_from(["urgent", "soon", "routine", ""]), st.integers(0, 90), st.booleans()), max_size=12
).map(lambda rows: [claim(f"c{n}", *row) for n, row in enumerate(rows)])


@given(CLAIMS, st.integers(0, 14))
def test_nobody_is_lost_and_no_dose_is_given_twice(claims: list[Claim], doses: int) -> None:
    rows = board("maker", DAY, doses, claims, PROPOSED).rows
    assert sorted(row.claim.course for row in rows) == sorted(each.course for each in claims)
    assert sum(row.gets for row in rows) == min(doses, len(claims))
    served = [row.gets for row in rows]
    assert served == sorted(served, reverse=True)  # nobody without a dose stands before one who gets one


def test_plan_and_run_share_by_one_function() -> None:
    assert plan_shortage.shared is plan_centre.shared is run_shortage.shared is shared


@given(CLAIMS, st.integers(0, 14))
def test_a_plan_and_a_centre_give_each_tier_the_same(claims: list[Claim], doses: int) -> None:
    """What a plan's lanes of one maker lack, in its own code, against the board of the same ward: two tiers, on
    treatment and new, as a plan has them.
    """
    asked = np.array([sum(each.under_way for each in claims), sum(not each.under_way for each in claims)], float)
    whole = asked.sum()
    lacks = 0.0 if whole == 0 else max(0.0, 1.0 - doses / whole)
    lanes = np.full((2, 1, 1, 1), lacks)
    missing = plan_shortage._in_tiers(np.array([1, 2]), lanes, asked[:, None, None])[:, 0, 0, 0]
    found = Counter(row.claim.under_way for row in board("maker", DAY, doses, claims, PROPOSED).rows if row.gets)
    assert np.allclose(asked * (1.0 - missing), [found[True], found[False]])
