"""Lending a role: from day to day, in the book as by one person for another, never past the rule of two persons."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.service.atlas_acts import PET, proposed, said
from tests.service.conftest import client_of, new_site, new_user, signature
from tests.service.test_figures import form

from hevesy_service.accounts.events import give_role, withdraw_role
from hevesy_service.accounts.lending import Loan, end, lend
from hevesy_service.accounts.models import Lending, User
from hevesy_service.accounts.rights import may
from hevesy_service.accounts.roles import rights, roles
from hevesy_service.atlas.models import Figure, Proposal
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.book.zone import today_in
from hevesy_service.refusals import NotLendable

TODAY = today_in("JOR")
DAY = timedelta(days=1)


def person(site: Site, name: str, *held: str) -> User:
    user = new_user(name)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    for role in held:
        give_role(site, user, role, "tests", f"{name} {role}")
    return user


def lent(site: Site, lender: User, borrower: User, role: str, **more: object) -> Lending:
    loan = replace(Loan(borrower, role, TODAY, TODAY, "on leave"), **more)
    event = lend(site, lender, loan, uuid4(), 30)
    return Lending.objects.get(pk=event.stream.partition("/")[2])


@pytest.mark.parametrize("role", [each for each in roles() if each != "administrator"])
def test_what_is_lent_opens_what_the_role_opens_at_that_site_and_nothing_else(role: str, site: Site) -> None:
    lender, borrower = person(site, "lender", role), person(site, "borrower", "referrer")
    other = new_site("amman", "Amman")
    give_role(other, borrower, "referrer", "tests", "elsewhere too")
    own = {each for each, right in rights().items() if "referrer" in right.roles}
    if role != "referrer":
        lent(site, lender, borrower, role)
    for action, right in rights().items():
        if right.scope == "site":
            assert may(borrower, action, site) == (role in right.roles or action in own), action
            assert may(borrower, action, other) == (action in own), action
        else:
            assert may(borrower, action) == (role in right.roles or action in own), action


def test_it_begins_and_ends_by_itself(site: Site) -> None:
    lender, borrower = person(site, "lender", "planner"), person(site, "borrower", "nurse")
    found = lent(site, lender, borrower, "planner", first=TODAY, last=TODAY + 2 * DAY)
    assert may(borrower, "change_plans", site)
    for first, last, holds in ((1, 2, False), (-2, -1, False), (-1, 0, True), (0, 1, True)):
        Lending.objects.update(first=TODAY + first * DAY, last=TODAY + last * DAY)
        assert may(borrower, "change_plans", site) is holds
    end(found, borrower, "enough")
    assert not may(borrower, "change_plans", site)
    row = Event.objects.get(key="enough")
    assert (row.type, row.by) == ("lending_ended", str(borrower.pk))


def test_it_holds_while_both_work_there_and_the_lender_holds_the_role(site: Site) -> None:
    lender, borrower = person(site, "lender", "planner"), person(site, "borrower", "nurse")
    lent(site, lender, borrower, "planner")
    User.objects.filter(pk=lender.pk).update(is_active=False)
    assert not may(borrower, "change_plans", site)
    User.objects.filter(pk=lender.pk).update(is_active=True)
    withdraw_role(site, borrower, "nurse", "tests", "left", "left")
    assert not may(borrower, "change_plans", site)
    give_role(site, borrower, "nurse", "tests", "came back")
    assert may(borrower, "change_plans", site)
    withdraw_role(site, lender, "planner", "tests", "no planner", "moved")
    assert not may(borrower, "change_plans", site)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"role": "administrator"}, "given, never lent"),
        ({"role": "approver"}, "not lent on"),
        ({"role": "nurse"}, "holds this role already"),
        ({"first": TODAY - DAY}, "begins today or later"),
        ({"last": TODAY - DAY}, "begins today or later"),
        ({"last": TODAY + 30 * DAY}, "30 days at most"),
    ],
)
def test_what_cannot_be_lent_is_said(wrong: dict[str, object], why: str, site: Site) -> None:
    lender = person(site, "lender", "planner", "administrator", "nurse")
    borrower = person(site, "borrower", "nurse")
    with pytest.raises(NotLendable, match=why):
        lent(site, lender, borrower, **{"role": "planner", **wrong})  # type: ignore[arg-type]
    assert not Lending.objects.exists()


def test_thirty_days_can_and_it_is_not_lent_on_nor_twice_nor_to_oneself_nor_to_a_stranger(site: Site) -> None:
    lender, borrower = person(site, "lender", "planner"), person(site, "borrower", "nurse")
    third = person(site, "third", "nurse")
    lent(site, lender, borrower, "planner", last=TODAY + 29 * DAY)
    for by, to, why in (
        (borrower, third, "not lent on"), (lender, borrower, "in these days already"),
        (lender, lender, "must be a colleague"), (lender, new_user("stranger"), "must be a colleague"),
    ):  # fmt: skip
        with pytest.raises(NotLendable, match=why):
            lent(site, by, to, "planner")
    assert Lending.objects.count() == 1


def test_the_book_says_by_whom_for_whom(site: Site) -> None:
    lender, borrower = person(site, "lender", "focal_point"), person(site, "borrower", "nurse")
    found = lent(site, lender, borrower, "focal_point")
    client = client_of(borrower)
    assert client.post(f"/sites/irbid/figures/{PET}/", form()).status_code == 302
    row = Event.objects.filter(site=site).latest("site_seq")
    assert (row.type, row.by) == ("figure_proposed", str(borrower.pk))
    assert json.loads(row.body)["acting"] == {"for": str(lender.pk), "lending": str(found.pk)}
    assert Proposal.objects.get().on_behalf == str(lender.pk)
    assert "Synthetic borrower for Synthetic lender" in client.get(f"/atlas/JOR/history/{PET}/").content.decode()
    give_role(site, borrower, "auditor", "tests", "reads the book")
    assert f"<small>for {str(lender.pk)[:8]}</small>" in client.get("/sites/irbid/book/").content.decode()
    assert client_of(lender).post(f"/sites/irbid/figures/{PET}/", form(value="13")).status_code == 302
    assert "acting" not in json.loads(Event.objects.filter(site=site).latest("site_seq").body)


@pytest.mark.parametrize(
    ("proposer", "decider"),
    [("lender", "borrower for lender"), ("borrower", "borrower for lender"), ("borrower for lender", "lender")],
)
def test_two_persons_are_two_in_whoever_s_role_they_act(proposer: str, decider: str, site: Site) -> None:
    """Who proposes, who decides, and those in whose roles they do: nobody may stand on both sides."""
    proposes = ("focal_point",) if proposer != "borrower for lender" else ()
    own = {"lender": ("approver", "focal_point"), "borrower": ("nurse", *(proposes if proposer == "borrower" else ()))}
    people = {name: person(site, name, *own[name]) for name in ("lender", "borrower")}
    for role in {"focal_point", "approver"} - set(own["borrower"]):
        lent(site, people["lender"], people["borrower"], role)
    client = client_of(people[proposer.partition(" ")[0]])
    assert client.post(f"/sites/irbid/figures/{PET}/", form()).status_code == 302
    decides = client_of(people[decider.partition(" ")[0]])
    answer = {"decision": "accept", "reason": "r", "seen": "1", "key": str(uuid4()), **signature(decides)}
    found = decides.post(f"/sites/irbid/proposals/{Proposal.objects.get().pk}/", answer)
    assert found.status_code == 403 and b"another approver must decide" in found.content
    assert not Figure.objects.exists()


def test_somebody_else_s_figure_is_accepted_in_a_lent_role(site: Site) -> None:
    lender, borrower = person(site, "lender", "approver"), person(site, "borrower", "nurse")
    lent(site, lender, borrower, "approver")
    client, proposal = client_of(borrower), proposed(site, said())
    answer = {"decision": "accept", "reason": "r", "seen": "1", "key": str(uuid4()), **signature(client)}
    assert client.post(f"/sites/irbid/proposals/{proposal.pk}/", answer).status_code == 302
    body = json.loads(Event.objects.get(type="figure_accepted").body)
    assert body["acting"]["for"] == str(lender.pk) and "signature" in body


def test_a_role_is_lent_and_ended_on_the_pages(site: Site, signed_in: Callable[..., Client]) -> None:
    planner, nurse, third = signed_in("planner"), signed_in("nurse"), signed_in("nurse")
    page = planner.get("/sites/irbid/lend/").content.decode()
    assert "30 days at most" in page and '<option value="planner">planner</option>' in page
    asked = {"role": "planner", "borrower": str(User.objects.get(username="user-1").pk), "first": str(TODAY),
             "last": str(TODAY), "reason": "on a mission", "key": str(uuid4())}  # fmt: skip
    for _ in range(2):
        assert planner.post("/sites/irbid/lend/", asked)["location"] == "/sites/irbid/"
    assert Lending.objects.count() == 1
    assert "lent you the role planner" in nurse.get("/").content.decode()
    site_page = third.get("/sites/irbid/").content.decode()
    assert "on a mission" in site_page and "End it" not in site_page
    path = f"/lendings/{Lending.objects.get().pk}/end/"
    third.post(path, {"key": str(uuid4())})
    assert Lending.objects.get().ended is None
    nurse.post(path, {"key": str(uuid4())})
    assert Lending.objects.get().ended is not None
    assert planner.post("/sites/irbid/lend/", {**asked, "role": "nurse", "key": str(uuid4())}).status_code == 422


@pytest.mark.django_db
@given(st.lists(st.sampled_from(["lend", "end", "give", "withdraw"]), max_size=5))
def test_tables_built_anew_from_the_book_are_the_tables(acts: list[str]) -> None:
    """Law: whatever was lent, ended, given and withdrawn, a rebuild from the rows equals what stands."""
    with transaction.atomic():
        site = new_site("law", "Law")
        lender, borrower = new_user("law-lender"), new_user("law-borrower")
        give_role(site, borrower, "nurse", "tests", "borrower")
        give_role(site, lender, "planner", "tests", "lender")
        for number, act in enumerate(acts):
            _done(act, site, lender, borrower, f"law {number}")
        stood = list(Lending.objects.order_by("pk").values())
        with rebuilt():
            assert list(Lending.objects.order_by("pk").values()) == stood
        transaction.set_rollback(True)


def _done(act: str, site: Site, lender: User, borrower: User, key: str) -> None:
    if act in ("give", "withdraw"):
        (give_role if act == "give" else withdraw_role)(site, lender, "planner", "tests", key, "why not")
        return
    open_ones = Lending.objects.filter(borrower=borrower, ended=None)
    try:
        if act == "lend":
            lent(site, lender, borrower, "planner")
        for each in open_ones if act == "end" else ():
            end(each, lender, key)
    except NotLendable:
        pass  # twice, or while the lender holds no role: the law is about what was written
