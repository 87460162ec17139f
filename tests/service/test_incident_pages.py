"""Incidents through the pages: downtimes that hold their acts, reports, checklists, closing, boards and the pull."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.test import Client
from tests.run.playing import LU_PSMA, at
from tests.service.conftest import PROVEN
from tests.service.test_care import begun, played
from tests.service.test_desk_pages import Team, as_, text

from hevesy.errors import PaperNeedsReason
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.writing import Entry, append
from hevesy_service.care.events import ENTERED
from hevesy_service.care.incidents import note, report
from hevesy_service.care.inspection import tables
from hevesy_service.care.models import CourseRow, EntryRow, Incident
from hevesy_service.care.recording import Proposal, record
from hevesy_service.refusals import ClosedByOpener, NotClosed

pytestmark = pytest.mark.usefixtures("spring")

WHOLE = {
    "kind": "spill", "first_actions": "covered", "done": ["warn"], "cause": "a loose tap", "correction": "taps checked",
    "evidence": "list of 1 April", "due": date(2027, 4, 1),
}  # fmt: skip


def on_paper(course: UUID, team: Team, act: str, hours: float, reason: str = "the power was cut") -> EntryRow:
    """An act of the usual course done by who does it, typed in by another."""
    step = next(each for each in LU_PSMA if each[0] == act)
    second = team[step[3]] if step[3] else None
    proposal = Proposal(act, step[4], at(hours), second, reason, done_by=team[step[2]], proof=PROVEN)
    return EntryRow.objects.get(pk=record(course, proposal, team["r2"], str(new_id())).pk)


def held_by(entry: EntryRow) -> Incident:
    """The incident of the downtime that an act is of."""
    assert entry.downtime is not None
    return Incident.objects.get(pk=entry.downtime)


def said_whole(team: Team) -> dict[str, object]:
    return {**WHOLE, "owner": str(team["n1"].pk)}


def test_one_incident_holds_every_act_of_a_downtime_over_courses(site: Site, team: Team) -> None:
    """Acts at 0, 5 and 16 h are of one night (at most 12 h apart); one at 40 h is of another."""
    first, second = begun(site, team["p1"]), begun(site, team["p1"])
    for course in (first, second):
        played(course, team, "referral")
    acts = ((first, "triage", 0), (second, "triage", 5), (first, "imaging", 16))
    night = [on_paper(course, team, act, hours) for course, act, hours in acts]
    later = on_paper(second, team, "imaging", 40)
    assert len({each.downtime for each in night}) == 1 and later.downtime != night[0].downtime
    held = held_by(night[0])
    assert (held.kind, held.unmet, held.course, held.since, held.until) == ("system_down", [], None, at(0), at(16))
    assert (held.by, held.reason) == (str(team["r2"].pk), "the power was cut")
    assert Incident.objects.count() == 2 and CourseRow.objects.get(pk=first).deviations == 2


def test_the_page_of_a_downtime_lists_what_was_typed_in(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "referral")
    entry = on_paper(course, team, "triage", 0)
    page = text(as_(team["o1"]), f"/incidents/{entry.downtime}/")
    assert "system down" in page and page.count("Synthetic r2") >= 2 and "type in every sheet" in page
    assert "deviation" in text(as_(team["p1"]), f"/courses/{course}/")


def test_an_act_on_paper_that_met_no_gate_has_its_own_incident_too(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    entry = on_paper(course, team, "eligibility", 1)
    assert entry.unmet and Incident.objects.get(pk=entry.pk).unmet == entry.unmet
    assert held_by(entry).until == at(1)


def test_paper_without_a_reason_is_not_typed_in(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "referral")
    with pytest.raises(PaperNeedsReason, match="why it was on paper"):
        on_paper(course, team, "triage", 0, reason=" ")
    assert not EntryRow.objects.filter(act="triage").exists() and not Incident.objects.exists()


def test_a_row_of_before_downtimes_were_asked_for_opens_none(site: Site, team: Team) -> None:
    """Books written by earlier versions hold acts on paper without a downtime: no incident is invented for them."""
    course = begun(site, team["p1"])
    played(course, team, "referral")
    body = {"act": "hold", "at": at(0).isoformat(), "said": {"why": "fever"}, "second": "", "unmet": [], "corrects": "",
            "done_by": str(team["p1"].pk)}  # fmt: skip
    append(Entry(site, f"course/{course}", ENTERED, str(team["n1"].pk), str(new_id()), body))
    entry = EntryRow.objects.get(act="hold")
    assert (entry.by, entry.typed_by, entry.downtime) == (str(team["p1"].pk), str(team["n1"].pk), None)
    assert not Incident.objects.exists() and CourseRow.objects.get().deviations == 0


def test_a_closed_downtime_is_left_alone_by_what_is_typed_later(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "referral")
    first = held_by(on_paper(course, team, "triage", 0))
    note(first, {**said_whole(team), "kind": "system_down"}, True, str(team["o1"].pk), str(new_id()))
    other = on_paper(course, team, "imaging", 1)
    assert other.downtime != first.pk and Incident.objects.get(pk=first.pk).closed is not None
    assert held_by(other).closed is None


@pytest.mark.parametrize("name", ["kind", "cause", "correction", "owner", "due", "evidence"])
def test_it_stays_open_while_something_is_lacking(site: Site, team: Team, name: str) -> None:
    found = reported(site, team)
    with pytest.raises(NotClosed):
        note(found, {**said_whole(team), name: ""}, True, str(team["o1"].pk), str(new_id()))
    assert Incident.objects.get().closed is None and Event.objects.filter(type="incident_noted").count() == 0


def reported(site: Site, team: Team) -> Incident:
    key = new_id()
    report(site, key, "spill", "a vial fell", datetime(2027, 3, 1, 9, tzinfo=UTC), str(team["n1"].pk), str(key))
    return Incident.objects.get(pk=key)


def test_who_opened_it_does_not_close_it_and_another_does(site: Site, team: Team) -> None:
    found = reported(site, team)
    with pytest.raises(ClosedByOpener):
        note(found, said_whole(team), True, str(team["n1"].pk), str(new_id()))
    note(found, said_whole(team), True, str(team["o1"].pk), str(new_id()))
    closed = Incident.objects.get()
    assert closed.closed is not None and closed.closed_by == str(team["o1"].pk)
    assert (closed.done, closed.due, closed.owner) == (["warn"], date(2027, 4, 1), str(team["n1"].pk))
    assert differences() == []


def test_who_typed_a_deviation_in_does_not_close_it(site: Site, team: Team) -> None:
    entry = on_paper(begun(site, team["p1"]), team, "eligibility", 1)
    for opener in ("p1", "r2"):
        with pytest.raises(ClosedByOpener):
            note(Incident.objects.get(pk=entry.pk), said_whole(team), True, str(team[opener].pk), str(new_id()))


def test_an_incident_is_reported_sorted_and_shown_with_its_checklist(site: Site, team: Team) -> None:
    client = as_(team["n1"])
    sent = {"kind": "spill", "what": "a vial fell", "at": "2026-03-01T09:00", "key": str(new_id())}
    assert client.post(f"/sites/{site.code}/incidents/report/", {**sent, "what": ""}).status_code == 422
    ahead = client.post(f"/sites/{site.code}/incidents/report/", {**sent, "at": "2199-01-01T09:00"})
    assert ahead.status_code == 422 and not Incident.objects.exists()
    found = client.post(f"/sites/{site.code}/incidents/report/", sent)
    assert found.status_code == 302
    page = text(as_(team["o1"]), found["location"])
    assert "cover it with absorbent material" in page and "McGill" in page and "our own words" in page
    assert 'name="closes"' in page and 'name="closes"' not in text(client, found["location"])
    known = {"key": str(new_id()), "kind": "spill", "ines": "1", "done": ["warn", "cover"], "due": "2026-04-01"}
    assert as_(team["o1"]).post(found["location"], known).status_code == 302
    page = text(client, found["location"])
    assert "IAEA, online training" in page and "warn everybody near" in page and "statutory annual dose limits" in page


def test_what_does_not_close_keeps_what_was_typed(site: Site, team: Team) -> None:
    found = reported(site, team)
    sent = {"key": str(new_id()), "kind": "spill", "cause": "a loose tap", "closes": "on"}
    page = as_(team["o1"]).post(f"/incidents/{found.pk}/", sent)
    assert page.status_code == 422 and "a loose tap" in page.content.decode()
    assert "evidence that it was done" in page.content.decode() and Incident.objects.get().cause == ""


def test_a_late_correction_stands_on_the_board_of_today(site: Site, team: Team) -> None:
    note(reported(site, team), {**said_whole(team), "due": date(2026, 1, 5)}, False, str(team["o1"].pk), str(new_id()))
    page = text(as_(team["o1"]), f"/sites/{site.code}/today/")
    assert "Corrective actions that are overdue" in page and "2026-01-05" in page and "Synthetic n1" in page
    assert "overdue" in text(as_(team["o1"]), f"/sites/{site.code}/incidents/")


def test_the_pull_of_a_period_has_categories_corrections_and_acts_on_paper(site: Site, team: Team) -> None:
    course = begun(site, team["p1"])
    played(course, team, "referral")
    entry = on_paper(course, team, "triage", 0)
    note(held_by(entry), {**said_whole(team), "ines": "0", "reach": "near_miss"}, False,
         str(team["o1"].pk), str(new_id()))  # fmt: skip
    (row,) = tables(site, date(2020, 1, 1), date(2199, 1, 1))["incidents"]
    assert row["on_paper"] == str(entry.pk) and row["since"] == at(0).isoformat()
    assert (row["kind"], row["ines"], row["reach"], row["done"]) == ("spill", "0", "near_miss", "warn")
    assert (row["due"], row["evidence"]) == ("2027-04-01", "list of 1 April")


def test_a_stranger_reports_nothing(site: Site, team: Team) -> None:
    assert Client().get(f"/sites/{site.code}/incidents/report/").status_code in (302, 403)
