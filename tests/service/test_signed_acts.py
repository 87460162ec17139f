"""Signed acts of a course: by who records them, by a second person at once or afterwards, in a role that is lent."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests.run.playing import LU_PSMA, at
from tests.service.conftest import PASSWORD, PROVEN, client_of, code_now, new_user, signature
from tests.service.test_care import begun, played
from tests.service.test_desk_pages import text, typed

from hevesy.errors import NeedsReason
from hevesy_service.accounts.events import give_role, withdraw_role
from hevesy_service.accounts.lending import Loan, end, lend
from hevesy_service.accounts.models import Lending, Signature, User
from hevesy_service.accounts.signature import fits
from hevesy_service.api.models import Scope
from hevesy_service.api.tokens import Wish, make
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.zone import CLOCKS_DIFFER, today_at
from hevesy_service.care.countersigning import awaiting, countersign
from hevesy_service.care.models import CourseRow, EntryRow, Incident
from hevesy_service.care.recording import Proof, Proposal, record
from hevesy_service.care.synthetic import open_synthetic, staff
from hevesy_service.refusals import Ahead, NotAwaited, NotSigned, NotSynthetic

pytestmark = pytest.mark.usefixtures("spring")
Team = dict[str, User]
WHEN = {"board": "2027-02-22T13:00", "day_checks": "2027-03-02T12:30"}


def prepared(site: Site, team: Team, until: str) -> UUID:
    course = begun(site, team["p1"])
    played(course, team, until)
    return course


def sent(act: str, **more: str) -> dict[str, str]:
    """What a browser sends for an act of the usual course; the day's checks are made by a nurse, beside a physician."""
    return typed(act, at=WHEN[act], **more)


def beside(steps: int = 0, **more: str) -> dict[str, str]:
    """The second person's own password and code."""
    return {"second_password": PASSWORD, "second_code": code_now(steps), **more}


# --- who records it signs ---------------------------------------------------------------------------------------


def test_the_text_of_a_signed_act_by_hand(site: Site, team: Team) -> None:
    """SHA-256 over what was written, as one JSON object with its words in order."""
    course, client = prepared(site, team, "eligibility"), client_of(team["p1"])
    path = f"/courses/{course}/board/"
    page = text(client, path)
    assert 'name="password"' in page and 'name="code"' in page and "I stand for what is written here" in page
    assert client.post(path, sent("board", **signature(client))).status_code == 302
    by_hand = (
        f'{{"act":"board","acts_for":"","at":"2027-02-22T10:00:00+00:00","by":"{team["p1"].pk}","corrects":"",'
        f'"course":"{course}","meaning":"course_entered","reason":"","said":{{"attended":"oncology, urology",'
        '"decision":"accept","reason_given":"agreed"},"second":"","unmet":[]}'
    )
    kept, entry = Signature.objects.get(meaning="course_entered"), EntryRow.objects.get(act="board")
    assert (kept.about, kept.by, kept.how) == (str(entry.pk), str(team["p1"].pk), "password_and_code")
    assert kept.digest == hashlib.sha256(by_hand.encode()).hexdigest()
    page = text(client, f"/courses/{course}/")
    assert "Signed by Synthetic p1 on 2027" in page and kept.digest[:12] in page


def test_an_act_that_is_not_signed_asks_for_no_password(site: Site, team: Team) -> None:
    course = prepared(site, team, "triage")
    page = text(client_of(team["p1"]), f"/courses/{course}/imaging/")
    assert "I stand for what is written here" not in page and 'name="second_password"' not in page


@pytest.mark.parametrize("wrong", [{"password": ""}, {"password": "not this"}, {"code": "000000"}])
def test_who_does_not_prove_it_records_nothing(wrong: dict[str, str], site: Site, team: Team) -> None:
    course, client = prepared(site, team, "eligibility"), client_of(team["p1"])
    found = client.post(f"/courses/{course}/board/", sent("board", **{**signature(client), **wrong}))
    page = found.content.decode()
    assert found.status_code == 422 and "nothing was done" in page and "oncology, urology" in page
    assert PASSWORD not in page and not EntryRow.objects.filter(act="board").exists()


def test_a_resend_is_done_once_though_the_code_is_used(site: Site, team: Team) -> None:
    course, client = prepared(site, team, "eligibility"), client_of(team["p1"])
    form = sent("board", **signature(client))
    assert [client.post(f"/courses/{course}/board/", form).status_code for _ in range(2)] == [302, 302]
    assert EntryRow.objects.filter(act="board").count() == Signature.objects.filter(meaning="course_entered").count()
    other = client.post(f"/courses/{course}/board/", {**form, "decision": "decline"})
    assert other.status_code == 409 and EntryRow.objects.filter(act="board").count() == 1


def test_a_correction_overtakes_and_a_change_behind_the_book_voids(site: Site, team: Team) -> None:
    course, client = prepared(site, team, "eligibility"), client_of(team["p1"])
    path = f"/courses/{course}/board/"
    client.post(path, sent("board", **signature(client)))
    first = EntryRow.objects.get(act="board")
    corrected = sent("board", attended="oncology", corrects=str(first.pk), reason="misread")
    assert client.post(path, {**corrected, **signature(client)}).status_code == 302
    kept = {each.about: each for each in Signature.objects.filter(meaning="course_entered")}
    assert kept.pop(str(first.pk)).overtaken is not None
    (second,) = kept.values()
    assert second.overtaken is None and fits(second)
    assert text(client, f"/courses/{course}/").count("no longer covers what holds") == 1
    EntryRow.objects.filter(pk=second.pk).update(said={"decision": "decline"})
    assert not fits(second) and "void, for what is there" in text(client, f"/courses/{course}/")


def test_no_program_signs(site: Site, team: Team) -> None:
    """The API has no act of a course, and a token opens no page of one."""
    course = prepared(site, team, "eligibility")
    secret = make(team["p1"], Wish("a program", (Scope.READ,), [site], timezone.now() + timedelta(days=1)), uuid4())
    found = Client().post(f"/courses/{course}/board/", sent("board"), headers={"Authorization": f"Bearer {secret}"})
    assert found.status_code in (302, 401, 403) and "/courses/" not in found.get("location", "").partition("?")[0]
    assert not EntryRow.objects.filter(act="board").exists()
    board = Proposal("board", next(each[4] for each in LU_PSMA if each[0] == "board"), at(-190))
    with pytest.raises(NotSigned, match="Board decision is signed by who records it"):
        record(course, board, team["p1"], str(new_id()))


def test_typed_in_from_paper_is_signed_by_who_types(site: Site, team: Team) -> None:
    course, client = prepared(site, team, "eligibility"), client_of(team["n1"])
    form = sent("board", done_by=str(team["p1"].pk), reason="the power was cut", **signature(client))
    assert client.post(f"/courses/{course}/board/", form).status_code == 302
    entry = EntryRow.objects.get(act="board")
    assert (entry.by, entry.typed_by, entry.at.hour) == (str(team["p1"].pk), str(team["n1"].pk), 10)
    assert entry.entered_at - entry.at > timedelta(days=50)
    assert Signature.objects.get(about=str(entry.pk)).by == str(team["n1"].pk)


# --- the second person ------------------------------------------------------------------------------------------


def test_the_second_person_proves_it_on_the_same_form(site: Site, team: Team) -> None:
    course, client = prepared(site, team, "dispensing"), client_of(team["n1"])
    form = sent("day_checks", second=str(team["p1"].pk), **beside())
    assert client.post(f"/courses/{course}/day_checks/", form).status_code == 302
    assert client.post(f"/courses/{course}/day_checks/", form).status_code == 302  # sent again, done once
    entry = EntryRow.objects.get(act="day_checks")
    assert (entry.second, entry.awaits, entry.unmet) == (str(team["p1"].pk), "", [])
    (kept,) = Signature.objects.filter(about=f"{entry.pk}/second")
    assert (kept.by, kept.how, kept.meaning) == (str(team["p1"].pk), "password_and_code", "course_countersigned")
    assert Event.objects.get(pk=kept.pk).by == str(team["p1"].pk) and fits(kept) and differences() == []
    assert "as the second person" in text(client, f"/courses/{course}/")
    assert CourseRow.objects.get(pk=course).place == Event.objects.filter(stream=f"course/{course}").count()


@pytest.mark.parametrize("wrong", [{"second_password": "not theirs"}, {"second_code": "000000"}, {"second_code": ""}])
def test_a_second_person_who_does_not_prove_it_was_not_there(wrong: dict[str, str], site: Site, team: Team) -> None:
    course, client = prepared(site, team, "dispensing"), client_of(team["n1"])
    form = sent("day_checks", second=str(team["p1"].pk), **{**beside(), **wrong})
    found = client.post(f"/courses/{course}/day_checks/", form)
    page = found.content.decode()
    assert found.status_code == 422 and "nothing was done" in page
    assert PASSWORD not in page and 'value="000000"' not in page and f'value="{code_now()}"' not in page
    assert not EntryRow.objects.filter(act="day_checks").exists()


def test_five_wrong_ones_lock_the_second_persons_name(site: Site, team: Team) -> None:
    course, client = prepared(site, team, "dispensing"), client_of(team["n1"])
    wrong = sent("day_checks", second=str(team["p1"].pk), second_password="no", second_code="1")
    codes = [client.post(f"/courses/{course}/day_checks/", wrong).status_code for _ in range(5)]
    assert codes == [422, 422, 422, 422, 429]
    right = sent("day_checks", second=str(team["p1"].pk), **beside())
    assert client.post(f"/courses/{course}/day_checks/", right).status_code == 429
    mine = client_of(team["n1"])
    assert not EntryRow.objects.filter(act="day_checks").exists() and mine.get(f"/courses/{course}/").status_code == 200


def test_a_gate_in_the_way_uses_up_no_code(site: Site, team: Team) -> None:
    """Else the second person waits half a minute for the next code because of another field."""
    course, client = prepared(site, team, "dispensing"), client_of(team["n1"])
    form = sent("day_checks", second=str(team["p1"].pk), second_password=PASSWORD, second_code=code_now())
    record(course, Proposal("hold", {"why": "fever"}, at(1.2), reason="x"), team["p1"], str(new_id()))
    assert client.post(f"/courses/{course}/day_checks/", form).status_code == 422
    assert client.post(f"/courses/{course}/day_checks/", {**form, "reason": "told"}).status_code == 302


def test_nobody_is_their_own_second(site: Site, team: Team) -> None:
    course, client = prepared(site, team, "dispensing"), client_of(team["n1"])
    found = client.post(f"/courses/{course}/day_checks/", sent("day_checks", second=str(team["n1"].pk), **beside()))
    assert found.status_code == 422 and "somebody else than who did it" in found.content.decode()
    page = text(client, f"/courses/{course}/day_checks/")
    assert str(team["p1"].pk) in page and f'value="{team["r2"].pk}"' not in page  # who releases products may not
    team["p1"].is_active = False
    team["p1"].save()
    assert str(team["p1"].pk) not in text(client, f"/courses/{course}/day_checks/")


def awaited(site: Site, team: Team) -> tuple[UUID, EntryRow]:
    """The day's checks are recorded, and wait for the physician who was there."""
    course, client = prepared(site, team, "dispensing"), client_of(team["n1"])
    form = sent("day_checks", second=str(team["p1"].pk))
    found = client.post(f"/courses/{course}/day_checks/", form)
    assert found.status_code == 422 and "still to prove that they were there" in found.content.decode()
    assert client.post(f"/courses/{course}/day_checks/", {**form, "reason": "on paper"}).status_code == 302
    return course, EntryRow.objects.get(act="day_checks")


def test_until_it_is_countersigned_it_is_a_deviation(site: Site, team: Team) -> None:
    course, entry = awaited(site, team)
    assert (entry.second, entry.awaits, entry.unmet) == ("", str(team["p1"].pk), ["second_person"])
    assert (Incident.objects.get().closed, CourseRow.objects.get(pk=course).deviations) == (None, 1)
    page, path = text(client_of(team["n1"]), f"/courses/{course}/"), f"/courses/{course}/countersign/{entry.pk}/"
    assert "second person's signature: Synthetic p1" in page and path not in page
    second = client_of(team["p1"])
    for where in ("today", "second"):
        assert "second person" in text(second, f"/sites/{site.code}/{where}/")
    assert path in text(second, f"/sites/{site.code}/second/") and "on paper" in text(second, path)
    assert second.post(path, {"key": str(new_id()), "password": "no"}).status_code == 422
    form = {"key": str(new_id()), **signature(second)}
    assert [second.post(path, form).status_code for _ in range(2)] == [302, 302]
    entry.refresh_from_db()
    assert (entry.second, entry.awaits, entry.unmet) == (str(team["p1"].pk), "", [])
    row, incident = CourseRow.objects.get(pk=course), Incident.objects.get()
    assert (row.deviations, row.kept["standing"]["day_checks"]["second"]) == (0, entry.second)
    assert (incident.closed_by, incident.unmet) == (str(team["p1"].pk), [])
    assert not awaiting(site).exists() and differences() == []
    assert json.loads(Event.objects.get(pk=entry.pk).body)["unmet"] == ["second_person"]  # the book keeps both


def test_only_who_was_named_and_may_countersigns(site: Site, team: Team) -> None:
    course, entry = awaited(site, team)
    path = f"/courses/{course}/countersign/{entry.pk}/"
    other = new_user("other")
    give_role(site, other, "physician", "tests", "other physician")
    for person in (team["n1"], other):
        with pytest.raises(NotAwaited):
            countersign(entry, person, "password", str(new_id()))
    assert client_of(team["n1"]).get(path).status_code == 403
    withdraw_role(site, team["p1"], "physician", "tests", str(new_id()), "left")
    with pytest.raises(NotAwaited):
        countersign(entry, team["p1"], "password", str(new_id()))
    assert awaiting(site).count() == 1 and Incident.objects.get().closed is None


def test_what_was_corrected_waits_no_more(site: Site, team: Team) -> None:
    course, entry = awaited(site, team)
    checks = next(each for each in LU_PSMA if each[0] == "day_checks")[4]
    again = Proposal("day_checks", checks, at(1.5), team["p1"], "misread", str(entry.pk), proof=PROVEN)
    record(course, again, team["n1"], str(new_id()))
    assert not awaiting(site).exists()
    with pytest.raises(NotAwaited):
        countersign(entry, team["p1"], "password", str(new_id()))


def test_the_inspection_names_nobody_as_second_who_has_not_signed(
    site: Site, team: Team, signed_in: Callable[..., Client]
) -> None:
    course = prepared(site, team, "day_checks")
    given = next(each for each in LU_PSMA if each[0] == "administration")[4]
    told = Proposal("administration", given, at(2), team["n1"], "on paper", proof=Proof("password"))
    record(course, told, team["p1"], str(new_id()))
    found = signed_in("regulator").get(f"/sites/{site.code}/inspection/?since=2027-03-01&until=2027-03-31").content
    (row,) = csv.DictReader(io.StringIO(zipfile.ZipFile(io.BytesIO(found)).read("administrations.csv").decode()))
    assert (row["second"], row["awaits"], row["not_met"]) == ("", str(team["n1"].pk), "second_person")


# --- what is still to come, and who is nobody --------------------------------------------------------------------


def test_nothing_is_recorded_before_it_has_happened(site: Site, team: Team) -> None:
    course, client = begun(site, team["p1"]), client_of(team["p1"])
    late = timezone.now() + CLOCKS_DIFFER + timedelta(minutes=1)
    referral = next(each[4] for each in LU_PSMA if each[0] == "referral")
    with pytest.raises(Ahead, match="which is still to come"):
        record(course, Proposal("referral", referral, late), team["f1"], str(new_id()))
    form = {**typed("referral"), "at": f"{late + timedelta(hours=3):%Y-%m-%dT%H:%M}"}
    found = client.post(f"/courses/{course}/referral/", form)
    assert found.status_code == 422 and "which is still to come; write when it happened" in found.content.decode()
    assert not EntryRow.objects.exists()
    record(course, Proposal("referral", referral, late - timedelta(minutes=2)), team["f1"], str(new_id()))


def test_a_generator_signs_nothing_and_records_at_no_real_site(site: Site, team: Team) -> None:
    course = prepared(site, team, "eligibility")
    board = Proposal("board", next(each[4] for each in LU_PSMA if each[0] == "board"), at(-190), generated=True)
    with pytest.raises(NotSynthetic, match="is a real site"):
        record(course, board, team["p1"], str(new_id()))
    made_up = open_synthetic("made-up")
    people = staff(made_up, 1)
    other = begun(made_up, people["physician"])
    with pytest.raises(NotSigned):  # a person there signs as anywhere
        record(other, replace(board, generated=False), people["physician"], str(new_id()))
    event = record(other, replace(board, reason="synthetic"), people["physician"], str(new_id()))
    assert json.loads(event.body)["unsigned"] == "synthetic" and "signature" not in json.loads(event.body)
    assert EntryRow.objects.get(pk=event.pk).unsigned == "synthetic"


# --- a role that is lent ----------------------------------------------------------------------------------------


def lent(site: Site, lender: User, borrower: User, role: str) -> Lending:
    today = today_at(site)
    lend(site, lender, Loan(borrower, role, today, today, "on leave"), uuid4(), 30)
    return Lending.objects.get(lender=lender, borrower=borrower, role=role)


def test_gates_count_a_role_that_is_lent_and_the_entry_says_for_whom(site: Site, team: Team) -> None:
    course, hour = begun(site, team["p1"]), timezone.now() - timedelta(hours=1)
    played(course, team, "referral")
    triage = Proposal("triage", next(each[4] for each in LU_PSMA if each[0] == "triage"), hour)
    with pytest.raises(NeedsReason):
        record(course, triage, team["n1"], str(new_id()))
    loan = lent(site, team["p1"], team["n1"], "physician")
    event = record(course, triage, team["n1"], str(new_id()))
    assert json.loads(event.body)["acting"] == {"for": str(team["p1"].pk), "lending": str(loan.pk)}
    entry = EntryRow.objects.get(pk=event.pk)
    assert (entry.by, entry.acts_for, entry.unmet) == (str(team["n1"].pk), str(team["p1"].pk), [])
    assert CourseRow.objects.get(pk=course).kept["standing"]["triage"]["acts_for"] == str(team["p1"].pk)
    assert "Synthetic n1 for Synthetic p1" in text(client_of(team["n1"]), f"/courses/{course}/")
    end(loan, team["p1"], str(new_id()))
    with pytest.raises(NeedsReason):  # what was ended is lent no more
        record(course, replace(triage, at=timezone.now()), team["n1"], str(new_id()))
    assert differences() == []


def test_a_role_that_was_not_lent_at_the_hour_of_the_act_does_not_count(site: Site, team: Team) -> None:
    course = prepared(site, team, "referral")
    lent(site, team["p1"], team["n1"], "physician")
    triage = Proposal("triage", next(each[4] for each in LU_PSMA if each[0] == "triage"), at(-880))
    with pytest.raises(NeedsReason):
        record(course, triage, team["n1"], str(new_id()))


def test_nobody_releases_what_they_tested_by_another_hand(site: Site, team: Team) -> None:
    course, hour = prepared(site, team, "receipt"), timezone.now() - timedelta(hours=1)
    lent(site, team["r1"], team["n1"], "radiopharmacist")
    tested = next(each[4] for each in LU_PSMA if each[0] == "quality_control")
    record(course, Proposal("quality_control", tested, hour), team["n1"], str(new_id()))
    release = Proposal("product_release", {"released": True}, hour, proof=PROVEN)
    with pytest.raises(NeedsReason, match="released by another person"):
        record(course, release, team["r1"], str(new_id()))
    record(course, release, team["r2"], str(new_id()))
    assert EntryRow.objects.get(act="product_release").unmet == []
