"""Breaking the glass: only what is marked for it, with a reason and a proof, all of it written down and reviewed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from tests.service.asking import PLAN, program
from tests.service.asking import said as told
from tests.service.conftest import HOUR, MADE, made_in, new_site, new_user, signature

from hevesy_service.accounts.emergency import break_glass, why_not
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import Emergency, User
from hevesy_service.accounts.rights import may
from hevesy_service.accounts.roles import rights, roles
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.desk.health import health_of
from hevesy_service.refusals import NoEmergency

PAGE = "/sites/irbid/emergency/"
MARKED = {"read_book", "see_care", "see_plans", "change_plans", "run_plans"}


def broken(client: Client, action: str = "see_plans", **more: str) -> int:
    asked = {"action": action, "reason": "the planner is on a plane", "key": str(uuid4()), **signature(client), **more}
    return client.post(PAGE, asked).status_code


@pytest.fixture
def nurse(site: Site, signed_in: Callable[..., Client]) -> Client:
    return signed_in("nurse")


@pytest.mark.parametrize("role", roles())
def test_an_emergency_opens_what_the_table_marks_to_whoever_works_there_and_nothing_else(
    role: str, site: Site
) -> None:
    assert {action for action, right in rights().items() if right.emergency} == MARKED
    user, other = new_user("someone"), new_site("amman", "Amman")
    for each in (site, other):
        give_role(each, user, role, "tests", f"someone {each.code}")
    for action, right in rights().items():
        if action in MARKED and role not in right.roles:
            break_glass(site, user, action, "nobody was there", "password", uuid4(), HOUR, HOUR)
            assert may(user, action, site) and not may(user, action, other)
        else:
            assert why_not(site, user, action)
            with pytest.raises(NoEmergency):
                break_glass(site, user, action, "nobody was there", "password", uuid4(), HOUR, HOUR)
    assert may(user, "give_roles", site) == (role == "administrator")
    assert may(user, "accept_figure", site) == (role == "approver")


def test_who_does_not_work_there_takes_nothing(site: Site, signed_in: Callable[..., Client]) -> None:
    stranger = signed_in("administrator", at=new_site("amman", "Amman"))
    assert broken(stranger) == 403
    with pytest.raises(NoEmergency, match="only who holds a role"):
        break_glass(site, new_user("nobody"), "see_plans", "a reason", "password", uuid4(), HOUR, HOUR)


def test_it_opens_for_an_hour_and_each_page_is_in_the_book(site: Site, nurse: Client) -> None:
    made_in(site)
    path = f"/plans/{MADE}/"
    refused = nurse.get(path)
    assert refused.status_code == 403 and b"/sites/irbid/emergency/?action=see_plans" in refused.content
    assert b"60 minutes" in nurse.get(PAGE).content
    assert broken(nurse) == 302
    found = Emergency.objects.get(user__username="user-0")
    assert (found.until - found.begun, found.due - found.begun) == (timedelta(minutes=60), timedelta(days=3))
    assert nurse.get(path).status_code == 200
    row = Event.objects.filter(site=site).latest("site_seq")
    assert (row.type, row.stream, row.by) == ("emergency_used", f"emergency/{found.pk}", str(found.user_id))
    assert json.loads(row.body) == {"acting": {"emergency": str(found.pk)}, "page": "plan", "path": path}
    rows = Event.objects.count()
    assert nurse.get("/roles/").status_code == 200 and nurse.get("/nowhere/").status_code == 404
    assert Event.objects.count() == rows
    assert nurse.post(f"{path}freeze/", {}).status_code == 403  # to see is not to change
    Emergency.objects.update(until=timezone.now())
    assert nurse.get(path).status_code == 403


def test_what_is_written_in_an_emergency_says_so(site: Site, nurse: Client) -> None:
    made_in(site)
    assert broken(nurse, "change_plans") == 302
    act = {"kind": "referral_training", "begins": "2027-03-01", "seen": "1", "key": str(uuid4())}
    assert nurse.post(f"/plans/{MADE}/add/", act).status_code == 302
    body = json.loads(Event.objects.get(key=act["key"]).body)
    assert body["acting"] == {"emergency": str(Emergency.objects.get(user__username="user-0").pk)}


@pytest.mark.parametrize(
    "wrong", [{"reason": "hurry"}, {"password": "no"}, {"code": "000000"}, {"action": "give_roles"}, {"action": "fly"}]
)
def test_without_a_reason_or_a_proof_or_a_mark_it_stays_closed(wrong: dict[str, str], nurse: Client) -> None:
    assert broken(nurse, **wrong) == 422
    assert not Emergency.objects.exists()


def test_who_has_a_passkey_proves_it_by_that_where_passkeys_work(nurse: Client) -> None:
    Authenticator.objects.create(user=User.objects.get(username="user-0"), type="webauthn", data={})
    form = nurse.get(PAGE, headers={"host": "localhost"}).content.decode().partition("<main")[2].partition("</main")[0]
    assert 'data-ask="/passkey-options/"' in form and 'name="credential"' in form and 'name="code"' in form
    assert "data-passkey" not in nurse.get(PAGE).content.decode()


def test_a_token_carries_no_emergency(site: Site) -> None:
    made_in(site)
    asking = program(site, "nurse")
    assert asking.user is not None
    break_glass(site, asking.user, "see_plans", "nobody was there", "password", uuid4(), HOUR, HOUR)
    assert may(asking.user, "see_plans", site)
    told(asking.ask("GET", PLAN), 403, "account.not_yours")


def test_somebody_else_reviews_it_and_ends_it(site: Site, signed_in: Callable[..., Client]) -> None:
    manager, other = signed_in("quality_manager"), signed_in("quality_manager")
    assert broken(manager, "change_plans") == 302
    found = Emergency.objects.get()
    assert b"emergency access waits for your review" in other.get("/").content
    assert b"waits for your review" not in manager.get("/").content
    path, said = f"/emergencies/{found.pk}/review/", {"verdict": "not_justified", "finding": "it could have waited"}
    own = manager.post(path, {**said, "key": str(uuid4())})
    assert own.status_code == 403 and b"somebody else must review it" in own.content
    assert b"What you found" in other.get(PAGE).content
    other.post(path, {**said, "finding": "", "key": str(uuid4())})
    assert Emergency.objects.get().reviewed is None
    key = str(uuid4())
    for _ in range(2):
        assert other.post(path, {**said, "key": key}).status_code == 302
    found.refresh_from_db()
    assert (found.justified, found.finding) == (False, "it could have waited")
    assert found.reviewed_by == str(User.objects.get(username="user-1").pk)
    assert not may(found.user, "change_plans", site)
    row = Event.objects.get(key=key)
    assert (row.type, row.reason) == ("emergency_reviewed", "it could have waited")
    stood = list(Emergency.objects.values())
    with rebuilt():
        assert list(Emergency.objects.values()) == stood


def test_who_took_it_sees_their_own_and_a_colleague_nothing(
    site: Site, nurse: Client, signed_in: Callable[..., Client]
) -> None:
    broken(nurse)
    assert "the planner is on a plane" in nurse.get(PAGE).content.decode()
    assert "the planner is on a plane" not in signed_in("physician").get(PAGE).content.decode()
    assert "the planner is on a plane" in signed_in("quality_manager").get(PAGE).content.decode()


def test_a_review_that_is_overdue_stands_on_the_page_of_health(nurse: Client) -> None:
    broken(nurse)
    (row,) = [each for each in health_of() if each.name == "Emergency access"]
    assert (row.state, row.stands) == ("good", "0 not reviewed in time")
    Emergency.objects.update(due=timezone.now())
    (row,) = [each for each in health_of() if each.name == "Emergency access"]
    assert (row.state, row.stands, row.do != "") == ("bad", "1 not reviewed in time", True)
