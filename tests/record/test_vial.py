"""A vial's story: the balance closes whatever happened, in whatever order it was typed in."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.filling import START, event, later, vial
from tests.run.playing import LU_PSMA, SHELF, at, entry

from hevesy.errors import WrongStory
from hevesy.quantities import Activity
from hevesy.record import Course, find_template, follow
from hevesy.record.ledger import VIAL, Balance, balance, on_hand, postings
from hevesy.record.of_course import begun, vial_event, vial_of
from hevesy.record.vial import Vial, VialEvent, What, condition, happened, told
from hevesy.record.vial import follow as follow_vial
from hevesy.record.vial_kept import event_as_json, event_from_json, vial_as_json, vial_from_json

READER = SHELF.reader("world")
AMOUNTS = st.none() | st.floats(0, 20000)
NUCLIDES = st.sampled_from(["Lu-177", "Ac-225", "I-131", "F-18"])


@st.composite
def events(draw: st.DrawFn) -> list[VialEvent]:
    """Anything, at any time, of any amount: also what cannot be."""
    found = []
    for number in range(draw(st.integers(0, 9))):
        what = draw(st.sampled_from([each for each in What if each is not What.VOID]))
        happened_at = START + timedelta(hours=draw(st.floats(-30, 300)))
        amounts = {name: draw(AMOUNTS) for name in ("measured", "after")}
        syringe = draw(st.sampled_from(["", "S1", "S2"]))
        found.append(event(what, happened_at, f"e{number}", syringe=syringe, course="c1", **amounts))
    return found


def through(found: Balance) -> float:
    """The largest amount that went through the books: what rounding is held against."""
    parts = (found.received, found.given, found.residual, found.waste, found.passed_on, found.decayed, found.on_hand)
    return max(abs(each.bq) for each in (*parts, *(gap.amount for gap in found.differences)))


@given(events(), NUCLIDES, st.floats(-40, 400))
def test_the_balance_closes_at_any_time(story: list[VialEvent], name: str, hours: float) -> None:
    found = balance(told(vial(name), story), START + timedelta(hours=hours), READER)
    assert abs(found.open) <= 1e-9 * through(found)
    assert found.on_hand.bq >= 0.0 and found.decayed.bq >= -1e-9 * through(found)


@given(events(), st.floats(0, 300), st.floats(0, 300))
def test_while_nothing_happens_decay_moves_only_from_the_shelf(
    story: list[VialEvent], hours: float, more: float
) -> None:
    quiet = max((each.at for each in story), default=START) + timedelta(hours=hours)
    whole = told(vial(), story)
    first, then = (balance(whole, moment, READER) for moment in (quiet, quiet + timedelta(hours=more)))
    assert replace(then, at=quiet, decayed=first.decayed, on_hand=first.on_hand) == first
    lost = first.on_hand.bq - then.on_hand.bq
    assert then.decayed.bq - first.decayed.bq == pytest.approx(lost, rel=1e-9, abs=1e-9 * through(first))
    assert lost >= 0.0


@given(events(), st.integers(0, 1000))
def test_the_order_of_entry_changes_nothing(story: list[VialEvent], seed: int) -> None:
    mixed = random.Random(seed).sample(story, len(story))
    assert postings(told(vial(), story)) == postings(told(vial(), mixed))
    assert condition(told(vial(), story), later(3)) == condition(told(vial(), mixed), later(3))


@given(events())
def test_no_account_on_the_shelf_is_ever_below_zero(story: list[VialEvent]) -> None:
    """Whatever is taken beyond what is there is first posted as a difference, so that it is seen."""
    held, largest = dict[str, float](), 0.0
    for each in postings(told(vial(), story)):
        held[each.source] = held.get(each.source, 0.0) - each.amount
        held[each.to] = held.get(each.to, 0.0) + each.amount
        largest = max(largest, *(abs(amount) for amount in held.values()))
        assert all(amount >= -1e-9 * largest for name, amount in held.items() if name not in ("outside", "difference"))
    assert abs(math.fsum(held.values())) <= 1e-9 * largest


def test_more_dispensed_than_there_is_a_difference_not_a_refusal() -> None:
    story = [
        event(What.RECEIVED, START, measured=1000), event(What.DISPENSED, later(1), measured=600, syringe="S1"),
    ]  # fmt: skip
    found = balance(told(vial(), story), later(1), READER)
    assert found.on_hand.in_mbq == pytest.approx(600)
    assert found.difference.in_mbq == pytest.approx(-100)  # 500 MBq were there
    assert [each.why for each in found.differences] == ["more_than_there"]
    assert found.share_percent == pytest.approx(20) and found.to_investigate  # 200 of 1000 MBq at calibration


def test_the_level_is_the_centres_own_where_it_has_signed_one() -> None:
    story = [event(What.RECEIVED, START, measured=1000), event(What.MEASURED, START, measured=970)]
    whole = told(vial(), story)  # 3 % are missing
    proposed, signed = balance(whole, START, READER), balance(whole, START, READER, 2.0)
    assert (proposed.level_percent, proposed.level_signed, proposed.to_investigate) == (5.0, False, False)
    assert (signed.level_percent, signed.level_signed, signed.to_investigate) == (2.0, True, True)


def test_two_gaps_that_cancel_out_are_still_seen() -> None:
    story = [
        event(What.RECEIVED, START, measured=1000), event(What.MEASURED, later(0), measured=800),
        event(What.MEASURED, later(1), measured=500),
    ]  # fmt: skip
    found = balance(told(vial(), story), later(1), READER)
    assert [each.amount.in_mbq for each in found.differences] == pytest.approx([200, -100])
    assert found.share_percent == pytest.approx(20) and found.to_investigate


def test_a_late_entry_is_told_where_it_happened() -> None:
    """The vial was emptied at noon; that a syringe was drawn at ten was typed in afterwards."""
    emptied = event(What.WASTED, START + timedelta(hours=6))
    drawn = event(What.DISPENSED, START + timedelta(hours=4), measured=300, syringe="S1")
    story = [event(What.RECEIVED, START, measured=1000), emptied, drawn]
    found = balance(told(vial(), story), START + timedelta(hours=6), READER)
    assert found.differences == ()
    left = 2 ** (-4 / 159.528)
    assert found.waste.in_mbq == pytest.approx((1000 * left - 300) * 2 ** (-2 / 159.528))


def test_corrections_supersede_and_what_never_happened_is_taken_out() -> None:
    wrong = event(What.RECEIVED, START, "a", measured=10000)
    right = replace(event(What.RECEIVED, START, "b", measured=1000, corrects="a"), entered_at=later(1))
    again = replace(event(What.RECEIVED, START, "c", measured=1100, corrects="a"), entered_at=later(2))
    assert on_hand(told(vial(), [wrong, right]), START).in_mbq == 1000
    assert on_hand(told(vial(), [wrong, again, right]), START).in_mbq == pytest.approx(1100)
    never = event(What.VOID, later(1), "d", corrects="a")
    assert happened(told(vial(), [wrong, never])) == ()
    assert len(told(vial(), [wrong, never]).events) == 2


def test_an_entry_sent_twice_is_once_and_an_id_is_nobody_elses() -> None:
    one = event(What.RECEIVED, START, "a", measured=1000)
    assert told(vial(), [one, one]).events == (one,)
    with pytest.raises(WrongStory, match="V1"):
        follow_vial(told(vial(), [one]), event(What.WASTED, START, "a"))


def test_a_year_typed_wrong_is_no_accident_of_arithmetic() -> None:
    story = [event(What.RECEIVED, START, measured=100), event(What.MEASURED, datetime(2097, 1, 1, tzinfo=START.tzinfo))]
    late = replace(story[1], measured=Activity.mbq(1))
    found = balance(told(vial("F-18"), [story[0], late]), late.at, READER)
    assert found.to_investigate and math.isfinite(found.difference.bq)


def test_a_vial_that_failed_is_not_usable_again() -> None:
    released = [event(What.RECEIVED, START, measured=1), event(What.RELEASED, later(0.1))]
    assert condition(told(vial(), released), later(0.2)).usable
    failed = event(What.TESTED, later(0.3), passes=False, late=True)
    assert not condition(told(vial(), [*released, failed]), later(0.4)).usable
    assert condition(told(vial(), [*released, failed]), later(0.2)).usable  # it was not known then
    assert not condition(told(vial(), released), START + timedelta(days=31)).usable


def whole_course() -> Vial:
    """The vial of the usual Lu-PSMA course, told by the acts of the course alone."""
    template = find_template("lu177_psma", SHELF)
    course = Course("c", template.name, template.version, "lu177_psma617")
    found: Vial | None = None
    for step in LU_PSMA[:-1]:
        made = entry(step)
        told_of = vial_event(course, made)
        if made.act == "receipt":
            found = begun(made, "Lu-177 PSMA-617", "Lu-177")
        if told_of is not None and found is not None:
            assert vial_of(course, made) == found.id
            found = follow_vial(found, told_of)
        course = follow(course, made, template)
    assert found is not None
    return found


def test_the_acts_of_a_course_tell_the_story_of_its_vial() -> None:
    """Received 7650 MBq at 06:00; 7430 in the syringe at 09:00; 7405 at 09:54 before, 35 at 10:36 after."""
    found = balance(whole_course(), at(8), READER)
    half = 159.528
    assert found.received.in_mbq == pytest.approx(7650)
    at_ten = 7405 * 2 ** (-0.1 / half) - 35 * 2 ** (0.6 / half)
    assert found.given.in_mbq == pytest.approx(at_ten)
    assert found.residual.in_mbq == pytest.approx(35 * 2 ** (0.6 / half))
    rest = 7650 * 2 ** (-3 / half) - 7430  # in the vial at nine
    assert on_hand(whole_course(), at(8), VIAL).in_mbq == pytest.approx(rest * 2 ** (-7 / half))
    gap = (7430 * 2 ** (-0.9 / half) - 7405) * 2 ** (-0.1 / half)  # the syringe had decayed to 7401.00 MBq by 09:54
    assert gap == pytest.approx(-4.00, abs=0.01)
    assert found.difference.in_mbq == pytest.approx(gap)
    assert not found.to_investigate
    one = (condition(whole_course(), at(8)).syringes or {})["S1"]
    assert (one.course, one.given_at, one.waits) == ("c", at(2), False)


@given(events())
def test_what_a_book_keeps_is_read_back_as_the_same(story: list[VialEvent]) -> None:
    for each in story:
        kept = json.loads(json.dumps(event_as_json(each)))
        assert event_from_json(kept) == each
        assert "" not in kept.values() and None not in kept.values()
    begun_with = replace(vial(), stated=Activity.gbq(8), impurities=(("Lu-177m", 0.0005),))
    assert vial_from_json(json.loads(json.dumps(vial_as_json(begun_with)))) == begun_with


def test_a_failed_test_is_kept_as_failed() -> None:
    failed = event(What.TESTED, START, passes=False, late=True)
    assert event_as_json(failed)["passes"] is False
    assert event_from_json(event_as_json(failed)) == failed
