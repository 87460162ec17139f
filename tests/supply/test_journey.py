"""Journeys on the shipped shelf: what must be possible, what must not, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hevesy.errors import NobodySells, UnknownProducer, UnknownProduct, UnknownTown
from hevesy.facts import Shelf
from hevesy.quantities import Activity
from hevesy.safety import Package
from hevesy.supply import (
    Destination,
    Journey,
    Map,
    Request,
    Standing,
    Step,
    Verdict,
    journey_summary,
    journeys,
    producers,
)

INJECT = datetime(2027, 3, 2, 7, tzinfo=UTC)  # 10:00 in Amman


def one(product: str, producer: str, form: str, to: Destination, shelf: Shelf, ways: Map) -> Journey:
    (found,) = journeys(Request(product, INJECT, producer=producer, form=form), to, shelf, ways)
    return found


def test_a_ready_vial_is_calibrated_for_the_hour_of_injection(
    shelf: Shelf, ways: Map, amman: Destination
) -> None:
    journey = one("lu177_psma617", "aaa_ivrea", "ready_to_use", amman, shelf, ways)
    assert journey.order.activity.in_gbq == pytest.approx(7.4)
    assert journey.order.activity_at == INJECT and journey.order.to_measure
    hours = (INJECT - journey.line.released_at) / timedelta(hours=1)
    assert journey.order.leaves.in_gbq == pytest.approx(7.4 * 2 ** (hours / 159.528))
    # 120 h from the end of manufacture; QC and release of 6 h come before it leaves
    assert journey.spare.expected == pytest.approx(120 - 6 - hours)
    assert journey.use_by == journey.line.released_at + timedelta(hours=120 - 6)
    assert journey.standing is Standing.HYPOTHETICAL
    assert journey.category.package is Package.TYPE_A
    assert f"{journey.line.given_at.astimezone(journey.zone):%H:%M}" == "10:00"


def test_chloride_allows_for_yield_residual_and_calibrator(
    shelf: Shelf, ways: Map, amman: Destination
) -> None:
    journey = one("lu177_psma617", "polatom", "chloride_and_kit", amman, shelf, ways)
    hours = (INJECT - journey.line.released_at) / timedelta(hours=1)
    assert journey.order.leaves.in_gbq == pytest.approx(7.4 * 1.02 * 1.02 / 0.95 * 2 ** (hours / 159.528))
    # seven days from manufacture, of which QC took 4 h, until labelling (3 h) begins
    assert journey.spare.expected == pytest.approx(168 - 4 - (hours - 3))
    assert journey.order.activity_at == journey.line.released_at and not journey.order.calibrated_by_maker
    assert journey.use_by == INJECT + timedelta(hours=24)  # hospital-labelled PSMA keeps a day
    steps = [timed.leg.step for timed in journey.line.timed]
    assert steps[-1] is Step.LABELLING and Step.WAIT in steps
    assert any("Lu-177m" in remark for remark in journey.remarks)


def test_legs_follow_one_another_and_none_is_bare_of_a_kind(
    shelf: Shelf, ways: Map, amman: Destination
) -> None:
    for journey in journeys(Request("lu177_psma617", INJECT), amman, shelf, ways):
        timed = journey.line.timed
        assert all(a.ends == b.starts for a, b in pairwise(timed))
        assert all(each.leg.hours.low <= each.leg.hours.expected <= each.leg.hours.high for each in timed)
        assert timed[-1].ends - INJECT < timedelta(seconds=1)
        long_way = next(each.leg for each in timed if each.leg.step in (Step.FLIGHT, Step.OVERLAND))
        assert "hypothetical" in long_way.note


def test_a_producer_at_home_sends_by_road(shelf: Shelf, ways: Map, amman: Destination) -> None:
    found = journeys(Request("i131_dtc", INJECT), amman, shelf, ways)
    home = next(each for each in found if each.offer.producer.id == "jrtr")
    steps = {timed.leg.step for timed in home.line.timed}
    assert Step.ROAD in steps and not steps & {Step.FLIGHT, Step.CUSTOMS}
    assert home.standing is Standing.DOMESTIC and home.permit_by is None
    assert any("not confirmed" in remark for remark in home.remarks)
    assert not home.seller_confirmed and home.known_as == "domestic, seller not confirmed"
    assert all(each.offer.producer.role != "reactor" for each in found if each is not home)


def test_f18_from_far_away_dies_of_its_shelf_life(shelf: Shelf, ways: Map) -> None:
    suva = ways.destination("Suva", "FJI")
    (journey,) = journeys(Request("f18_psma1007", INJECT), suva, shelf, ways)
    assert journey.verdict is Verdict.IMPOSSIBLE and journey.death is not None
    ends = journey.line.released_at + timedelta(hours=10 - 0.5)  # half an hour of QC after synthesis
    assert journey.death.at == ends
    assert journey.death.hours == pytest.approx((journey.line.use_at - ends) / timedelta(hours=1))
    killer = journey.line.leg_at(ends)
    assert killer is not None and str(killer.leg.step) in journey.death.sentence
    assert f"{journey.death.hours:.1f} h before" in journey.death.sentence


def test_a_dose_of_tc99m_does_not_cross_an_ocean(shelf: Shelf, ways: Map) -> None:
    nairobi = ways.destination("Nairobi", "KEN")
    found = journeys(Request("tc99m_mdp", INJECT), nairobi, shelf, ways)
    assert {each.verdict for each in found if each.offer.form.form == "ready_to_use"} == {Verdict.IMPOSSIBLE}
    assert found[0].offer.form.form == "generator" and found[0].verdict is not Verdict.IMPOSSIBLE


def test_frozen_samarium_does_not_reach_nairobi_as_expected(shelf: Shelf, ways: Map) -> None:
    nairobi = ways.destination("Nairobi", "KEN")
    found = journeys(Request("sm153_edtmp", INJECT), nairobi, shelf, ways)
    assert all(each.verdict is Verdict.DOUBTFUL and each.shelf_life.hours.expected == 48 for each in found)
    assert all(
        each.spare.expected < 0 < each.shelf_life.hours.high - each.door_to_chair.low for each in found
    )
    assert all(each.remarks[1].startswith("It is in time only if") for each in found)


def test_a_vial_that_would_be_too_strong_says_until_when(shelf: Shelf, ways: Map, amman: Destination) -> None:
    """Lutathera: 25 mL at 370 MBq/mL is 9.25 GBq at calibration, that is 7.4 GBq 51.4 h later."""
    journey = one("lu177_dotatate", "aaa_zaragoza", "ready_to_use", amman, shelf, ways)
    assert journey.verdict is Verdict.DOUBTFUL and journey.death is not None
    assert (INJECT - journey.death.at) / timedelta(hours=1) == pytest.approx(51.36, abs=0.01)
    assert "9.25 GBq" in journey.death.sentence
    hours = (INJECT - journey.line.released_at) / timedelta(hours=1) + 6  # made 6 h before it leaves
    assert journey.death.hours == pytest.approx(hours - 51.36, abs=0.01)


def test_what_is_calibrated_later_keeps_from_its_calibration(
    shelf: Shelf, ways: Map, amman: Destination
) -> None:
    """Resin spheres leave up to 72 h before calibration and keep 24 h from it."""
    (journey,) = journeys(Request("y90_microspheres", INJECT, producer="sirtex"), amman, shelf, ways)
    hours = (INJECT - journey.line.released_at) / timedelta(hours=1)
    assert hours < 72 and journey.order.activity_at == INJECT  # so it is calibrated for the injection
    assert journey.shelf_life.since == INJECT and journey.spare.expected == pytest.approx(24)
    assert journey.order.vials and "calibration, at most 72 h after" in journey.shelf_life.said


def test_radium_comes_in_whole_vials_and_alphas_travel_as_type_a(
    shelf: Shelf, ways: Map, amman: Destination
) -> None:
    (journey,) = journeys(Request("ra223", INJECT), amman, shelf, ways)
    assert [vial.in_mbq for vial in journey.order.vials] == pytest.approx([6.6])
    assert journey.order.given.in_mbq == pytest.approx(0.055 * 75)
    assert journey.category.package is Package.TYPE_A
    big = Request("ra223", INJECT, prescribed=Activity.mbq(6.5))
    assert len(journeys(big, amman, shelf, ways)[0].order.vials) == 2


def test_terbium_claims_no_transport_category(shelf: Shelf, ways: Map, amman: Destination) -> None:
    for journey in journeys(Request("tb161_psma", INJECT), amman, shelf, ways):
        assert journey.category.package is Package.UNKNOWN
        assert any("irradiates" in remark for remark in journey.remarks)


def test_a_fixed_departure_that_is_too_late_names_the_leg(
    shelf: Shelf, ways: Map, amman: Destination
) -> None:
    late = Request("lu177_psma617", INJECT, producer="aaa_ivrea", departs=INJECT - timedelta(hours=30))
    (journey,) = journeys(late, amman, shelf, ways)
    assert journey.verdict is Verdict.DOUBTFUL and journey.death is not None
    assert journey.death.hours == pytest.approx(journey.door_to_chair.expected - 30, abs=0.01)
    assert journey.death.at == INJECT
    passing = journey.line.leg_at(INJECT)
    assert passing is not None and passing.leg.step is Step.CUSTOMS and "customs" in journey.death.leg
    hopeless = replace(late, departs=INJECT - timedelta(hours=10))  # at best it takes 13 h
    assert journeys(hopeless, amman, shelf, ways)[0].verdict is Verdict.IMPOSSIBLE


def test_names_that_nobody_knows(shelf: Shelf, ways: Map, amman: Destination) -> None:
    with pytest.raises(UnknownProduct, match="lu177_psma617"):
        journeys(Request("lu177_psma61", INJECT), amman, shelf, ways)
    with pytest.raises(UnknownProducer, match="did you mean 'polatom'"):
        journeys(Request("lu177_psma617", INJECT, producer="polaton"), amman, shelf, ways)
    with pytest.raises(NobodySells, match="capsule"):
        journeys(Request("lu177_psma617", INJECT, form="capsule"), amman, shelf, ways)
    with pytest.raises(UnknownTown, match="Amman"):
        ways.destination("Ammann")


def test_reactors_under_construction_deliver_nothing(shelf: Shelf) -> None:
    waiting = {each.id for each in producers(shelf) if not each.running}
    assert waiting == {"pallas", "ra10", "jhr"}


def test_every_form_finds_its_figures_and_a_summary_says_what_it_found(shelf: Shelf, ways: Map) -> None:
    suva = ways.destination("Suva", "FJI")
    names = sorted({row["product"] for row in shelf.table("supply_forms")})
    found = {each["product"]: each for each in journey_summary([*names, "ghost"], suva, INJECT, shelf, ways)}
    assert found["ghost"]["verdict"] == "no_source" and "ghost" in found["ghost"]["why"]
    for name in names:
        summary = found[name]
        assert summary["verdict"] in {"possible", "tight", "doubtful", "impossible"}
        assert summary["hours"]["low"] <= summary["hours"]["expected"] <= summary["hours"]["high"]
        assert 0 < summary["fraction_left"] <= 1
        assert summary["standing"] == "hypothetical" and summary["legs"]
        assert bool(summary["why"]) == (summary["verdict"] in {"doubtful", "impossible"})


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 120), st.floats(0, 60))
def test_more_delay_never_leaves_more_shelf_life(
    shelf: Shelf, ways: Map, amman: Destination, first: float, more: float
) -> None:
    def spare(hours: float) -> float:
        ask = Request(
            "lu177_psma617", INJECT, producer="itm", form="chloride_and_kit", delay=timedelta(hours=hours)
        )
        return journeys(ask, amman, shelf, ways)[0].spare.expected

    assert spare(first + more) <= spare(first) + 1e-6
