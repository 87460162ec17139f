"""Contracts of the people of a site: stated in the book, counted in staffing and in the national view, never a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.service.conftest import new_site
from tests.service.test_staffing import PSMA, TODAY, certified, known, person, row, text, treated

from hevesy.competence import What
from hevesy.competence.contract import Contract
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import User
from hevesy_service.book.comparing import differences
from hevesy_service.book.identifiers import new_id
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.competence.training import enrol
from hevesy_service.learn.supply import figures_of_sites, posts_of, supply_of
from hevesy_service.refusals import OverFullTime
from hevesy_service.staffing.contracts import percents_at, state_contract
from hevesy_service.staffing.models import ContractRow

PAGE = "/sites/irbid/contracts/"


def state(
    site: Site, user: User, percent: float, role: str = "nurse", first: date = TODAY, until: date | None = None
) -> Event:
    return state_contract(site, Contract(str(user.pk), role, percent, first, until), "tests", str(new_id()))


def said(user: User, percent: str, role: str = "nurse", **but: str) -> dict[str, str]:
    return {"who": f"{user.pk}.{role}", "percent": percent, "first": TODAY.isoformat(), "key": str(new_id()), **but}


def test_a_contract_is_stated_and_the_book_has_no_name(site: Site, signed_in: Callable[..., Client]) -> None:
    user, client = person(site, "Synthetic Somebody", "nurse"), signed_in("coordinator")
    assert "Without a stated contract today: 1." in text(client, PAGE)
    assert client.post(PAGE, said(user, "60")).status_code == 302
    page = text(client, PAGE)
    assert "Without a stated contract today: 0." in page and "60 %" in page
    body = Event.objects.get(type="contract_stated").body
    assert str(user.pk) in body and "Synthetic" not in body
    assert client.post(PAGE, said(user, "62.5")).status_code == 302  # the same day again: in its place
    assert [each.percent for each in ContractRow.objects.all()] == [62.5]
    rebuilt()
    assert differences() == [] and ContractRow.objects.get().percent == 62.5


@pytest.mark.parametrize(
    ("but", "says"),
    [
        ({"percent": "4"}, "greater than or equal to 5"), ({"percent": "101"}, "less than or equal to 100"),
        ({"until": "2020-01-01"}, "It ends before it begins."), ({"first": ""}, "required"),
        ({"who": "00000000-0000-0000-0000-000000000001.nurse"}, "not one of the available choices"),
        ({"key": ""}, "required"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_written(
    but: dict[str, str], says: str, site: Site, signed_in: Callable[..., Client]
) -> None:
    user = person(site, "somebody", "nurse")
    found = signed_in("administrator").post(PAGE, {**said(user, "60"), **but})
    assert found.status_code == 422 and says in found.content.decode()
    assert not ContractRow.objects.exists()


def test_only_who_manages_people_states_and_sees_contracts(site: Site, signed_in: Callable[..., Client]) -> None:
    user, nurse = person(site, "somebody", "nurse"), signed_in("nurse")
    assert nurse.get(PAGE).status_code == 403 and nurse.post(PAGE, said(user, "60")).status_code == 403
    elsewhere = signed_in("administrator", at=new_site("amman", "Amman"))
    assert elsewhere.get(PAGE).status_code == 403
    assert PAGE not in text(signed_in("physician"), "/sites/irbid/staffing/")


def test_all_roles_of_a_person_are_one_full_time_post_at_most(site: Site, signed_in: Callable[..., Client]) -> None:
    user = person(site, "both", "nurse")
    give_role(site, user, "technologist", "tests", "both technologist")
    state(site, user, 60)
    with pytest.raises(OverFullTime, match=f"From {TODAY} on, all contracts .* would come to 110 %"):
        state(site, user, 50, "technologist")
    state(site, user, 40, "technologist")
    later = TODAY + timedelta(days=10)
    found = signed_in("coordinator").post(PAGE, said(user, "70", first=later.isoformat()))
    assert found.status_code == 422 and "110 % of a full-time post" in found.content.decode()
    state(site, user, 30, "technologist", later)
    state(site, user, 70, first=later)  # the other is less by then
    assert posts_of([site.pk], later).held[site.pk, str(user.pk)] == {"nurse": 70, "technologist": 30}


def test_a_contract_sent_twice_is_one(site: Site) -> None:
    user = person(site, "somebody", "nurse")
    first, key = Contract(str(user.pk), "nurse", 100.0, TODAY, TODAY), str(new_id())
    assert state_contract(site, first, "tests", key).pk == state_contract(site, first, "tests", key).pk
    assert Event.objects.filter(type="contract_stated").count() == 1


def test_the_country_counts_full_time_equivalents_and_says_how_many_are_unstated(site: Site) -> None:
    """Nurses: 60 % certified, 50 % lapsed, one unstated and certified: 2.1 whole posts, 1.6 of them certified."""
    most, lapsed = certified(site, "most", "nurse"), certified(site, "lapsed", "nurse", TODAY - timedelta(days=1))
    certified(site, "unstated", "nurse")
    learner = person(site, "learner", "nurse")
    enrol(site, str(learner.pk), "default_nurse", TODAY, [], "trainer", "enrolled")
    for user, percent in ((most, 60), (lapsed, 50), (learner, 50)):
        state(site, user, percent)
    (found,) = figures_of_sites([site], TODAY)
    assert (found.people, found.valid, found.trainees) == ({"nurse": 2.1}, {"nurse": 1.6}, {"nurse": 1})
    supply = supply_of([site], TODAY)
    assert (supply.posts, supply.unstated) == (3, 1)
    (before,) = figures_of_sites([site], TODAY - timedelta(days=1))
    assert before.people == {"nurse": 4.0}  # nothing was stated yet, and nobody was in training


def test_staffing_counts_whole_posts_beside_heads_and_the_gap_follows(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    """Two physicians who may act, of 50 and 30 %: 0.8 whole posts; where one leaves, 0.4 are left on average."""
    for name, percent in (("one", 50), ("two", 30)):
        physician = certified(site, name, "physician")
        for what in (What.FIT, What.LICENSED):
            known(site, physician, what)
        for privilege in ("prescribe", "decide_eligibility"):
            known(site, physician, What.SIGNED_OFF, f"{privilege}/{PSMA}")
        state(site, physician, percent, "physician")
    person(site, "third", "physician")
    treated(site, 10, 60)
    page = text(signed_in("coordinator"), "/sites/irbid/staffing/?leaves=physician")
    *_, persons, here, may_act, missing, then = row(page, "physician")
    assert (here, may_act) == ("1.8 3 people", "0.8 2 people")  # 0.5 + 0.3 + 1, of three
    needs, lacks, after = (float(each.partition(" ")[0]) for each in (persons, missing, then))
    assert lacks == pytest.approx(needs - 0.8, abs=0.011) and after == pytest.approx(lacks + 0.4, abs=0.011)
    assert "Of 1 of 3 posts no contract is stated" in page and PAGE in page


def test_queries_do_not_grow_with_people(site: Site) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            figures_of_sites([site], TODAY)
        return len(asked)

    state(site, certified(site, "one", "nurse"), 50)
    before = queries()
    for number in range(5):
        state(site, certified(site, f"more {number}", "nurse"), 50)
    assert queries() == before
    assert sum(percents_at([site.pk], TODAY).values()) == 300
