"""The centre's desk: a course recorded step by step through the pages, gates, deviations, incidents and the book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client
from tests.run.playing import LU_PSMA, SHELF, at
from tests.service.conftest import PROVEN, new_user, signature

from hevesy.errors import NeedsReason
from hevesy.record import find_template
from hevesy_service.accounts.models import User
from hevesy_service.accounts.signing import signed_about
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.book.verify import verify
from hevesy_service.care.centre_events import about_line
from hevesy_service.care.models import CourseRow, EntryRow, Incident, Patient, SignedLine, VialRow
from hevesy_service.care.numbers import is_whole
from hevesy_service.care.people import alike, register
from hevesy_service.care.recording import Proposal, ask, begin_course, is_live, record
from hevesy_service.refusals import FormWrong, KeyUsed, NotClosed, NotToSign, StreamMoved

pytestmark = pytest.mark.usefixtures("spring")
THERAPY = "lu177_psma617"


def begun(site: Site, by: User) -> UUID:
    patient = register(site, {"full_name": "Synthetic Patient"}, by, str(new_id()))
    return begin_course(site, patient, THERAPY, by, str(new_id()))


def played(course: UUID, team: dict[str, User], until: str) -> None:
    """The steps of the usual course, up to and with `until`."""
    for step in LU_PSMA:
        act, hours, by, second, said = step
        proposal = Proposal(act, said, at(hours), team[second] if second else None, proof=PROVEN)
        record(course, proposal, team[by], str(new_id()))
        if act == until:
            return


def test_a_whole_cycle_within_the_rules_leaves_no_deviation(site: Site, team: dict[str, User]) -> None:
    assert is_live(site, find_template(THERAPY, SHELF), THERAPY)
    course = begun(site, team["p1"])
    played(course, team, "next_step")
    row = CourseRow.objects.get(pk=course)
    assert (row.practice, row.cycle, row.deviations, row.ready) == (False, 2, 0, "prescription")
    assert not Incident.objects.exists()


def test_a_second_release_is_asked_with_the_first(site: Site, team: dict[str, User]) -> None:
    course = begun(site, team["p1"])
    played(course, team, "next_step")
    release = next(step for step in LU_PSMA if step[0] == "release")
    asked = ask(CourseRow.objects.get(pk=course), Proposal("release", release[4], at(900)), team["o1"])
    (first,) = asked.situation.earlier
    assert (first.form.on, first.source.rate_usv_h) == (at(8).date(), 12.0)
    other = CourseRow.objects.get(pk=begun(site, team["p1"]))
    assert ask(other, Proposal("release", release[4], at(8)), team["o1"]).situation.earlier == ()


def test_from_a_new_installation_a_course_is_practice(site: Site) -> None:
    by = new_user("p1")
    assert CourseRow.objects.get(pk=begun(site, by)).practice


def test_an_act_outside_the_rules_is_kept_with_its_incident(site: Site, team: dict[str, User]) -> None:
    course = begun(site, team["p1"])
    played(course, team, "day_checks")
    step = next(each for each in LU_PSMA if each[0] == "administration")
    wrong = Proposal("administration", {**step[4], "administered_mbq": 8900.0}, at(2), team["n1"], proof=PROVEN)
    with pytest.raises(NeedsReason, match="the administered activity is that prescribed"):
        record(course, wrong, team["p1"], str(new_id()))
    assert not EntryRow.objects.filter(act="administration").exists()
    told = replace(wrong, reason="the pump ran on")
    event = record(course, told, team["p1"], str(new_id()))
    incident = Incident.objects.get()
    assert (incident.pk, incident.unmet) == (event.pk, ["administered_as_prescribed"])
    assert CourseRow.objects.get(pk=course).deviations == 1


def test_the_same_key_again_is_the_same_act(site: Site, team: dict[str, User]) -> None:
    course, key = begun(site, team["p1"]), str(new_id())
    proposal = Proposal("referral", LU_PSMA[0][4], at(-900))
    first = record(course, proposal, team["f1"], key)
    assert record(course, proposal, team["f1"], key).pk == first.pk
    with pytest.raises(KeyUsed):
        record(course, Proposal("referral", {**LU_PSMA[0][4], "question": "other"}, at(-900)), team["f1"], key)
    assert EntryRow.objects.count() == 1


def test_nobody_records_over_what_they_have_not_seen(site: Site, team: dict[str, User]) -> None:
    course = begun(site, team["p1"])
    seen = CourseRow.objects.get(pk=course).place
    record(course, Proposal("referral", LU_PSMA[0][4], at(-900)), team["f1"], str(new_id()), seen)
    with pytest.raises(StreamMoved):
        record(course, Proposal("triage", LU_PSMA[1][4], at(-880)), team["p1"], str(new_id()), seen)


def test_a_form_that_cannot_be_read_records_nothing(site: Site, team: dict[str, User]) -> None:
    course = begun(site, team["p1"])
    with pytest.raises(FormWrong, match="urgency"):
        record(course, Proposal("referral", {"diagnosis": "x", "question": "y"}, at(0)), team["f1"], str(new_id()))
    assert not EntryRow.objects.exists()


def test_tables_built_anew_from_the_book_are_the_tables(site: Site, team: dict[str, User]) -> None:
    course = begun(site, team["p1"])
    played(course, team, "next_step")
    record(course, Proposal("spill", {"spill_place": "room", "first_actions": "closed"}, at(3), None, "x"),
           team["n1"], str(new_id()))  # fmt: skip

    def tables() -> list[object]:
        return [list(table.objects.order_by("pk").values()) for table in (CourseRow, EntryRow, Incident, VialRow)]

    before = tables()
    with rebuilt():
        assert tables() == before
    assert all(not wrong for _site, _rows, wrong in verify())


def test_the_book_knows_no_name(site: Site, team: dict[str, User]) -> None:
    begun(site, team["p1"])
    assert Patient.objects.filter(full_name="Synthetic Patient").exists()
    assert not Event.objects.filter(body__contains="Synthetic Patient").exists()


def test_a_patient_has_a_number_with_a_check_digit_and_may_be_known_already(site: Site) -> None:
    by = new_user("p1")
    patient = register(site, {"full_name": "Synthetic One"}, by, str(new_id()))
    assert (patient.number, is_whole(patient.number)) == ("000001-3", True)
    assert alike(site, {"full_name": "synthetic one"}) == [patient]
    assert alike(site, {"full_name": "another"}) == []


def test_pages_of_a_course(site: Site, team: dict[str, User], client: Client) -> None:
    client.force_login(team["p1"], backend="allauth.account.auth_backends.AuthenticationBackend")
    key = str(new_id())
    found = client.post(f"/sites/{site.code}/care/begin/", {
        "full_name": "Synthetic Page", "birth_date": "1950-02-03", "therapy": THERAPY, "key": key})  # fmt: skip
    course = CourseRow.objects.get()
    assert found["location"] == f"/courses/{course.pk}/"
    page = client.get(f"/courses/{course.pk}/referral/").content.decode()
    assert "urgency" in page and "PRACTICE" not in page
    said = {**LU_PSMA[0][4], "birth_year": "1950", "can_be_pregnant": "no"}
    sent = {**said, "at": "2027-01-20T09:00", "key": str(new_id()), "seen": course.place}
    assert client.post(f"/courses/{course.pk}/referral/", {**sent, "urgency": ""}).status_code == 422
    assert client.post(f"/courses/{course.pk}/referral/", sent).status_code == 302
    assert EntryRow.objects.get().at.isoformat() == "2027-01-20T06:00:00+00:00"  # on the clock of Amman
    page = client.get(f"/sites/{site.code}/care/").content.decode()
    assert "Synthetic Page" in page and "Triage" in page
    assert "Referral" in client.get(f"/courses/{course.pk}/").content.decode()


def test_a_gate_that_is_not_met_is_said_before_anything_is_recorded(
    site: Site, team: dict[str, User], client: Client
) -> None:
    client.force_login(team["p1"], backend="allauth.account.auth_backends.AuthenticationBackend")
    course = begun(site, team["p1"])
    played(course, team, "referral")
    sent = {"decision": "accept", "reason_given": "x", "at": "2027-02-01T09:00", "key": str(new_id())}
    found = client.post(f"/courses/{course}/eligibility/", sent)
    assert found.status_code == 422 and "Still to be done before: Imaging, Examination, Laboratory values." in (
        found.content.decode()
    )
    assert EntryRow.objects.count() == 1
    assert client.post(f"/courses/{course}/eligibility/", {**sent, "reason": "seen elsewhere"}).status_code == 302
    assert Incident.objects.get().unmet == ["in_order", "accepted"]


def test_an_incident_closes_only_with_a_cause_and_a_correction(
    site: Site, team: dict[str, User], signed_in: Callable[..., Client]
) -> None:
    course = begun(site, team["p1"])
    record(course, Proposal("triage", LU_PSMA[1][4], at(0), None, "by telephone"), team["p1"], str(new_id()))
    incident, client = Incident.objects.get(), signed_in("quality_manager")
    sent = {"first_actions": "called", "closes": "on", "key": str(new_id())}
    found = client.post(f"/incidents/{incident.pk}/", sent)
    assert found.status_code == NotClosed.status and Incident.objects.get().closed is None
    assert "it lacks: what kind it was, its cause, what corrects it" in found.content.decode()
    whole = {**sent, "kind": "wrong_patient", "cause": "c", "correction": "d", "owner": str(team["n1"].pk),
             "due": "2027-05-01", "evidence": "minutes of 3 April", "key": str(new_id())}  # fmt: skip
    assert client.post(f"/incidents/{incident.pk}/", whole).status_code == 302
    assert Incident.objects.get().closed is not None


def test_a_line_is_signed_only_by_the_right_profession(site: Site, signed_in: Callable[..., Client]) -> None:
    sent = {"source": "local rule", "edition": "2", "key": str(new_id())}
    path = f"/sites/{site.code}/gates/{THERAPY}/identity_confirmed/"
    assert signed_in("physician").post(path, sent).status_code == NotToSign.status
    nurse = signed_in("nurse")
    assert nurse.post(path, sent).status_code == 422 and not SignedLine.objects.exists()  # nothing proves who it is
    assert nurse.post(path, {**sent, **signature(nurse)}).status_code == 302
    about = about_line(site, THERAPY, "identity_confirmed")
    assert signed_about([about])[about].fits
    SignedLine.objects.update(high=99.0)  # behind the book's back
    assert not signed_about([about])[about].fits
    page = signed_in("physician").get(f"/sites/{site.code}/gates/{THERAPY}/").content.decode()
    assert "local rule, 2" in page and "not signed" in page
