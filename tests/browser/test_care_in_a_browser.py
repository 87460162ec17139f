"""The desk of a centre in a real Chromium: whole courses through their roles, and what stands in the way of others.

Every refusal is compared with the sentence of the catalogue (`[gate_says]`), in English and in Arabic.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.browser.before import LU_PSMA, PASSWORD, Phone, Said, at, moved
from tests.run.playing import BY, SHELF
from tests.service.test_serving import free_port, said_when_ready, started

from hevesy.record import fields
from hevesy.run.saying import field_called
from hevesy.words import say

pytestmark = pytest.mark.browser
AMMAN = ZoneInfo("Asia/Amman")
ROLE = {id: role for role, id in BY.items()}
CLONE = Path(__file__).resolve().parents[2]


class Desk:
    """The running service with its people; one tab for each role and language."""

    def __init__(self, chromium: Any, where: str, told: dict[str, Any]) -> None:
        self.chromium, self.where, self.told = chromium, where, told
        self.tabs: dict[tuple[str, str], Any] = {}
        self.phones: dict[str, Phone] = defaultdict(Phone)

    def tab(self, role: str, language: str = "en") -> Any:
        if (role, language) not in self.tabs:
            context = self.chromium.new_context(base_url=self.where, java_script_enabled=False)
            context.add_cookies([
                {"name": self.told["cookie"], "value": self.told["sessions"][role], "url": self.where},
                {"name": "django_language", "value": language, "url": self.where},
            ])  # fmt: skip
            self.tabs[role, language] = context.new_page()
        return self.tabs[role, language]

    def course(self, name: str) -> str:
        return f"/courses/{self.told['courses'][name]}/"

    def act(self, role: str, course: str, act: str, when: datetime, said: Said, **more: str) -> Any:
        """Fill in the form of an act as somebody, send it, and give the tab back.

        What a gate stops asks nobody's code, so only what is `done` waits for one that is right.
        """
        page, right = self.tab(role, more.pop("language", "en")), bool(more.pop("right", ""))
        page.goto(f"{course}{act}/")
        fill(page, {**said, **more})
        page.fill("[name=at]", local(when))
        self.sign(page, role, more.get("second", ""), right)
        page.click("main form[method=post].tall button")
        return page

    def sign(self, page: Any, role: str, second: str, right: bool) -> None:
        """Whoever is asked for it proves who they are: who records the act, and the second person beside them."""
        asked = [("", role)] if page.locator("main [name=password]").count() else []
        if second and page.locator("[name=second_password]").count():
            asked.append(("second_", next(who for who, pk in self.told["people"].items() if pk == second)))
        for before, who in asked:
            page.fill(f"main [name={before}password]", PASSWORD)
            if page.locator(f"main [name={before}code]").count():
                page.fill(f"main [name={before}code]", self.phones[who].code() if right else "000000")

    def done(self, role: str, course: str, act: str, when: datetime, said: Said, **more: str) -> None:
        """An act that nothing stands in the way of."""
        page = self.act(role, course, act, when, said, right="yes", **more)
        assert page.url == f"{self.where}{course}", (act, page.inner_text("main"))


def local(when: datetime) -> str:
    return when.astimezone(AMMAN).strftime("%Y-%m-%dT%H:%M")


def fill(page: Any, said: Said) -> None:
    known = fields(SHELF)
    for name, value in said.items():
        if isinstance(value, list):
            for row, line in enumerate(value):
                fill(page, {f"{name}-{row}-{inner}": each for inner, each in line.items()})
            continue
        kind = known[name.rpartition("-")[2]].kind if name.rpartition("-")[2] in known else ""
        text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        if kind in ("flag", "choice") or name in ("second", "done_by"):
            page.select_option(f"[name={name}]", text)
        else:
            page.fill(f"[name={name}]", local(datetime.fromisoformat(text)) if kind == "moment" else text)


@pytest.fixture(scope="module")
def desk(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home, port = tmp_path_factory.mktemp("care") / "home", free_port()
    with started(home, port) as running:
        said_when_ready(running)
        told = home.parent / "told.json"
        filling = subprocess.run(
            [sys.executable, "-m", "tests.browser.care_home", str(home), str(told)], cwd=CLONE, check=False,
            capture_output=True, text=True, env={**os.environ, "PYTHONPATH": f"{CLONE / 'src'}:{CLONE}"},
        )  # fmt: skip
        assert filling.returncode == 0, filling.stderr[-2000:]
        yield Desk(chromium, f"http://127.0.0.1:{port}", json.loads(told.read_text("utf-8")))


def test_a_course_of_two_cycles_through_seven_roles(desk: Desk) -> None:
    course, played = desk.course("two_cycles"), set()
    again = ("laboratory", *(step[0] for step in LU_PSMA[LU_PSMA.index(_step("prescription")) :]))
    for cycle, days in ((1, 0), (2, 49)):
        for act, hours, by, second, said in LU_PSMA:
            if cycle == 2 and act not in again:
                continue
            told = moved(said, days)
            if "vial" in told:
                told["vial"] = f"V{cycle}"
            if act == "receipt":
                told["lot"] = f"L{cycle}"
            if act == "next_step" and cycle == 2:
                told["next"] = "finished"
            role = ROLE[by] if ROLE[by] != "referrer" else "coordinator"
            more = {"second": desk.told["people"][ROLE[second]]} if second else {}
            desk.done(role, course, act, at(hours) + timedelta(days=days), told, **more)
            played.add(role)
            if act == "administration":
                doses = {"method": "one scan", "organ_doses": [{"organ": "kidneys", "organ_dose_gy": 3.1}]}
                desk.done("medical_physicist", course, "dosimetry", at(3) + timedelta(days=days), doses)
                played.add("medical_physicist")
    assert len(played) == 7
    page = desk.tab("medical_physicist")
    page.goto(course)
    text = page.inner_text("main")
    assert "The course has ended." in text and "deviation" not in text and text.count("Administration\n") == 2
    page.goto("/sites/centre/stock/?all=yes")
    assert "V1" in page.inner_text("main") and "V2" in page.inner_text("main")


def _step(act: str) -> tuple[str, float, str, str, Said]:
    return next(each for each in LU_PSMA if each[0] == act)


def test_a_course_of_hyperthyroidism(desk: Desk) -> None:
    told = desk.told["thyroid"]
    course = f"/courses/{told['course']}/"
    for act, when, role, second, said in told["steps"]:
        who = f"{role}/2" if act == "product_release" else role
        who = "coordinator" if who == "referrer" else who
        more = {"second": desk.told["people"][second]} if second else {}
        desk.done(who, course, act, datetime.fromisoformat(when), said, **more)
    page = desk.tab("physician")
    page.goto(course)
    assert "deviation" not in page.inner_text("main")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_failed_control_stops_the_release(desk: Desk, language: str) -> None:
    page = desk.act("releasing_person", desk.course("failed_qc"), "product_release", at(-1), {"released": True},
                    language=language)  # fmt: skip
    what = field_called("qc_passes", SHELF, language)
    assert say("gate_says.says_no", language, what=what) in page.inner_text("main .gates")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_late_delivery_is_said_with_what_it_will_hold(desk: Desk, language: str) -> None:
    """6000 MBq at six: 6000 x 2^(-4/159.528) = 5897 MBq at ten, below the 7400 prescribed."""
    page = desk.tab("physician", language)
    page.goto(desk.course("late"))
    text = page.inner_text("main")
    assert "5.90 GBq" in text and "7.40 GBq" in text
    assert page.locator(".message.bad").count() == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_positive_pregnancy_test_stops_the_administration(desk: Desk, language: str) -> None:
    page = desk.act("physician", desk.course("pregnant"), "administration", at(2), _step("administration")[4],
                    second=desk.told["people"]["nurse"], language=language)  # fmt: skip
    what = field_called("pregnancy_test_negative", SHELF, language)
    assert say("gate_says.says_no", language, what=what) in page.inner_text("main .gates")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_activity_over_the_tolerance_is_stopped(desk: Desk, language: str) -> None:
    """8900 MBq against 7400: 20.27 % off, 10 % is allowed."""
    said = {**_step("administration")[4], "administered_mbq": 8900.0}
    page = desk.act("physician", desk.course("over"), "administration", at(2), said,
                    second=desk.told["people"]["nurse"], language=language)  # fmt: skip
    text = page.inner_text("main .gates")
    assert "20.27 %" in text and field_called("administered_mbq", SHELF, language) in text


def test_an_emergency_is_recorded_afterwards_as_a_deviation(desk: Desk) -> None:
    course, said = desk.course("emergency"), _step("administration")[4]
    page = desk.act("physician", course, "administration", at(2), said, second=desk.told["people"]["nurse"])
    assert page.url.endswith("/administration/") and "Not recorded" in page.inner_text("main")
    page.fill("[name=reason]", "the power had failed; written down afterwards")
    page.click("main form[method=post].tall button")
    assert page.url == f"{desk.where}{course}" and "deviation" in page.inner_text("main")
    page.goto("/sites/centre/incidents/")
    assert "the power had failed" in page.inner_text("main")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_spill_is_recorded(desk: Desk, language: str) -> None:
    said = {"spill_place": f"room {language}", "spill_mbq": 2.0, "first_actions": "closed and covered"}
    desk.done("radiation_protection_officer", desk.course("spill"), "spill", at(3), said, language=language)
    page = desk.tab("radiation_protection_officer", language)
    assert f"room {language}" in page.inner_text("main")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_expired_licence_stops_the_order(desk: Desk, language: str) -> None:
    officer = desk.tab("radiation_protection_officer")
    officer.goto("/sites/centre/centre/")
    form = officer.locator("form[action$='/licence/']")
    for name, value in {"nuclide": "Lu-177", "most": "100 GBq", "until": "2025-02-01", "number": "L-9"}.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button").click()
    said = _step("order")[4]
    page = desk.act("radiopharmacist", desk.course("licence"), "order", at(-165), said, language=language)
    wanted = say("gate_says.licence_ended", language, nuclide="Lu-177", until="2025-02-01")
    assert wanted in page.inner_text("main .gates")
