"""A real Chromium, driven by Playwright; and a running service with something of everything in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.browser.desk import Desk
from tests.browser.installation import Installation, installed
from tests.browser.reader import Reader
from tests.plan.results.toy_results import result, scenario, shelf

from hevesy.pictures.gantt import gantt
from hevesy.plan.results.answers import answers
from hevesy.plan.results.compare import compare
from hevesy.plan.results.writing import write_comparison, write_simulation
from hevesy.plan.scenario.scenario import Intervention

BAR = {"begins": 0, "starts": 0, "ready": 20, "ready_low": 10, "ready_high": 40, "full": 30, "critical": True}
CLONE = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The Chromium of this machine; Playwright brings none."""
    driver = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make test-browser does it")
    command = next((found for name in NAMES if (found := shutil.which(name))), None)
    if command is None:
        pytest.skip("no Chromium on this machine; on Debian: apt-get install chromium")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=command, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def page(chromium: Any) -> Iterator[Reader]:
    """A tab for pages that lie in a file."""
    reader = Reader(chromium)
    yield reader
    reader.close()


@pytest.fixture(scope="session")
def installation(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A service that was set up and used in the browser."""
    with installed(chromium, tmp_path_factory.mktemp("service")) as found:
        yield found


@pytest.fixture(scope="session")
def desk(chromium: Any, installation: Installation) -> Iterator[Desk]:
    """A second site of the running service: a centre with its people, and courses that stand where the walks go on."""
    told = installation.folder / "told.json"
    filling = subprocess.run(
        [sys.executable, "-m", "tests.browser.care_home", str(installation.home), str(told)], cwd=CLONE, check=False,
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": f"{CLONE / 'src'}:{CLONE}"},
    )  # fmt: skip
    assert filling.returncode == 0, filling.stderr[-2000:]
    found = Desk(chromium, installation.where, json.loads(told.read_text("utf-8")))
    yield found
    found.close()


@pytest.fixture
def reading(chromium: Any, installation: Installation) -> Iterator[Callable[..., Reader]]:
    """Open a tab as one of the installation's people, or as a stranger; closed after the test."""
    opened: list[Reader] = []

    def of(who: str = "first", language: str = "en", **more: Any) -> Reader:
        opened.append(installation.reader(chromium, who, language, **more))
        return opened[-1]

    yield of
    for each in opened:
        each.close()


@pytest.fixture(scope="session")
def kept(chromium: Any, installation: Installation) -> Iterator[Callable[[str, str], Reader]]:
    """The one tab of a person in a language, for tests that only look at pages: opening one each takes long."""
    opened: dict[tuple[str, str], Reader] = {}

    def of(who: str, language: str) -> Reader:
        if (who, language) not in opened:
            opened[who, language] = installation.reader(chromium, who, language)
        return opened[who, language]

    yield of
    for each in opened.values():
        each.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The HTML report of Jordan, written by the command itself."""
    folder = tmp_path_factory.mktemp("report")
    done = subprocess.run(
        [sys.executable, "-m", "hevesy.cli", "plan", "country", "JOR", "--draws", "16", "--out", str(folder)],
        env={**os.environ, "PYTHONPATH": str(CLONE / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.html"))


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
