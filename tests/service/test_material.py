"""The vials of a site: told by the acts of courses and by stock alone, counted against the licence, barred by lot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.run.playing import LU_PSMA, at
from tests.service.conftest import PROVEN
from tests.service.test_care import THERAPY, begun, played

from hevesy.errors import NeedsReason
from hevesy.quantities import Activity
from hevesy.record import find_template
from hevesy.record.ledger import balance
from hevesy.record.stock import held
from hevesy.record.vial import VialEvent, What, condition
from hevesy_service.accounts.models import User
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.care.centre import centre_of
from hevesy_service.care.material import note_vial, vial_in, vials_in
from hevesy_service.care.models import EntryRow, VialRow
from hevesy_service.care.recording import Proposal, record

pytestmark = pytest.mark.usefixtures("spring")
Team = dict[str, User]


def done(course: UUID, team: Team, act: str, hours: float, by: str, reason: str = "", **changed: object) -> object:
    """An act of the usual course with something else in its form."""
    said = {**next(each[4] for each in LU_PSMA if each[0] == act), **changed}
    return record(course, Proposal(act, said, at(hours), reason=reason, proof=PROVEN), team[by], str(new_id()))


def test_a_course_tells_the_story_of_its_vial(site: Site, team: Team) -> None:
    """7430 MBq dispensed, 7405 in the syringe before and 35 afterwards; what was read is what the books have."""
    course = begun(site, team["p1"])
    played(course, team, "release")
    row = VialRow.objects.get()
    vial = vial_in(row)
    assert (row.name, row.lot, row.nuclide, row.failed) == ("V1", "L1", "Lu-177", "")
    assert [each.what for each in vial.events] == [
        What.RECEIVED, What.TESTED, What.RELEASED, What.DISPENSED, What.GIVEN]  # fmt: skip
    books = balance(vial, at(8), centre_of(site).reader)
    assert books.received.in_mbq == pytest.approx(7650.0)
    assert abs(books.open) <= 1e-9 * books.received.bq and not books.to_investigate
    # 35 MBq read 36 minutes after the start, as it was then: 35 x 2^(0.6/159.528)
    assert books.residual.in_mbq == pytest.approx(35 * 2 ** (0.6 / 159.528), rel=1e-6)
    assert set(EntryRow.objects.exclude(vial_id=None).values_list("act", flat=True)) == {
        "receipt", "quality_control", "product_release", "dispensing", "administration"}  # fmt: skip


def test_what_is_held_counts_against_the_licence(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "receipt")
    centre = centre_of(site)
    template = find_template(THERAPY, centre.reader.shelf)
    licence = centre.counted(template, THERAPY, "order", at(0))["Lu-177"]
    assert licence.held.in_mbq == pytest.approx(7650 * 2 ** (-2 / 159.528))  # read two hours before
    assert licence.held.bq == pytest.approx(held(vials_in(VialRow.objects.all()), "Lu-177", at(0), centre.reader).bq)
    assert centre.counted(template, THERAPY, "order", at(-2.5))["Lu-177"].held.bq == 0.0  # it came half an hour later
    assert centre.counted(template, THERAPY, "triage", at(0))["Lu-177"].held.bq == 0.0


def test_a_second_receipt_of_a_vial_is_a_reading_of_it(site: Site, team: Team) -> None:
    first, second = begun(site, team["p1"]), begun(site, team["p1"])
    played(first, team, "receipt")
    played(second, team, "order")
    done(second, team, "receipt", -1, "r1", measured_mbq=7616.8, measured_at=at(-1).isoformat())
    vial = vial_in(VialRow.objects.get())
    assert [each.what for each in vial.events] == [What.RECEIVED, What.MEASURED]
    books = balance(vial, at(0), centre_of(site).reader)
    assert books.received.in_mbq == pytest.approx(7650.0)
    # an hour later there are 7650 x 2^(-1/159.528) = 7616.83 MBq
    assert abs(books.difference.in_mbq) < 0.1


def test_a_correction_that_names_another_vial_empties_the_first(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "receipt")
    wrong = EntryRow.objects.get(act="receipt")
    said = next(each[4] for each in LU_PSMA if each[0] == "receipt")
    told = Proposal("receipt", {**said, "vial": "V2"}, at(-2), corrects=str(wrong.pk))
    record(course, told, team["r1"], str(new_id()))
    rows = {row.name: row for row in VialRow.objects.all()}
    assert rows["V1"].here_bq == 0.0 and rows["V2"].here_bq > 0.0
    assert not condition(vial_in(rows["V1"]), at(0)).received


def test_a_late_failure_of_one_course_bars_the_lot_for_all(site: Site, team: Team) -> None:
    first, second = begun(site, team["p1"]), begun(site, team["p1"])
    played(first, team, "next_step")
    played(second, team, "product_release")
    record(first, Proposal("late_quality_control", {"qc_passes": False}, at(0.5), reason="sterility"), team["r1"],
           str(new_id()))  # fmt: skip
    assert VialRow.objects.get().failed == "late_quality_control"  # though the next cycle has begun
    with pytest.raises(NeedsReason, match="late quality control has not failed"):
        done(second, team, "dispensing", 1, "r1")


def test_stock_is_told_by_its_own_events_and_a_rebuild_knows_them(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "product_release")
    row, by = VialRow.objects.get(), str(team["r1"].pk)
    read = VialEvent("", What.MEASURED, at(3), at(3), by, measured=Activity.mbq(7000), reason="stock-take")
    key = str(new_id())
    assert note_vial(row, read, key).pk == note_vial(row, read, key).pk
    waste = replace(read, what=What.WASTED, at=at(4), measured=None, to="store A", reason="nobody came")
    note_vial(row, waste, str(new_id()))
    vial = vial_in(VialRow.objects.get())
    books = balance(vial, at(5), centre_of(site).reader)
    assert books.on_hand.bq == 0.0
    assert books.waste.in_mbq == pytest.approx(7000 * 2 ** (-1 / 159.528))
    # 7650 read at -2 h are 7485.8 at 3 h: 485.8 are missing, 6.5 % of what came
    assert books.difference.in_mbq == pytest.approx(7650 * 2 ** (-5 / 159.528) - 7000)
    assert books.to_investigate
    stood = list(VialRow.objects.order_by("pk").values())
    with rebuilt():
        assert list(VialRow.objects.order_by("pk").values()) == stood


def test_an_act_of_a_vial_nobody_received_is_kept(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "prescription")
    done(course, team, "dispensing", 1, "r1", reason="typed in from paper", vial="V9")
    row = VialRow.objects.get()
    assert (row.name, row.lot) == ("V9", "")
    done(course, team, "receipt", -2, "r1", reason="found the papers", vial="V9", measured_at=at(-2).isoformat())
    row = VialRow.objects.get()
    assert row.lot == "L1" and condition(vial_in(row), at(2)).received
    assert row.expires_at - at(0) == timedelta(hours=24)
