"""Quality in a real Chromium: a report downloaded as PDF and Word, an indicator that fired, a finding taken up.

Each walk goes twice: in English at a desk without JavaScript, and in Arabic on a phone in the dark with it.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from pypdf import PdfReader
from tests.browser.desk import CLONE, SEND, Desk
from tests.browser.installation import Installation

from hevesy.words import say

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", ["en", "ar"])]
AT = "/sites/quality/"
LONGEST = 400.0  # seconds: jobs run one after another, and those of the installation come first


@pytest.fixture(scope="module")
def desk(chromium: Any, installation: Installation) -> Iterator[Desk]:
    """A third site of the running service: a centre with twelve months of administrations."""
    told = installation.folder / "quality.json"
    filling = subprocess.run(
        [sys.executable, "-m", "tests.browser.quality_home", str(installation.home), str(told)], cwd=CLONE, check=False,
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": f"{CLONE / 'src'}:{CLONE}"},
    )  # fmt: skip
    assert filling.returncode == 0, filling.stderr[-2000:]
    found = Desk(chromium, installation.where, json.loads(told.read_text("utf-8")))
    yield found
    found.close()


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def audited(page: Any, kind: str, scores: tuple[str, ...]) -> str:
    """The address of an audit that somebody begins and scores."""
    page.goto(f"{AT}audits/")
    page.select_option("main [name=kind]", kind)
    page.fill("main [name=team]", "Synthetic team")
    page.click(SEND)
    audit = "/" + page.url.split("/", 3)[3]
    page.goto(f"{audit}items/strategy/")
    for number, score in enumerate(scores, 1):
        page.select_option(f"main [name=strategy_{number}-score]", score)
    page.click("main form:has(table) button")
    return audit


def closed(page: Any, kind: str, scores: tuple[str, ...]) -> str:
    """The same of an audit whose team is done: others are laid beside it, and readiness asks it."""
    audit = audited(page, kind, scores)
    page.goto(audit)
    page.click("main form[action$='/close/'] button")
    return audit


def downloaded(page: Any, name: str) -> bytes:
    """A file of the report, once its job is done."""
    until = time.monotonic() + LONGEST
    while page.locator(f"main a[href$='{name}']").count() == 0:
        assert time.monotonic() < until, page.inner_text("main ul.screen")
        time.sleep(0.5)
        page.reload()
    with page.expect_download() as waiting:
        page.click(f"main a[href$='{name}'] >> nth=0")
    with open(waiting.value.path(), "rb") as file:
        return file.read()


def test_a_report_with_both_teams_is_downloaded_as_pdf_and_word(desk: Desk, language: str) -> None:
    """The centre scores 4 and 2, the visitors 2 and 2: 75 % and 50 % of the first checklist."""
    closed(desk.tab("auditor", language), "visit", ("2", "2"))
    page = desk.tab("quality_manager", language)
    audit = audited(page, "self", ("4", "2"))
    page.goto(f"{audit}report/")
    assert page.locator("main svg").count() == 2 and fits(page)
    assert "75.0 %" in page.locator("main svg desc").first.text_content()
    page.click("main form[action$='/make/'] button")
    pdf, word = downloaded(page, f"{language}.pdf"), downloaded(page, f"{language}.docx")
    document = docx.Document(io.BytesIO(word))
    assert document.paragraphs[0].text == say("audit.title", language)
    assert [cell.text for cell in document.tables[0].rows[1].cells][1:3] == ["75.0 %", "50.0 %"]
    read = " ".join(part.extract_text() for part in PdfReader(io.BytesIO(pdf)).pages)
    assert "75.0" in read and len(PdfReader(io.BytesIO(pdf)).pages) >= 2


def test_an_indicator_that_fired_says_which_rule_and_when(desk: Desk, language: str) -> None:
    page = desk.tab("quality_manager", language)
    page.goto(f"{AT}indicators/")
    consent = page.locator("main section:has(#consent_rate)")
    worst = desk.told["months"][0]
    said = say("rule_says.beyond_below", language, when=worst)
    plain = consent.locator("li.bad").first.inner_text().replace("\u2066", "").replace("\u2069", "")
    assert plain == said and consent.locator("svg polygon").count() == 1
    consent.locator("summary").click()
    assert consent.locator("tr:has(strong.bad)").inner_text().startswith(worst) and fits(page)
    assert page.locator("main section:has(#release_measured) svg").count() == 0  # nothing was recorded of it


def test_a_finding_of_the_record_is_dismissed_taken_up_after_all_and_leads_back(desk: Desk, language: str) -> None:
    """Without a reason nothing is dismissed; with one it stands below, with who said it."""
    page = desk.tab("quality_manager", language)
    page.goto(f"{AT}actions/")
    row = f"main tr:has-text('Synthetic calibrator {language}')"
    for reason in ("", f"Another source {language}"):
        if not reason:  # refused, it stands open
            page.click(f"{row} summary")
        page.fill(f"{row} [name=reason]", reason)
        assert fits(page)
        page.click(f"{row} form[action$='/dismiss/'] button")
        assert page.locator("main [role=alert]").count() == (0 if reason else 1)
    assert page.locator(f"{row} form[action$='/dismiss/']").count() == 0
    assert f"Another source {language}" in page.inner_text(row)
    page.click(f"{row} form[action$='/take-up/'] button")
    assert f"Another source {language}" in page.inner_text("main")
    assert f"Synthetic calibrator {language}" in page.inner_text("main h1")
    page.click("main a[href*='check=calibrator_constancy']")
    assert "7.5" in page.inner_text("main")
    page.goto(f"{AT}actions/")
    assert page.locator(f"main tr:has-text('Synthetic calibrator {language}') form").count() == 0


def test_an_audit_begun_by_mistake_is_discarded_and_says_why_in_the_list(desk: Desk, language: str) -> None:
    """Without a reason it stays open; with one it can be read and takes no more answers."""
    page = desk.tab("quality_manager", language)
    audit = audited(page, "self", ("4",))
    page.goto(audit)
    for reason in ("", f"The wrong profile {language}"):
        if not reason:  # refused, it stands open
            page.click("main details:has([name=reason]) summary")
        page.fill("main [name=reason]", reason)
        assert fits(page)
        page.click("main form[action$='/discard/'] button")
        assert page.locator("main [role=alert]").count() == (0 if reason else 1)
    row = page.locator("main tr", has=page.locator(f"a[href='{audit}']"))
    assert f"The wrong profile {language}" in row.inner_text() and fits(page)
    row.locator("a").click()
    assert f"The wrong profile {language}" in page.inner_text("main") and page.locator("main form").count() == 0
    page.goto(f"{audit}items/strategy/")
    assert page.locator("main [name=strategy_1-score]").is_disabled()


def test_what_is_ready_for_accreditation_leads_to_its_evidence(desk: Desk, language: str) -> None:
    page = desk.tab("quality_manager", language)
    audit = closed(page, "self", ("4", "1"))
    page.goto(f"{AT}accreditation/")
    first = page.locator("main ul.gates >> nth=1").locator("li")
    assert [first.nth(place).get_attribute("class") for place in (0, 1, 2)] == ["met", "not_met", "unknown"]
    assert fits(page)
    first.nth(1).locator("a").first.click()
    assert page.url.endswith(f"{audit}items/strategy/")
