"""The idle lock: the server decides, what was sent is kept and offered again, and wrong passwords count."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from tests.service.atlas_acts import PET
from tests.service.conftest import MADE, PASSWORD, made_in

from hevesy_service.atlas.models import Proposal
from hevesy_service.book.models import Site

FORM = {"value": "12", "state": "reported", "year": "2025", "source": "Annual count, كتاب 3\nsecond line",
        "link": "", "reason": "typed for\nten minutes"}  # fmt: skip


def idle_for(client: Client, minutes: float) -> None:
    session = client.session
    session["seen"] = time.time() - minutes * 60
    session.save()


@pytest.fixture
def focal(site: Site, signed_in: Callable[..., Client]) -> Client:
    client = signed_in("focal_point")
    assert client.get("/").status_code == 200
    return client


def test_a_quarter_of_an_hour_locks_and_a_minute_less_does_not(focal: Client) -> None:
    idle_for(focal, 14)
    assert focal.get("/roles/").status_code == 200
    idle_for(focal, 15.1)
    assert focal.get("/roles/?x=1")["location"] == "/unlock/?next=%2Froles%2F%3Fx%3D1"
    page = focal.get("/unlock/?next=/roles/").content.decode()
    assert "Locked" in page and "/health/" not in page and 'href="/atlas/"' not in page
    assert focal.post("/unlock/", {"password": PASSWORD, "next": "/roles/?x=1"})["location"] == "/roles/?x=1"
    assert focal.get("/roles/").status_code == 200


def test_locked_stays_locked_whatever_is_asked(focal: Client) -> None:
    focal.post("/lock/")
    for path in ("/", "/atlas/", "/accounts/2fa/", "/accounts/password/", "/second-factor/", "/here/"):
        assert focal.get(path)["location"].startswith("/unlock/"), path
    focal.post("/here/")
    assert focal.get("/")["location"].startswith("/unlock/")
    assert focal.get("/atlas/", headers={"HX-Request": "true"}).status_code == 204
    left = focal.post("/accounts/logout/")
    assert left.status_code == 302 and left["Clear-Site-Data"] == '"cache"'  # the browser forgets the pages it showed
    assert focal.get("/")["location"].startswith("/accounts/login/")


def test_elsewhere_is_nowhere_one_is_sent_to(focal: Client) -> None:
    focal.post("/lock/")
    found = focal.post("/unlock/", {"password": PASSWORD, "next": "https://example.org/"})
    assert found["location"] == "/"


def test_what_is_sent_to_a_locked_page_is_kept_and_offered_again(focal: Client) -> None:
    path, key = f"/sites/irbid/figures/{PET}/", str(uuid4())
    idle_for(focal, 16)
    assert focal.post(path, {**FORM, "key": key, "password": "secret words"})["location"] == "/unlock/"
    assert not Proposal.objects.exists()
    assert focal.post("/unlock/", {"password": "wrong"}).status_code == 403
    assert focal.post("/unlock/", {"password": PASSWORD})["location"] == "/drafts/"
    page = focal.get("/drafts/").content.decode()
    assert "typed for\nten minutes" in page and "كتاب" in page and "secret words" not in page
    assert "Something that you sent was not written yet" in focal.get("/").content.decode()
    (draft,) = focal.session["drafts"]
    sent = dict(draft["fields"])
    assert sent["key"] == key and sent["reason"] == FORM["reason"]
    assert focal.post(draft["path"], {**sent, "draft": draft["id"]}).status_code == 302
    assert Proposal.objects.get().reason.split() == ["typed", "for", "ten", "minutes"]
    assert focal.session["drafts"] == []


def test_a_draft_is_thrown_away_only_when_asked(focal: Client) -> None:
    focal.post("/lock/")
    for name in ("mine", "other"):
        focal.post("/tokens/new/", {"name": name})
    focal.post("/unlock/", {"password": PASSWORD})
    first, second = focal.session["drafts"]
    focal.post("/drafts/", {"drop": first["id"]})
    assert focal.session["drafts"] == [second]
    wrong = focal.post("/tokens/new/", {"name": "", "draft": second["id"]})
    assert wrong.status_code == 422 and focal.session["drafts"] == [second]


def test_the_last_five_are_kept_each_once(focal: Client) -> None:
    focal.post("/lock/")
    for number in (0, 1, 2, 3, 4, 5, 6, 5, 6):  # the last two again, as by a page that is loaded anew
        focal.post("/tokens/new/", {"name": str(number)})
    assert [dict(each["fields"])["name"] for each in focal.session["drafts"]] == ["2", "3", "4", "5", "6"]


def test_five_wrong_passwords_at_the_lock_lock_the_name(focal: Client) -> None:
    focal.post("/lock/")
    assert [focal.post("/unlock/", {"password": "no"}).status_code for _ in range(5)] == [403] * 4 + [429]
    assert focal.post("/unlock/", {"password": PASSWORD}).status_code == 429
    assert focal.get("/")["location"].startswith("/unlock/")


def test_the_script_unlocks_in_place(focal: Client) -> None:
    in_place = {"X-In-Place": "1"}
    assert focal.post("/lock/", headers=in_place).status_code == 204
    wrong = focal.post("/unlock/", {"password": "no"}, headers=in_place)
    assert (wrong.status_code, "nothing was done" in wrong.json()["said"]) == (403, True)
    assert focal.post("/unlock/", {"password": PASSWORD}, headers=in_place).json() == {"said": ""}
    page = focal.get("/").content.decode()
    assert '<dialog id="cover"' in page and 'data-minutes="15"' in page and "idle.js" in page


def test_a_page_that_asks_by_itself_is_no_sign_of_life(site: Site, signed_in: Callable[..., Client]) -> None:
    planner = signed_in("planner")
    made_in(site)
    planner.get("/")
    for ask in ({"query_params": {"wait": "1"}}, {"headers": {"X-Quiet": "1"}}):
        idle_for(planner, 10)
        seen = planner.session["seen"]
        assert planner.get(f"/jobs/{MADE}/", **ask).status_code in (200, 302)  # type: ignore[arg-type]
        assert planner.session["seen"] == seen
    planner.post("/here/")
    assert planner.session["seen"] > seen


@pytest.mark.parametrize(("said", "status"), [("20", 0), ("31", 1), ("0", 1), ("soon", 1)])
def test_the_minutes_are_a_setting_of_at_most_thirty(said: str, status: int, tmp_path: object) -> None:
    code = "import hevesy_service.settings as s; print(s.IDLE_MINUTES)"
    home = {"HEVESY_HOME": str(tmp_path), "HEVESY_IDLE_MINUTES": said, "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], env=home, capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert done.stdout == "20\n" if status == 0 else "write a whole number of minutes from 1 to 30" in done.stderr
