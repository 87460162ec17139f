"""Which journey comes first, who is confirmed to sell, and what may come over land; on the shipped shelf."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from hevesy.facts import Kind, Shelf
from hevesy.policy import Ruling
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
from hevesy.supply.journey import HOSPITAL_PREPARED, _rank

INJECT = datetime(2027, 3, 2, 7, tzinfo=UTC)
UNKNOWN = Ruling("approval", None)
PSMA = Request("lu177_psma617", INJECT)
WORST_LAST = (Verdict.POSSIBLE, Verdict.TIGHT, Verdict.DOUBTFUL, Verdict.IMPOSSIBLE)


def by_road(found: tuple[Journey, ...], producer: str) -> Journey:
    return next(each for each in found if each.offer.producer.id == producer and each.by == "road")


@pytest.fixture(scope="module")
def berlin(ways: Map) -> Destination:
    return ways.destination("Berlin", "DEU")


# --- the best first ---------------------------------------------------------------------------------------


def test_ready_to_use_comes_before_chloride_of_the_same_verdict(
    shelf: Shelf, ways: Map, amman: Destination, berlin: Destination
) -> None:
    for to in (amman, berlin):
        found = journeys(Request("lu177_psma617", INJECT), to, shelf, ways)
        verdicts = [WORST_LAST.index(each.verdict) for each in found]
        assert verdicts == sorted(verdicts)
        for before, after in pairwise(found):
            if before.verdict is after.verdict and before.offer.form.hospital_preparation:
                assert after.offer.form.hospital_preparation
                assert before.spare_share >= after.spare_share - 1e-6
    assert found[0].offer.form.form == "ready_to_use"  # in Berlin both are possible


def test_where_hospital_preparation_is_approved_chloride_comes_first(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('name = "p"\n', "utf-8")
    header = "iso3,therapy,item,value,on,source,kind,confirmed_by,confirmed_on\n"
    row = "DEU,lu177_psma617,approval,hospital_prepared,2026,mem,unverified,A. Person,2026-10-01\n"
    (tmp_path / "policy.csv").write_text(header + row, "utf-8")
    shelf = Shelf.load([tmp_path], restricted=False)
    ways = Map(shelf)
    found = journeys(Request("lu177_psma617", INJECT), ways.destination("Berlin", "DEU"), shelf, ways)
    assert found[0].offer.form.form == "chloride_and_kit"
    assert "Hospital preparation is the approval on record in DEU (unverified, 2026)." in found[0].remarks
    assert not any("Legal only" in remark for each in found for remark in each.remarks)


def test_where_nobody_knows_the_note_on_hospital_preparation_stays(
    shelf: Shelf, ways: Map, amman: Destination
) -> None:
    for each in journeys(Request("lu177_psma617", INJECT), amman, shelf, ways):
        noted = any(remark.startswith("Legal only where hospital preparation is") for remark in each.remarks)
        assert noted is (each.offer.form.form == "chloride_and_kit")


def test_the_order_of_ranks_by_hand(shelf: Shelf, ways: Map, berlin: Destination) -> None:
    """Confirmed, then verdict, then form, then share to spare."""
    found = journeys(Request("lu177_psma617", INJECT), berlin, shelf, ways)
    ready = next(each for each in found if each.offer.form.form == "ready_to_use")
    chloride = next(each for each in found if each.offer.form.form == "chloride_and_kit")
    assert ready.verdict is chloride.verdict is Verdict.POSSIBLE and ready.spare_share < chloride.spare_share
    assert _rank(ready, UNKNOWN) < _rank(chloride, UNKNOWN)
    assert _rank(chloride, Ruling("approval", HOSPITAL_PREPARED)) < _rank(
        ready, Ruling("approval", HOSPITAL_PREPARED)
    )
    tight = replace(ready, verdict=Verdict.TIGHT)
    assert _rank(chloride, UNKNOWN) < _rank(tight, UNKNOWN)
    confirmed = replace(chloride, verdict=Verdict.DOUBTFUL, standing=Standing.CONFIRMED)
    assert _rank(confirmed, UNKNOWN) < _rank(ready, UNKNOWN)
    assert _rank(ready, UNKNOWN) < _rank(replace(confirmed, verdict=Verdict.IMPOSSIBLE), UNKNOWN)


# --- who sells --------------------------------------------------------------------------------------------


def test_a_document_that_was_read_confirms_a_seller_and_memory_does_not(
    shelf: Shelf, ways: Map, berlin: Destination
) -> None:
    found = journeys(Request("lu177_psma617", INJECT), berlin, shelf, ways)
    confirmed = {each.offer.producer.id for each in found if each.seller_confirmed}
    assert confirmed == {"itm", "polatom"}  # EndolucinBeta and LutaPol were read
    known_as = {each.offer.producer.id: each.known_as for each in found}
    assert known_as["itm"] == "domestic" and known_as["ez"] == "domestic, seller not confirmed"
    iodine = journeys(Request("i131_dtc", INJECT), berlin, shelf, ways)
    assert not any(each.seller_confirmed for each in iodine)  # POLATOM's document is of its Lu-177


def test_the_summary_says_that_the_reactor_in_jordan_is_not_confirmed_to_sell(
    shelf: Shelf, ways: Map, amman: Destination
) -> None:
    (found,) = journey_summary(["i131_dtc"], amman, INJECT, shelf, ways)
    assert found["producer"] == "jrtr" and found["standing"] == "domestic"
    assert found["seller_confirmed"] is False


@pytest.mark.parametrize(
    ("role", "kind", "confirmed"),
    [("processor", "", True), ("processor", "unverified", False), ("reactor", "", False)],
)
def test_a_row_of_a_pack_confirms_a_seller(tmp_path: Path, role: str, kind: str, confirmed: bool) -> None:
    (tmp_path / "pack.toml").write_text('name = "p"\n', "utf-8")
    (tmp_path / "producers.csv").write_text(
        "id,role,name,city,iso3,latitude,longitude,status,nuclides,kind\n"
        f"jrtr,{role},JRTR,Ar Ramtha,JOR,32.462,35.972,operating,I-131,{kind}\n",
        "utf-8",
    )
    shelf = Shelf.load([tmp_path], restricted=False)
    ways = Map(shelf)
    found = journeys(Request("i131_dtc", INJECT, producer="jrtr"), ways.destination("Amman"), shelf, ways)
    assert found[0].seller_confirmed is confirmed
    assert any("not confirmed" in each or "recalled" in each for each in found[0].remarks) is not confirmed


def test_who_processes_at_a_reactor_sells_abroad_and_fiji_is_reached_from_australia(
    shelf: Shelf, ways: Map
) -> None:
    ansto = next(each for each in producers(shelf, "AUS") if each.id == "ansto")
    assert ansto.role == "processor" and ansto.kind is Kind.UNVERIFIED and ansto.source == "mem"
    found = journeys(Request("i131_dtc", INJECT), ways.destination("Suva", "FJI"), shelf, ways)
    assert found[0].offer.producer.id == "ansto" and not found[0].seller_confirmed
    assert "That ANSTO sells this is recalled, not read." in found[0].remarks
    assert all(each.offer.producer.role != "reactor" for each in found)


# --- over land --------------------------------------------------------------------------------------------


def test_a_neighbour_may_send_by_road_and_says_that_the_border_is_unknown(
    shelf: Shelf, ways: Map, amman: Destination
) -> None:
    found = journeys(Request("lu177_psma617", INJECT, producer="isotopia"), amman, shelf, ways)
    assert {each.by for each in found} == {"road", "air"}
    road = by_road(found, "isotopia")
    assert road.standing is Standing.HYPOTHETICAL and road.permit_by is not None
    legs = {timed.leg.step: timed.leg for timed in road.line.timed}
    assert Step.FLIGHT not in legs and Step.WAIT not in legs
    assert "border is open is unknown" in legs[Step.OVERLAND].note
    # 100.6 km great circle x 1.5 at 45 km/h, and an hour of handling; customs as at the airport
    assert legs[Step.OVERLAND].hours.expected == pytest.approx(100.6 * 1.5 / 45 + 1, abs=0.01)
    assert legs[Step.CUSTOMS].hours.expected == 16
    assert road is found[0]


def test_a_delay_on_the_road_strikes_at_the_border(shelf: Shelf, ways: Map, amman: Destination) -> None:
    ask = Request("lu177_psma617", INJECT, producer="isotopia", delay=timedelta(hours=5))
    steps = [timed.leg.step for timed in by_road(journeys(ask, amman, shelf, ways), "isotopia").line.timed]
    assert steps[steps.index(Step.DELAY) - 1] is Step.OVERLAND


def test_no_road_across_the_sea_or_too_far(shelf: Shelf, ways: Map, amman: Destination) -> None:
    suva = journeys(Request("i131_dtc", INJECT), ways.destination("Suva", "FJI"), shelf, ways)
    assert {each.by for each in suva} == {"air"}
    near = {each.offer.producer.id for each in journeys(PSMA, amman, shelf, ways) if each.overland}
    assert near == {"isotopia"}  # all others are more than 1,000 km away
    algiers = ways.destination("Algiers", "DZA")  # 580 km from Zaragoza, on the same land, across the sea
    assert {each.by for each in journeys(PSMA, algiers, shelf, ways)} == {"air"}


@pytest.mark.parametrize(
    ("one", "other", "at_most", "crossed"),
    [
        ("ISR", "JOR", 3, 1),
        ("BEL", "POL", 3, 2),  # Germany
        ("ESP", "DZA", 3, None),  # Ceuta and Melilla are a ferry away
        ("FJI", "AUS", 3, None),
        ("NOR", "DNK", 3, 2),  # Sweden and the Oresund bridge
        ("ITA", "POL", 2, None),  # Austria or Slovenia, then Czechia or Slovakia: three borders
        ("ITA", "POL", 3, 3),
    ],
)
def test_borders_by_hand(ways: Map, one: str, other: str, at_most: int, crossed: int | None) -> None:
    assert ways.borders_between(one, other, at_most) == crossed


def test_the_safe_departure_is_never_after_the_latest_one(shelf: Shelf) -> None:
    """Amman, 2 March 2027: with every leg at its longest the medicine must leave no later than as expected."""
    to = Map(shelf).destination("Amman", "JOR")
    for product in ("lu177_psma617", "i131_dtc", "ra223"):
        for found in journeys(Request(product, datetime(2027, 3, 2, 7, tzinfo=UTC)), to, shelf):
            assert found.safe_departure <= found.line.released_at


def test_a_seller_of_a_country_without_trade_comes_last_and_says_why(shelf: Shelf) -> None:
    """Isotopia (ISR) is nearest to Beirut; between the two countries nothing passes."""
    to = Map(shelf).destination("Beirut", "LBN")
    found = journeys(Request("lu177_psma617", datetime(2027, 3, 2, 8, tzinfo=UTC)), to, shelf)
    lives = [journey for journey in found if journey.verdict is not Verdict.IMPOSSIBLE]
    assert found[0].offer.producer.iso3 != "ISR" and lives[-1].offer.producer.iso3 == "ISR"
    assert (
        "Between ISR and LBN: no diplomatic or trade relations (recalled, to be checked)."
        in lives[-1].remarks
    )
    amman = Map(shelf).destination("Amman", "JOR")
    assert not any(
        j.obstacle
        for j in journeys(Request("lu177_psma617", datetime(2027, 3, 2, 8, tzinfo=UTC)), amman, shelf)
    )
