"""The API: what it answers; an act is done once; errors are problems; the document tells all of it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from tests.service.asking import GOOD, PLAN, V1, Program, program, said
from tests.service.conftest import MADE, made_in, new_site

from hevesy_service.api.addresses import document
from hevesy_service.book.models import Event, Site
from hevesy_service.jobs.models import Job
from hevesy_service.plans.models import Plan, Version

NOT_MADE = "01a21911-0000-7000-8000-00000000ffff"


@pytest.fixture
def planner(site: Site) -> Program:
    made_in(site)
    return program(site, "planner")


# --- what it answers ----------------------------------------------------------------------------------------------


def test_sites_and_people(planner: Program) -> None:
    me = planner.get(f"{V1}/me")
    irbid = {"code": "irbid", "name": "King's Hospital Irbid", "country": "JOR", "roles": ["planner"]}
    assert me["sites"] == [irbid] == planner.get(f"{V1}/sites")
    held = {each["person"]: each["role"] for each in planner.get(f"{V1}/sites/irbid")["held"]}
    assert held == {me["name"]: "planner", "Synthetic who made it": "payer", "Synthetic who borrows": "nurse"}


@pytest.mark.slow("every figure of the atlas is read for the first time")
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
        (f"plans/{NOT_MADE}", "api.nothing_there"), (f"plans/{MADE}/versions/99", "api.nothing_there"),
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
    unsigned = said(planner.post(f"{PLAN}/freeze", {"seen": 2, "reason": "board"}), 403, "api.needs_signature")
    assert f"on the page /plans/{MADE}/" in unsigned["detail"]
    listed = planner.get(f"{PLAN}/versions")
    assert [(each["number"], each["what"], each["frozen"]) for each in listed["items"]] == [
        (2, "seven years", None), (1, "begun empty", None),
    ]  # fmt: skip
    assert planner.get(f"{PLAN}/versions/1")["text"] == text and Version.objects.count() == 2
    by_it = Event.objects.filter(by=str(planner.user and planner.user.pk)).order_by("site_seq")
    assert list(by_it.values_list("type", flat=True)) == ["token_made", "plan_changed"]


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
    file = planner.ask("GET", f"{V1}/jobs/{MADE}/files/simulation.json")
    kept = (Job.objects.get(pk=MADE).folder / "simulation.json").read_bytes()
    named = {"name": "simulation.json", "bytes": len(kept)}
    assert planner.get(f"{V1}/jobs/{MADE}/files") == [named]
    assert b"".join(file.streaming_content) == kept and "attachment" in file["Content-Disposition"]
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
    there = sum(len(verbs) for verbs in document()["paths"].values())
    assert page.count("<code>GET /api") + page.count("<code>POST /api") == there >= 20
    scripts = re.findall(r"<script[^>]*>", page.partition("<body>")[2])
    assert scripts == ['<script src="/static/hevesy/idle.js" defer>'] and "https://" not in page
