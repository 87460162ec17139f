"""Logbooks at a site: what is offered, claimed, entered, confirmed and returned, and what the trainer sees of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from tests.service.conftest import SECRET, client_of, new_user
from tests.service.test_care import begun, played
from tests.service.test_privileges import text

from hevesy.competence import find_framework
from hevesy.competence.assessment import Assessment
from hevesy_service.accounts.events import give_role, withdraw_role
from hevesy_service.accounts.models import User
from hevesy_service.atlas.shelf import shelf
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.care.done_here import done_in_a_year, recorded_by
from hevesy_service.care.models import CourseRow, EntryRow, Patient
from hevesy_service.competence.assessing import assess
from hevesy_service.competence.logbook import Claim, answer, enter, logs_of, take_back, witness_named
from hevesy_service.competence.models import EnrolmentRow, EvidenceRow, ProcedureRow, Witness
from hevesy_service.competence.training import end_training, enrol, in_training
from hevesy_service.refusals import (
    AnsweredBefore,
    BeforeTraining,
    InLogbook,
    InTraining,
    NotEnrolled,
    NotSupervisor,
    OwnEvidence,
    OwnProcedure,
)

pytestmark = pytest.mark.usefixtures("spring")
Team = dict[str, User]
PHYSICIAN, THERAPY, SINCE, ON = "default_physician", "lu177_psma617", date(2027, 1, 1), date(2027, 3, 2)
DAY = date(2027, 3, 1)


@pytest.fixture
def senior(site: Site) -> User:
    return physician(site, "senior")


@pytest.fixture
def trainee(site: Site, team: Team, senior: User) -> User:
    """The physician of the usual course, in training with a senior one."""
    trained(site, team["p1"], senior)
    return team["p1"]


def physician(site: Site, name: str) -> User:
    user = new_user(name)
    TOTP.activate(user, SECRET)
    give_role(site, user, "physician", "tests", f"{name} physician")
    return user


def trained(site: Site, user: User, *supervisors: User, since: date = SINCE) -> Event:
    return enrol(site, str(user.pk), PHYSICIAN, since, [str(each.pk) for each in supervisors], "tests", str(new_id()))


def claim(supervisor: User, **change: object) -> Claim:
    found = Claim("administration", "ra223", "elsewhere/a", 1, DAY, "direct", str(supervisor.pk), place="Elsewhere")
    return replace(found, **change)  # type: ignore[arg-type]


def entered(site: Site, user: User, supervisor: User, **change: object) -> ProcedureRow:
    return ProcedureRow.objects.get(pk=enter(site, str(user.pk), claim(supervisor, **change), str(new_id())).pk)


def confirmed(row: ProcedureRow) -> Event:
    return answer(row, True, row.supervisor, str(new_id()))


def credits_of(site: Site, user: User) -> int:
    return sum(bool(each.confirmed_by) for each in logs_of(site, [str(user.pk)]).get(str(user.pk), []))


def test_what_was_recorded_in_a_course_is_offered_and_claimed(
    site: Site, team: Team, trainee: User, senior: User
) -> None:
    played(begun(site, trainee), team, "administration")
    client, path = client_of(trainee), f"/sites/{site.code}/logbook/"
    entry = EntryRow.objects.get(act="administration")
    assert f'value="{entry.pk}"' in text(client, path)
    sent = {"pick": [str(entry.pk)], "supervision": "direct", "supervisor": str(senior.pk), "key": str(new_id())}
    assert [client.post(path, sent).status_code for _again in (1, 2)] == [302, 302]
    row = ProcedureRow.objects.get()
    assert (row.entry, row.case, row.cycle, row.state) == (entry.pk, str(entry.course_id), 1, "waiting")
    assert "nothing to claim" in text(client, path) and credits_of(site, trainee) == 0
    confirmed(row)
    assert credits_of(site, trainee) == 1
    rebuilt()
    assert list(differences()) == [] and EnrolmentRow.objects.count() == 1


def test_practice_other_acts_other_people_and_what_was_before_are_not_offered(
    site: Site, team: Team, trainee: User
) -> None:
    played(begun(site, trainee), team, "administration")
    framework = find_framework(PHYSICIAN, shelf())
    found = recorded_by(site, str(trainee.pk), framework, SINCE)
    assert [(each.act, each.therapy, each.on) for each in found] == [("administration", THERAPY, ON)]
    assert recorded_by(site, str(team["n1"].pk), framework, SINCE) == []
    assert recorded_by(site, str(trainee.pk), framework, ON) == found
    assert recorded_by(site, str(trainee.pk), framework, ON + timedelta(days=1)) == []
    assert len(done_in_a_year(site, [framework], ON)) == 1
    assert len(done_in_a_year(site, [framework], ON + timedelta(days=364))) == 1
    assert done_in_a_year(site, [framework], ON + timedelta(days=365)) == []
    CourseRow.objects.update(practice=True)
    assert recorded_by(site, str(trainee.pk), framework, SINCE) == []
    assert done_in_a_year(site, [framework], ON) == []


def test_another_procedure_is_entered_with_a_witness_and_a_pseudonym(
    site: Site, trainee: User, senior: User
) -> None:
    client, path = client_of(trainee), f"/sites/{site.code}/logbook/elsewhere/"
    sent = {
        "act": "administration", "therapy": "ra223", "place": "Synthetic Hospital", "case": "P 7", "cycle": "2",
        "on": "2027-03-01", "supervision": "indirect", "witness": str(trainee), "supervisor": str(senior.pk),
        "key": str(new_id()),
    }  # fmt: skip
    wrong = client.post(path, sent)
    assert wrong.status_code == 422 and b"Somebody else must have seen it." in wrong.content
    wrong = client.post(path, {**sent, "witness": "Synthetic Witness", "on": "2099-01-01"})
    assert wrong.status_code == 422 and b"This day lies ahead." in wrong.content
    assert not ProcedureRow.objects.exists()
    assert client.post(path, {**sent, "witness": " Synthetic  Witness"}).status_code == 302
    row = ProcedureRow.objects.get()
    assert (row.case, row.cycle, row.entry, row.supervision) == ("Synthetic Hospital/P 7", 2, None, "indirect")
    assert row.case_shown == "P 7"
    assert "Synthetic Witness" in text(client, f"/sites/{site.code}/logbook/procedures/{row.pk}/")
    assert "Synthetic Witness" not in Event.objects.get(pk=row.pk).body  # the book has no names
    again = client.post(path, {**sent, "witness": "Other", "case": "p  7", "key": str(new_id())})
    page = again.content.decode()
    assert again.status_code == InLogbook.status and "counts once" in page
    assert 'value="p  7"' in page and 'value="Synthetic Hospital"' in page  # the form is not lost
    assert Witness.objects.get().name == "Synthetic Witness"  # and of what was not written there is none


def test_a_pseudonym_names_nobody_who_is_known_here(site: Site, team: Team, trainee: User, senior: User) -> None:
    begun(site, trainee)
    patient, client = Patient.objects.get(), client_of(trainee)
    sent = {
        "act": "administration", "therapy": "ra223", "place": "Elsewhere", "cycle": "1", "on": "2027-03-01",
        "supervision": "direct", "witness": "Other", "supervisor": str(senior.pk), "key": str(new_id()),
    }  # fmt: skip
    shown = {"competency": "administers", "level": "performs", "passed": "yes", "feedback": "calm", "on": "2027-03-01",
             "key": str(new_id())}  # fmt: skip
    other, path = client_of(senior), f"/sites/{site.code}/logbook/"
    for case in (patient.full_name, patient.full_name.lower(), str(senior), patient.number):
        for who, where, said in ((client, f"{path}elsewhere/", sent), (other, f"{path}{trainee.pk}/dops/", shown)):
            found = who.post(where, {**said, "case": case})
            assert found.status_code == 422 and "This names somebody who is known here" in found.content.decode()
    assert not ProcedureRow.objects.exists() and not EvidenceRow.objects.exists()
    assert client.post(f"{path}elsewhere/", {**sent, "case": "A-17"}).status_code == 302
    row = ProcedureRow.objects.get()
    assert row.case_shown == "A-17"  # as it was written
    with pytest.raises(InLogbook):
        entered(site, trainee, senior, case="elsewhere/a-17")
    entered(site, trainee, senior, case="ELSEWHERE/a-17", act="prescription")
    assert {each.case for each in logs_of(site, [str(trainee.pk)])[str(trainee.pk)]} == {"elsewhere/a-17"}  # one case


def test_what_was_done_before_the_training_goes_another_way(site: Site, trainee: User, senior: User) -> None:
    """In training since 2027-01-01: the last day of 2026 is before it, the first of 2027 is not."""
    client, path = client_of(trainee), f"/sites/{site.code}/logbook/elsewhere/"
    sent = {
        "act": "administration", "therapy": "ra223", "place": "Elsewhere", "case": "P 7", "cycle": "1",
        "on": "2026-12-31", "supervision": "direct", "witness": "Other", "supervisor": str(senior.pk),
        "key": str(new_id()),
    }  # fmt: skip
    found = client.post(path, sent)
    assert found.status_code == BeforeTraining.status == 409 and 'value="P 7"' in found.content.decode()
    assert "before the training began on 2027-01-01" in found.content.decode()
    assert not ProcedureRow.objects.exists()
    assert client.post(path, {**sent, "on": "2027-01-01"}).status_code == 302


def test_the_same_case_twice_is_refused_and_another_cycle_is_not(site: Site, trainee: User, senior: User) -> None:
    first = entered(site, trainee, senior)
    with pytest.raises(InLogbook):
        entered(site, trainee, senior)
    entered(site, trainee, senior, cycle=2)
    answer(first, False, str(senior.pk), str(new_id()), "another day")
    entered(site, trainee, senior)  # what was returned may be claimed anew
    assert ProcedureRow.objects.count() == 3


def test_what_was_returned_is_offered_again_with_its_reason(
    site: Site, team: Team, trainee: User, senior: User
) -> None:
    played(begun(site, trainee), team, "administration")
    entry = EntryRow.objects.get(act="administration")
    told = {"therapy": THERAPY, "case": str(entry.course_id), "entry": str(entry.pk), "on": ON}
    row = entered(site, trainee, senior, **told)
    client, path = client_of(trainee), f"/sites/{site.code}/logbook/"
    assert str(entry.pk) not in text(client, path)
    answer(row, False, str(senior.pk), str(new_id()), "I was not there")
    assert text(client, path).count("I was not there") == 2 and str(entry.pk) in text(client, path)
    entered(site, trainee, senior, **told)
    assert str(entry.pk) not in text(client, path)


def test_a_trainee_takes_back_what_nobody_has_answered(site: Site, trainee: User, senior: User) -> None:
    row, client = entered(site, trainee, senior), client_of(trainee)
    path, sent = f"/sites/{site.code}/logbook/procedures/{row.pk}/", {"takes_back": "yes", "key": str(new_id())}
    assert "Take back" in text(client, path) and "Take back" not in text(client_of(senior), path)
    assert [client.post(path, sent).status_code for _again in (1, 2)] == [302, 302]
    assert ProcedureRow.objects.get().state == "withdrawn" and logs_of(site, [str(trainee.pk)]) == {}
    with pytest.raises(AnsweredBefore):
        confirmed(row)
    second = entered(site, trainee, senior)
    confirmed(second)
    with pytest.raises(AnsweredBefore):
        take_back(second, str(new_id()))
    rebuilt()
    assert list(differences()) == [] and credits_of(site, trainee) == 1


def test_nobody_confirms_their_own(site: Site, trainee: User, senior: User) -> None:
    row = entered(site, trainee, senior)
    with pytest.raises(OwnProcedure):
        answer(row, True, str(trainee.pk), str(new_id()))
    with pytest.raises(OwnProcedure):
        entered(site, trainee, trainee, cycle=2)
    with pytest.raises(OwnProcedure):
        trained(site, trainee, senior, trainee)
    sent = {"confirms": "yes", "key": str(new_id())}
    refused = client_of(trainee).post(f"/sites/{site.code}/logbook/procedures/{row.pk}/", sent)
    assert refused.status_code == OwnProcedure.status and "of their own" in refused.content.decode()
    assert ProcedureRow.objects.get().state == "waiting"
    assert Event.objects.filter(type="procedure_answered").count() == 0


def test_only_the_supervisor_who_was_named_confirms_and_only_once(
    site: Site, trainee: User, senior: User
) -> None:
    row, other = entered(site, trainee, senior), physician(site, "other")
    with pytest.raises(NotSupervisor, match="Synthetic senior was named"):
        answer(row, True, str(other.pk), str(new_id()))
    assert client_of(other).get(f"/sites/{site.code}/logbook/procedures/{row.pk}/").status_code == 403
    confirmed(row)
    with pytest.raises(AnsweredBefore):
        answer(row, False, str(senior.pk), str(new_id()), "no")
    assert ProcedureRow.objects.get().state == "confirmed"


def test_who_is_not_in_training_or_names_somebody_else_enters_nothing(
    site: Site, trainee: User, senior: User
) -> None:
    other = physician(site, "other")
    with pytest.raises(NotEnrolled):
        entered(site, other, senior)
    with pytest.raises(NotEnrolled):
        entered(site, trainee, other)
    assert client_of(other).get(f"/sites/{site.code}/logbook/elsewhere/").status_code == 302
    assert "You are not in training here" in text(client_of(other), f"/sites/{site.code}/logbook/")


def test_many_are_confirmed_at_a_click_each_by_name_and_one_goes_back(
    site: Site, trainee: User, senior: User
) -> None:
    rows = [entered(site, trainee, senior, cycle=cycle) for cycle in (1, 2, 3)]
    client, path = client_of(senior), f"/sites/{site.code}/logbook/confirm/"
    assert text(client, path).count("aria-label=\"Confirm: Synthetic p1") == 3
    assert "3 procedures wait for you" in text(client, f"/sites/{site.code}/logbook/")
    assert client.post(path, {"key": str(new_id())}).status_code == 422
    sent = {"pick": [str(each.pk) for each in rows[:2]], "key": str(new_id())}
    assert [client.post(path, sent).status_code for _again in (1, 2)] == [302, 302]
    assert Event.objects.filter(type="procedure_answered", by=str(senior.pk)).count() == 2
    back = f"/sites/{site.code}/logbook/procedures/{rows[2].pk}/"
    assert client.post(back, {"reason": "", "key": str(new_id())}).status_code == 422
    assert client.post(back, {"reason": "I was not there", "key": str(new_id())}).status_code == 302
    assert "I was not there" in text(client_of(trainee), f"/sites/{site.code}/logbook/")
    assert credits_of(site, trainee) == 2
    assert "Nothing waits for you." in text(client, path)


def test_the_logbook_says_how_long_yet(site: Site, team: Team, trainee: User, senior: User) -> None:
    """One of ten Lu-177 PSMA is confirmed; one a year falls to the only trainee: nine years are left."""
    played(begun(site, trainee), team, "administration")
    row = EntryRow.objects.get(act="administration")
    confirmed(entered(site, trainee, senior, therapy=THERAPY, case=str(row.course_id), entry=str(row.pk)))
    page = text(client_of(trainee), f"/sites/{site.code}/logbook/")
    assert "<bdi>108.0</bdi>" in page and "1 trainee" in page and "not at this volume" in page
    trained(site, physician(site, "second"), senior)
    assert "<bdi>216.0</bdi>" in text(client_of(trainee), f"/sites/{site.code}/logbook/")  # they share it


def test_a_passed_assessment_is_evidence_and_a_failed_one_too(site: Site, trainee: User, senior: User) -> None:
    client, path = client_of(senior), f"/sites/{site.code}/logbook/{trainee.pk}/"
    sent = {"competency": "administers", "level": "supervised", "passed": "yes", "feedback": "calm", "on": "2027-03-01",
            "case": "", "key": str(new_id())}  # fmt: skip
    assert [client.post(f"{path}dops/", sent).status_code for _again in (1, 2)] == [302, 302]
    shown = EvidenceRow.objects.get()
    assert (shown.what, shown.about, shown.level, shown.by) == ("shown", "administers", "supervised", str(senior.pk))
    page = text(client, path)
    assert "calm" in page and "0 of 34 competencies" in page  # performs is asked
    assert client.post(f"{path}mini_cex/", {**sent, "key": str(new_id())}).status_code == 422  # which shows no such
    better = {**sent, "level": "performs", "on": "2027-03-02", "key": str(new_id())}
    assert client.post(f"{path}dops/", better).status_code == 302
    assert "1 of 34 competencies" in text(client, path)
    failed = {**sent, "passed": "no", "feedback": "ask who it is first", "on": "2027-03-03", "key": str(new_id())}
    assert client.post(f"{path}dops/", failed).status_code == 302
    assert EvidenceRow.objects.get(what="failed").about == "administers"
    assert "0 of 34 competencies" in text(client, path)
    rebuilt()
    assert list(differences()) == []


def test_nobody_assesses_themselves_and_a_stranger_nobody(site: Site, trainee: User, senior: User) -> None:
    found = Assessment("dops", "administers", "performs", True, "well", DAY, str(trainee.pk))
    with pytest.raises(OwnEvidence):
        assess(site, str(trainee.pk), found, str(new_id()))
    path = f"/sites/{site.code}/logbook/{trainee.pk}/dops/"
    assert client_of(trainee).get(path).status_code == OwnEvidence.status
    assert client_of(physician(site, "other")).get(path).status_code == 403
    assert client_of(senior).get(path).status_code == 200
    assert not EvidenceRow.objects.exists()


def test_a_logbook_is_seen_by_its_trainee_the_supervisors_and_who_leads(
    site: Site, trainee: User, senior: User, signed_in: Callable[..., Client]
) -> None:
    path = f"/sites/{site.code}/logbook/{trainee.pk}/"
    for client in (client_of(trainee), client_of(senior), signed_in("trainer")):
        text(client, path)
    assert client_of(physician(site, "other")).get(path).status_code == 403


def test_the_trainer_enrols_and_ends_and_sees_shares_load_and_gaps(
    site: Site, team: Team, senior: User, signed_in: Callable[..., Client]
) -> None:
    trainer, path, first = signed_in("trainer"), f"/sites/{site.code}/trainees/", team["p1"]
    sent = {"person": str(first.pk), "framework": PHYSICIAN, "since": "2027-01-01", "key": str(new_id())}
    own = trainer.post(path, {**sent, "supervisors": [str(first.pk)]})
    assert own.status_code == 422 and "of their own" in own.content.decode() and not EnrolmentRow.objects.exists()
    assert trainer.post(path, {**sent, "supervisors": [str(senior.pk)]}).status_code == 302
    second = physician(site, "second")
    trained(site, second, senior)
    played(begun(site, first), team, "administration")
    row = EntryRow.objects.get(act="administration")
    confirmed(entered(site, first, senior, therapy=THERAPY, case=str(row.course_id), entry=str(row.pk), on=ON))
    entered(site, second, senior)
    page = text(trainer, path)
    assert "none was recorded here in the last 12 months" in page
    assert "1 a year, and 10 are asked of each within 6 months: enough for 0 of 2." in page
    lines = [line for line in page.splitlines() if '<td class="number">0.5</td>' in line]
    assert ["p1" in line for line in lines] == [True, False]  # one had both halves
    assert lines[0].count('<td class="number">1</td>') == 1 and lines[1].count('<td class="number">0</td>') == 1
    load = next(line for line in page.splitlines() if "Synthetic senior</bdi></th>" in line)
    assert load.count('<td class="number">') == 3 and '<td class="number">2</td>' in load  # trainees
    ended = {"until": "2026-01-01", "key": str(new_id())}
    assert trainer.post(f"{path}{second.pk}/", ended).status_code == 422
    assert trainer.post(f"{path}{second.pk}/", {**ended, "until": "2027-03-01"}).status_code == 302
    assert [each.person for each in in_training(site, ON)] == [str(first.pk)]
    assert "Not in training today" in text(trainer, path)
    rebuilt()
    assert list(differences()) == []


def test_a_training_that_runs_is_ended_before_another_begins(
    site: Site, team: Team, senior: User, signed_in: Callable[..., Client]
) -> None:
    trainer, path, first = signed_in("trainer"), f"/sites/{site.code}/trainees/", team["p1"]
    assert text(trainer, path).count('<option value="" selected>– choose –</option>') == 2  # nobody by mistake
    trained(site, first, senior)
    sent = {"person": str(first.pk), "framework": "us_nrc_390", "since": "2027-03-01",
            "supervisors": [str(senior.pk)], "key": str(new_id())}  # fmt: skip
    for where in (path, f"{path}{first.pk}/"):
        found = trainer.post(where, sent)
        assert found.status_code == 422 and "has been running since 2027-01-01" in found.content.decode()
        assert f'href="{path}{first.pk}/#end"' in found.content.decode()
    with pytest.raises(InTraining, match="default_physician"):
        enrol(site, str(first.pk), "us_nrc_390", ON, [str(senior.pk)], "tests", str(new_id()))
    assert EnrolmentRow.objects.get().framework == PHYSICIAN
    corrected = {**sent, "framework": PHYSICIAN, "since": "2027-02-01", "key": str(new_id())}
    assert trainer.post(path, corrected).status_code == 302
    assert EnrolmentRow.objects.get().since == date(2027, 2, 1)
    end_training(site, str(first.pk), date(2027, 2, 28), "tests", str(new_id()))
    assert [trainer.post(path, sent).status_code for _again in (1, 2)] == [302, 302]  # the day after it is free
    assert EnrolmentRow.objects.get().framework == "us_nrc_390"


def test_a_framework_of_another_profession_is_asked_for_once_more(
    site: Site, team: Team, senior: User, signed_in: Callable[..., Client]
) -> None:
    trainer, path, nurse = signed_in("trainer"), f"/sites/{site.code}/trainees/", team["n1"]
    sent = {"person": str(nurse.pk), "framework": PHYSICIAN, "since": "2027-01-01", "supervisors": [str(senior.pk)],
            "key": str(new_id())}  # fmt: skip
    assert "all_the_same" not in text(trainer, path)
    found = trainer.post(path, sent).content.decode()
    assert "The framework is for: physician. The person works here as: nurse." in found and "all_the_same" in found
    assert not EnrolmentRow.objects.exists()
    assert trainer.post(path, {**sent, "all_the_same": "on"}).status_code == 302
    moved = {**sent, "since": "2027-02-01", "key": str(new_id())}  # what was confirmed once is not asked again
    assert trainer.post(f"{path}{nurse.pk}/", moved).status_code == 302


def test_a_training_that_ended_on_a_day_still_held_on_it(site: Site, trainee: User) -> None:
    end_training(site, str(trainee.pk), ON, "tests", str(new_id()))
    assert len(in_training(site, ON)) == 1 and in_training(site, ON + timedelta(days=1)) == []
    assert in_training(site, SINCE - timedelta(days=1)) == []


def test_a_witness_is_one_person_however_often(site: Site) -> None:
    assert witness_named(site, "Synthetic Witness") == witness_named(site, "Synthetic Witness")


def test_of_two_witnesses_with_one_name_it_is_the_first(site: Site) -> None:
    first, second = (Witness.objects.create(site=site, name="Synthetic Witness") for _each in (1, 2))
    assert witness_named(site, "Synthetic Witness") == str(first.pk) != str(second.pk)


def test_who_supervises_no_more_confirms_on_neither_page(site: Site, trainee: User, senior: User) -> None:
    row, client = entered(site, trainee, senior), client_of(senior)
    withdraw_role(site, senior, "physician", "tests", "physician no more", "moved")
    give_role(site, senior, "quality_manager", "tests", "quality manager")
    home = f"/sites/{site.code}/logbook/"
    for path, sent in ((f"{home}confirm/", {"pick": [str(row.pk)]}), (f"{home}procedures/{row.pk}/", {"confirms": "1"}),
                       (f"{home}procedures/{row.pk}/", {"reason": "no"})):  # fmt: skip
        assert client.post(path, {**sent, "key": str(new_id())}).status_code == 403
    assert ProcedureRow.objects.get().state == "waiting"


def test_nobody_is_enrolled_since_a_day_that_can_not_be_reckoned_with(
    site: Site, team: Team, senior: User, signed_in: Callable[..., Client]
) -> None:
    trainer, path = signed_in("trainer"), f"/sites/{site.code}/trainees/"
    sent = {"person": str(team["p1"].pk), "framework": PHYSICIAN, "supervisors": [str(senior.pk)]}
    for day in ("0001-01-01", "1899-12-31", "2201-01-01"):
        wrong = trainer.post(path, {**sent, "since": day, "key": str(new_id())})
        assert wrong.status_code == 422 and b"Write a day from 1900-01-01 to 2200-12-31." in wrong.content
    assert not EnrolmentRow.objects.exists()
    assert trainer.post(path, {**sent, "since": "1900-01-01", "key": str(new_id())}).status_code == 302
    text(client_of(team["p1"]), f"/sites/{site.code}/logbook/")
    ends = {"until": "9999-12-31", "key": str(new_id())}
    assert trainer.post(f"{path}{team['p1'].pk}/", ends).status_code == 422
