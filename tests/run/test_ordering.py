"""From prescriptions to an order: the same answer as supply gives, and held against what the centre may have."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.run.playing import SHELF, situation

from hevesy.products import Answer
from hevesy.quantities import Activity
from hevesy.run.ordering import Asked, OrderLine, asked_of, check_said, order_line, written
from hevesy.run.situation import Licence
from hevesy.supply import Journey, Map, Request, journeys

FIRST = datetime(2027, 3, 2, 7, tzinfo=UTC)
WAYS = Map(SHELF)
AMMAN = WAYS.destination("Amman", "JOR")
READER = SHELF.reader("JOR")
LICENCE = {"Lu-177": Licence("Lu-177", Activity.gbq(50), date(2027, 12, 31))}
WANTED = Activity.gbq(7.4)
ONE = (Asked("a", WANTED, FIRST),)
THREE = (*ONE, Asked("b", WANTED, FIRST + timedelta(hours=2)), Asked("c", Activity.gbq(5.55), FIRST))


def journey(form: str, product: str = "lu177_psma617") -> Journey:
    return journeys(Request(product, FIRST, prescribed=WANTED, form=form), AMMAN, SHELF, WAYS)[0]


READY, CHLORIDE = journey("ready_to_use"), journey("chloride_and_kit")


def line(
    asked: tuple[Asked, ...] = ONE, by: Journey = READY, carrier: str = "no_carrier_added",
    licences: dict[str, Licence] = LICENCE,
) -> OrderLine:  # fmt: skip
    return order_line(asked, by, carrier, licences, READER)


def unmet(found: OrderLine) -> dict[str, tuple[Answer, str]]:
    return {each.name: (each.answer, each.because) for each in found.checks if each.answer is not Answer.MET}


def test_one_patient_is_ordered_as_supply_says() -> None:
    for by in (READY, CHLORIDE):
        (vial,) = line(by=by).vials
        assert (vial.activity, vial.activity_at) == (by.order.activity, by.order.activity_at)


def test_ready_vials_are_one_for_each_patient_at_their_own_hour() -> None:
    found = line(THREE)
    assert [(each.activity.in_gbq, each.activity_at, each.courses) for each in found.vials] == [
        (pytest.approx(7.4), FIRST, ("a",)),
        (pytest.approx(7.4), FIRST + timedelta(hours=2), ("b",)),
        (pytest.approx(5.55), FIRST, ("c",)),
    ]


def test_a_chloride_for_the_day_is_one_vial_that_holds_every_patient() -> None:
    """At calibration: (7.4 + 5.55) x f x 2^(h/159.528) + 7.4 x f x 2^((h+2)/159.528), f the allowances."""
    found = line(THREE, CHLORIDE)
    (vial,) = found.vials
    hours = (FIRST - vial.activity_at) / timedelta(hours=1)
    factor = CHLORIDE.order.allowances.factor
    wanted = factor * 2 ** (hours / 159.528) * (12.95 + 7.4 * 2 ** (2 / 159.528))
    assert vial.activity.in_gbq == pytest.approx(wanted)
    assert vial.courses == ("a", "b", "c") and found.doses == 3
    assert found.on_arrival.bq < vial.activity.bq


def test_everything_in_order_may_be_sent() -> None:
    assert unmet(line()) == {} and line().may_be_sent


def test_what_stands_in_the_way_of_an_order() -> None:
    there = line().on_arrival.bq
    full = {"Lu-177": Licence("Lu-177", Activity.gbq(50), date(2027, 12, 31), Activity(50e9 - there * 0.99))}
    just = {"Lu-177": Licence("Lu-177", Activity.gbq(50), date(2027, 12, 31), Activity(50e9 - there * 1.01))}
    assert unmet(line(licences=full)) == {"licence": (Answer.NOT_MET, "above_licence")}
    assert unmet(line(licences=just)) == {}
    assert unmet(line(licences={})) == {"licence": (Answer.UNKNOWN, "no_licence")}
    assert unmet(line(carrier="")) == {"waste": (Answer.UNKNOWN, "carrier_unsaid")}
    assert unmet(line(carrier="carrier_added")) == {"waste": (Answer.NOT_MET, "waste_stays")}
    late = (*ONE, Asked("late", WANTED, READY.use_by + timedelta(minutes=1)))
    assert unmet(line(late))["keeps"] == (Answer.NOT_MET, "expires_first")


def test_what_comes_too_late_or_in_too_few_or_too_full_vials_is_not_sent() -> None:
    delayed = Request("lu177_psma617", FIRST, prescribed=WANTED, form="ready_to_use", departs=FIRST)
    late = next(each for each in journeys(delayed, AMMAN, SHELF, WAYS) if each.death is not None)
    assert unmet(line(by=late))["in_time"] == (Answer.NOT_MET, "comes_too_late")
    least = replace(READER.fact("supply.minimum_order.ready_to_use"), value=2.0)
    reader = replace(READER, stated={least.id: least}, used={})
    few = order_line(ONE, READY, "no_carrier_added", LICENCE, reader)
    assert unmet(few) == {"minimum_order": (Answer.NOT_MET, "below_minimum")}
    assert unmet(order_line(THREE, READY, "no_carrier_added", LICENCE, reader)) == {}
    # the label: at most 1000 MBq/mL in 12.5 mL at the maker's calibration
    full = line((Asked("a", Activity.gbq(30), FIRST),))
    assert unmet(full) == {"one_vial": (Answer.NOT_MET, "too_much_for_a_vial")}


def test_a_licence_that_ends_before_it_arrives() -> None:
    day = line().arrives_at.date()
    ended = {"Lu-177": Licence("Lu-177", Activity.gbq(50), day - timedelta(days=1))}
    assert unmet(line(licences=ended)) == {"licence": (Answer.NOT_MET, "licence_ended")}
    assert unmet(line(licences={"Lu-177": Licence("Lu-177", Activity.gbq(50), day)})) == {}


def test_a_licence_ends_with_the_day_of_the_centre_to_which_it_comes() -> None:
    """Two in the morning of 2 March by UTC is the afternoon in Auckland, and the dose comes that morning."""
    there, hour = WAYS.destination("Auckland", "NZL"), datetime(2027, 3, 2, 2, tzinfo=UTC)
    by = journeys(Request("lu177_psma617", hour, prescribed=WANTED), there, SHELF, WAYS)[0]
    asked, day = (Asked("a", WANTED, hour),), date(2027, 3, 2)
    assert line(asked, by).arrives_at.date() == day - timedelta(days=1)  # by the clock of UTC
    for until, because in ((day, "met"), (day - timedelta(days=1), "licence_ended")):
        found = line(asked, by, licences={"Lu-177": Licence("Lu-177", Activity.gbq(50), until)})
        assert [each.because for each in found.checks if each.name == "licence"] == [because]


def test_what_to_write_on_it() -> None:
    found = line()
    text = written(found, "Lu-177 PSMA-617", READY.zone)
    assert text.startswith(f"Order Lu-177 PSMA-617 (Lu-177, no carrier added) from {found.supplier}. ")
    assert "One vial of 7.40 GBq, calibrated for 2027-03-02 10:00+03:00 (doses: 1)." in text
    (check,) = (each for each in line(licences={}).checks if each.name == "licence")
    assert check_said(check, UTC) == "No licence is entered for Lu-177."
    assert check_said(check, UTC, "fr") == "Aucune autorisation n'est saisie pour Lu-177."


def test_a_course_asks_by_its_prescription_alone() -> None:
    now = situation("order")
    asked = asked_of(now.course)
    assert asked is not None and (asked.prescribed.in_mbq, asked.planned_at.hour) == (7400, 10)
    assert asked_of(situation("prescription").course) is None
