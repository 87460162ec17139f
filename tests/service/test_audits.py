"""Audits of a site from their beginning to the report, and corrective actions to their closure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from tests.competence.people import SHELF
from tests.run.playing import at
from tests.service.conftest import asked, client_of, new_site
from tests.service.test_care import begun as begun_course
from tests.service.test_care import played

from hevesy.learn.audit_kept import set_report
from hevesy.quality import Action, Answer, find_profile
from hevesy.quality.checklist import RECORDS
from hevesy.run.checks import Done
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.book.zone import day_at, today_in
from hevesy_service.care.checks import note_check
from hevesy_service.care.models import EntryRow
from hevesy_service.care.record_says import record_says
from hevesy_service.jobs.models import Job, State
from hevesy_service.quality.actions import open_action
from hevesy_service.quality.audits import begin_audit, close_audit, discard_audit, score
from hevesy_service.quality.models import ActionRow, AuditRow, ScoreRow
from hevesy_service.refusals import AuditClosed, AuditDiscarded, AuditHasActions, NotYours, ScoredSince

In = Callable[..., Client]
TODAY = today_in("JOR")


def text(client: Client, path: str) -> str:
    found = client.get(path)
    assert found.status_code == 200, found.content.decode()
    return found.content.decode()


def begun(client: Client, site: Site, kind: str = "self", days: int = 0) -> str:
    sent = {"profile": "default", "kind": kind, "on": TODAY - timedelta(days=days), "team": "Synthetic team",
            "key": str(new_id())}  # fmt: skip
    answer = client.post(f"/sites/{site.code}/audits/", sent)
    assert answer.status_code == 302
    return str(answer["location"])


def closed(client: Client, audit: str) -> None:
    assert client.post(f"{audit}close/", {"key": str(new_id())}).status_code == 302


def seen(client: Client, audit: str, part: str) -> dict[str, str]:
    """The hidden marks that the page of a checklist carries."""
    return dict(re.findall(r'name="([^"]+-seen)" value="([^"]+)"', text(client, f"{audit}items/{part}/")))


def scored(client: Client, audit: str, part: str, scores: dict[int, str], **more: str) -> int:
    sent = {f"{part}_{number}-score": value for number, value in scores.items()} | seen(client, audit, part)
    return int(client.post(f"{audit}items/{part}/", {**sent, "key": str(new_id()), **more}).status_code)


def test_an_audit_is_scored_closed_and_reported(site: Site, signed_in: In) -> None:
    client = signed_in("auditor")
    assert "Nothing was audited here yet" in text(client, f"/sites/{site.code}/audits/")
    audit = begun(client, site)
    assert "91</td>" in text(client, audit)  # unknown, before anybody looked
    assert scored(client, audit, "strategy", {1: "4", 2: "2", 3: "NA"}, **{"strategy_3-reason": "a new service"}) == 302
    page = text(client, audit)
    assert page.count("75.0 %") == 2 and page.count("50.0 %") == 2  # of the checklist, and of all items
    more = {"strategy_2-comment": "a plan of 2026", "strategy_3-reason": "a new service"}
    assert scored(client, audit, "strategy", {1: "4", 2: "3", 3: "NA", 4: "0"}, **more) == 302
    assert ScoreRow.objects.count() == 4 and "58.3 %" in text(client, audit)
    assert scored(client, audit, "strategy", {1: "4", 2: "3", 3: "NA"}, **more) == 302  # a dash takes the nought back
    assert ScoreRow.objects.count() == 3 and "87.5 %" in text(client, audit)
    form = text(client, f"{audit}items/strategy/")
    assert 'value="a plan of 2026"' in form and 'value="a new service"' in form
    key = str(new_id())
    assert [client.post(f"{audit}close/", {"key": key}).status_code for _again in (1, 2)] == [302, 302]
    late = client.post(f"{audit}items/strategy/", {"strategy_1-score": "1", "key": str(new_id())})
    assert late.status_code == AuditClosed.status and "is closed" in late.content.decode()
    assert client.post(f"{audit}close/", {"key": str(new_id())}).status_code == AuditClosed.status
    report = text(client, f"{audit}report/")
    assert "a plan of 2026" in report and "a new service" in report and "A written policy says" in report
    rebuilt()
    assert list(differences()) == [] and AuditRow.objects.get().closed is not None


def test_after_a_checklist_one_goes_on_with_the_next_that_lacks_an_answer(site: Site, signed_in: In) -> None:
    """Six items of the second are answered: after the first the third is next. Who only reads is led nowhere."""
    client = signed_in("auditor")
    audit, leads = begun(client, site), "Next checklist with items that nobody has answered"
    profile = find_profile("default", SHELF)
    first, second, third = profile.checklists[:3]
    assert f'{leads}: <a href="{audit}items/{first.id}/">{first.title}</a>' in text(client, audit)
    assert profile.title in text(client, audit) and "default 1" not in text(client, audit)
    scored(client, audit, second.id, dict.fromkeys(range(1, len(second.items) + 1), "4"))
    sent = {f"{first.id}_1-score": "4", **seen(client, audit, first.id), "key": str(new_id())}
    kept = client.post(f"{audit}items/{first.id}/", sent)
    assert f'{leads}: <a href="{audit}items/{third.id}/">' in text(client, kept["location"])
    assert leads not in text(signed_in("trainer"), audit)
    kept = client.post(f"{audit}items/each_therapy/?therapy=ra223", {"each_therapy_1-score": "4", "key": str(new_id())})
    assert kept["location"] == f"{audit}?after=each_therapy&therapy=ra223"
    assert f'{leads}: <a href="{audit}items/laboratory/">' in text(client, kept["location"])
    back = text(client, f"{audit}?after=therapy")
    assert f'{leads}: <a href="{audit}items/each_therapy/?therapy=ra223">' in back and "· Ra-223</a>" in back
    closed(client, audit)
    assert leads not in text(client, audit)


def test_two_auditors_at_once_do_not_write_over_each_other(site: Site, signed_in: In) -> None:
    """Both open the checklist before either sends it: what one has not touched is not theirs to change."""
    first, second = signed_in("auditor"), signed_in("quality_manager")
    audit = begun(first, site)
    page = f"{audit}items/strategy/"
    assert scored(first, audit, "strategy", {1: "1", 2: "2"}) == 302
    opened_by_both = seen(first, audit, "strategy")
    one = {"strategy_1-score": "4", "strategy_2-score": "2", **opened_by_both, "key": str(new_id())}
    other = {"strategy_1-score": "1", "strategy_2-score": "3", **opened_by_both, "key": str(new_id())}
    assert [first.post(page, one).status_code, second.post(page, other).status_code] == [302, 302]
    assert dict(ScoreRow.objects.values_list("item", "score")) == {"strategy_1": 4, "strategy_2": 3}
    clash = {"strategy_1-score": "0", "strategy_2-score": "2", **opened_by_both, "key": str(new_id())}
    refused = second.post(page, clash)
    assert refused.status_code == ScoredSince.status == 409
    said = refused.content.decode()
    assert "Somebody else scored strategy_1 since" in said and "now: 4" in said
    assert dict(ScoreRow.objects.values_list("item", "score")) == {"strategy_1": 4, "strategy_2": 3}
    marks = dict(re.findall(r'name="([^"]+-seen)" value="([^"]+)"', said))
    assert second.post(page, {**clash, **marks, "key": str(new_id())}).status_code == 302  # seen, and sent again
    assert ScoreRow.objects.get(item="strategy_1").score == 0


def test_what_somebody_took_back_meanwhile_is_a_change_too(site: Site, signed_in: In) -> None:
    client = signed_in("auditor")
    audit = begun(client, site)
    scored(client, audit, "strategy", {1: "1"})
    before = seen(client, audit, "strategy")
    assert scored(client, audit, "strategy", {}) == 302 and not ScoreRow.objects.exists()
    answer = client.post(f"{audit}items/strategy/", {"strategy_1-score": "2", **before, "key": str(new_id())})
    assert answer.status_code == 409 and "now: –" in answer.content.decode() and not ScoreRow.objects.exists()
    blind = client.post(f"{audit}items/strategy/", {"strategy_1-score": "2", "key": str(new_id())})
    assert blind.status_code == 302  # a page that carries no mark has seen nothing, and nothing is there


@pytest.mark.parametrize("wrong", [{1: "5"}, {1: "-1"}, {1: "good"}, {1: "NA"}])
def test_a_score_that_cannot_be_keeps_nothing(site: Site, signed_in: In, wrong: dict[int, str]) -> None:
    client = signed_in("quality_manager")
    audit = begun(client, site)
    assert scored(client, audit, "strategy", {2: "3", **wrong}) == 422
    assert not ScoreRow.objects.exists() and Event.objects.filter(type="audit_scored").count() == 0


def test_a_checklist_that_repeats_is_answered_for_each_therapy(site: Site, signed_in: In) -> None:
    client = signed_in("auditor")
    audit = begun(client, site)
    for therapy, number in (("ra223", "4"), ("lu177_psma617", "1")):
        sent = {"each_therapy_1-score": number, "key": str(new_id())}
        assert client.post(f"{audit}items/each_therapy/?therapy={therapy}", sent).status_code == 302
    assert set(ScoreRow.objects.values_list("item", "score")) == {
        ("each_therapy_1@ra223", 4), ("each_therapy_1@lu177_psma617", 1)}  # fmt: skip
    assert "62.5 %" in text(client, audit) and client.get(f"{audit}items/nothing/").status_code == 404


def test_what_two_teams_scored_otherwise_is_shown(site: Site, signed_in: In) -> None:
    own, visitors = signed_in("quality_manager"), signed_in("auditor")
    ours, theirs = begun(own, site, days=30), begun(visitors, site, "visit")
    scored(own, ours, "strategy", {1: "4", 2: "4", 3: "3"})
    scored(visitors, theirs, "strategy", {1: "4", 2: "1", 3: "2"})
    assert "Scored otherwise" not in text(visitors, theirs)  # the centre is not done with its own
    closed(own, ours)
    page = text(visitors, theirs)
    apart = page.partition("Scored otherwise by another team")[2]
    assert apart.index("a plan for the next three years") < apart.index("Goals for quality")  # the widest first
    assert "A written policy says" not in apart and "Scored otherwise" not in text(own, ours)


def test_the_report_draws_both_teams_and_is_made_as_pdf_and_word_by_a_job(site: Site, signed_in: In) -> None:
    own, visitors = signed_in("quality_manager"), signed_in("auditor")
    theirs, ours = begun(visitors, site, "visit", days=9), begun(own, site)
    scored(visitors, theirs, "strategy", {1: "2", 2: "2"})
    scored(own, ours, "strategy", {1: "4", 2: "2"})  # 75 % beside 50 %
    assert "This audit is still open" in text(own, f"{ours}report/") and "1: 50.0 %" not in text(own, f"{ours}report/")
    closed(visitors, theirs)
    page = text(own, f"{ours}report/")
    assert page.count("<svg") == 2 and "1: 75.0 %, 2: unknown" in page and "1: 50.0 %, 2: unknown" in page
    assert "Mean level from audit to audit" in page and page.index("50.0 %</td>") < page.rindex("75.0 %</td>")
    asked = [own.post(f"{ours}report/make/", {}) for _again in (1, 2)]
    assert {each.status_code for each in asked} == {302} and asked[0]["Location"].endswith("#files")
    job = Job.objects.get()
    assert (job.kind, job.about) == ("audit_report", f"audit/{ours.split('/')[2]}")
    assert own.get(f"/jobs/{job.pk}/").status_code == 404 and "Look again" in text(own, f"{ours}report/")
    made = set_report(job.inputs["audit.json"], job.folder)
    Job.objects.update(state=State.DONE)
    for file in made:
        given = visitors.get(f"{ours}report/{job.pk}/{file.name}")
        assert given.status_code == 200 and b"".join(given.streaming_content) == file.read_bytes()
    assert visitors.get(f"{theirs}report/{job.pk}/{made[0].name}").status_code == 404
    assert visitors.get(f"{ours}report/{job.pk}/other.pdf").status_code == 404


def test_who_may_see_may_not_score_and_another_site_sees_nothing(site: Site, signed_in: In) -> None:
    audit = begun(signed_in("auditor"), site)
    nurse, stranger = signed_in("nurse"), signed_in("auditor", at=new_site("amman", "Amman"))
    assert "A written policy says" in text(nurse, f"{audit}items/strategy/")
    assert scored(nurse, audit, "strategy", {1: "4"}) == NotYours.status and not ScoreRow.objects.exists()
    assert stranger.get(audit).status_code == NotYours.status
    assert nurse.post(f"{audit}close/", {"key": str(new_id())}).status_code == NotYours.status


def opened(client: Client, site: Site) -> str:
    sent = {"source": "audit", "about": "staff_protection_4", "priority": "major", "key": str(new_id()),
            "finding": "Finger dosimeters are not worn."}  # fmt: skip
    answer = client.post(f"/sites/{site.code}/actions/", sent)
    assert answer.status_code == 302
    return str(answer["location"])


def stepped(client: Client, action: str, step: str, **said: object) -> tuple[int, str]:
    sent = {"said": "what was done", "on": TODAY, "key": str(new_id()), **said}
    answer = client.post(f"{action}?step={step}", sent)
    return answer.status_code, answer.content.decode()


def test_a_score_that_comes_after_the_closing_is_refused_though_the_page_was_opened_before(site: Site) -> None:
    said = {"profile": "default", "edition": "1", "kind": "self", "team": "here", "on": TODAY}
    begin_audit(site, said, "tests", "begun")
    one, two = AuditRow.objects.get(), AuditRow.objects.get()
    close_audit(one, "a", "closed")
    with pytest.raises(AuditClosed):
        score(two, {"strategy_1": Answer(4)}, "b", "scored")
    with pytest.raises(AuditClosed):
        close_audit(two, "b", "closed again")
    assert not ScoreRow.objects.exists() and close_audit(two, "a", "closed").key == "closed"


def discarded(client: Client, audit: str, reason: str = "Begun for the wrong profile.") -> tuple[int, str]:
    answer = client.post(f"{audit}discard/", {"reason": reason, "key": str(new_id())})
    return answer.status_code, answer.content.decode()


def test_an_audit_begun_by_mistake_is_discarded_with_a_reason_and_takes_no_more(site: Site, signed_in: In) -> None:
    client = signed_in("auditor")
    audit, who = begun(client, site), str(User.objects.get(memberships__role="auditor"))
    assert scored(client, audit, "strategy", {1: "4"}) == 302
    for reason in ("", " "):
        status, page = discarded(client, audit, reason)
        assert status == 422 and "Nothing was discarded: write why" in page and "<details open>" in page
    key = str(new_id())
    sent = {"reason": " Begun for the wrong profile. ", "key": key}
    assert [client.post(f"{audit}discard/", sent).status_code for _again in (1, 2)] == [302, 302]
    row = AuditRow.objects.get()
    assert (row.discarded_because, row.closed, row.is_open) == ("Begun for the wrong profile.", None, False)
    late = client.post(f"{audit}items/strategy/", {"strategy_1-score": "1", "key": str(new_id())})
    assert late.status_code == AuditDiscarded.status == 409 and "was discarded, so nothing" in late.content.decode()
    for path in ("close/", "discard/", "report/make/"):
        again = client.post(f"{audit}{path}", {"reason": "again", "key": str(new_id())})
        assert again.status_code == 409 and "was discarded, so nothing" in again.content.decode(), path
    assert client.get(f"{audit}report/").status_code == 409 and not Job.objects.exists()
    for path in (audit, f"/sites/{site.code}/audits/"):
        page = text(client, path)
        assert "Begun for the wrong profile." in page and who in page
        assert f"<time>{day_at(site, row.discarded)}</time>" in page
    page = text(client, audit) + text(client, f"{audit}items/strategy/")
    assert "/close/" not in page and "/discard/" not in page and "/report/" not in page and "?about=" not in page
    assert ScoreRow.objects.get().score == 4 and Event.objects.filter(type="audit_discarded").count() == 1
    rebuilt()
    assert list(differences()) == [] and AuditRow.objects.get().discarded == row.discarded


def test_a_closed_audit_is_not_discarded_nor_by_who_may_not_close_it(site: Site, signed_in: In) -> None:
    client = signed_in("auditor")
    one, other = begun(client, site), begun(client, site, "visit")
    assert discarded(signed_in("nurse"), other)[0] == NotYours.status
    assert "discard/" not in text(signed_in("physician"), other)
    closed(client, one)
    status, page = discarded(client, one)
    assert status == AuditClosed.status and "is closed, so nothing of it was changed" in page
    assert not AuditRow.objects.exclude(discarded=None).exists()


def test_an_audit_is_not_discarded_while_an_action_of_it_is_open(site: Site, signed_in: In) -> None:
    """Somebody mends what it found; the action of a discarded audit that was closed before says so."""
    manager = signed_in("quality_manager")
    audit = begun(manager, site)
    row = AuditRow.objects.get()
    found = Action("audit", "strategy_1", "major", "No policy is written.", TODAY)
    action = ActionRow.objects.get(pk=open_action(site, found, "tests", "an action", row).pk)
    assert "discarded" not in text(manager, f"/actions/{action.pk}/")
    status, page = discarded(manager, audit)
    assert status == AuditHasActions.status == 409 and "are open (1), so it was not discarded" in page
    ActionRow.objects.update(closed=TODAY)
    assert discarded(manager, audit)[0] == 302 and "discarded" in text(manager, f"/actions/{action.pk}/")
    with pytest.raises(AuditDiscarded):
        open_action(site, found, "tests", "a page that was opened before", row)
    assert open_action(site, found, "tests", "an action", row).pk == action.pk  # what was sent before
    sent = {"source": "audit", "about": "strategy_2", "priority": "major", "finding": "None.", "audit": str(row.pk)}
    late = manager.post(f"/sites/{site.code}/actions/", {**sent, "key": str(new_id())})
    assert late.status_code == 409 and ActionRow.objects.count() == 1


def test_a_discarded_audit_counts_nowhere(site: Site, signed_in: In) -> None:
    """Neither beside another, nor in the trend, nor for accreditation; its own page compares it with nothing."""
    own, visitors = signed_in("quality_manager"), signed_in("auditor")
    ours, earlier = begun(own, site), begun(own, site, days=9)
    theirs = begun(visitors, site, "visit", days=5)
    scored(own, ours, "strategy", {1: "4"})
    scored(own, earlier, "strategy", {1: "1"})
    scored(visitors, theirs, "strategy", {1: "2"})
    assert discarded(own, earlier)[0] == discarded(visitors, theirs)[0] == 302
    assert "Scored otherwise" not in text(own, ours)
    assert "Mean level from audit to audit" not in text(own, f"{ours}report/")
    assert theirs not in text(own, f"/sites/{site.code}/accreditation/")
    closed(own, ours)
    ready = text(own, f"/sites/{site.code}/accreditation/")
    assert f"{ours}items/strategy/" in ready and theirs not in ready and earlier not in ready
    late = begun(visitors, site, "visit")
    scored(visitors, late, "strategy", {1: "1"})
    assert "Scored otherwise" in text(visitors, late)
    assert discarded(visitors, late)[0] == 302 and "Scored otherwise" not in text(visitors, late)


def test_what_comes_after_the_discarding_is_refused_though_the_page_was_opened_before(site: Site) -> None:
    said = {"profile": "default", "edition": "1", "kind": "self", "team": "here", "on": TODAY}
    begin_audit(site, said, "tests", "begun")
    one, two = AuditRow.objects.get(), AuditRow.objects.get()
    with pytest.raises(ValueError, match="a reason"):
        discard_audit(one, " ", "a", "discarded")
    discard_audit(one, "by mistake", "a", "discarded")
    with pytest.raises(AuditDiscarded):
        score(two, {"strategy_1": Answer(4)}, "b", "scored")
    with pytest.raises(AuditDiscarded):
        close_audit(two, "b", "closed")
    with pytest.raises(AuditDiscarded):
        discard_audit(two, "again", "b", "discarded again")
    assert not ScoreRow.objects.exists() and discard_audit(two, "by mistake", "a", "discarded").key == "discarded"


def test_the_list_asks_as_much_for_many_audits_as_for_one(site: Site, signed_in: In) -> None:
    client, path = signed_in("auditor"), f"/sites/{site.code}/audits/"
    profile = find_profile("default", shelf())
    said = {"profile": "default", "edition": profile.edition, "kind": "self", "team": "here", "on": TODAY}
    begin_audit(site, said, "tests", "1")
    few = asked(client, path)
    for number in range(5):
        begin_audit(site, said, "tests", f"more {number}")
    assert asked(client, path) == few


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_that_nobody_can_mean_begins_no_audit_and_one_that_stands_breaks_no_page(
    site: Site, signed_in: In, day: date
) -> None:
    client = signed_in("auditor")
    said = {"profile": "default", "kind": "self", "on": day, "team": "here"}
    answer = client.post(f"/sites/{site.code}/audits/", {**said, "key": str(new_id())})
    assert answer.status_code == 422 and "Write a day from 1900-01-01 to 2200-12-31." in answer.content.decode()
    profile = find_profile("default", shelf())
    audit = f"/audits/{begin_audit(site, {**said, 'edition': profile.edition}, 'tests', 'a day').pk}/"
    recorded = [part.id for part in profile.checklists if any(item.record for item in part.items)]
    for path in (audit, f"{audit}report/", *(f"{audit}items/{part}/" for part in recorded)):
        assert text(client, path)


def test_an_action_goes_to_its_closure_with_evidence_and_by_another(site: Site, signed_in: In) -> None:
    manager, officer = signed_in("quality_manager"), signed_in("radiation_protection_officer")
    owner = User.objects.get(memberships__role="radiation_protection_officer")
    action = opened(manager, site)
    assert "Nobody has taken it up yet" in text(officer, action)
    early = stepped(officer, action, "done", evidence="list.pdf")
    assert early[0] == 422 and "Nobody owns it; assign it first." in early[1]
    assert stepped(manager, action, "assigned", owner=str(owner.pk), due=TODAY + timedelta(days=30))[0] == 302
    assert stepped(officer, action, "done", evidence=" ; ")[0] == 422
    assert stepped(officer, action, "done", evidence="list.pdf; order 17")[0] == 302
    own = stepped(officer, action, "checked", evidence="photo.jpg", result="effective")
    assert own[0] == 422 and "let somebody else look" in own[1] and ActionRow.objects.get().closed is None
    assert stepped(manager, action, "checked", evidence="photo.jpg", result="not_effective")[0] == 302
    assert ActionRow.objects.get().closed is None
    assert stepped(officer, action, "done", evidence="a second order")[0] == 302
    assert stepped(manager, action, "checked", evidence="photo.jpg", result="effective")[0] == 302
    assert ActionRow.objects.get().closed == TODAY
    after = stepped(manager, action, "assigned", owner=str(owner.pk), due=TODAY)
    assert after[0] == 422 and "It is closed" in after[1]
    assert "No action is open." in text(manager, f"/sites/{site.code}/actions/")
    page = text(manager, action)
    assert page.count("effect checked") >= 2 and "order 17" in page
    rebuilt()
    assert list(differences()) == [] and ActionRow.objects.get().steps.count() == 5


def test_only_who_may_open_an_action_mends_it(site: Site, signed_in: In) -> None:
    manager = signed_in("quality_manager")
    signed_in("referrer"), signed_in("payer"), signed_in("nurse")
    ids = {role: str(User.objects.get(memberships__role=role).pk) for role in ("referrer", "payer", "nurse")}
    action = opened(manager, site)
    page = text(manager, action)
    assert [ids[role] in page for role in ("referrer", "payer", "nurse")] == [False, False, True]
    for role, status in (("referrer", 422), ("payer", 422), ("nurse", 302)):
        code, page = stepped(manager, action, "assigned", owner=ids[role], due=TODAY)
        assert code == status and ("Only somebody of the site who may open its actions" in page) == (code == 422)
    assert ActionRow.objects.get().owner == ids["nurse"]


def test_an_action_keeps_the_item_and_the_audit_that_it_is_about(site: Site, signed_in: In) -> None:
    """The first item of the strategy is major on the shelf; it scored 1, and the comment said why."""
    manager, item = signed_in("quality_manager"), find_profile("default", SHELF).items()["strategy_1"]
    audit = begun(manager, site)
    assert scored(manager, audit, "strategy", {1: "1"}, **{"strategy_1-comment": "The policy is of 2019."}) == 302
    (link,) = re.findall(r'href="([^"]+about=strategy_1&amp;[^"]+)"', text(manager, f"{audit}items/strategy/"))
    page = text(manager, link.replace("&amp;", "&").partition("#")[0])
    assert item.text in page and "The policy is of 2019." in page
    assert f'<option value="{item.priority}" selected>' in page and item.priority != "critical"
    sent = {"source": "audit", "about": "strategy_1", "priority": "major", "finding": "of 2019",
            "audit": audit.split("/")[2], "key": str(new_id())}  # fmt: skip
    action = manager.post(f"/sites/{site.code}/actions/", sent)["location"]
    row = ActionRow.objects.get()
    assert str(row.audit_id) == audit.split("/")[2]
    page = text(manager, action)
    assert f"<h1><bdi>{item.text}</bdi></h1>" in page and f'href="{audit}items/strategy/#strategy_1"' in page
    assert f'href="{audit}"' in page and "not taken up" in page
    owner = User.objects.get(memberships__role="quality_manager")
    assert stepped(manager, action, "assigned", owner=str(owner.pk), due=TODAY)[0] == 302
    assert "<td>assigned</td>" in text(manager, f"/sites/{site.code}/actions/")
    assert stepped(manager, action, "done", evidence="policy.pdf")[0] == 302
    for path in (f"/sites/{site.code}/actions/", f"{audit}report/"):
        page = text(manager, path)
        assert item.text in page and "done; waits for the check of its effect" in page and action in page
    rebuilt()  # its action goes before the audit that it is of
    assert list(differences()) == [] and ActionRow.objects.get().audit_id == row.audit_id


def test_an_action_of_another_site_or_of_no_item_has_no_audit(site: Site, signed_in: In) -> None:
    theirs = begun(signed_in("auditor", at=new_site("amman", "Amman")), Site.objects.get(code="amman"))
    manager, path = signed_in("quality_manager"), f"/sites/{site.code}/actions/"
    for audit in (theirs.split("/")[2], ""):
        sent = {"source": "inspection", "about": "A fence", "priority": "minor", "finding": "It is open.",
                "audit": audit, "key": str(new_id())}  # fmt: skip
        page = text(manager, manager.post(path, sent)["location"])
        assert "<h1><bdi>A fence</bdi></h1>" in page and "/audits/0" not in page
    assert {row.audit for row in ActionRow.objects.all()} == {None}
    assert manager.get(f"{path}?about=nothing&audit=none").status_code == 200


def test_nobody_judges_puts_off_or_dates_ahead_their_own_action(site: Site, signed_in: In) -> None:
    manager, officer = signed_in("quality_manager"), signed_in("radiation_protection_officer")
    owner = str(User.objects.get(memberships__role="radiation_protection_officer").pk)
    action = opened(manager, site)
    early = TODAY - timedelta(days=9)
    row = ActionRow.objects.get()
    ActionRow.objects.filter(pk=row.pk).update(opened=early)
    assert stepped(manager, action, "assigned", owner=owner, on=early, due=TODAY - timedelta(days=2))[0] == 302
    put_off = stepped(officer, action, "assigned", owner=owner, on=early, due=TODAY + timedelta(days=3000))
    assert put_off[0] == 422 and "let somebody else set a later one" in put_off[1]
    ahead = stepped(officer, action, "done", evidence="list.pdf", on=TODAY + timedelta(days=2))
    assert ahead[0] == 422 and "This day is still to come" in ahead[1]
    assert stepped(manager, action, "done", evidence="list.pdf")[0] == 302
    own = stepped(manager, action, "checked", evidence="photo.jpg", result="effective")
    assert own[0] == 422 and "let somebody else look" in own[1] and ActionRow.objects.get().closed is None


def test_what_is_overdue_stands_first_and_says_so(site: Site, signed_in: In) -> None:
    client = signed_in("quality_manager")
    first, late = opened(client, site), opened(client, site)
    ActionRow.objects.filter(pk=UUID(late.split("/")[2])).update(opened=TODAY - timedelta(days=60))
    owner = str(User.objects.get(memberships__role="quality_manager").pk)
    sent = {"owner": owner, "due": TODAY - timedelta(days=20), "on": TODAY - timedelta(days=50)}
    assert stepped(client, late, "assigned", **sent)[0] == 302
    page = text(client, f"/sites/{site.code}/actions/")
    assert page.index(late) < page.index(first) and page.count("overdue") == 1
    assert stepped(client, first, "escalated")[0] == 422 and stepped(client, late, "escalated")[0] == 302
    assert client.get(f"{first}?step=forgotten").status_code == 404


@pytest.mark.usefixtures("spring")
def test_what_the_record_says_stands_beside_the_item(site: Site, team: dict[str, User]) -> None:
    """One course by hand: one administration with consent and within tolerance, one release, no check of that day."""
    played(begun_course(site, team["p1"]), team, "release")
    on = at(0).date()
    found = record_says(site, on, RECORDS)
    assert {name: (each.count, each.of) for name, each in found.items() if name != "waits"} == {
        "consent_rate": (1, 1), "activity_within_tolerance": (1, 1), "release_measured": (1, 1), "qc_on_time": (0, 1),
    }  # fmt: skip
    referred, given = (EntryRow.objects.get(act=act).at for act in ("referral", "administration"))
    assert found["waits"].of == 1 and found["waits"].days == (given - referred) / timedelta(days=1)
    note_check(site, Done("calibrator_constancy", "C1", at(0), "good", 0.4), "tests", str(new_id()))
    assert record_says(site, on, RECORDS)["qc_on_time"].count == 1
    assert {each.of for each in record_says(site, on + timedelta(days=366), RECORDS).values()} == {0}
    EntryRow.objects.filter(act="administration").update(unmet=["consent_given"])
    assert record_says(site, on, RECORDS)["consent_rate"].count == 0
    row = AuditRow.objects.create(pk=new_id(), site=site, profile="default", edition="1", kind="self", on=on)
    give_role(site, team["n1"], "auditor", "tests", "auditor")
    page = text(client_of(team["n1"]), f"/audits/{row.pk}/items/patient_protection/")
    assert "The record of the last year: 0 of 1." in page and "The record of the last year: 1 of 1." in page
    row.on = on + timedelta(days=400)
    row.save()
    page = text(client_of(team["n1"]), f"/audits/{row.pk}/items/strategy/")
    assert "says nothing of it" in page and "?about=strategy_1" in page
