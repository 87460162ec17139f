"""Routes from a pack: a confirmed one beats every hypothetical one, however slow, and flies on its days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hevesy.errors import BadCell, BadPack
from hevesy.facts import Shelf
from hevesy.supply import Destination, Journey, Map, Request, Standing, Step, Verdict, journeys, producers

INJECT = datetime(2027, 3, 2, 7, tzinfo=UTC)  # Tuesday 10:00 in Amman
SIGNED = "verified,A. Person,2026-10-01"
GOOD = f"JOR,r1,lu177_psma617,aaa_ivrea,MXP,AMM,RJ,yes,Sun Thu,14,5,6,1,10,{SIGNED}"
SLOW = f"JOR,r2,Lu-177,brit,BOM,AMM,RJ,yes,Mon Thu,3,30,40,2,10,{SIGNED}"


class MakePack(Protocol):
    def __call__(self, *lines: str, name: str = "jordan") -> Path: ...


def in_amman(pack: Path, product: str = "lu177_psma617") -> tuple[Journey, ...]:
    shelf = Shelf.load([pack], restricted=False)
    ways = Map(shelf)
    return journeys(Request(product, INJECT), ways.destination("Amman", "JOR"), shelf, ways)


def leg(journey: Journey, step: Step) -> tuple[datetime, float, str]:
    timed = next(each for each in journey.line.timed if each.leg.step is step)
    return timed.starts, timed.hours, timed.leg.note


def test_a_confirmed_route_comes_first_and_flies_on_its_day(make_pack: MakePack) -> None:
    best = in_amman(make_pack(GOOD))[0]
    assert best.standing is Standing.CONFIRMED and best.offer.producer.id == "aaa_ivrea"
    starts, hours, note = leg(best, Step.FLIGHT)
    # Sunday 28 February 14:00 in Milan is 13:00 UTC; five hours as the pack says
    assert (starts, hours) == (datetime(2027, 2, 28, 13, tzinfo=UTC), 5.0)
    assert "A. Person" in note and leg(best, Step.CUSTOMS)[1] == 6.0
    assert best.permit_by == (best.line.released_at - timedelta(days=10)).date()
    # 18:00 UTC + 6 + 1 + 1 h is 02:00 on Monday: it waits in the centre until Tuesday 07:00 UTC
    assert leg(best, Step.READY)[1] == pytest.approx(29)


def test_an_order_is_sent_by_a_day_of_the_place_to_which_it_goes(shelf: Shelf) -> None:
    """Fourteen days before noon of 28 February by UTC, and five for the permit: one in the morning in Auckland."""
    ways, leaves = Map(shelf), datetime(2027, 2, 28, 12, tzinfo=UTC)
    there = ways.destination("Auckland", "NZL")
    found = journeys(Request("lu177_psma617", INJECT, departs=leaves), there, shelf, ways)[0]
    assert (found.order_by, found.permit_by) == (date(2027, 2, 15), date(2027, 2, 24))


def test_what_is_not_signed_or_not_known_stays_hypothetical(make_pack: MakePack) -> None:
    unsigned = GOOD.replace(SIGNED, "verified,,")
    class7_unknown = SLOW.replace("RJ,yes", "RJ,")
    days_unknown = SLOW.replace("r2,", "r3,").replace("brit,BOM", "itm,MUC").replace("Mon Thu", "")
    found = in_amman(make_pack(unsigned, class7_unknown, days_unknown))
    mine = [each for each in found if each.route is not None]
    assert {each.route.id for each in mine if each.route} == {"r1", "r2", "r3"}
    assert all(each.standing is Standing.HYPOTHETICAL for each in found)
    assert all("not confirmed" in leg(each, Step.FLIGHT)[2] for each in mine)


def test_flight_days_and_refusals_can_kill_a_journey(make_pack: MakePack) -> None:
    """With flights on Wednesdays only, a shelf life of 72 h ends before Tuesday."""
    weekly = GOOD.replace("lu177_psma617", "lu177_dotatate").replace("Sun Thu", "Wed")
    refused = SLOW.replace("RJ,yes", "RJ,no")
    found = in_amman(make_pack(weekly, refused), "lu177_dotatate")
    killed = next(each for each in found if each.route is not None)
    assert killed.offer.producer.id == "aaa_ivrea"  # the carrier that refuses Class 7 is not used
    assert killed.verdict is Verdict.IMPOSSIBLE and killed.death is not None
    assert "shelf life of 72 h ends" in killed.death.sentence
    assert "waiting in the centre" in killed.death.leg
    in_time = [each for each in found if each.verdict is not Verdict.IMPOSSIBLE]
    assert found[: len(in_time)] == tuple(in_time)


def test_what_is_wrong_is_named_to_the_cell_and_nothing_is_used(make_pack: MakePack) -> None:
    bad_day = GOOD.replace("Sun Thu", "Sun Thirsty")
    bad_airport = SLOW.replace("AMM", "XQQ")
    with pytest.raises(BadPack) as raised:
        in_amman(make_pack(bad_day, bad_airport))
    said = str(raised.value)
    assert "routes.csv, line 2, field 'days': 'thirsty'" in said
    assert "routes.csv, line 3, field 'to_airport'" in said and "XQQ" in said


def test_a_pack_adds_a_cyclotron_and_names_what_is_wrong_with_it(tmp_path: Path, shelf: Shelf) -> None:
    (tmp_path / "pack.toml").write_text('name = "p"\n', "utf-8")
    table = tmp_path / "producers.csv"
    table.write_text(
        "id,role,name,city,iso3,latitude,longitude,status,nuclides\n"
        "amman1,cyclotron,A cyclotron,Amman,JOR,31.9,35.9,operating,F-18\n",
        "utf-8",
    )
    found = in_amman(tmp_path, "f18_psma1007")
    assert found[0].offer.producer.id == "amman1" and found[0].verdict is not Verdict.IMPOSSIBLE
    assert found[0].standing is Standing.DOMESTIC
    assert "jrtr" in {each.id for each in producers(Shelf.load([tmp_path], restricted=False), "JOR")}
    table.write_text(table.read_text("utf-8").replace("31.9", "131.9"), "utf-8")
    with pytest.raises(BadCell, match="line 2, field 'latitude'"):
        in_amman(tmp_path, "f18_psma1007")


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shelf, Map, Destination]:
    """A shelf with one confirmed route that takes three days."""
    header = (
        "iso3,id,product,producer,from_airport,to_airport,class7,days,flight_hours,confirmed_by,confirmed_on"
    )
    line = "JOR,r2,Lu-177,brit,BOM,AMM,yes,Mon Thu,60,A. Person,2026-10-01"
    folder = tmp_path_factory.mktemp("pack")
    (folder / "pack.toml").write_text('name = "p"\n', "utf-8")
    (folder / "routes.csv").write_text(f"{header}\n{line}\n", "utf-8")
    shelf = Shelf.load([folder], restricted=False)
    ways = Map(shelf)
    return shelf, ways, ways.destination("Amman", "JOR")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 24 * 14), st.floats(0, 48))
def test_confirmed_beats_hypothetical_however_slow(
    slow: tuple[Shelf, Map, Destination], hour: int, delay: float
) -> None:
    shelf, ways, amman = slow
    ask = Request("lu177_psma617", INJECT + timedelta(hours=hour), delay=timedelta(hours=delay))
    in_time = [each for each in journeys(ask, amman, shelf, ways) if each.verdict is not Verdict.IMPOSSIBLE]
    standings = [each.standing is Standing.CONFIRMED for each in in_time]
    assert standings == sorted(standings, reverse=True)
