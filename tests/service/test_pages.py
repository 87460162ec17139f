"""Pages as a browser gets them: setting up, the desk, the atlas, health; nothing from elsewhere, nothing in line."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from tests.service.conftest import new_site, new_user

from hevesy.facts import Shelf
from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.links import new_link
from hevesy_service.accounts.models import Link, Membership, User
from hevesy_service.book.models import Event, Site
from hevesy_service.desk import health

FIRST = {
    "site": "Ministry of Health", "country": "Jordan", "full_name": "Synthetic Person", "username": "first",
    "password": "a long pass phrase",
}  # fmt: skip
PAGES = ("/", "/atlas/", "/atlas/JOR/", "/atlas/map/", "/atlas/disparity/", "/atlas/registers/",
         "/atlas/JOR/history/country.equipment.pet/", "/sites/irbid/figures/",
         "/why/country.population/JOR/", "/health/", "/roles/", "/sites/irbid/",
         "/sites/irbid/book/", "/accounts/2fa/", "/accounts/password/", "/accounts/login/")  # fmt: skip


@pytest.mark.django_db
def test_the_first_administrator_comes_in_by_the_link_and_only_once() -> None:
    path, client = f"/set-up/{new_link()}/", Client()
    assert client.get(path).status_code == 200
    assert client.post(path, FIRST)["location"] == "/second-factor/"
    user = User.objects.get()
    assert {each.role for each in Membership.objects.filter(user=user)} == {"administrator", "planner"}
    site = Site.objects.get()
    assert (site.country, [each.type for each in Event.objects.order_by("site_seq")]) == (
        "JOR", ["site_opened", "role_given", "role_given"],
    )  # fmt: skip
    assert b"Synthetic Person" in client.get("/second-factor/").content
    again = Client().post(path, {**FIRST, "username": "second"})
    assert again.status_code == 404 and b"ask for a new one" in again.content
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_newer_link_ends_the_older() -> None:
    older, newer = new_link(), new_link()
    assert [Client().get(f"/set-up/{each}/").status_code for each in (older, newer)] == [404, 200]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"country": "Jordna"}, "Jordan"),
        ({"password": "short"}, "at least 12 characters"),
        ({"username": "a b"}, "Enter a valid username"),
        ({"site": ""}, "This field is required"),
    ],
)
def test_a_form_that_is_wrong_says_where_and_writes_nothing(wrong: dict[str, str], says: str) -> None:
    found = Client().post(f"/set-up/{new_link()}/", {**FIRST, **wrong})
    assert found.status_code == 422 and says in found.content.decode()
    assert not User.objects.exists() and not Event.objects.exists()


@pytest.mark.django_db
def test_nobody_makes_an_account_for_themselves() -> None:
    found = Client().post("/accounts/signup/", {"username": "me", "password1": "x" * 14, "password2": "x" * 14})
    assert found.status_code == 404 and not User.objects.exists()


@pytest.mark.django_db
def test_five_wrong_passwords_lock_a_name() -> None:
    user = new_user("locked")
    user.set_password("a long pass phrase")
    user.save()
    wrong = {"login": "locked", "password": "no"}
    found = [Client().post("/accounts/login/", wrong).status_code for _ in range(6)]
    assert found[:4] == [200] * 4 and found[-1] == 429
    assert Client().post("/accounts/login/", {**wrong, "password": "a long pass phrase"}).status_code == 429


def test_somebody_new_is_let_in_by_a_link_that_works_once(site: Site, signed_in: Callable[..., Client]) -> None:
    asked = {"username": "nurse", "full_name": "Synthetic Nurse", "role": "nurse", "key": str(uuid4())}
    page = signed_in("administrator").post("/sites/irbid/give/", asked).content.decode()
    path = re.search(r"http://testserver(/come-in/[^<]+)<", page)[1]  # type: ignore[index]
    client = Client()
    assert b"You sign in as nurse" in client.get(path).content
    assert client.post(path, {"password": "short"}).status_code == 422
    assert client.post(path, {"password": "a long pass phrase"})["location"] == "/"
    client.post("/second-factor/later/", {"key": str(uuid4())})
    assert b"King&#x27;s Hospital Irbid" in client.get("/").content
    assert client.get(path).status_code == 404
    signed = Client().post("/accounts/login/", {"login": "nurse", "password": "a long pass phrase"})
    assert (signed.status_code, signed["location"]) == (302, "/")
    given = Event.objects.get(site=site, key=asked["key"])
    assert given.type == "role_given" and "Synthetic" not in given.body


def test_the_same_form_sent_twice_gives_one_role(signed_in: Callable[..., Client]) -> None:
    new_user("physicist")
    client = signed_in("administrator")
    asked = {"username": "physicist", "role": "medical_physicist", "key": str(uuid4())}
    for _ in range(2):
        assert client.post("/sites/irbid/give/", asked).status_code == 302
    assert Event.objects.filter(key=asked["key"]).count() == 1
    other = client.post("/sites/irbid/give/", {**asked, "role": "nurse"})
    assert other.status_code == 409 and b"sent before with other contents" in other.content


def test_a_role_is_withdrawn_with_a_reason_and_never_the_last_administrator(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("administrator", "planner")
    user = Membership.objects.get(role="planner").user
    asked = {"user": str(user.pk), "role": "planner", "reason": "", "key": str(uuid4())}
    client.post("/sites/irbid/withdraw/", asked)
    assert Membership.objects.filter(role="planner").exists()
    client.post("/sites/irbid/withdraw/", {**asked, "reason": "left"})
    assert not Membership.objects.filter(role="planner").exists()
    assert Event.objects.filter(site=site).latest("site_seq").reason == "left"
    kept = client.post("/sites/irbid/withdraw/", {**asked, "role": "administrator", "reason": "x", "key": str(uuid4())})
    assert kept.status_code == 409 and b"would have no administrator left" in kept.content
    assert Membership.objects.filter(role="administrator").exists()


def test_a_new_link_opens_no_site_of_another_administrator(site: Site, signed_in: Callable[..., Client]) -> None:
    """Else an administrator gives somebody of another site a role here, then a link, and acts for them there."""
    victim = new_user("victim")
    give_role(new_site("amman", "Amman"), victim, "administrator", "tests", "victim")
    client = signed_in("administrator")
    client.post("/sites/irbid/give/", {"username": "victim", "role": "nurse", "key": str(uuid4())})
    asked = {"user": str(victim.pk), "key": str(uuid4())}
    found = client.post("/sites/irbid/link/", asked)
    assert found.status_code == 403 and b"works at other sites too" in found.content
    assert not Link.objects.filter(user=victim).exists()
    assert not Event.objects.filter(key=asked["key"]).exists()


def test_a_new_link_stands_in_the_book_and_never_for_a_second_factor(
    site: Site, signed_in: Callable[..., Client]
) -> None:
    user, client = new_user("forgetful"), signed_in("administrator")
    give_role(site, user, "nurse", "tests", "forgetful")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    page = client.post("/sites/irbid/link/", {"user": str(user.pk), "key": str(uuid4())}).content.decode()
    last = Event.objects.filter(site=site).latest("site_seq")
    assert (last.type, str(user.pk) in last.body) == ("link_given", True)
    path = re.search(r"http://testserver(/come-in/[^<]+)<", page)[1]  # type: ignore[index]
    stranger = Client()
    assert stranger.post(path, {"password": "another long phrase"})["location"] == "/accounts/login/"
    assert stranger.get("/")["location"].startswith("/accounts/login/")


def test_who_is_new_needs_a_name(signed_in: Callable[..., Client]) -> None:
    asked = {"username": "nobody", "role": "nurse", "key": str(uuid4())}
    found = signed_in("administrator").post("/sites/irbid/give/", asked)
    assert found.status_code == 422 and b"write the person&#x27;s name as well" in found.content
    assert not User.objects.filter(username="nobody").exists()


def test_an_account_without_a_role_is_told_what_to_do(signed_in: Callable[..., Client]) -> None:
    assert b"You hold no role yet. Ask the administrator" in signed_in().get("/").content


@pytest.mark.parametrize("path", PAGES)
def test_nothing_comes_from_elsewhere_and_nothing_is_in_line(path: str, signed_in: Callable[..., Client]) -> None:
    client = Client() if "login" in path else signed_in("administrator")
    found = client.get(path)
    page = found.content.decode()
    assert found.status_code == 200
    assert not re.findall(r"(?:src|href|action)=[\"'](?:https?:)?//", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page), path
    policy = found["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy and "http" not in policy


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_language_a_title_a_main_part_and_a_way_past_the_head(
    path: str, signed_in: Callable[..., Client]
) -> None:
    page = (Client() if "login" in path else signed_in("administrator")).get(path).content.decode()
    assert '<html lang="en" dir="ltr">' in page and re.search(r"<title>\s*\S.* · Hevesy</title>", page, re.DOTALL)
    assert page.count("<h1") == 1 and 'id="main"' in page and 'href="#main"' in page


def test_the_atlas_has_every_country_and_missing_is_not_zero(signed_in: Callable[..., Client]) -> None:
    page = signed_in("planner").get("/atlas/").content.decode()
    assert page.count('<th scope="row">') == 250
    jordan = page[page.index('href="/atlas/JOR/"') :].split("</tr>")[0]
    fact = Shelf.load().fact("who.pet.per_million", "JOR")
    assert f'<a href="/why/who.pet.per_million/JOR/">{fact.value:.2f}</a>' in jordan
    assert f"<small>{fact.on[:4]}</small>" in jordan
    bermuda = page[page.index('href="/atlas/BMU/"') :].split("</tr>")[0]
    assert '<td><i>missing</i></td>' in bermuda


def test_the_atlas_shows_those_asked_for(signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    asked = client.get("/atlas/", {"group": "LIC", "region": "EMR"}).content.decode()
    assert 'href="/atlas/YEM/"' in asked and 'href="/atlas/JOR/"' not in asked
    part = client.get("/atlas/", {"named": "jord"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and part.count('<th scope="row">') == 1
    assert "No country has all of these" in client.get("/atlas/", {"named": "zzz"}).content.decode()


def test_any_number_says_why(signed_in: Callable[..., Client]) -> None:
    page = signed_in("planner").get("/why/country.population/JOR/").content.decode()
    why = Shelf.load().why("country.population", "JOR")
    assert why.source is not None and why.source.citation.split("&")[0][:30] in page
    assert "<strong>11,552,876 persons</strong>" in page


@pytest.mark.parametrize("path", ["/atlas/ATL/", "/why/no.such.fact/JOR/", "/sites/nowhere/"])
def test_what_is_not_there_is_said(path: str, signed_in: Callable[..., Client]) -> None:
    assert signed_in("administrator").get(path).status_code == 404


def test_health_says_what_to_do(signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("administrator")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(health, "FREE_BYTES", 1 << 60)
    rows = {each.name: each for each in health.health_of()}
    assert rows["Disk"].state == "bad" and "Make room" in rows["Disk"].do
    assert rows["Book of King's Hospital Irbid"].stands == "2 rows, whole"
    assert rows["Clock"].state == "good"
    assert client.get("/health/").status_code == 200
