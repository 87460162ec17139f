"""The second factor: asked for before anything else, put off once, only advised by an act in the book, taken away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone
from tests.service.conftest import PASSWORD, SECRET, client_of, code_now, new_site, new_user

from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import Later
from hevesy_service.accounts.second_factor import is_pending, take_away_by_operator
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.desk.health import health_of
from hevesy_service.refusals import NoSuchName

BEFORE = "/second-factor/"


@pytest.fixture
def nurse(site: Site) -> Client:
    """Signed in by a form, with a password alone."""
    give_role(site, new_user("nurse"), "nurse", "tests", "nurse")
    client = Client()
    assert client.post("/accounts/login/", {"login": "nurse", "password": PASSWORD}).status_code == 302
    return client


def test_nothing_but_the_way_to_a_second_factor_is_open(nurse: Client) -> None:
    for path in ("/", "/atlas/", "/sites/irbid/", "/tokens/", "/roles/", "/accounts/2fa/", "/drafts/"):
        assert nurse.get(path)["location"] == BEFORE, path
    assert nurse.post("/tokens/new/", {})["location"] == BEFORE
    for path in (BEFORE, "/accounts/2fa/totp/activate/", "/accounts/password/"):
        assert nurse.get(path).status_code == 200
    assert nurse.post("/language/", {"language": "fr", "next": BEFORE}).status_code == 302
    assert nurse.post("/accounts/logout/").status_code == 302


def test_the_app_is_added_the_codes_on_paper_are_shown_once_and_both_sign_in(nurse: Client) -> None:
    page = nurse.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]  # type: ignore[index]
    assert 'src="data:image/svg+xml;base64,' in page
    code = format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
    assert nurse.post("/accounts/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    paper = nurse.post("/accounts/2fa/totp/activate/", {"code": code})["location"]
    codes = re.findall(r"<li><code>(\d{8})</code>", nurse.get(paper).content.decode())
    assert len(set(codes)) == 10
    assert b"shown once" in nurse.get(paper).content and not re.findall(rb"<code>\d{8}", nurse.get(paper).content)
    assert nurse.get("/").status_code == 200
    other = Client()
    asked = other.post("/accounts/login/", {"login": "nurse", "password": PASSWORD})
    assert asked["location"].startswith("/accounts/2fa/authenticate/")
    assert other.get("/atlas/")["location"].startswith("/accounts/login/")
    assert other.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert other.get("/").status_code == 200


def test_wrong_codes_lock_the_name_as_wrong_passwords_do(site: Site, signed_in: Callable[..., Client]) -> None:
    signed_in("nurse")
    client = Client()
    client.post("/accounts/login/", {"login": "user-0", "password": PASSWORD})
    found = [client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code for _ in range(5)]
    assert found == [200, 200, 200, 200, 429]
    assert client.post("/accounts/2fa/authenticate/", {"code": code_now()}).status_code == 429
    assert Client().post("/accounts/login/", {"login": "user-0", "password": PASSWORD}).status_code == 429


def test_it_is_put_off_once_for_a_day_and_the_book_says_so(site: Site, nurse: Client) -> None:
    assert b"until this time tomorrow" in nurse.get(BEFORE).content
    key = str(uuid4())
    for _ in range(2):  # the same form again is the same act
        assert nurse.post("/second-factor/later/", {"key": key})["location"] == "/"
    assert nurse.get("/").status_code == 200
    row = Event.objects.filter(site=site).latest("site_seq")
    assert (row.type, row.key) == ("second_factor_put_off", key)
    later = Later.objects.get()
    assert timedelta(hours=23, minutes=59) < later.until - timezone.now() <= timedelta(hours=24)
    Later.objects.update(until=timezone.now())
    assert nurse.get("/")["location"] == BEFORE
    assert b"tomorrow" not in nurse.get(BEFORE).content
    again = nurse.post("/second-factor/later/", {"key": str(uuid4())})
    assert again.status_code == 409 and b"You put this off once already" in again.content


def test_a_site_only_advises_it_by_an_act_with_a_reason(
    site: Site, nurse: Client, signed_in: Callable[..., Client]
) -> None:
    administrator, path = signed_in("administrator"), "/sites/irbid/second-factor/"
    administrator.post(path, {"act": "advise", "reason": "", "key": str(uuid4())})
    assert nurse.get("/")["location"] == BEFORE
    administrator.post(path, {"act": "advise", "reason": "a laptop, no phones", "key": str(uuid4())})
    assert b"protected by a password alone" in nurse.get("/").content
    row = Event.objects.filter(site=site).latest("site_seq")
    assert (row.type, row.reason) == ("second_factor_advised", "a laptop, no phones")
    (said,) = [each for each in health_of() if each.name.startswith("Second factor")]
    assert (said.state, "a laptop, no phones" in said.stands) == ("look", True)
    administrator.post(path, {"act": "require", "reason": "phones came", "key": str(uuid4())})
    assert nurse.get("/")["location"] == BEFORE
    assert nurse.post(path, {"act": "advise", "reason": "x", "key": str(uuid4())}).status_code == 302
    assert Event.objects.filter(type="second_factor_advised").count() == 1


def test_one_site_that_requires_it_is_enough(site: Site, signed_in: Callable[..., Client]) -> None:
    user, other = new_user("two sites"), new_site("amman", "Amman")
    for each in (site, other):
        give_role(each, user, "nurse", "tests", f"two {each.code}")
    asked = {"act": "advise", "reason": "no phones", "key": str(uuid4())}
    signed_in("administrator").post("/sites/irbid/second-factor/", asked)
    assert is_pending(user)
    signed_in("administrator", at=other).post("/sites/amman/second-factor/", asked)
    assert not is_pending(user)
    stood = set(Later.objects.values_list("user", "until"))
    with rebuilt():
        assert not is_pending(user) and set(Later.objects.values_list("user", "until")) == stood


def test_a_lost_phone_is_taken_away_by_who_could_give_a_link(site: Site, signed_in: Callable[..., Client]) -> None:
    signed_in("nurse")
    administrator = signed_in("administrator")
    user = Authenticator.objects.get(user__username="user-0").user
    asked = {"user": str(user.pk), "reason": "stolen; I know her voice", "key": str(uuid4())}
    assert administrator.post("/sites/irbid/second-factor/lost/", asked).status_code == 302
    assert not Authenticator.objects.filter(user=user).exists() and is_pending(user)
    assert Event.objects.get(key=asked["key"]).type == "second_factor_taken_away"
    victim = new_user("victim")
    give_role(new_site("amman", "Amman"), victim, "planner", "tests", "victim")
    give_role(site, victim, "nurse", "tests", "victim here")
    refused = administrator.post(
        "/sites/irbid/second-factor/lost/", {**asked, "user": str(victim.pk), "key": str(uuid4())}
    )
    assert refused.status_code == 403 and b"works at other sites too" in refused.content


def test_the_operator_of_the_machine_takes_it_away_from_a_lone_administrator(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    signed_in("administrator")
    with pytest.raises(NoSuchName, match="Nobody signs in as nobody"):
        take_away_by_operator("nobody", "lost")
    take_away_by_operator("user-0", "she showed her passport")
    assert not Authenticator.objects.exists()
    row = Event.objects.filter(site=site).latest("site_seq")
    assert (row.type, row.by, row.reason) == ("second_factor_taken_away", "operator", "she showed her passport")


def test_passkeys_are_not_offered_over_plain_http_to_a_name_or_a_number(nurse: Client) -> None:
    assert b"Use a passkey" not in nurse.get(BEFORE).content
    found = nurse.get("/accounts/2fa/webauthn/add/")
    assert found.status_code == 409 and b"only over HTTPS or on localhost" in found.content
    assert b"Use a passkey" in nurse.get(BEFORE, headers={"host": "localhost:8000"}).content
    assert b"Use a passkey" in nurse.get(BEFORE, secure=True).content
    assert b"Use a passkey" not in nurse.get(BEFORE, secure=True, headers={"host": "127.0.0.1"}).content


def test_who_cannot_prove_it_anew_changes_nothing_of_the_protection(site: Site, nurse: Client) -> None:
    """After a quarter of an hour the password is asked for again before a factor is added."""
    session = nurse.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0.0}]
    session.save()
    assert nurse.get("/accounts/2fa/totp/activate/")["location"].startswith("/accounts/reauthenticate/")


def test_a_client_of_the_tests_holds_the_app(site: Site, signed_in: Callable[..., Client]) -> None:
    """What other tests rely on: their people are past this."""
    assert signed_in("nurse").get("/").status_code == 200
    assert client_of(new_user("bare")).get("/")["location"] == BEFORE
    assert SECRET == "JBSWY3DPEHPK3PXP" and len(code_now()) == 6
