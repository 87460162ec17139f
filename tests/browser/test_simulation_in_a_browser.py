"""The pages of a simulation and of a comparison as a reader sees them: on a phone, at a desk, with nothing fetched."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

@pytest.mark.parametrize("name", ["simulation", "comparison"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_fetched_and_nothing_runs_over_the_side(
    page: Reader, pages: dict[str, Path], name: str, width: int
) -> None:
    page.visit(pages[name].as_uri(), width)
    page.value("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.requests == [pages[name].as_uri()]
    assert page.complaints == []
    assert page.fits()


@pytest.mark.parametrize("name", ["simulation", "comparison"])
def test_it_opens_with_the_warning_and_can_be_read(page: Reader, pages: dict[str, Path], name: str) -> None:
    page.visit(pages[name].as_uri(), 360)
    assert page.value("document.querySelector('header').innerText.trim()").startswith("Exploratory: ")
    assert page.value("document.scripts.length") == 0
    assert page.value("document.querySelectorAll('h1').length") == 1
    assert (
        page.value("[...document.querySelectorAll('svg')].filter(s => !s.querySelector('title')).length") == 0
    )
    assert page.value("[...document.querySelectorAll('nav a')].every(a => document.querySelector(a.hash))")
