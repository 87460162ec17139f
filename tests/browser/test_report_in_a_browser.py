"""The country report as a reader sees it: on a phone, at a desk, on paper, with nothing fetched."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_fetched_and_nothing_runs_over_the_side(page: Reader, report: Path, width: int) -> None:
    page.visit(report.as_uri(), width)
    assert page.requests == [report.as_uri()]
    assert page.complaints == []
    assert page.fits()


def test_it_is_marked_a_draft_at_the_top(page: Reader, report: Path) -> None:
    page.visit(report.as_uri(), 360)
    top = page.value("document.body.innerText.slice(0, 1500)")
    assert "not for decision" in top.lower()
    assert "of 30 key inputs confirmed" in top


def test_it_has_no_script_and_one_first_heading(page: Reader, report: Path) -> None:
    page.visit(report.as_uri(), 1280)
    assert page.value("document.scripts.length") == 0
    assert page.value("document.querySelectorAll('h1').length") == 1
    assert page.value("document.documentElement.lang") == "en"


def test_every_picture_has_a_name_for_those_who_do_not_see_it(page: Reader, report: Path) -> None:
    page.visit(report.as_uri(), 1280)
    unnamed = """[...document.querySelectorAll('svg')].filter(s => !s.closest('[aria-hidden=true]')
      && !s.querySelector('title') && !s.getAttribute('aria-label') && !s.getAttribute('aria-labelledby')
      && !s.closest('figure')?.querySelector('figcaption')).length"""
    assert page.value("document.querySelectorAll('svg').length") >= 2
    assert page.value(unnamed) == 0


def test_it_prints_on_paper(page: Reader, report: Path) -> None:
    page.visit(report.as_uri(), 1280)
    assert 1 <= len(PdfReader(BytesIO(page.page.pdf(print_background=True))).pages) <= 50
