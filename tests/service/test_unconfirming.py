"""A supervisor takes a confirmation back: what counts follows at once, and a certificate that rests on it says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.run.playing import at
from tests.service.conftest import SECRET, client_of, new_site, new_user
from tests.service.test_logbook import claim, confirmed, credits_of, entered, physician, trained
from tests.service.test_privileges import text

from hevesy.competence import Evidence, What, find_framework
from hevesy.competence.requirements import amounts_asked
from hevesy.errors import BadDecision
from hevesy_service.accounts.events import give_role, withdraw_role
from hevesy_service.accounts.models import User
from hevesy_service.atlas.shelf import shelf
from hevesy_service.boards.board import name_member, open_board, the_board
from hevesy_service.boards.cases import Said, apply_for, confirm, decide
from hevesy_service.boards.models import CaseRow
from hevesy_service.boards.related import taken_back_since
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.zone import today_at
from hevesy_service.competence.events import give
from hevesy_service.competence.logbook import answer, enter, take_back, unconfirm
from hevesy_service.competence.models import ProcedureRow
from hevesy_service.competence.training import enrol
from hevesy_service.learn.certifying import lacks_of
from hevesy_service.refusals import (
    NotConfirmed,
    NotSupervisor,
    NotYours,
    OwnProcedure,
    Refusal,
)

pytestmark = pytest.mark.usefixtures("spring")
WHY = "I took it for another case"
FRAMEWORK = "default_physician"
BONE, LEAST = "procedures/bone_seekers_incl_ra223", 5  # of which the framework asks so many


@pytest.fixture
def senior(site: Site) -> User:
    return physician(site, "senior")


@pytest.fixture
def trainee(site: Site, senior: User) -> User:
    found = physician(site, "junior")
    trained(site, found, senior)
    return found


def key() -> str:
    return str(new_id())


def fresh(row: ProcedureRow) -> ProcedureRow:
    return ProcedureRow.objects.get(pk=row.pk)


def test_who_confirmed_takes_it_back_and_the_trainee_enters_it_anew(
    site: Site, trainee: User, senior: User
) -> None:
    row, client = entered(site, trainee, senior), client_of(senior)
    path = f"/sites/{site.code}/logbook/procedures/{row.pk}/"
    assert "Take the confirmation back" not in text(client, path)  # it waits yet
    confirmed(row)
    assert path in text(client, f"/sites/{site.code}/logbook/confirm/")  # where it is found again
    assert "Take the confirmation back" in text(client, path)
    assert "Take the confirmation back" not in text(client_of(trainee), path)
    wanting = client.post(path, {"unconfirms": "yes", "reason": " ", "key": key()})
    assert wanting.status_code == 422 and b"This field is required." in wanting.content
    assert credits_of(site, trainee) == 1
    sent = {"unconfirms": "yes", "reason": WHY, "key": key()}
    assert [client.post(path, sent).status_code for _again in (1, 2)] == [302, 302]
    told = Event.objects.get(type="confirmation_taken_back")
    assert (told.by, told.reason) == (str(senior.pk), WHY)
    assert (fresh(row).state, fresh(row).reason, credits_of(site, trainee)) == ("returned", WHY, 0)
    page = text(client_of(trainee), f"/sites/{site.code}/logbook/")
    assert WHY in page and "confirmation taken back" in page
    assert "Synthetic senior</bdi> · confirmed from" in text(client_of(trainee), path)
    confirmed(entered(site, trainee, senior))
    assert credits_of(site, trainee) == 1
    assert list(differences()) == []


def test_nobody_else_takes_it_back_while_its_supervisor_is_there(
    site: Site, trainee: User, senior: User, signed_in: Callable[..., Client]
) -> None:
    row, trainer = entered(site, trainee, senior), signed_in("trainer")
    confirmed(row)
    path = f"/sites/{site.code}/logbook/procedures/{row.pk}/"
    sent = {"unconfirms": "yes", "reason": WHY, "key": key()}
    assert "Take the confirmation back" not in text(trainer, path)
    refused = trainer.post(path, sent)
    assert refused.status_code == NotSupervisor.status and b"Synthetic senior was named" in refused.content
    with pytest.raises(OwnProcedure):
        unconfirm(row, trainee, WHY, key())
    assert b"of their own" in client_of(trainee).post(path, {**sent, "key": key()}).content
    assert fresh(row).state == "confirmed" and not Event.objects.filter(type="confirmation_taken_back").exists()


def test_where_the_supervisor_has_left_who_keeps_evidence_takes_it_back(
    site: Site, trainee: User, senior: User, signed_in: Callable[..., Client]
) -> None:
    row, other, trainer = entered(site, trainee, senior), physician(site, "other"), signed_in("trainer")
    confirmed(row)
    withdraw_role(site, senior, "physician", "tests", key(), "retired")
    with pytest.raises(NotYours, match="trainer"):
        unconfirm(row, other, WHY, key())
    give_role(site, trainee, "trainer", "tests", key())
    with pytest.raises(OwnProcedure):
        unconfirm(row, trainee, WHY, key())
    path = f"/sites/{site.code}/logbook/procedures/{row.pk}/"
    assert "Take the confirmation back" in text(trainer, path)
    assert trainer.post(path, {"unconfirms": "yes", "reason": WHY, "key": key()}).status_code == 302
    assert fresh(row).state == "returned" and credits_of(site, trainee) == 0


def test_what_does_not_stand_confirmed_has_nothing_to_take_back(site: Site, trainee: User, senior: User) -> None:
    row, sent = entered(site, trainee, senior), {"unconfirms": "yes", "reason": WHY, "key": key()}
    refused = client_of(senior).post(f"/sites/{site.code}/logbook/procedures/{row.pk}/", sent)
    assert refused.status_code == NotConfirmed.status and b"does not stand as confirmed" in refused.content
    confirmed(row)
    unconfirm(row, senior, WHY, key())
    with pytest.raises(NotConfirmed):
        unconfirm(row, senior, WHY, key())
    assert Event.objects.filter(type="confirmation_taken_back").count() == 1


# --- certificates -------------------------------------------------------------------------------------------------


@pytest.fixture
def ticking(spring: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock goes on by a millisecond whenever it is looked at."""
    looked = count()
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(2000) + timedelta(milliseconds=next(looked)))


@pytest.fixture
def board(site: Site) -> list[User]:
    """A board with two members, who work at another site."""
    elsewhere, found = new_site("amman", "Amman"), [new_user(each) for each in ("anna", "bruno")]
    open_board(site, "Synthetic board", "admin", key())
    for user in found:
        TOTP.activate(user, SECRET)
        give_role(elsewhere, user, "trainer", "tests", key())
        name_member(the_board(), user, "admin", key())
    return found


def applied(site: Site, trainee: User) -> CaseRow:
    """Who has shown everything applies, with all that is asked confirmed on paper but Ra-223, which the logbook has."""
    asked, today = find_framework(FRAMEWORK, shelf()), today_at(site)
    row = CaseRow.objects.get(pk=apply_for(site, str(trainee.pk), asked, 5, today, key()).pk)
    for name, level in asked.levels.items():
        give(site, str(trainee.pk), Evidence("", What.SHOWN, name, today, level=level, by="boss"), key())
    for kind in amounts_asked(asked, renewal=False):
        if kind != BONE:
            confirm(row, kind, 6 if kind == "months" else 999, "file 7", "boss", today, key())
    return row


@pytest.mark.usefixtures("ticking")
def test_an_open_case_follows_at_once_and_a_certificate_says_what_it_counted(
    site: Site, trainee: User, senior: User, board: list[User]
) -> None:
    trained(site, trainee, senior, since=date(2026, 11, 1))  # so that six months of it are over
    rows = [entered(site, trainee, senior, case=f"elsewhere/{number}") for number in range(LEAST)]
    for each in rows:
        confirmed(each)
    case, today = applied(site, trainee), today_at(site)
    assert lacks_of(case, today) == ()
    unconfirm(rows[0], senior, "first", key())
    assert [each.because for each in lacks_of(case, today)] == ["few_procedures"]
    with pytest.raises(BadDecision, match="missing"):
        decide(case, Said("voted", "well", True), str(board[0].pk), today, key(), "password", ("few_procedures",))
    confirmed(entered(site, trainee, senior, case="elsewhere/0"))
    for user in board:
        decide(case, Said("voted", "well", True), str(user.pk), today, key(), "password")
    asked = find_framework(FRAMEWORK, shelf())
    case = CaseRow.objects.get(pk=case.pk)
    assert case.number and taken_back_since(case, asked) == []  # what was taken back before counted for nothing
    path = f"/sites/amman/board/{case.pk}/"
    assert "confirmed no more" not in text(client_of(board[0]), path)
    unconfirm(rows[1], senior, WHY, key())
    assert [each.pk for each in taken_back_since(case, asked)] == [rows[1].pk]
    page = text(client_of(board[0]), path)
    assert "1 procedure that this certificate counted is confirmed no more." in page and WHY in page
    assert "Synthetic senior" in page and ">valid<" in page
    later = entered(site, trainee, senior, case="elsewhere/later")
    confirmed(later)
    unconfirm(later, senior, "another", key())  # confirmed after it was granted
    assert [each.pk for each in taken_back_since(case, asked)] == [rows[1].pk]
    assert list(differences()) == []


# --- the law ------------------------------------------------------------------------------------------------------

STEPS = ("enter", "confirm", "return", "withdraw", "unconfirm")


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 2)), max_size=8))
def test_credits_are_those_of_what_stands_confirmed(steps: list[tuple[str, int]]) -> None:
    """Law: whatever was entered, answered and taken back of two cycles, each counts where it was confirmed last."""
    with transaction.atomic():
        site, person, by = new_site("law", "Law"), new_user("law-trainee"), new_user("law-senior")
        give_role(site, by, "physician", "tests", "role")
        enrol(site, str(person.pk), FRAMEWORK, date(2027, 1, 1), [str(by.pk)], "tests", "enrolled")
        held, last = dict[int, ProcedureRow](), dict[int, str]()
        for step, cycle in steps:
            try:
                _done(step, cycle, site, person, by, held)
            except (Refusal, KeyError):
                continue
            last[cycle] = step
        assert credits_of(site, person) == sum(each == "confirm" for each in last.values())
        transaction.set_rollback(True)


def _done(step: str, cycle: int, site: Site, person: User, by: User, held: dict[int, ProcedureRow]) -> None:
    if step == "enter":
        event = enter(site, str(person.pk), claim(by, cycle=cycle), key())
        held[cycle] = ProcedureRow.objects.get(pk=event.pk)
    elif step == "withdraw":
        take_back(held[cycle], key())
    elif step == "unconfirm":
        unconfirm(held[cycle], by, WHY, key())
    else:
        answer(held[cycle], step == "confirm", str(by.pk), key(), WHY)
