"""A dose goes from one course to another by one act: gates, both halves or none, the vial's books, and the recall."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.run.playing import LU_PSMA, at
from tests.service.conftest import PROVEN, signature
from tests.service.test_care import THERAPY, begun, played
from tests.service.test_desk_pages import as_

from hevesy.errors import NeedsReason
from hevesy.record.ledger import balance
from hevesy.run.gate import GateAnswer
from hevesy.run.recall import recall
from hevesy.run.signed import Signature
from hevesy_service.accounts.models import Signature as Signed
from hevesy_service.accounts.models import User
from hevesy_service.accounts.signature import fits
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.verify import verify
from hevesy_service.care.centre import centre_of
from hevesy_service.care.centre_events import sign
from hevesy_service.care.events import course_of
from hevesy_service.care.material import vial_in
from hevesy_service.care.models import CourseRow, EntryRow, Incident, VialRow
from hevesy_service.care.reallocating import Giving, reallocate
from hevesy_service.care.recording import Proof, Proposal, ask, record
from hevesy_service.refusals import KeyUsed, NothingToReallocate, NotSigned, OneActInBoth

pytestmark = pytest.mark.usefixtures("spring")
Team = dict[str, User]


def done(course: UUID, team: Team, act: str, hours: float, by: str, **changed: object) -> object:
    said = {**next((each[4] for each in LU_PSMA if each[0] == act), {}), **changed}
    return record(course, Proposal(act, said, at(hours), proof=PROVEN), team[by], str(new_id()))


def unmet(course: UUID, team: Team, act: str, hours: float) -> dict[str, GateAnswer]:
    """The gates about the dose that are in the way of an act; whether its steps are done is another matter."""
    said = next(each[4] for each in LU_PSMA if each[0] == act)
    row, by = CourseRow.objects.get(pk=course), team["r1" if act == "dispensing" else "p1"]
    asked = ask(row, Proposal(act, said, at(hours), team["n1"], proof=Proof("password", "password")), by)
    return {each.gate.name: each for each in asked.answers if not each.is_met}


def on_hold(site: Site, team: Team, until: str = "product_release", allowed: bool = True) -> tuple[UUID, UUID]:
    """A course on hold at half past seven whose dose is here, and one prescribed anew at a quarter to eight."""
    giver, taker = begun(site, team["p1"]), begun(site, team["p1"])
    played(giver, team, until)
    played(taker, team, "consent")
    done(giver, team, "hold", -0.5, "p1", why="fever")
    done(taker, team, "prescription", -0.25, "p1")
    for rule in ("reallocation_licence", "reallocation_label") if allowed else ():
        line = Signature(rule, str(team["o1"].pk), at(-900).date(), "licence", "4", text="yes")
        sign(site, THERAPY, line, f"sign {rule}")
    return giver, taker


@pytest.mark.slow("two courses are recorded, and five pages are asked of them")
def test_the_page_lists_who_can_and_one_form_does_it(
    site: Site, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    giver, taker = on_hold(site, team)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(0))
    client, path = as_(team["r1"]), f"/courses/{giver}/reallocate/{taker}/"
    assert f'href="{path}"' in client.get(f"/courses/{giver}/").content.decode()
    page = client.get(path).content.decode()
    assert "nobody comes for the dose" in page and "Not met" not in page
    said = {"why": "fever", "at": "2027-03-02T11:00", "key": str(new_id()), "seen": ""}
    assert client.post(path, said).status_code == 422 and not EntryRow.objects.filter(act="taken_over").exists()
    assert client.post(path, {**said, **signature(client)}).status_code == 302
    took = client.get(f"/courses/{taker}/").content.decode()
    assert str(giver) in took and "Synthetic Patient" in took  # its own name; of the other only the number
    assert "A dose waits and nobody comes" not in client.get(f"/courses/{giver}/").content.decode()


def test_the_taker_goes_on_from_the_release_without_a_second_order(site: Site, team: Team) -> None:
    giver, taker = on_hold(site, team)
    _, second = reallocate(giver, Giving(taker, at(0), "fever", proof=PROVEN), team["r1"], str(new_id()))
    gave, took = (CourseRow.objects.get(pk=each) for each in (giver, taker))
    assert not Incident.objects.exists() and took.ready.split(";")[0] == "dispensing"
    assert not {"order", "receipt", "product_release"} & course_of(gave).standing.keys()
    assert course_of(took).said("receipt.measured_mbq") == 7650.0
    assert EntryRow.objects.get(pk=second.pk).said["from_course"] == str(giver)
    assert "fever" not in second.body and second.pk in {UUID(each.about) for each in Signed.objects.all()}
    done(taker, team, "dispensing", 1, "r1")
    played_on = Proposal("day_checks", next(e[4] for e in LU_PSMA if e[0] == "day_checks"), at(1.5), team["p1"],
                         proof=PROVEN)  # fmt: skip
    record(taker, played_on, team["n1"], str(new_id()))
    given = Proposal("administration", next(e[4] for e in LU_PSMA if e[0] == "administration"), at(2), team["n1"],
                     proof=PROVEN)  # fmt: skip
    record(taker, given, team["p1"], str(new_id()))
    vial = vial_in(VialRow.objects.get())
    books = balance(vial, at(8), centre_of(site).reader)
    assert books.received.in_mbq == pytest.approx(7650.0) and abs(books.open) <= 1e-9 * books.received.bq
    courses = [course_of(row) for row in CourseRow.objects.all()]
    assert [each.course for each in recall("L1", [vial], courses, at(8), shelf()).given] == [str(taker)]
    assert recall("L1", [vial], courses, at(8), shelf()).waiting == ()
    assert not Incident.objects.exists() and [wrong for _, _, wrong in verify()] == [[]] and differences() == []
    assert all(fits(each) for each in Signed.objects.all())


def test_a_filled_syringe_goes_over_and_is_counted_once(site: Site, team: Team) -> None:
    """7430 MBq were drawn for the first patient; labelled anew for the second, nothing is drawn again."""
    giver, taker = on_hold(site, team, "dispensing")
    reallocate(giver, Giving(taker, at(1.2), "fever", proof=PROVEN), team["r1"], str(new_id()))
    vial = vial_in(VialRow.objects.get())
    courses = [course_of(row) for row in CourseRow.objects.all()]
    assert {each.course for each in recall("L1", [vial], courses, at(2), shelf()).waiting} == {str(taker)}
    done(taker, team, "dispensing", 1.4, "r1")
    books = balance(vial_in(VialRow.objects.get()), at(2), centre_of(site).reader)
    assert books.difference.bq == 0.0 and abs(books.open) <= 1e-9 * books.received.bq


@pytest.mark.parametrize(
    ("changed", "gates"),
    [
        ({"tolerance_percent": 5.0, "planned_at": at(23).isoformat()}, "the dose fits the prescription"),
        ({"product": "Lu-177 PSMA I&T"}, "the same product is prescribed"),
        ({"planned_at": at(30).isoformat()}, "the dose keeps until the planned hour"),
    ],
)
def test_what_stands_against_it_is_said_and_nothing_is_written(
    changed: dict[str, object], gates: str, site: Site, team: Team
) -> None:
    giver, taker = on_hold(site, team)
    done(taker, team, "prescription", -0.1, "p1", **changed)
    before = Event.objects.count()
    with pytest.raises(NeedsReason, match=gates):
        reallocate(giver, Giving(taker, at(0), "fever", proof=PROVEN), team["r1"], str(new_id()))
    assert Event.objects.count() == before


def test_unknown_is_not_allowed_and_what_happened_is_kept(site: Site, team: Team) -> None:
    giver, taker = on_hold(site, team, allowed=False)
    said = Giving(taker, at(0), "fever", proof=PROVEN)
    with pytest.raises(NeedsReason, match="the licence lets the dose go"):
        reallocate(giver, said, team["r1"], str(new_id()))
    told = Giving(taker, at(0), "fever", "typed in from paper", proof=PROVEN)
    _, second = reallocate(giver, told, team["r1"], str(new_id()))
    incident = Incident.objects.get()
    assert (incident.pk, set(incident.unmet)) == (second.pk, {"licence_lets", "label_lets"})
    assert differences() == []


def test_an_old_prescription_is_not_one_for_this_dose(site: Site, team: Team) -> None:
    giver, taker = on_hold(site, team)
    other = begun(site, team["p1"])
    played(other, team, "prescription")  # a week before the hold
    with pytest.raises(NeedsReason, match="a prescription was written and signed for this dose"):
        reallocate(giver, Giving(other, at(0), "fever", proof=PROVEN), team["r1"], str(new_id()))
    with pytest.raises(NeedsReason, match="done by a person who may"):  # who prescribes does not give it over
        reallocate(giver, Giving(taker, at(0), "fever", proof=PROVEN), team["p1"], str(new_id()))
    with pytest.raises(NotSigned):
        reallocate(giver, Giving(taker, at(0), "fever", proof=Proof()), team["r1"], str(new_id()))


def test_while_its_patient_comes_the_dose_is_not_free(site: Site, team: Team) -> None:
    _, taker = on_hold(site, team)
    other = begun(site, team["p1"])
    played(other, team, "prescription")
    for act, hours, by in (("order", -165, "r1"), ("receipt", -2, "r1")):
        done(other, team, act, hours, by, **({"vial": "V7", "lot": "L7"} if act == "receipt" else {}))
    with pytest.raises(NeedsReason, match="nobody comes for the dose"):
        reallocate(other, Giving(taker, at(0), "asked", proof=PROVEN), team["r1"], str(new_id()))


def test_once_is_once_and_half_of_it_is_refused(site: Site, team: Team) -> None:
    giver, taker = on_hold(site, team)
    key, said = str(new_id()), Giving(taker, at(0), "fever", proof=PROVEN)
    pairs = {tuple(event.pk for event in reallocate(giver, said, team["r1"], key)) for _ in range(2)}
    assert len(pairs) == 1 and EntryRow.objects.filter(act="taken_over").count() == 1
    with pytest.raises(KeyUsed):
        reallocate(giver, Giving(begun(site, team["p1"]), at(0), "x", proof=PROVEN), team["r1"], key)
    with pytest.raises(NothingToReallocate):  # it went already
        reallocate(giver, said, team["r1"], str(new_id()))
    half = EntryRow.objects.get(act="reallocation")
    for act, raw, corrects in (
        ("taken_over", EntryRow.objects.get(act="taken_over").said, ""),
        ("reallocation", {"offer": "discard", "vial": "V1", "why": "x"}, str(half.pk)),
        ("reallocation", {"offer": "reallocate", "vial": "V1", "why": "x"}, ""),
    ):
        said_half = Proposal(act, raw, at(0), reason="x", corrects=corrects, proof=PROVEN)
        with pytest.raises(OneActInBoth):
            record(giver if act == "reallocation" else taker, said_half, team["r1"], str(new_id()))
    assert EntryRow.objects.filter(act__in=("taken_over", "reallocation")).count() == 2


@pytest.mark.parametrize(
    ("act", "wrong", "named"),
    [
        ("receipt", {"expires_at": at(0.5).isoformat()}, "receipt.expires_at"),
        ("receipt", {"measured_mbq": 6750.0}, "receipt.measured_mbq"),
        ("receipt", {"lot": "L2"}, "receipt.lot"),
        ("product_release", {"released": False}, "product_release.released"),
    ],
)
def test_what_is_corrected_where_the_dose_came_from_stops_it(
    act: str, wrong: dict[str, object], named: str, site: Site, team: Team
) -> None:
    giver, taker = on_hold(site, team)
    _, took = reallocate(giver, Giving(taker, at(0), "fever", proof=PROVEN), team["r1"], str(new_id()))
    assert "as_it_came" not in unmet(taker, team, "dispensing", 1)
    first = str(EntryRow.objects.get(course=giver, act=act).pk)
    said = {**EntryRow.objects.get(pk=first).said, **wrong}
    who, key = team["r2" if act == "product_release" else "r1"], str(new_id())
    record(giver, Proposal(act, said, at(0.2), reason="misread", corrects=first, proof=PROVEN), who, key)
    assert course_of(CourseRow.objects.get(pk=taker)).standing["receipt"].entry == str(took.pk)  # as it was signed
    for step, hours in (("dispensing", 1), ("administration", 2)):
        assert unmet(taker, team, step, hours)["as_it_came"].values == {"what": (named,)}
    with pytest.raises(NeedsReason, match="what came with the dose still holds where it came from"):
        done(taker, team, "dispensing", 1, "r1")
    anew = Proposal(act, said, at(0.4), reason="corrected where it came from", proof=PROVEN)
    record(taker, anew, who, str(new_id()))
    assert "as_it_came" not in unmet(taker, team, "dispensing", 1)
    books = balance(vial_in(VialRow.objects.get()), at(2), centre_of(site).reader)
    assert abs(books.open) <= 1e-9 * books.received.bq and differences() == []


def test_what_was_corrected_during_the_hold_goes_with_the_dose(site: Site, team: Team) -> None:
    giver, taker = on_hold(site, team)
    first = str(EntryRow.objects.get(course=giver, act="receipt").pk)
    said = {**EntryRow.objects.get(pk=first).said, "expires_at": at(12).isoformat()}
    record(giver, Proposal("receipt", said, at(-0.3), reason="misread", corrects=first), team["r1"], str(new_id()))
    reallocate(giver, Giving(taker, at(0), "fever", proof=PROVEN), team["r1"], str(new_id()))
    took = course_of(CourseRow.objects.get(pk=taker))
    assert took.said("receipt.expires_at") == at(12).isoformat()
    assert "as_it_came" not in unmet(taker, team, "dispensing", 1)


def test_a_dose_goes_back_by_the_same_act(site: Site, team: Team) -> None:
    """The first patient is well again and the second is not; a correction reaches it through both acts."""
    giver, taker = on_hold(site, team)
    reallocate(giver, Giving(taker, at(0), "fever", proof=PROVEN), team["r1"], str(new_id()))
    done(taker, team, "hold", 0.1, "p1", why="fever")
    done(giver, team, "resume", 0.2, "p1", why="well")
    done(giver, team, "prescription", 0.3, "p1")
    reallocate(taker, Giving(giver, at(0.5), "well again", proof=PROVEN), team["r1"], str(new_id()))
    back, went = (course_of(CourseRow.objects.get(pk=each)) for each in (giver, taker))
    assert back.said("receipt.measured_mbq") == 7650.0 and "receipt" not in went.standing
    assert unmet(giver, team, "dispensing", 1) == {} and not Incident.objects.exists()
    first = str(EntryRow.objects.get(course=giver, act="receipt").pk)
    said = {**EntryRow.objects.get(pk=first).said, "expires_at": at(0.7).isoformat()}
    record(giver, Proposal("receipt", said, at(0.6), reason="misread", corrects=first), team["r1"], str(new_id()))
    assert unmet(giver, team, "dispensing", 1)["as_it_came"].values == {"what": ("receipt.expires_at",)}
    vial = vial_in(VialRow.objects.get())
    courses = [course_of(row) for row in CourseRow.objects.all()]
    assert {each.course for each in recall("L1", [vial], courses, at(2), shelf()).waiting} <= {str(giver)}
    books = balance(vial, at(2), centre_of(site).reader)
    assert abs(books.open) <= 1e-9 * books.received.bq and differences() == []
