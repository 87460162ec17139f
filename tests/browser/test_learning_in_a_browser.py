"""Training at a centre in a real Chromium: a trainee's month, and a supervisor's confirmation.

Each walk goes twice: in English at a desk without JavaScript, and in Arabic on a phone in the dark with it.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.browser.before import at, moved
from tests.browser.desk import AMMAN, CLONE, REFUSALS, SEND, Desk
from tests.browser.installation import Installation
from tests.browser.test_care_in_a_browser import step_of

from hevesy.words import say

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", ["en", "ar"])]
LOGBOOK, TRAINEES = "/sites/school/logbook/", "/sites/school/trainees/"
CLAIMS = "main form:has([name=pick])"


@pytest.fixture(scope="module")
def school(chromium: Any, installation: Installation) -> Iterator[Desk]:
    """A third site of the running service: a centre with trainees."""
    told = installation.folder / "school.json"
    filling = subprocess.run(
        [sys.executable, "-m", "tests.browser.learning_home", str(installation.home), str(told)], cwd=CLONE,
        check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": f"{CLONE / 'src'}:{CLONE}"},
    )  # fmt: skip
    assert filling.returncode == 0, filling.stderr[-2000:]
    found = Desk(chromium, installation.where, json.loads(told.read_text("utf-8")))
    yield found
    found.close()


def refusal(code: str, language: str) -> str:
    """What the table of refusals says, which stands in English; the catalogue's sentence in another language."""
    if language != "en":
        return say(f"error.{code}", language)
    with REFUSALS.open(encoding="utf-8", newline="") as file:
        return next(row["sentence"] for row in csv.DictReader(file) if row["code"] == code)


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.slow("a dozen pages in three tabs")
def test_a_trainees_month(school: Desk, language: str) -> None:
    """Enrolled, they treat somebody, claim it, and enter one from elsewhere, which both wait.

    Ten Lu-177 PSMA are asked. One a year falls to each trainee, however many of the walks went before: 120 months, and
    half of 12 times the ends of the chi-square law with 20 degrees of freedom at 5 and 95 % (10.851 and 31.410).
    """
    who, people = f"trainee-{language}", school.told["people"]
    day = at(2) + timedelta(days=school.told["days"])
    trainer = school.tab("trainer", language)
    trainer.goto(TRAINEES)
    trainer.select_option("main [name=person]", people[who])
    trainer.select_option("main [name=framework]", "default_physician")
    trainer.fill("main [name=since]", (day - timedelta(days=20)).date().isoformat())
    trainer.check(f"main [name=supervisors][value='{people[who]}']")
    trainer.click(SEND)
    assert refusal("competence.own_procedure", language) in trainer.inner_text("main .errorlist")
    trainer.uncheck(f"main [name=supervisors][value='{people[who]}']")
    trainer.check(f"main [name=supervisors][value='{people['physician']}']")
    trainer.click(SEND)
    assert trainer.locator("main h2 + .wide thead a", has_text=f"Synthetic {who}").count() == 1
    assert fits(trainer)

    said = moved(step_of("administration")[4], school.told["days"])
    course = school.course("learnt", language)
    page = school.done(who, language, course, "administration", day, said, second="nurse")
    page.goto(LOGBOOK)
    assert page.locator(f"{CLAIMS} [name=pick]").count() == 1
    page.check(f"{CLAIMS} [name=pick]")
    page.select_option(f"{CLAIMS} [name=supervision]", "direct")
    page.click(f"{CLAIMS} button")
    assert page.locator(f"{CLAIMS} [name=pick]").count() == 0

    page.goto(f"{LOGBOOK}elsewhere/")
    entered = {"place": "School of old", "case": f"P {language}", "on": day.date().isoformat(),
               "witness": "Synthetic Witness"}  # fmt: skip
    for name, text in entered.items():
        page.fill(f"main [name={name}]", text)
    page.select_option("main [name=therapy]", "lu177_psma617")
    page.click(SEND)
    assert page.url == f"{school.where}{LOGBOOK}", page.inner_text("main")
    cells = page.locator("main table >> nth=0").locator("tbody tr:has-text('177') td").all_inner_texts()
    rows = [[" ".join(cell.split()) for cell in cells[first : first + 3]] for first in range(0, len(cells), 3)]
    done, months, _here = next(row for row in rows if "+ 2" in row[0])
    assert months.replace("\u2060", "") == "120.0 65.1–188.5"
    assert [int(each) for each in re.findall(r"\d+", done)] == [0, 10, 10, 2]
    assert [int(each) for each in re.findall(r"\d+", page.inner_text("main h2 + p"))][:4] == [120, 90, 65, 188]
    assert page.locator("main table:last-of-type").count() and fits(page)


@pytest.mark.slow("a dozen pages in three tabs")
def test_a_supervisors_confirmation(school: Desk, language: str) -> None:
    """One is confirmed, another goes back with its reason; and who did them confirms neither."""
    novice, name = school.tab(f"novice-{language}", language), f"Synthetic novice-{language}"
    novice.goto(LOGBOOK)
    links = novice.locator("main a[href*='/procedures/']")
    assert links.count() == 2
    own = links.first.get_attribute("href")
    novice.goto(f"{LOGBOOK}elsewhere/")
    novice.evaluate(
        "where => { const form = document.querySelector('main form.tall'); form.action = where; "
        "form.noValidate = true; form.querySelector('button').name = 'confirms' }", own,
    )  # fmt: skip
    novice.click(SEND)
    assert refusal("competence.own_procedure", language) in novice.inner_text("main") and fits(novice)

    page = school.tab("medical_physicist", language)
    page.goto(LOGBOOK)
    page.click("main .message a")
    mine = page.locator(f"main tbody tr:has-text('{name}')")
    assert mine.count() == 2 and fits(page)
    label = str(mine.first.locator("[name=pick]").get_attribute("aria-label"))
    assert name in label
    mine.first.locator("[name=pick]").check()
    page.click(f"{CLAIMS} button")
    assert mine.count() == 1
    mine.locator("a").click()
    page.fill("main [name=reason]", f"I was away, {language}")
    page.click(SEND)
    assert mine.count() == 0

    novice.goto(LOGBOOK)
    assert f"I was away, {language}" in novice.inner_text("main")
    cells = novice.locator("main table >> nth=0").locator("tbody td.number").all_inner_texts()
    assert [int(each) for each in re.findall(r"\d+", cells[0])] == [1, 10, 9] and fits(novice)
    trainer = school.tab("trainer", language)
    trainer.goto(TRAINEES)
    assert name in trainer.inner_text("main") and fits(trainer)
    taken_back(page, novice, name, f"It was another case, {language}")


def taken_back(page: Any, novice: Any, name: str, why: str) -> None:
    """The supervisor finds what they confirmed again and takes that back; it counts no more."""
    page.goto(f"{LOGBOOK}confirm/")
    page.locator("main ul li", has_text=name).locator("a").click()
    page.fill("main [name=reason]", why)
    page.click("main [name=unconfirms]")
    assert why in page.inner_text("main dl") and page.locator("main [name=unconfirms]").count() == 0 and fits(page)
    novice.goto(LOGBOOK)
    cells = novice.locator("main table >> nth=0").locator("tbody td.number").all_inner_texts()
    assert [int(each) for each in re.findall(r"\d+", cells[0])] == [0, 10, 10]
    assert why in novice.inner_text("main") and fits(novice)


def test_an_assessment_at_work_is_evidence(school: Desk, language: str) -> None:
    """A supervisor looks on; what was shown stands in the logbook and in what is known of the trainee."""
    person = school.told["people"][f"novice-{language}"]
    page = school.tab("medical_physicist", language)
    page.goto(f"{LOGBOOK}{person}/dops/")
    page.select_option("main [name=competency]", "quantifies")
    page.select_option("main [name=level]", "performs")
    page.fill("main [name=feedback]", f"Well done, {language}")
    page.click(SEND)
    assert page.url == f"{school.where}{LOGBOOK}{person}/"
    assert f"Well done, {language}" in page.inner_text("main")
    page.click("main details:not(.desk) > summary")
    assert page.locator("main details .good").count() == 1 and fits(page)
    trainer = school.tab("trainer", language)
    trainer.goto(f"/sites/school/privileges/{person}/")
    assert f"Well done, {language}" in trainer.inner_text("main")
    assert datetime.now(AMMAN).date().isoformat() in trainer.inner_text("main")
