"""The country report as a reader sees it: on a phone, at a desk, on paper, with nothing fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

CONTRAST = """
(() => {
  const channel = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const colour = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = colour(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c;
  } return [255, 255, 255]; };
  const poor = [];
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('svg') || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const style = getComputedStyle(e), a = light(colour(style.color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5))
      poor.push(e.tagName + ' ' + ratio.toFixed(2) + ' ' + e.textContent.trim().slice(0, 40));
  }
  return poor;
})()
"""


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_fetched_and_nothing_runs_over_the_side(page: Any, report: Path, width: int) -> None:
    page.open(report, width)
    assert page.requests == [report.as_uri()]
    assert page.complaints == []
    assert page.value("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_it_is_marked_a_draft_at_the_top(page: Any, report: Path) -> None:
    page.open(report, 360)
    top = page.value("document.body.innerText.slice(0, 1500)")
    assert "not for decision" in top.lower()
    assert "of 30 key inputs confirmed" in top


def test_it_has_no_script_and_one_first_heading(page: Any, report: Path) -> None:
    page.open(report, 1280)
    assert page.value("document.scripts.length") == 0
    assert page.value("document.querySelectorAll('h1').length") == 1
    assert page.value("document.documentElement.lang") == "en"


def test_every_picture_has_a_name_for_those_who_do_not_see_it(page: Any, report: Path) -> None:
    page.open(report, 1280)
    unnamed = """[...document.querySelectorAll('svg')].filter(s => !s.closest('[aria-hidden=true]')
      && !s.querySelector('title') && !s.getAttribute('aria-label') && !s.getAttribute('aria-labelledby')
      && !s.closest('figure')?.querySelector('figcaption')).length"""
    assert page.value("document.querySelectorAll('svg').length") >= 2
    assert page.value(unnamed) == 0


def test_text_stands_out_from_its_ground(page: Any, report: Path) -> None:
    """WCAG 2.2 AA, 1.4.3: 4.5 to 1, large text 3 to 1."""
    page.open(report, 1280)
    assert page.value(CONTRAST) == []


def test_it_prints_on_paper(page: Any, report: Path) -> None:
    page.open(report, 1280)
    assert 1 <= page.print_pages() <= 50
