"""The pages of a simulation and of a comparison as a reader sees them: on a phone, at a desk, with nothing fetched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.browser.test_report_in_a_browser import CONTRAST
from tests.plan.results.toy_results import result, scenario, shelf

from hevesy.pictures.gantt import gantt
from hevesy.plan.results.answers import answers
from hevesy.plan.results.compare import compare
from hevesy.plan.results.writing import write_comparison, write_simulation
from hevesy.plan.scenario.scenario import Intervention

pytestmark = pytest.mark.browser

BAR = {"begins": 0, "starts": 0, "ready": 20, "ready_low": 10, "ready_high": 40, "full": 30, "critical": True}


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both pages of the small country that the tests of results use, with one assumed intervention in B."""
    out = tmp_path_factory.mktemp("simulation")
    training = Intervention("training_for_everybody_who_refers", "referral_training", date(2026, 3, 1))
    done = replace(result(), scenario=scenario("a stated package with a long name", (training,)))
    rows = [{**BAR, "label": "Referral training"}]
    picture = gantt(rows, years=["2026", "2027"], key="gantt", title="What is done", description="Training.")
    write_simulation(answers(done, shelf()), out, picture)
    write_comparison(compare(result(), done, shelf(), run=lambda asked: replace(done, scenario=asked)), out)
    return {name: out / f"{name}.html" for name in ("simulation", "comparison")}


@pytest.mark.parametrize("name", ["simulation", "comparison"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_fetched_and_nothing_runs_over_the_side(
    page: Any, pages: dict[str, Path], name: str, width: int
) -> None:
    page.open(pages[name], width)
    page.value("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.requests == [pages[name].as_uri()]
    assert page.complaints == []
    assert page.value("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("name", ["simulation", "comparison"])
def test_it_opens_with_the_warning_and_can_be_read(page: Any, pages: dict[str, Path], name: str) -> None:
    page.open(pages[name], 360)
    assert page.value("document.querySelector('header').innerText.trim()").startswith("Exploratory: ")
    assert page.value("document.scripts.length") == 0
    assert page.value("document.querySelectorAll('h1').length") == 1
    assert (
        page.value("[...document.querySelectorAll('svg')].filter(s => !s.querySelector('title')).length") == 0
    )
    assert page.value("[...document.querySelectorAll('nav a')].every(a => document.querySelector(a.hash))")
    assert page.value(CONTRAST) == []
