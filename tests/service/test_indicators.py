"""Indicators counted from the record, what the record proposes to mend, who an overdue action goes up to, readiness."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.run.playing import at
from tests.service.conftest import client_of, new_site
from tests.service.test_audits import TODAY, begun, opened, scored, stepped, text
from tests.service.test_care import begun as begun_course
from tests.service.test_care import played

from hevesy.quality import Action, Answer, find_profile
from hevesy.quality.chart import XMR
from hevesy.quality.indicator import indicators
from hevesy.quantities import Activity
from hevesy.record.vial import VialEvent, What
from hevesy.run.checks import Done
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.book.zone import today_in
from hevesy_service.care.centre_events import calibrate, license
from hevesy_service.care.checks import note_check
from hevesy_service.care.incidents import report
from hevesy_service.care.material import note_vial
from hevesy_service.care.models import EntryRow, VialRow
from hevesy_service.learn.indicator_counts import counted
from hevesy_service.learn.proposals import link_of, proposals
from hevesy_service.quality.actions import open_action
from hevesy_service.quality.audits import begin_audit, close_audit, score
from hevesy_service.quality.dismissals import dismiss
from hevesy_service.quality.models import ActionRow, AuditRow, DismissalRow
from hevesy_service.quality.overdue import late_actions
from hevesy_service.refusals import NotYours

In = Callable[..., Client]
READER = shelf().reader("world")


def month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@pytest.mark.usefixtures("spring")
def test_one_course_is_counted_in_its_month(site: Site, team: dict[str, User]) -> None:
    """One administration with consent, one release with a reading, no check of that day."""
    played(begun_course(site, team["p1"]), team, "release")
    given = EntryRow.objects.get(act="administration")
    on = month_after(at(0).date())
    found = counted(site, on, READER)
    assert set(found) == set(indicators(shelf())) and {len(months) for months in found.values()} == {24}
    last = {name: months[-1] for name, months in found.items()}
    assert {each.month for each in last.values()} == {f"{at(0).date():%Y-%m}"}
    assert {name: (each.count, each.of) for name, each in last.items() if name != "waits"} == {
        "consent_rate": (1, 1), "qc_on_time": (0, 1), "activity_within_tolerance": (1, 1), "release_measured": (1, 1),
        "toxicity_forms": (0, 0), "extravasations": (0, 1), "incidents": (0, 1),
    }  # fmt: skip
    referred = EntryRow.objects.get(act="referral").at
    assert last["waits"].value == (given.at - referred) / timedelta(days=1)
    assert all(month.of == 0 and not month.value for months in found.values() for month in months[:-1])
    given.said["extravasation"] = True
    given.save()
    assert counted(site, on, READER)["extravasations"][-1].count == 1
    later = on + timedelta(days=70)  # 56 days after the administration a form was to be there
    (looked,) = [each for each in counted(site, later, READER)["toxicity_forms"] if each.of]
    assert (looked.count, looked.of) == (0, 1)
    seen = given.at + timedelta(days=20)
    EntryRow.objects.create(id=new_id(), course=given.course, place=99, act="toxicity", at=seen, entered_at=seen, by="",
                            said={}, unmet=[], cycle=1)  # fmt: skip
    assert [each.count for each in counted(site, later, READER)["toxicity_forms"] if each.of] == [1]


def administered(site: Site, team: dict[str, User], first: datetime, month: int, good: int, bad: int) -> None:
    """So many administrations in a month, by copying the one that was played; `bad` are without consent."""
    given = EntryRow.objects.filter(act="administration").order_by("place").first()
    assert given is not None
    for number in range(good + bad):
        EntryRow.objects.create(
            id=new_id(), course=given.course, place=1000 + 100 * month + number, act="administration",
            at=first + timedelta(days=30 * month), entered_at=first, by=given.by, said={}, cycle=2,
            unmet=["consent_given"] if number >= good else [],
        )  # fmt: skip


@pytest.mark.usefixtures("spring")
def test_the_page_says_which_rule_fired_and_on_which_month(site: Site, team: dict[str, User], signed_in: In) -> None:
    """Twelve months of ten with consent, in the last 5 of 10: 115 of 120, whose lower limit for ten is 76.9 %."""
    played(begun_course(site, team["p1"]), team, "release")
    EntryRow.objects.filter(act="release").delete()
    today = today_in("JOR")
    first = timezone.now().replace(day=15) - timedelta(days=30 * 12)
    for month in range(12):
        administered(site, team, first, month, 5 if month == 11 else 10, 5 if month == 11 else 0)
    EntryRow.objects.filter(act="administration", place__lt=1000).delete()
    months = [each for each in counted(site, today, READER)["consent_rate"] if each.of]
    assert sum(each.of for each in months) == 120 and sum(each.count for each in months) == 115
    worst = min(months, key=lambda each: each.count / each.of).month
    give_role(site, team["n1"], "auditor", "tests", "auditor")
    page = text(client_of(team["n1"]), f"/sites/{site.code}/indicators/")
    consent = page.partition('id="consent_rate"')[2].partition("</section>")[0]
    assert f"{worst}: below the control limit (Nelson 1, Western Electric 1)." in consent
    assert consent.count(">a rule fired<") == 1 and "76.9" in consent and "95.8" in consent and "nobody yet" in consent
    assert "<svg" in consent and "planning default" in consent and ">not met<" in consent
    assert "Centre line <bdi>95.8 %</bdi>" in consent
    silent = page.partition('id="release_measured"')[2].partition("</section>")[0]
    assert "The record says nothing of it yet" in silent and "Centre line" not in silent and "<p>target <bdi>" in silent


def test_every_indicator_says_why_it_matters_and_is_counted_from_the_record(site: Site) -> None:
    for each in indicators(shelf()).values():
        assert each.why and each.numerator and each.denominator and each.author and each.truth
        assert each.chart in ("p", "u", XMR) and each.direction in ("up", "down", "steady")
        target = READER.find(each.target) if each.target else None
        assert not each.target or (target is not None and target.kind == "assumption")
    assert set(counted(site, TODAY, READER)) == set(indicators(shelf()))


# --- what the record proposes -----------------------------------------------------------------------------------


def test_what_the_record_found_is_proposed_and_taken_up_once(site: Site, signed_in: In) -> None:
    manager, nurse = signed_in("quality_manager"), signed_in("coordinator")
    assert proposals(site, TODAY) == []
    pk, now = new_id(), timezone.now()
    report(site, pk, "spill", "Synthetic spill in the corridor.", now, "tests", str(pk))
    for number, state in enumerate(("good", "bad", "bad")):
        done = Done("calibrator_constancy", "C1", now - timedelta(hours=3 - number), state, 7.5)
        note_check(site, done, "tests", str(new_id()))
    note_check(site, Done("dosimeter", "B-17", now, "bad", 9.0), "tests", str(new_id()))  # of a person: not shown here
    calibrate(site, "survey_meter", "S1", TODAY - timedelta(days=1), "tests", "calibrate S1")
    license(site, "Lu-177", 1e9, TODAY - timedelta(days=2), "L-9", "tests", "license")
    found = proposals(site, TODAY)
    assert sorted(each.source for each in found) == ["incident", "inspection", "inspection", "quality_control"]
    page = text(manager, f"/sites/{site.code}/actions/")
    assert page.count("/actions/take-up/") == 4 and "7.5" in page and "B-17" not in page
    assert "take-up" not in text(nurse, f"/sites/{site.code}/actions/")
    key = str(new_id())
    sent = {"origin": f"incident/{pk}", "priority": "critical", "key": key}
    assert nurse.post(f"/sites/{site.code}/actions/take-up/", sent).status_code == NotYours.status
    first = manager.post(f"/sites/{site.code}/actions/take-up/", sent)
    again = manager.post(f"/sites/{site.code}/actions/take-up/", {**sent, "key": str(new_id())})
    assert first.status_code == 302 and first["Location"] == again["Location"]
    row = ActionRow.objects.get()
    assert (row.source, row.priority, row.finding) == ("incident", "critical", "Synthetic spill in the corridor.")
    assert f"/incidents/{pk}/" in text(manager, first["Location"]) and len(proposals(site, TODAY)) == 3
    check = next(each for each in proposals(site, TODAY) if each.source == "quality_control")
    made = manager.post(f"/sites/{site.code}/actions/take-up/",
                        {"origin": check.origin, "priority": "major", "key": str(new_id())})  # fmt: skip
    assert "check=calibrator_constancy&amp;subject=C1" in text(manager, made["Location"])
    gone = {"origin": "incident/nothing", "priority": "major", "key": str(new_id())}
    assert manager.post(f"/sites/{site.code}/actions/take-up/", gone).status_code == 404
    assert Event.objects.filter(type="action_opened").count() == 2
    rebuilt()
    assert list(differences()) == [] and ActionRow.objects.get(pk=row.pk).origin == f"incident/{pk}"


def dismissed(client: Client, site: Site, origin: str, reason: str) -> int:
    sent = {"origin": origin, "reason": reason, "key": str(new_id())}
    return int(client.post(f"/sites/{site.code}/actions/dismiss/", sent).status_code)


def test_what_is_dismissed_says_why_comes_no_more_and_can_be_taken_up_again(site: Site, signed_in: In) -> None:
    manager, coordinator = signed_in("quality_manager"), signed_in("coordinator")
    now = timezone.now()
    for thing in ("C1", "C2"):
        note_check(site, Done("calibrator_constancy", thing, now, "bad", 7.5), "tests", str(new_id()))
    first, second = sorted(proposals(site, TODAY), key=lambda each: each.about)
    for nothing in ("", "   "):
        assert dismissed(manager, site, first.origin, nothing) == 422
    sent = {"origin": first.origin, "key": str(new_id())}
    refused = manager.post(f"/sites/{site.code}/actions/dismiss/", sent).content.decode()
    assert "Nothing was dismissed: write why" in refused and not DismissalRow.objects.exists()
    assert dismissed(coordinator, site, first.origin, "no") == NotYours.status
    assert dismissed(manager, site, "check/nothing", "no") == 404
    assert dismissed(manager, site, first.origin, "The source had been changed that morning.") == 302
    assert dismissed(manager, site, first.origin, "Another reason.") == 302  # the first stands
    row = DismissalRow.objects.get()
    assert (row.origin, row.reason) == (first.origin, "The source had been changed that morning.")
    assert Event.objects.get(type="proposal_dismissed").reason == row.reason
    assert [each.origin for each in proposals(site, TODAY)] == [second.origin]
    note_check(site, Done("calibrator_constancy", "C1", timezone.now(), "bad", 9.5), "tests", str(new_id()))
    assert len(proposals(site, TODAY)) == 2  # another reading is another finding
    page = text(coordinator, f"/sites/{site.code}/actions/").partition('id="dismissed"')[2]
    who = str(User.objects.get(memberships__role="quality_manager"))
    assert first.about in page and row.reason in page and who in page and f"{row.at:%Y-%m-%d}" in page
    assert list(differences()) == []
    up = {"origin": first.origin, "priority": "major", "key": str(new_id())}
    made = manager.post(f"/sites/{site.code}/actions/take-up/", up)
    assert ActionRow.objects.get().finding == first.finding and row.reason in text(manager, made["Location"])
    assert 'id="dismissed"' not in text(manager, f"/sites/{site.code}/actions/")
    assert dismissed(manager, site, first.origin, "After all not.") == 302  # leads to its action
    assert DismissalRow.objects.count() == 1 and list(differences()) == []


@pytest.mark.usefixtures("spring")
def test_a_balance_that_does_not_close_is_proposed_until_a_correction_closes_it(
    site: Site, team: dict[str, User]
) -> None:
    """7650 MBq came at -2 h; of the 7486 MBq that are left at 3 h, 7000 are read: 6.49 % of what came, above 5 %.

    A second reading of 3000 MBq at 4 h finds 3970 MBq more missing: a larger gap, and another finding.
    """
    played(begun_course(site, team["p1"]), team, "product_release")
    assert proposals(site, at(3).date()) == []
    row, by = VialRow.objects.get(), str(team["r1"].pk)
    read = VialEvent("", What.MEASURED, at(3), at(3), by, measured=Activity.mbq(7000), reason="stock-take")
    noted = note_vial(row, read, str(new_id()))
    [found] = proposals(site, at(3).date())
    assert found.origin == f"balance/{row.pk}/{noted.pk}" and (found.source, found.priority) == (
        "quality_control", "major")  # fmt: skip
    assert found.finding == (
        "The balance of vial V1 (lot L1) leaves 6.49\u00a0% open; above 5\u00a0% it is investigated."
    )
    assert found.on == at(3).date() and link_of(site, found.origin) == found.link == f"/vials/{row.pk}/"
    action = Action(found.source, found.about, "major", found.finding, at(3).date())
    dismiss(site, action, found.origin, "The calibrator stood on another setting.", "tests", str(new_id()))
    assert proposals(site, at(3).date()) == []
    worse = replace(read, at=at(4), entered_at=at(4), measured=Activity.mbq(3000))
    again = note_vial(VialRow.objects.get(), worse, str(new_id()))
    assert [each.origin for each in proposals(site, at(4).date())] == [f"balance/{row.pk}/{again.pk}"]
    for wrong, event in ((noted, read), (again, worse)):
        void = replace(event, what=What.VOID, measured=None, corrects=str(wrong.pk), reason="read wrongly")
        note_vial(VialRow.objects.get(), void, str(new_id()))
    assert proposals(site, at(4).date()) == []


def test_what_is_open_already_is_not_dismissed(site: Site) -> None:
    """Somebody takes it up while another dismisses it: the action stands."""
    found = Action("incident", "a spill", "major", "A spill.", TODAY)
    stands = open_action(site, found, "tests", str(new_id()), origin="incident/1")
    assert dismiss(site, found, "incident/1", "a reason", "tests", str(new_id())) == stands
    assert not DismissalRow.objects.exists()
    with pytest.raises(ValueError, match="reason"):
        dismiss(site, found, "incident/2", " ", "tests", str(new_id()))


def test_what_is_overdue_goes_up_to_roles_and_stands_on_their_day(site: Site, signed_in: In) -> None:
    """Three days over: the quality manager's; twenty days over: the administrator's too; a critical one at once."""
    manager = signed_in("quality_manager")
    nurse, administrator = signed_in("nurse"), signed_in("administrator")
    owner = User.objects.get(memberships__role="nurse")
    actions = [opened(manager, site) for _each in range(3)]
    ActionRow.objects.update(opened=TODAY - timedelta(days=60))
    for action, days in zip(actions, (3, 20, 3), strict=True):
        sent = {"owner": str(owner.pk), "due": TODAY - timedelta(days=days), "on": TODAY - timedelta(days=50)}
        assert stepped(manager, action, "assigned", **sent)[0] == 302
    ActionRow.objects.filter(pk=actions[2].split("/")[2]).update(priority="critical")
    roles = {f"/actions/{each.row.pk}/": each.roles for each in late_actions(site, TODAY)}
    both = ("quality_manager", "administrator")
    assert roles == {actions[0]: both[:1], actions[1]: both, actions[2]: both}
    page = text(manager, f"/sites/{site.code}/actions/")
    assert page.count("gone up to") == 3 and page.count("quality manager, administrator") == 2
    assert "gone up to: quality manager" in text(administrator, actions[0])
    day = text(nurse, f"/sites/{site.code}/today/")
    assert all(action in day for action in actions)  # they are the nurse's own
    assert late_actions(new_site("amman", "Amman"), TODAY) == []


# --- ready for accreditation ------------------------------------------------------------------------------------


def states(page: str, part: str) -> list[str]:
    """How each item of a checklist stands, in its order."""
    listed = page.partition(f">{part}</h2>")[2].partition("</ul>")[0]
    return re.findall(r"<strong>([^<]+)</strong> · ", listed)


def test_what_has_no_evidence_is_unknown_and_what_speaks_against_it_is_not_met(site: Site, signed_in: In) -> None:
    client = signed_in("quality_manager")
    address = f"/sites/{site.code}/accreditation/"
    assert states(text(client, address), "Strategies and policies") == ["unknown"] * 6
    audit = begun(client, site, days=9)
    scored(client, audit, "strategy", {1: "4", 2: "2", 3: "NA", 4: "3"}, **{"strategy_3-reason": "a new service"})
    assert states(text(client, address), "Strategies and policies") == ["unknown"] * 6  # it is not closed
    close_audit(AuditRow.objects.get(), "tests", str(new_id()))
    found = text(client, address)
    wanted = ["met", "not met", "not applicable", "met", "unknown", "unknown"]
    assert states(found, "Strategies and policies") == wanted
    assert f"{audit}items/strategy/" in found and "No audit has looked at it." in found
    sent = {"source": "audit", "about": "strategy_1", "priority": "minor", "finding": "It is old.",
            "key": str(new_id())}  # fmt: skip
    action = str(client.post(f"/sites/{site.code}/actions/", sent)["location"])
    assert states(text(client, address), "Strategies and policies")[0] == "met"  # open, and in its time
    owner = str(User.objects.get(memberships__role="quality_manager").pk)
    ActionRow.objects.update(opened=TODAY - timedelta(days=60))
    due = {"owner": owner, "due": TODAY - timedelta(days=20), "on": TODAY - timedelta(days=50)}
    assert stepped(client, action, "assigned", **due)[0] == 302
    found = text(client, address)
    assert states(found, "Strategies and policies")[0] == "not met" and action in found
    assert "Corrective actions that are overdue: 1" in found
    since = f"A corrective action of {TODAY - timedelta(days=60)} is overdue since {TODAY - timedelta(days=20)}."
    assert since in found
    later = begun(client, site)
    scored(client, later, "strategy", {2: "4"})  # the last audit that looked at it counts
    close_audit(AuditRow.objects.get(closed=None), "tests", str(new_id()))
    assert states(text(client, address), "Strategies and policies")[1] == "met"
    assert client.get(f"{address}?profile=nothing").status_code == 200


@pytest.mark.usefixtures("spring")
def test_an_act_that_nobody_may_do_is_said_for_each_therapy(site: Site, team: dict[str, User]) -> None:
    played(begun_course(site, team["p1"]), team, "release")
    page = text(client_of(team["p1"]), f"/sites/{site.code}/accreditation/")
    assert ": nobody may " in page and "/privileges/?therapy=lu177_psma617" in page


@pytest.mark.usefixtures("spring")
def test_a_therapy_that_is_given_and_that_no_audit_looked_at_is_unknown(site: Site, team: dict[str, User]) -> None:
    played(begun_course(site, team["p1"]), team, "release")
    profile = find_profile("default", shelf())
    said = {"profile": "default", "edition": profile.edition, "kind": "self", "team": "t", "on": date(2026, 1, 5)}
    for number, therapies in enumerate((("ra223",), ("ra223", "lu177_psma617"))):
        begin_audit(site, said, "tests", f"begun {number}")
        row = AuditRow.objects.get(closed=None)
        score(row, {f"each_therapy_1@{each}": Answer(4) for each in therapies}, "tests", f"scored {number}")
        close_audit(row, "tests", f"closed {number}")
        page = text(client_of(team["p1"]), f"/sites/{site.code}/accreditation/")
        part = next(each.title for each in profile.checklists if each.id == "each_therapy")
        assert states(page, part)[0] == ("met" if number else "unknown")
