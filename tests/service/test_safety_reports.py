"""Safety reports through the pages: judged from a toxicity, due, printed, sent; a defect with its lot's courses."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from tests.run.playing import at
from tests.service.conftest import PROVEN
from tests.service.test_care import begun, played
from tests.service.test_desk_pages import Team, as_, text

from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.care.inspection import tables
from hevesy_service.care.models import EntryRow, Patient, SafetyReport, VialRow
from hevesy_service.care.recording import Proposal, record
from hevesy_service.care.safety_events import send
from hevesy_service.refusals import NotSent

GRAVE = [
    {"toxicity_term": "Anemia", "toxicity_grade": 2.0},
    {"toxicity_term": "Platelet count decreased", "toxicity_grade": 4.0, "toxicity_since": "2027-03-20"},
]
DAY = at(24 * 30)  # 1 April 2027, thirty days after the treatment


@pytest.fixture
def april(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: DAY)


@pytest.fixture
def told(site: Site, team: Team, april: None) -> EntryRow:
    """A course with a grave toxicity that was recorded on 1 April."""
    course = begun(site, team["p1"])
    played(course, team, "administration")
    Patient.objects.update(birth_date=date(1950, 5, 1))
    said = {"seen_on": "2027-04-01", "toxicities": GRAVE}
    event = record(course, Proposal("toxicity", said, DAY, reason="told", proof=PROVEN), team["p1"], str(new_id()))
    return EntryRow.objects.get(pk=event.pk)


def path(told: EntryRow, row: int = 1) -> str:
    return f"/courses/{told.course_id}/reactions/{told.pk}/{row}/"


def judged(told: EntryRow, team: Team, **more: object) -> SafetyReport:
    sent = {"key": str(new_id()), "aware": "2027-04-01", "serious": ["life_threatening"], "onset": "2027-03-20", **more}
    found = as_(team["p1"]).post(path(told), sent)
    assert found.status_code == 302, found.content.decode()
    return SafetyReport.objects.get(pk=UUID(found["location"].split("/")[-2]))


def test_a_grave_reaction_waits_on_the_worklist_with_its_last_day(site: Site, team: Team, told: EntryRow) -> None:
    """1 April and 15 calendar days: 16 April; grade 2 asks for nothing."""
    page = text(as_(team["p1"]), f"/sites/{site.code}/care/")
    assert "Platelet count decreased" in page and "2027-04-16" in page and "15 days left" in page
    assert "Anemia" not in page
    assert "1 safety report to judge or send" in text(as_(team["p1"]), f"/sites/{site.code}/today/")


def test_a_report_has_the_dose_its_lot_and_no_name(team: Team, told: EntryRow) -> None:
    found = judged(told, team)
    assert (found.lot, found.due, found.said["administered_mbq"]) == ("L1", date(2027, 4, 16), 7370.0)
    assert (found.said["patient"], found.said["age_group"]) == ("MSK", "elderly")  # 76 in March 2027
    body = Event.objects.filter(type="safety_report_written").latest("site_seq").body
    assert "Synthetic Patient" not in body and "1950" not in body
    page = text(as_(team["p1"]), f"/safety-reports/{found.pk}/")
    assert "G.k.4.r.7" in page and "7+13" in page and "Results in Death" in page and "Synthetic p1" in page
    assert "Synthetic Patient" not in page and "missing" in page  # what nobody has said is said to be missing
    assert "no report yet" not in page


def test_expected_or_not_serious_is_judged_and_has_no_last_day(site: Site, team: Team, told: EntryRow) -> None:
    assert judged(told, team, expected="yes").due is None
    assert "Platelet count decreased" not in text(as_(team["p1"]), f"/sites/{site.code}/care/").partition("to send")[0]
    assert judged(told, team, expected="no").due == date(2027, 4, 16)
    assert judged(told, team, serious=[]).due is None
    assert SafetyReport.objects.count() == 1  # the same reaction is written anew, and the book keeps all three
    assert Event.objects.filter(type="safety_report_written").count() == 3


def test_it_was_sent_by_whom_to_whom_and_when(site: Site, team: Team, told: EntryRow) -> None:
    found = judged(told, team)
    client, where = as_(team["p1"]), f"/safety-reports/{found.pk}/"
    sent = {"sent_on": "2027-04-01", "sent_to": "national centre", "sent_how": "by post", "sending": str(new_id())}
    for wrong in ("2027-03-31", "2027-04-02"):  # before the centre knew, and tomorrow
        assert client.post(where, {**sent, "sent_on": wrong}).status_code == 422
    assert as_(team["o1"]).post(where, sent).status_code == 403
    assert client.post(where, sent).status_code == 302
    kept = SafetyReport.objects.get()
    assert (kept.sent_to, kept.sent_on, kept.sent_by) == ("national centre", date(2027, 4, 1), str(team["p1"].pk))
    assert "national centre" in text(client, f"/sites/{site.code}/safety-reports/")
    (row,) = tables(site, date(2027, 1, 1), date(2027, 12, 31))["safety_reports"]
    assert (row["sent_to"], row["serious"], row["due"]) == ("national centre", "life_threatening", "2027-04-16")
    judged(told, team, narrative="she bled")
    assert SafetyReport.objects.get().sent is None  # what is known anew is to be sent anew


def test_the_book_tells_the_reports_again(team: Team, told: EntryRow) -> None:
    judged(told, team)
    assert differences() == []


def test_a_report_without_a_minimum_criterion_was_not_sent(team: Team, told: EntryRow) -> None:
    found = judged(told, team)
    found.said["product"] = ""
    with pytest.raises(NotSent, match="product"):
        send(found, DAY.date(), "national centre", "", str(team["p1"].pk), str(new_id()))


def test_wrong_input_changes_nothing(team: Team, told: EntryRow) -> None:
    client, sent = as_(team["p1"]), {"key": str(new_id()), "aware": "2027-04-02"}
    assert "This day has not come yet." in client.post(path(told), sent).content.decode()
    assert client.post(path(told), {**sent, "aware": "soon"}).status_code == 422
    assert client.get(path(told, 7)).status_code == 404
    assert as_(team["o1"]).get(path(told)).status_code == 403
    assert not SafetyReport.objects.exists()


def test_a_course_without_toxicities_says_so(site: Site, team: Team, april: None) -> None:
    course = begun(site, team["p1"])
    assert "No toxicity was recorded" in text(as_(team["p1"]), f"/courses/{course}/reactions/")


def test_a_defect_names_the_courses_of_its_lot_and_bars_it(site: Site, team: Team, april: None) -> None:
    course = begun(site, team["p1"])
    played(course, team, "administration")
    client, where = as_(team["r1"]), f"/sites/{site.code}/safety-reports/defect/?lot=L1"
    assert "1 course has had this lot" in text(client, where)
    sent = {"key": str(new_id()), "aware": "2027-04-01", "seen": ["appearance"], "narrative": "", "bars": "on"}
    assert client.post(where, sent).status_code == 422 and VialRow.objects.get().failed == ""
    found = client.post(where, {**sent, "narrative": "particles"})
    assert found.status_code == 302 and VialRow.objects.get().failed == "recalled"
    page = text(client, found["location"])
    assert str(course) in page and "particles" in page and "colour or particles" in page
    assert client.get(f"/sites/{site.code}/safety-reports/defect/?lot=none").status_code == 302
    assert "Report a defect" in text(client, f"/sites/{site.code}/lots/?lot=L1")
