"""The API: a token opens what its person may at that time and no more; errors are problems; an act is done once."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.service.conftest import MADE, made_in, new_site, new_user
from tests.service.test_rights import ours, path_of

from hevesy_service.accounts.events import give_role
from hevesy_service.accounts.models import Membership, User
from hevesy_service.accounts.rights import BY_TOKEN, SIGNED_IN, rights, roles
from hevesy_service.api.models import Scope, Token
from hevesy_service.api.tokens import Wish, make, revoke, sites_of
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import rebuilt
from hevesy_service.book.verify import verify
from hevesy_service.jobs.models import Job
from hevesy_service.plans.models import Plan, Version

V1 = "/api/v1"
PLAN = f"{V1}/plans/{MADE}"
ADDRESSES = [each for each in ours() if each.callback.action == BY_TOKEN and each.name != "openapi"]
CALLS = [(method, path_of(each), action) for each in ADDRESSES for method, action in each.callback.actions.items()]


class Program:
    """A program with a token."""

    def __init__(self, secret: str, user: User | None = None) -> None:
        self.secret, self.user, self._client = secret, user, Client()

    def ask(self, method: str, path: str, body: Any = None, key: str = "", **headers: str) -> Any:
        """The answer to a request; a POST has a new key where none is given."""
        sent = {"Authorization": f"Bearer {self.secret}", **headers}
        if method == "POST":
            sent["Idempotency-Key"] = key or str(uuid4())
        text = "" if body is None else json.dumps(body)
        return self._client.generic(method, path, text, "application/json", headers=sent)

    def get(self, path: str) -> Any:
        """The JSON of an answer that must be good."""
        found = self.ask("GET", path)
        assert found.status_code == 200, found.content
        return found.json()

    def post(self, path: str, body: Any = None, key: str = "") -> Any:
        """The answer to what is sent."""
        return self.ask("POST", path, body, key)


def program(site: Site, *held: str, scopes: tuple[Scope, ...] = tuple(Scope), user: User | None = None) -> Program:
    """Of a person who holds these roles at the site, with a token of that site."""
    who = user or new_user(f"user-{User.objects.count()}")
    for role in held:
        give_role(site, who, role, "tests", f"{who.pk} {role}")
    wish = Wish("tests", scopes, sites_of(who), timezone.now() + timedelta(days=1))
    return Program(make(who, wish, uuid4()), who)


@pytest.fixture(autouse=True)
def _no_wrong_tokens_yet() -> None:
    cache.clear()


@pytest.fixture
def planner(site: Site) -> Program:
    made_in(site)
    return program(site, "planner")


def said(found: Any, status: int, code: str) -> dict[str, Any]:
    """The problem that an answer is."""
    assert found["content-type"] == "application/problem+json"
    told: dict[str, Any] = found.json()
    assert (found.status_code, told["status"], told["type"]) == (status, status, code), told
    assert told["title"] and " " in told["detail"] and told["instance"].startswith(V1)
    return told


# --- who may ------------------------------------------------------------------------------------------------------


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


GOOD: dict[str, Any] = {
    f"{V1}/sites/irbid/plans": {"country": "KEN", "begin": "empty"},
    PLAN: {"text": "x", "seen": 1}, f"{PLAN}/freeze": {"seen": 1, "reason": "for the board"},
    f"{PLAN}/jobs": {"kind": "simulate"}, f"{V1}/jobs/{MADE}/stop": None, f"{V1}/jobs/{MADE}/go-on": None,
}  # fmt: skip


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
    found = [asking.ask("GET", PLAN), asking.post(f"{PLAN}/freeze", GOOD[f"{PLAN}/freeze"]),
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


# --- what it answers ----------------------------------------------------------------------------------------------


def test_sites_and_people(planner: Program) -> None:
    me = planner.get(f"{V1}/me")
    irbid = {"code": "irbid", "name": "King's Hospital Irbid", "country": "JOR", "roles": ["planner"]}
    assert me["sites"] == [irbid] == planner.get(f"{V1}/sites")
    (held,) = planner.get(f"{V1}/sites/irbid")["held"]
    assert held["person"] == me["name"] and held["role"] == "planner"


def test_the_atlas_in_parts_with_states_and_sources(planner: Program) -> None:
    first = planner.get(f"{V1}/countries?limit=3")
    assert first["next"] == 3 and len(first["items"]) == 3 and first["count"] > 190
    last = planner.get(f"{V1}/countries?limit=200&offset={first['count'] - 1}")
    assert last["next"] is None and len(last["items"]) == 1
    (jordan,) = planner.get(f"{V1}/countries?named=jordan&fact=country.population")["items"]
    (figure,) = jordan["figures"]
    assert jordan["iso3"] == "JOR" and figure["state"] == "reported" and figure["value"] > 9e6 and figure["source"]
    states = {each["state"] for row in planner.get(f"{V1}/countries?limit=200")["items"] for each in row["figures"]}
    assert "missing" in states
    assert planner.get(f"{V1}/countries/jordan")["equipment"]
    why = planner.get(f"{V1}/why/country.population/JOR")
    assert why["rows"][0]["wins"] and why["rows"][0]["value"] == figure["value"] and why["citation"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("countries/Jordanien", "places.unknown_country"), ("countries?fact=no.such", "facts.unknown"),
        ("why/no.such/JOR", "facts.unknown"), ("sites/none", "api.nothing_there"), ("sites/%00", "api.nothing_there"),
        ("nothing", "api.nothing_there"),
        (f"plans/{uuid4()}", "api.nothing_there"), (f"plans/{MADE}/versions/99", "api.nothing_there"),
        (f"jobs/{MADE}/files/..%2Fsecret", "api.nothing_there"), (f"jobs/{MADE}/files/none", "api.nothing_there"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(path: str, code: str, planner: Program) -> None:
    said(planner.ask("GET", f"{V1}/{path}"), 404, code)


def test_a_plan_is_begun_once_for_a_key(planner: Program) -> None:
    key, body = str(uuid4()), {"country": "Kenya"}
    first, again = (planner.post(f"{V1}/sites/irbid/plans", body, key).json() for _ in range(2))
    assert first == again and first["country"] == "KEN" and len(first["scenario"]["intervention"]) >= 10
    assert Plan.objects.count() == 2
    said(planner.post(f"{V1}/sites/irbid/plans", {"country": "Ghana"}, key), 409, "book.key_used")
    amman = new_site("amman", "Amman")
    other = program(amman, "planner")
    assert other.post(f"{V1}/sites/amman/plans", body, key).status_code == 200  # another site, another act


def test_a_plan_is_changed_from_the_version_that_was_seen(planner: Program) -> None:
    text = planner.get(PLAN)["text"]
    key, body = str(uuid4()), {"text": text.replace("years = 10", "years = 7"), "seen": 1, "what": "seven years"}
    for _ in range(2):
        after = planner.post(PLAN, body, key)
        assert after.status_code == 200 and after.json()["version"] == 2 and after.json()["scenario"]["years"] == 7
    said(planner.post(PLAN, body), 409, "book.moved")
    wrong = planner.post(PLAN, {"text": text.replace("years = 10", "years = 99"), "seen": 2})
    assert "'years': 99 is above 50" in said(wrong, 422, "plan.bad_scenario")["detail"]
    frozen = str(uuid4())
    for _ in range(2):
        assert planner.post(f"{PLAN}/freeze", {"seen": 2, "reason": "board"}, frozen).status_code == 200
    listed = planner.get(f"{PLAN}/versions")
    assert [(each["number"], each["what"], each["frozen"]) for each in listed["items"]] == [
        (3, "board", 1), (2, "seven years", None), (1, "begun empty", None),
    ]  # fmt: skip
    assert planner.get(f"{PLAN}/versions/1")["text"] == text and Version.objects.count() == 3
    by_it = Event.objects.filter(by=str(planner.user and planner.user.pk)).order_by("site_seq")
    assert list(by_it.values_list("type", flat=True)) == ["token_made", "plan_changed", "plan_frozen"]


def test_a_job_is_asked_for_once_stopped_and_gone_on_with(planner: Program) -> None:
    assert {each["id"] for each in planner.get(f"{V1}/job-kinds")} >= {"simulate", "document"}
    key = str(uuid4())
    first, again = (planner.post(f"{PLAN}/jobs", {"kind": "simulate", "draws": 32}, key).json() for _ in range(2))
    assert first == again and first["state"] == "waiting" and Job.objects.count() == 2
    said(planner.post(f"{PLAN}/jobs", {"kind": "simulate", "draws": 64}, key), 409, "book.key_used")
    here = f"{V1}/jobs/{first['id']}"
    assert planner.post(f"{here}/stop").json()["state"] == "stopped" == planner.get(here)["state"]
    assert planner.post(f"{here}/go-on").json()["state"] == "waiting"
    assert planner.get(f"{V1}/sites/irbid/jobs")["count"] == 2
    assert planner.get(f"{V1}/jobs/{MADE}/files") == [{"name": "simulation.json", "bytes": 2}]
    file = planner.ask("GET", f"{V1}/jobs/{MADE}/files/simulation.json")
    assert b"".join(file.streaming_content) == b"{}" and "attachment" in file["Content-Disposition"]
    for wrong in ({"kind": "fly"}, {"kind": "compare"}, {"kind": "drill", "plant": "no such"}):
        said(planner.post(f"{PLAN}/jobs", wrong), 422, "job.not_a_job")


# --- problems -----------------------------------------------------------------------------------------------------


def test_what_cannot_be_is_listed_field_by_field(planner: Program) -> None:
    found = planner.post(PLAN, {"text": "", "seen": "one", "sean": 1})
    told = said(found, 422, "api.not_valid")
    assert {each["field"] for each in told["errors"]} == {"body.text", "body.seen", "body.sean"}
    assert all(each["problem"] for each in told["errors"])
    nul = planner.post(f"{PLAN}/freeze", {"seen": 1, "reason": "for\0whom"})
    assert [each["field"] for each in said(nul, 422, "api.not_valid")["errors"]] == ["body.reason"]
    without = planner._client.post(PLAN, {}, "application/json", headers={"Authorization": f"Bearer {planner.secret}"})
    assert "header.Idempotency-Key" in {each["field"] for each in said(without, 422, "api.not_valid")["errors"]}
    said(planner.ask("GET", f"{V1}/plans/not-an-id"), 422, "api.not_valid")
    said(planner.ask("GET", f"{V1}/countries?limit=1000"), 422, "api.not_valid")
    (wrong,) = said(planner.ask("GET", f"{V1}/countries?nmaed=jordan"), 422, "api.not_valid")["errors"]
    assert wrong == {"field": "query.nmaed", "problem": "is not known"}


def test_what_cannot_be_read_is_said(planner: Program) -> None:
    sent = {"Authorization": f"Bearer {planner.secret}", "Idempotency-Key": str(uuid4())}
    for body in ("{", "\xff", '{"text": '):
        said(planner._client.generic("POST", PLAN, body.encode("latin-1"), "application/json", headers=sent), 400,
             "api.not_json")  # fmt: skip
    large = json.dumps({"text": "x" * 3_000_000, "seen": 1})
    said(planner._client.generic("POST", PLAN, large, "application/json", headers=sent), 413, "api.too_large")


def test_another_method_is_refused(planner: Program) -> None:
    found = planner.ask("DELETE", PLAN)
    assert said(found, 405, "api.no_such_method")["detail"] == "This address does not take DELETE; it takes GET, POST."
    assert found["Allow"] == "GET, POST"


def test_a_long_name_is_refused(planner: Program) -> None:
    plan = Plan.objects.get(pk=MADE)
    text = plan.text.replace(plan.name, "x" * 201)
    said(planner.post(PLAN, {"text": text, "seen": 1}), 422, "plan.name_too_long")


def test_a_fault_tells_nothing_of_itself(
    planner: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("hevesy_service.api.jobs.KINDS", property(broken))
    with caplog.at_level(logging.ERROR):
        found = planner.ask("GET", f"{V1}/job-kinds")
    assert "secret" not in str(said(found, 500, "service.fault"))
    assert "hevesy_service.api" in {each.name for each in caplog.records}


# --- the document -------------------------------------------------------------------------------------------------


def test_the_openapi_is_for_who_is_signed_in_or_brings_a_token(
    planner: Program, signed_in: Callable[..., Client]
) -> None:
    path = f"{V1}/openapi.json"
    said(Client().get(path), 401, "api.no_token")
    assert planner.get(path) == signed_in().get(path).json()
    told = planner.get(path)
    posts = [verbs["post"] for verbs in told["paths"].values() if "post" in verbs]
    assert len(posts) == len(GOOD)
    for each in posts:
        (key,) = (one for one in each["parameters"] if one["in"] == "header")
        assert key["name"] == "Idempotency-Key" and key["required"]
    assert all(each["security"] for verbs in told["paths"].values() for each in verbs.values())


def test_the_page_of_operations_names_each(signed_in: Callable[..., Client]) -> None:
    page = signed_in("planner").get(f"{V1}/").content.decode()
    assert page.count("<code>GET /api") + page.count("<code>POST /api") == len(CALLS)
    assert "<script" not in page.partition("<body>")[2] and "https://" not in page
