"""axe reads every page of the service: in English at a desk in light, and in Arabic on a phone in the dark.

A page that is new is walked by itself. Where its address has a part that the tests do not know, or where it shows no
page, the failure says what to write in `installation.py` or below.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from tests.browser.examining import examined, faults
from tests.browser.installation import JOBS, LANGUAGES, SITE, Installation, until_done
from tests.browser.protecting import proven
from tests.browser.reader import Reader
from tests.service.test_rights import addresses

from hevesy_service.accounts.rights import BY_TOKEN

pytestmark = pytest.mark.browser
HALF = os.environ.get("HEVESY_HALF", "") not in ("", "0")  # each page in one of the languages, in turns

NOT_SHOWN = "ERR_HTTP_RESPONSE_CODE_FAILURE"  # what Chromium says of an error whose page is empty
Kept = Callable[[str, str], Reader]
STRANGERS = ("set_up", "come_in", "account_login", "tell_near_miss", "near_miss_kept")  # read by who has not signed in
GUARDED = (  # pages of who has a code on a phone, and a passkey
    "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_reauthenticate_webauthn", "mfa_list_webauthn", "mfa_remove_webauthn",
    "mfa_edit_webauthn", "passkey_options",
)  # fmt: skip
CARERS = (  # pages of patients' courses, and of what a centre must have for them
    "worklist", "begin_course", "course", "course_act", "centre_desk", "gates", "gate_line", "incidents", "incident",
    "today", "stock", "waste_store", "shortage", "vial", "vial_label", "syringe_label", "losses", "my_referrals",
    "refer", "minutes", "my_referral", "paper", "inspection", "ready", "care_counts", "awaiting", "countersign",
    "going_home", "going_home_paper", "going_home_pdf", "going_home_file", "report_incident", "safety_reports",
    "safety_report", "reactions", "write_reaction", "checks", "check_one", "privileges",
    "person", "evidence", "audits", "audit", "audit_report", "checklist", "actions", "action",
    "indicators", "accreditation", "take_up", "dismiss_proposal", "audit_report_make", "audit_report_file",
    "audit_evidence",
    "logbook", "logbook_of", "confirm_procedures", "procedure", "assess", "trainees", "enrolment",
    "lessons", "write_lesson", "share_lessons", "near_misses",
    "leaflets", "write_leaflet", "leaflet_draft", "leaflet", "course_leaflets", "outreach", "appropriate_use",
    "appropriate_uses", "leaflet_pdf", "leaflet_file",
    "staffing", "national",
    "certification", "certification_case", "board", "board_case",
    "modules", "module", "module_file", "curriculum", "timetable", "timetable_calendar", "offers", "offer",
    "training_seats",
)
READERS = {  # who reads a page, where it is not the first person
    **dict.fromkeys(STRANGERS, ""), **dict.fromkeys(GUARDED, "guarded"),
    **dict.fromkeys(CARERS, "carer"), "mfa_authenticate": "halfway",
    "unlock": "locked", "drafts": "drafter", "decide": "approver", "filled": "approver",
}  # fmt: skip
GONE = ("set_up",)  # looked at before the set-up was done
IN_ENGLISH = ("validation_paper",)  # its cases are in English, as the page that leads to it says
LATER = ("job", "job_file", "job_page", "job_numbers", "job_why")  # their jobs run while other pages are walked
OF_PROGRAMS = ("nothing_of_the_api",)
NO_PAGE = {  # addresses that show nothing of their own to this person, and why
    "reallocate": "refuses where no dose waits that nobody comes for; its form is that of every act",
    "icon": "leads to the picture",
    "account_set_password": "is for who has no password; everybody here has one",
    "mfa_download_recovery_codes": "gives a file, once",
    "lot": "leads to the stock where no lot is named; with a lot it is one of MORE",
    "report_defect": "leads to the safety reports where no lot is named; with a lot it is one of MORE",
    "module_file": "gives a file, which is played offline",
    "timetable_calendar": "gives a calendar file of a timetable that is kept to",
    "going_home_file": "gives a PDF, which a job has made",
    "audit_report_file": "gives a PDF or a Word file, which a job has made",
    "leaflet_file": "gives a PDF, which a job has made",
    "audit_evidence": "gives a file that was attached to an item",
    "lessons_pack": "gives a signed file",
    "certificate": "is for a certificate that was granted; `test_boards_in_a_browser.py` looks at it",
    "mfa_login_webauthn": "answers to a script; who has signed in is led home",
}
MORE = {  # pages in another state: who looks, and where
    "stranger, nothing there": ("", "/nowhere/"),
    "nothing there": ("first", "/nowhere/"),
    "no such country": ("first", "/atlas/ATL/"),
    "a place with its checks": ("carer", f"{SITE}checks/one/?check=area_rate&subject=corridor"),
    "who had a lot": ("carer", f"{SITE}lots/?lot=L1"),
    "a defect of a lot": ("carer", f"{SITE}safety-reports/defect/?lot=L1"),
    "refused": ("approver", f"{SITE}trainings/"),
    "home of an approver": ("approver", "/"),
    "site without its administrator": ("approver", SITE),
    "plans that one only sees": ("approver", f"{SITE}plans/"),
    "atlas, none found": ("first", "/atlas/?named=zzz"),
    "atlas, sorted": ("first", "/atlas/?show=cadres&per=count&sort=physician&down=1&group=LIC"),
    "atlas of a region": ("first", "/atlas/map/?show=cadres&sort=physician"),
    "book, before its beginning": ("first", f"{SITE}book/?before=1"),
    "why, of our own": ("first", "/why/who.pet.per_million/JOR/"),
    "centre, new": ("first", f"{SITE}centres/new/"),
    "link that was used": ("", "/come-in/none/"),
    "signature with a code": ("guarded", "{proposal}"),
    "emergency, to be reviewed": ("first", f"{SITE}emergency/"),
    "home of who was lent a role": ("guarded", "/"),
    "account with a code and a passkey": ("guarded", "/accounts/2fa/"),
    "counts of a year without any": ("first", f"{SITE}counts/2020/"),
    "figures of an office": ("first", f"{SITE}questionnaire/5/"),
    "passkeys, which this person has not": ("first", "/accounts/2fa/webauthn/"),
}
REFUSED = {  # forms sent back: who, where, the form, and what is wrong in it
    "sign in": ("", "/accounts/login/", "form.tall", {"login": "first", "password": "wrong"}),
    "give a role": ("first", SITE, "form.tall", {"username": "a b", "full_name": "x"}),
    "propose": ("first", f"{SITE}figures/country.equipment.pet/", "form.tall",
                {"value": "0", "source": "x", "reason": "x"}),
    "propose a centre": ("first", f"{SITE}centres/new/", "form.tall",
                         {"name": "x", "town": "Nowhere", "source": "x", "reason": "x"}),
    "training": ("first", f"{SITE}trainings/", "form.tall",
                 {"title": "x", "provider": "x", "source": "x", "year": "1800"}),
    "begin a plan": ("first", f"{SITE}plans/", "form.tall", {"country": "Jordna"}),
    "token": ("first", "/tokens/", "form.tall", {"name": "x", "expires": "2020-01-01"}),
    "password": ("first", "/accounts/password/", "main form",
                 {"oldpassword": "wrong", "password1": "x", "password2": "y"}),
    "add an act": ("first", "{plan}", "form[action$='/add/']", {"kind": "referral_training", "begins": "1999-01-01"}),
    "plan as text": ("first", "{plan}text/", "form.tall", {"text": "nothing of a plan"}),
    "bring a pack": ("first", f"{SITE}figures/", "form[action$='/bring/']", {}),
}  # fmt: skip


def named() -> Iterator[Any]:
    """Every address that may show a page."""
    for each in addresses():
        if getattr(each.callback, "action", None) != BY_TOKEN and each.name not in (*GONE, *LATER, *OF_PROGRAMS):
            yield each


def path_of(pattern: Any, installation: Installation) -> str:
    """The address, filled with what was made."""
    own = installation.own.get(pattern.name, {})  # which may belong to an address that this one stands under
    known, parts = {**installation.filled, **own}, {*pattern.pattern.converters, *own}
    lacking = parts - set(known)
    if lacking:
        pytest.fail(
            f"No test knows how to fill {lacking} of {pattern.pattern}, the address {pattern.name!r}: make such a "
            f"thing in tests/browser/installation.py and put it into `filled`, or into `own[{pattern.name!r}]`.",
            pytrace=False,
        )
    return reverse(pattern.name, kwargs={part: known[part] for part in parts})


def filled(path: str, installation: Installation) -> str:
    """The path of another state, with the plan and the figure that wait."""
    proposal = f"{SITE}proposals/{installation.own['decide']['proposal']}/"
    return path.replace("{plan}", f"/plans/{installation.filled['pk']}/").replace("{proposal}", proposal)


def whole_addresses() -> list[Any]:
    """All addresses of `named`, with the path of the list that they stand in."""
    return sorted(named(), key=lambda each: str(each.name))


def asked() -> list[Any]:
    """Each page with each language that it is read in."""
    return [
        pytest.param(pattern, language, id=f"{pattern.name}-{language}")
        for number, pattern in enumerate(whole_addresses())
        for place, language in enumerate(LANGUAGES) if not HALF or place == number % len(LANGUAGES)
    ]  # fmt: skip


@pytest.mark.parametrize(("pattern", "language"), asked())
def test_axe_finds_no_fault(
    pattern: Any, language: str, installation: Installation, kept: Kept
) -> None:
    path = path_of(pattern, installation)
    if path in installation.pageless:
        return
    reader = kept(READERS.get(str(pattern.name), "first"), language)
    answer = shown(reader, path)
    if answer is None or answer.status == 405 or "text/html" not in answer.headers.get("content-type", ""):
        installation.pageless.add(path)  # gives a file or nothing, takes forms only, or answers to programs
        return
    ends = answer.url.removeprefix(reader.where)
    if pattern.name in NO_PAGE:
        assert answer.status != 200 or ends != path, f"{pattern.name} shows a page now: take it out of NO_PAGE"
        return
    if answer.status != 200 or ends != path:
        pytest.fail(
            f"{path} ({pattern.name!r}) showed no page: status {answer.status}, at {ends}. Make what it shows in "
            "tests/browser/installation.py; or, where it never shows a page, give the reason in NO_PAGE.",
            pytrace=False,
        )
    looked_at(reader, str(pattern.name), language)


def shown(reader: Reader, path: str) -> Any:
    """What an address answers, None where that is a file or nothing; who is asked for the password again gives it."""
    from playwright.sync_api import Error

    try:
        answer = reader.visit(path)
        if "/reauthenticate/?next=" in reader.page.url:
            proven(reader)
            answer = reader.visit(path)
    except Error as error:
        if NOT_SHOWN not in error.message:
            assert re.search("Download is starting|ERR_ABORTED", error.message), error.message
        else:  # an answer without a body
            assert reader.context.request.get(path).status == 405
        reader.anew()
        return None
    return answer


def look(reader: Reader, path: str, name: str, language: str) -> None:
    """Open a page; it is mirrored where it should be, comes from here alone, and has no fault."""
    reader.visit(path)
    looked_at(reader, name, language)


def looked_at(reader: Reader, name: str, language: str) -> None:
    spoken = "en" if name in IN_ENGLISH else language
    direction = {"ar": "rtl"}.get(spoken, "ltr")
    assert reader.value("[document.documentElement.lang, document.documentElement.dir]") == [spoken, direction]
    found = examined(reader, name)
    assert not found, "\n".join(found)
    assert [each for each in reader.requests if not each.startswith((reader.where, "data:"))] == []
    assert [each for each in reader.complaints if "the server responded with a status of 4" not in each] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", MORE)
def test_axe_finds_no_fault_in_another_state(
    state: str, language: str, installation: Installation, kept: Kept
) -> None:
    who, path = MORE[state]
    look(kept(who, language), filled(path, installation), state, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", REFUSED)
def test_axe_finds_no_fault_where_a_form_is_sent_back(
    form: str, language: str, installation: Installation, kept: Kept
) -> None:
    who, path, selector, said = REFUSED[form]
    reader = kept(who, language)
    reader.visit(filled(path, installation))
    reader.value(f"document.querySelector({selector!r}).noValidate = true")
    reader.value(f"(each => each && (each.open = true))(document.querySelector({selector!r}).closest('details'))")
    reader.send(selector, **said)
    looked_at(reader, f"{form}-refused", language)


@pytest.mark.parametrize("page", [f"{each} set_up{more}" for each in LANGUAGES for more in ("", ", refused")])
def test_the_page_of_the_set_up_had_no_fault(page: str, installation: Installation) -> None:
    assert installation.early[page] == []


@pytest.mark.slow("waits for a simulation")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", JOBS)
def test_axe_finds_no_fault_on_a_job_and_on_what_it_wrote(
    kind: str, language: str, installation: Installation, kept: Kept
) -> None:
    """Its page, the page of the library in our frame, its numbers, and why one of them is what it is."""
    reader, job = kept("first", language), f"/jobs/{installation.own[f'job {kind}']['pk']}/"
    until_done(reader, job)
    look(reader, job, f"job-{kind}", language)
    ways = [each for each in ("page", "numbers") if reader.page.locator(f"main a.button[href$='/{each}/']").count()]
    assert ways
    for each in ways:
        reader.visit(f"{job}{each}/")
        assert examined(reader, f"job-{kind}-{each}") == []
        assert reader.complaints == []
    if "numbers" in ways:
        reader.press("main a[href*='/why/'] >> nth=0")
        looked_at(reader, f"job-{kind}-why", language)


@pytest.mark.slow("waits for a simulation")
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_fault_on_a_plan_of_which_much_was_computed(
    language: str, installation: Installation, kept: Kept
) -> None:
    """Its numbers, and the map of the centres that were placed."""
    reader = kept("first", language)
    for kind in ("simulate", "placement"):
        until_done(reader, f"/jobs/{installation.own[f'job {kind}']['pk']}/")
    reader.visit(filled("{plan}", installation))
    assert reader.page.locator("main svg.country").count() == 1
    looked_at(reader, "plan-computed", language)


@pytest.mark.parametrize("name", ["simulation", "comparison"])
def test_axe_finds_no_fault_on_the_pages_of_results(page: Reader, pages: dict[str, Path], name: str) -> None:
    page.visit(pages[name].as_uri())
    page.value("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert examined(page, f"library-{name}") == []


def test_axe_finds_no_fault_in_the_report_of_a_country(page: Reader, report: Path) -> None:
    page.visit(report.as_uri())
    assert examined(page, "library-report") == []


def test_axe_would_find_one(page: Reader) -> None:
    faulty = "<html lang=en><title>x</title><main><h1>x</h1><img src='data:,'><p style='color:#bbb'>pale</p>"
    page.page.set_content(faulty)
    assert {each.split(": ")[1] for each in faults(page)} == {"image-alt", "color-contrast"}


def test_what_is_written_here_is_there() -> None:
    names = {each.name for each in addresses()}
    assert {*READERS, *GONE, *LATER, *OF_PROGRAMS, *NO_PAGE} <= names
