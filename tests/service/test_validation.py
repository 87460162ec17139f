"""The validation of a site: checks run from the page, signed by proving who one is, banners, and modules switched."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.service.conftest import new_site, new_user, signature
from tests.service.test_care import begun, played
from tests.service.test_rights import addresses

from hevesy.validation import modules, software, validate
from hevesy.validation.result import Result, looked_at
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.accounts.rights import must_by_own_role
from hevesy_service.accounts.roles import rights
from hevesy_service.accounts.signing import signed_about
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.verify import verify
from hevesy_service.care.models import CourseRow, EntryRow, Incident, VialRow
from hevesy_service.checking import book_checks
from hevesy_service.jobs import work
from hevesy_service.jobs.endings import end
from hevesy_service.jobs.models import Job, State
from hevesy_service.refusals import ModuleOff, NotChecked, NothingPassed, NotNewest, NotYours, SwitchedAlready
from hevesy_service.said import sentence
from hevesy_service.validation import checks, standing
from hevesy_service.validation.models import ModuleRow, ValidationRun

In = Callable[..., Client]


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch) -> list[Result]:
    """What the library's checks say, here without a process of their own; the engine has a test of its own."""
    found = [*validate(["decay", "ordering", "release"])]
    monkeypatch.setattr(checks, "of_the_library", lambda _folder: (software(), tuple(found)))
    return found


def ran(client: Client, site: Site) -> ValidationRun:
    """Asked for, and what the job ends with."""
    answer = client.post(f"/sites/{site.code}/validation/run/", {"key": str(new_id())})
    job = checks.last_of(site)
    assert answer.status_code == 302 and job is not None and end(job) == ""
    Job.objects.filter(pk=job.pk).update(state=State.DONE)
    return ValidationRun.objects.all()[0]


def signs(client: Client, run: ValidationRun, **more: str) -> int:
    sent = {"function": "head of physics", "key": str(new_id()), **signature(client), **more}
    return int(client.post(f"/validations/{run.pk}/sign/", sent).status_code)


def switched(client: Client, site: Site, module: str, act: str, reason: str = "a fault was found") -> int:
    sent = {"reason": reason, "act": act, "key": str(new_id())}
    return int(client.post(f"/sites/{site.code}/validation/modules/{module}/", sent).status_code)


def test_a_run_is_kept_in_the_book_with_every_answer(site: Site, signed_in: In) -> None:
    client = signed_in("medical_physicist")
    run = ran(client, site)
    page = client.get(f"/validations/{run.pk}/").content.decode()
    assert "7.4 × 2^(−96 ÷ 159.528)" in page and "4.87617544 GBq" in page and run.digest in page
    event = Event.objects.get(pk=run.pk)
    assert (event.type, run.software) == ("validation_run", software())
    assert {each["id"] for each in run.said["results"]} >= {"DEC-1", "ORD-5", "REL-1", "BOO-1", "BOO-2", "BOO-4"}


def test_the_report_is_printed_to_be_signed_by_hand(
    site: Site, signed_in: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a page: a process that serves pages carries no printer."""
    client = signed_in("auditor")
    run = ran(signed_in("medical_physicist"), site)
    monkeypatch.setitem(sys.modules, "typst", None)
    paper = client.get(f"/validations/{run.pk}/report/").content.decode()
    assert "<h2>Signatures</h2>" in paper and "claims no clearance" in paper and "4.87617544" in paper


def test_the_same_form_again_asks_for_nothing_more(site: Site, signed_in: In) -> None:
    client, key, path = signed_in("quality_manager"), str(new_id()), f"/sites/{site.code}/validation/"
    for _again in (1, 2):
        assert client.post(f"{path}run/", {"key": key})["location"] == f"{path}#runs"
    job = Job.objects.get()
    assert (job.kind, job.about, job.key) == ("validate", f"validation/{site.code}", key)
    waiting = client.get(path).content.decode()
    assert "hx-get" in waiting and "waiting" in waiting and "never run here" in waiting
    assert end(job) == end(job) == "" and ValidationRun.objects.count() == 1  # a job may end twice
    assert signed_in("planner").get(f"/jobs/{job.pk}/").status_code == 404
    Job.objects.update(state=State.DONE)
    assert "hx-get" not in client.get(path).content.decode()


@pytest.mark.parametrize("role", ["nurse", "physician", "auditor"])
def test_who_may_see_may_not_run_sign_or_switch(role: str, site: Site, signed_in: In) -> None:
    run, client = ran(signed_in("administrator"), site), signed_in(role)
    assert client.get(f"/sites/{site.code}/validation/").status_code == 200
    assert client.post(f"/sites/{site.code}/validation/run/", {"key": str(new_id())}).status_code == NotYours.status
    assert signs(client, run) == NotYours.status and switched(client, site, "gates", "off") == NotYours.status
    assert not ModuleRow.objects.exists()


def test_a_run_is_signed_by_proving_who_one_is(site: Site, signed_in: In) -> None:
    client = signed_in("medical_physicist")
    run = ran(client, site)
    bare = {"function": "head of physics", "key": str(new_id())}
    assert client.post(f"/validations/{run.pk}/sign/", bare).status_code == 422 and not ModuleRow.objects.exists()
    assert signs(client, run, function="") == 422 and not ModuleRow.objects.exists()
    assert signs(client, run) == 302
    held = {row.module: row.software for row in ModuleRow.objects.filter(site=site)}
    assert {"decay", "ordering", "release"} <= set(held) and set(held.values()) == {software()}
    about = f"validation/{run.pk}"
    assert signed_about([about])[about].fits
    run.said["results"][0]["got"] = "7.4 GBq"  # behind the book's back
    run.save()
    assert not signed_about([about])[about].fits


def test_a_module_that_failed_is_not_signed(site: Site, signed_in: In, library: list[Result]) -> None:
    library.append(looked_at("DEC-99", "decay", "a case", "1", "2", False, "a test"))
    client = signed_in("medical_physicist")
    run = ran(client, site)
    assert not run.passed and "a check failed" in client.get(f"/sites/{site.code}/validation/").content.decode()
    assert signs(client, run) == 302
    assert not ModuleRow.objects.filter(module="decay").exists() and ModuleRow.objects.filter(module="release").exists()


def test_a_check_that_fails_now_ends_what_was_signed_before(
    site: Site, signed_in: In, library: list[Result]
) -> None:
    """And nobody brings it back by signing the older results, in which it passed."""
    client, path = signed_in("medical_physicist"), f"/sites/{site.code}/stock/"
    before = ran(client, site)
    assert signs(client, before) == 302 and "Not validated" not in client.get(path).content.decode()
    library.append(looked_at("DEC-99", "decay", "a case", "1", "2", False, "a test"))
    ran(client, site)
    assert "Not validated at this site: Decay and activity ·" in client.get(path).content.decode()
    assert signs(client, before) == NotNewest.status and differences() == []
    assert "Not validated at this site: Decay and activity ·" in client.get(path).content.decode()
    assert f"/validations/{before.pk}/sign/" not in client.get(f"/validations/{before.pk}/").content.decode()


def test_where_nothing_passed_nothing_is_signed(site: Site, signed_in: In, library: list[Result]) -> None:
    client = signed_in("medical_physicist")
    run = ran(client, site)
    for each in run.said["results"]:
        each["state"] = "failed"
    run.save()
    assert signs(client, run) == NothingPassed.status and not ModuleRow.objects.exists()


def test_a_page_says_what_it_rests_on_and_nobody_has_validated(
    site: Site, signed_in: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, path = signed_in("medical_physicist"), f"/sites/{site.code}/stock/"
    assert "Not validated at this site: Decay and activity, Ordering and stock" in client.get(path).content.decode()
    signs(client, ran(client, site))
    assert "Not validated" not in client.get(path).content.decode()
    assert "Not validated" in signed_in("medical_physicist", at=new_site("amman", "Amman")).get(
        "/sites/amman/stock/").content.decode()  # fmt: skip
    monkeypatch.setattr(standing, "software", lambda: "0.2.0+other")
    assert "Not validated" in client.get(path).content.decode()


def test_a_module_is_switched_off_and_on_with_a_reason(site: Site, signed_in: In) -> None:
    client, path = signed_in("quality_manager"), f"/sites/{site.code}/stock/"
    assert switched(client, site, "ordering", "off", "") == 302 and not ModuleRow.objects.exists()
    assert switched(client, site, "ordering", "off") == 302
    answer = client.get(path)
    assert answer.status_code == ModuleOff.status
    assert "rests on what is switched off at King&#x27;s Hospital Irbid: Ordering and stock." in answer.content.decode()
    assert switched(client, site, "ordering", "off") == SwitchedAlready.status
    page = client.get(f"/sites/{site.code}/validation/").content.decode()
    assert "a fault was found" in page and "switched off" in page
    assert switched(client, site, "ordering", "on", "mended") == 302 and client.get(path).status_code == 200
    assert [event.reason for event in Event.objects.filter(type="module_switched")] == ["a fault was found", "mended"]


def test_what_everything_rests_on_is_never_off(site: Site, signed_in: In) -> None:
    client = signed_in("administrator")
    for module in ("book", "installation", "dosimetry"):
        assert switched(client, site, module, "off") == 404
    assert switched(client, site, "release", "on") == SwitchedAlready.status


@pytest.mark.usefixtures("spring")
def test_what_happened_is_written_down_whatever_is_off(site: Site, team: dict[str, User], signed_in: In) -> None:
    client = signed_in("administrator")
    for module in ("decay", "ordering", "gates", "release", "planning"):
        assert switched(client, site, module, "off") == 302
    course = begun(site, team["p1"])
    played(course, team, "administration")
    doctor = signed_in("physician")
    page = doctor.get(f"/courses/{course}/administration/")
    assert page.status_code == 200 and "do not rely on it: Gates, Decay and activity" in page.content.decode()
    assert doctor.get(f"/vials/{VialRow.objects.get().pk}/").status_code == 200
    assert EntryRow.objects.filter(course=course, act="administration").exists()


@pytest.mark.usefixtures("spring")
def test_a_deviation_is_recorded_on_the_page_while_gates_are_off(
    site: Site, team: dict[str, User], signed_in: In
) -> None:
    switched(signed_in("administrator"), site, "gates", "off")
    doctor = signed_in("physician")
    assert doctor.get(f"/sites/{site.code}/gates/lu177_psma617/").status_code == ModuleOff.status
    course = begun(site, team["p1"])
    sent = {
        "at": "2027-03-02T10:00", "decision": "accept", "urgency": "routine", "reason_given": "as referred",
        "reason": "typed in from paper", "key": str(new_id()), "seen": str(CourseRow.objects.get().place),
    }  # fmt: skip
    answer = doctor.post(f"/courses/{course}/triage/", sent)
    assert answer.status_code in (200, 302), answer.content.decode()[:3000]
    assert EntryRow.objects.get(course=course, act="triage").unmet and Incident.objects.filter(act="triage").exists()


def test_programs_are_refused_too(site: Site, signed_in: In) -> None:
    planner = new_user("planner")
    give_role(site, planner, "planner", "tests", "planner")
    must_by_own_role(planner, "run_plans", site)
    switched(signed_in("administrator"), site, "planning", "off")
    with pytest.raises(ModuleOff, match="Planning"):
        must_by_own_role(planner, "run_plans", site)
    must_by_own_role(planner, "see_plans", site)


def test_the_tables_are_what_the_book_tells(site: Site, signed_in: In) -> None:
    client = signed_in("medical_physicist")
    signs(client, ran(client, site))
    signs(client, ran(client, site))
    switched(client, site, "planning", "off")
    assert differences() == []
    assert all(not wrong for _, _, wrong in verify())
    ModuleRow.objects.filter(module="planning").update(is_off=False)  # behind the book's back
    assert [str(each) for each in differences()] and differences() != []


def test_the_book_is_checked_where_it_lies(site: Site, signed_in: In) -> None:
    found = {each.id: each for each in checks.of_the_book()}
    assert set(found) == {"BOO-1", "BOO-2", "BOO-3", "BOO-4"}
    assert found["BOO-2"].state == "passed" and found["BOO-2"].got.endswith("rows of 1 sites")


def test_the_command_finds_no_book_where_no_service_was_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEVESY_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (found,) = book_checks()
    assert (found.id, found.state) == ("BOO-1", "not here") and list(tmp_path.iterdir()) == []


def test_checks_that_give_no_answer_keep_nothing(site: Site, signed_in: In, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    client = signed_in("administrator")
    client.post(f"/sites/{site.code}/validation/run/", {"key": str(new_id())})
    job = Job.objects.get()
    assert end(job) == sentence(NotChecked()) and not ValidationRun.objects.exists()
    Job.objects.update(state=State.FAILED, said=sentence(NotChecked()))
    assert "gave no answer" in client.get(f"/sites/{site.code}/validation/").content.decode()


@pytest.mark.slow("runs every check in a process of its own, with the compiled engine")
def test_the_checks_of_the_library_run_in_a_process_of_their_own(
    site: Site, signed_in: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a check that fails is an answer too: the job is done."""
    monkeypatch.undo()
    signed_in("medical_physicist").post(f"/sites/{site.code}/validation/run/", {"key": str(new_id())})
    job = Job.objects.get()
    work.run.func(str(job.pk))
    kept, job = ValidationRun.objects.get(), Job.objects.get()
    assert (kept.software, job.state) == (software(), State.DONE) and len(kept.said["results"]) == 58 + 4
    failed = {each["id"] for each in kept.said["results"] if each["state"] == "failed"}
    assert failed <= {"INS-1", "INS-6", "BOO-4"}  # of the machine of the tests


def test_every_page_of_the_table_is_an_address_and_every_module_is_one() -> None:
    known = {each.name for each in addresses()}
    for page, rests in standing.pages().items():
        assert page in known or page.removeprefix("api:") in rights(), page
        assert set(rests.modules) <= set(modules())
    assert set(standing.TITLES) == set(modules())
    assert {str(title) for title in standing.TITLES.values()} == {each.title for each in modules().values()}
    writes = ("course", "course_act", "begin_course", "vial", "waste_store", "today", "worklist")
    assert not any(standing.pages()[page].refused for page in writes if page in standing.pages())
