"""Tokens: one opens what its person may at that time and no more, and the book tells of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.utils import timezone
from tests.service.asking import GOOD, PLAN, V1, Program, program, said
from tests.service.conftest import PASSWORD, SECRET, client_of, made_in, new_site, new_user
from tests.service.test_rights import ours, path_of

from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.links import new_link
from hevesy_service.accounts.models import Membership, User
from hevesy_service.accounts.people import choose_password
from hevesy_service.accounts.rights import BY_TOKEN, SIGNED_IN
from hevesy_service.accounts.roles import rights, roles
from hevesy_service.api.models import Scope, Token, WrongTry
from hevesy_service.api.tokens import Wish, make, revoke
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.book.verify import verify

ADDRESSES = [each for each in ours() if each.callback.action == BY_TOKEN and each.name != "openapi"]
CALLS = [(method, path_of(each), action) for each in ADDRESSES for method, action in each.callback.actions.items()]

@pytest.fixture
def planner(site: Site) -> Program:
    made_in(site)
    return program(site, "planner")


# --- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.security
@pytest.mark.parametrize("role", roles())
def test_a_token_does_what_the_role_of_its_person_may(role: str, site: Site) -> None:
    made_in(site)
    asking = program(site, role)
    for method, path, action in CALLS:
        allowed = action == SIGNED_IN or role in rights()[action].roles
        found = asking.ask(method, path)
        if found.streaming:
            list(found.streaming_content)  # read to its end, by which its file is closed
        if allowed:
            assert found.status_code in (200, 422), (role, method, path, found.status_code)
        elif found.status_code != 422:  # what was sent is read before the site is known
            assert found.status_code == 403, (role, method, path, found.status_code)


@pytest.mark.parametrize("role", roles())
def test_a_role_that_may_not_write_writes_nothing(role: str, site: Site) -> None:
    made_in(site)
    asking, rows = program(site, role), Event.objects.count()
    writes = [(path, action) for method, path, action in CALLS if method == "POST"]
    assert {path for path, _action in writes} == set(GOOD)
    for path, action in writes:
        if role not in rights()[action].roles:
            said(asking.post(path, GOOD[path]), 403, "account.not_yours")
            assert Event.objects.count() == rows


@pytest.mark.parametrize("role", ["planner", "administrator", "auditor"])
def test_of_another_site_a_token_reaches_nothing(role: str, site: Site) -> None:
    made_in(site)
    asking = program(new_site("amman", "Amman"), role)
    for method, path, action in CALLS:
        if action in rights() and rights()[action].scope == "site":
            told = said(asking.ask(method, path, GOOD.get(path)), 404, "api.nothing_there")
            assert "Irbid" not in str(told)
    assert [each["code"] for each in asking.get(f"{V1}/sites")] == ["amman"]


def test_a_token_of_one_site_opens_no_other_of_its_person(site: Site) -> None:
    made_in(site)
    amman = new_site("amman", "Amman")
    asking = program(amman, "planner")
    assert asking.user is not None
    give_role(site, asking.user, "administrator", "tests", "later")
    assert "King's Hospital" in said(asking.ask("GET", PLAN), 403, "api.token_too_narrow")["detail"]
    said(asking.ask("GET", f"{V1}/health"), 403, "api.token_too_narrow")  # allowed by the role at the other site only
    assert asking.get(f"{V1}/countries?limit=1")["count"] > 190
    assert program(site, user=asking.user).get(PLAN)["country"] == "JOR"


@pytest.mark.parametrize(
    ("scope", "reads", "changes", "runs"),
    [(Scope.READ, True, False, False), (Scope.CHANGE, False, True, False), (Scope.RUN, False, False, True)],
)
def test_a_token_is_for_its_scopes(scope: Scope, reads: bool, changes: bool, runs: bool, site: Site) -> None:
    made_in(site)
    asking = program(site, "planner", scopes=(scope,))
    found = [asking.ask("GET", PLAN), asking.post(f"{V1}/sites/irbid/plans", GOOD[f"{V1}/sites/irbid/plans"]),
             asking.post(f"{PLAN}/jobs", GOOD[f"{PLAN}/jobs"])]  # fmt: skip
    assert [each.status_code for each in found] == [200 if may else 403 for may in (reads, changes, runs)]


def test_a_token_loses_what_its_person_loses(planner: Program) -> None:
    assert planner.get(PLAN)["version"] == 1
    Membership.objects.filter(user=planner.user).delete()
    said(planner.ask("GET", PLAN), 404, "api.nothing_there")
    said(planner.ask("GET", f"{V1}/countries"), 403, "account.not_yours")
    User.objects.filter(pk=planner.user and planner.user.pk).update(is_active=False)
    said(planner.ask("GET", f"{V1}/me"), 401, "api.wrong_token")


def test_a_token_that_ended_or_was_revoked_opens_nothing(planner: Program) -> None:
    token = Token.objects.get()
    revoke(token, token.user)
    revoke(token, token.user)  # the same again does no harm
    said(planner.ask("GET", f"{V1}/me"), 401, "api.wrong_token")
    assert list(Event.objects.filter(stream__startswith="token/").values_list("type", flat=True)) == [
        "token_made", "token_revoked",
    ]  # fmt: skip
    Token.objects.update(revoked=None)
    assert planner.get(f"{V1}/me")["scopes"] == ["read", "change", "run"]
    Token.objects.update(expires=timezone.now())
    assert said(planner.ask("GET", f"{V1}/me"), 401, "api.wrong_token")["title"] == "Unauthorized"


def test_a_cookie_opens_nothing_and_a_stranger_is_told_how(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    for method, path, _action in CALLS:
        found = client.generic(method, path)
        said(found, 401, "api.no_token")
        assert found["WWW-Authenticate"].startswith("Bearer")


def test_wrong_tokens_are_counted(planner: Program) -> None:
    wrong = Program("hevesy_wrong")
    for _ in range(20):
        said(wrong.ask("GET", f"{V1}/me"), 401, "api.wrong_token")
    found = wrong.ask("GET", f"{V1}/me")
    said(found, 429, "api.too_many_wrong")
    assert found["Retry-After"] == "60"
    said(planner.ask("GET", f"{V1}/me"), 429, "api.too_many_wrong")  # from the same address


def test_the_last_use_is_written_once_an_hour(planner: Program) -> None:
    assert Token.objects.get().used is None
    planner.get(f"{V1}/me")
    first = Token.objects.get().used
    planner.get(f"{V1}/me")
    assert first is not None and Token.objects.get().used == first
    Token.objects.update(used=first - timedelta(minutes=61))
    planner.get(f"{V1}/me")
    assert (Token.objects.get().used or first) >= first


# --- tokens and the book ------------------------------------------------------------------------------------------


def test_tokens_built_anew_from_the_book_are_the_tokens(site: Site) -> None:
    who = new_user("two sites")
    give_role(new_site("amman", "Amman"), who, "planner", "tests", "a")
    asking = program(site, "planner", user=who)
    other = make(who, Wish("other", (Scope.READ,), [site], timezone.now() + timedelta(days=1)), uuid4())
    revoke(Token.objects.get(name="other"), who)

    def stand() -> list[Any]:
        columns = ("pk", "name", "digest", "scopes", "made", "expires", "revoked")
        rows = Token.objects.all()
        codes = [sorted(site.code for site in each.sites.all()) for each in rows]
        return [(*row, of) for row, of in zip(rows.values_list(*columns), codes, strict=True)]

    kept = stand()
    assert [each[-1] for each in kept] == [["irbid"], ["amman", "irbid"]]
    with rebuilt():
        assert stand() == kept
    bodies = " ".join(Event.objects.values_list("body", flat=True))
    assert asking.secret not in bodies and other not in bodies
    assert all(not wrong for _site, _rows, wrong in verify())


def test_a_person_makes_a_token_that_is_shown_once(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in("planner")
    page = client.get("/tokens/").content.decode()
    assert "You have made no token yet" in page
    sent = {"name": "dashboard", "scopes": ["read"], "site": "irbid", "key": str(uuid4()),
            "expires": str(timezone.now().date() + timedelta(days=90))}  # fmt: skip
    found = client.post("/tokens/new/", sent)
    page = found.content.decode()
    secret = page[page.index("hevesy_") :].partition("<")[0]
    assert Program(secret).get(f"{V1}/me")["token"] == "dashboard" and found["Cache-Control"] == "no-store"
    again = client.post("/tokens/new/", sent)
    assert again.status_code == 409 and b"its secret is not kept" in again.content
    listed = client.get("/tokens/").content.decode()
    assert "dashboard" in listed and secret not in listed
    token = Token.objects.get()
    assert secret not in (token.digest, token.name) and len(secret) == 7 + 43
    assert signed_in("planner").post(f"/tokens/{token.pk}/revoke/").status_code == 404  # somebody else's
    assert client.post(f"/tokens/{token.pk}/revoke/").status_code == 302
    said(Program(secret).ask("GET", f"{V1}/me"), 401, "api.wrong_token")


@pytest.mark.parametrize(
    "wrong", [{"scopes": []}, {"site": "elsewhere"}, {"expires": "2190-01-01"}, {"expires": "2020-01-01"}, {"name": ""}]
)
def test_a_token_that_cannot_be_is_not_made(
    wrong: dict[str, Any], site: Site, signed_in: Callable[..., Client]
) -> None:
    sent = {"name": "x", "scopes": ["read"], "site": "", "key": str(uuid4()), "expires": str(timezone.now().date())}
    assert signed_in("planner").post("/tokens/new/", sent | wrong).status_code == 422
    assert not Token.objects.exists()


def test_who_holds_no_role_makes_no_token(site: Site, signed_in: Callable[..., Client]) -> None:
    client = signed_in()
    assert b"You hold no role yet" in client.get("/tokens/").content
    sent = {"name": "x", "scopes": ["read"], "site": "", "key": str(uuid4()), "expires": str(timezone.now().date())}
    assert client.post("/tokens/new/", sent).status_code == 422


# --- what ends with a password, and what is counted ------------------------------------------------------------------


@pytest.mark.parametrize("way", ["new link", "chosen by a link", "changed on the page"])
def test_tokens_end_with_the_password(way: str, site: Site, signed_in: Callable[..., Client]) -> None:
    made_in(site)
    planner = program(site, "planner")
    user = planner.user
    assert user is not None and planner.get(PLAN)["version"] == 1
    if way == "new link":
        asked = {"user": str(user.pk), "key": str(uuid4())}
        assert signed_in("administrator").post("/sites/irbid/link/", asked).status_code == 200
    elif way == "chosen by a link":
        choose_password(new_link(user), "another long phrase")
    else:
        TOTP.activate(user, SECRET)
        words = {"oldpassword": PASSWORD, "password1": "another long phrase", "password2": "another long phrase"}
        assert client_of(user).post("/accounts/password/", words).status_code == 302
    said(planner.ask("GET", PLAN), 401, "api.wrong_token")
    assert Event.objects.filter(type="token_revoked", stream__startswith="token/").count() == 1


def test_wrong_tokens_are_counted_in_the_database_and_forgotten_after_a_minute(site: Site) -> None:
    """So every process counts the same ones."""
    for number in range(19):
        said(Program(f"hevesy_{number}").ask("GET", f"{V1}/me"), 401, "api.wrong_token")
    WrongTry.objects.create(address="127.0.0.1", at=timezone.now())  # which another process heard
    said(Program("hevesy_x").ask("GET", f"{V1}/me"), 429, "api.too_many_wrong")
    said(program(site, "planner").ask("GET", f"{V1}/me"), 429, "api.too_many_wrong")
    WrongTry.objects.update(at=timezone.now() - timedelta(seconds=61))
    said(Program("hevesy_x").ask("GET", f"{V1}/me"), 401, "api.wrong_token")
    assert WrongTry.objects.count() == 1
