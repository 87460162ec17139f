"""The service as a person uses it: set up, let somebody in, look at the atlas; at a desk and on a phone."""

from __future__ import annotations

import gzip
import re
import signal
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.test_report_in_a_browser import CONTRAST
from tests.service.test_serving import free_port, said_when_ready, started

pytestmark = pytest.mark.browser

WIDTHS = (390, 1280)
PATHS = (
    "/", "/atlas/", "/atlas/JOR/", "/why/who.pet.per_million/JOR/", "/sites/king-hussein/", "/roles/",
    "/sites/king-hussein/book/", "/health/", "/accounts/2fa/", "/atlas/map/", "/atlas/disparity/", "/atlas/registers/",
    "/atlas/?show=cadres&per=count&sort=physician&down=1", "/atlas/JOR/history/country.equipment.pet/",
    "/atlas/JOR/towns/Irbid/", "/sites/king-hussein/figures/",
    *(f"/sites/king-hussein/{desk}/" for desk in ("mission", "counts", "counts/2025", "briefing", "centre-size")),
    *(f"/sites/king-hussein/questionnaire/{section}" for section in ("", "1/", "5/", "9/")),
    "/second-factor/", "/accounts/2fa/totp/activate/", "/sites/king-hussein/lend/", "/sites/king-hussein/emergency/",
    "/drafts/",
)  # fmt: skip
FIRST = {
    "site": "King Hussein", "country": "JOR", "full_name": "Synthetic Person", "username": "first",
    "password": "a long pass phrase",
}  # fmt: skip
FIRST_VISIT_BYTES = 30_000
UNNAMED = """[...document.querySelectorAll('input:not([type=hidden]), select')]
    .filter(each => !each.labels?.length && !each.ariaLabel).length"""
TYPED = """const asked = document.getElementById('named'); asked.value = 'kenya';
    asked.dispatchEvent(new Event('input', {bubbles: true}))"""
SIDE = """getComputedStyle(document.querySelector('h1')).textAlign === 'start'
    && document.querySelector('header strong').getBoundingClientRect().left > innerWidth / 2 ? 'right' : 'left'"""
FIRST_YEAR_IS_RIGHT_OF_THE_LAST = """(years => years.length > 1
    && years[0].getBoundingClientRect().left > years[years.length - 1].getBoundingClientRect().right)(
    [...document.querySelectorAll('svg.timeline text:not(.name)')])"""
NAMES_OUTSIDE_THE_PICTURE = """(edge => [...document.querySelectorAll('svg.timeline text')].filter(each =>
    each.getBoundingClientRect().left < edge.left - 1 || each.getBoundingClientRect().right > edge.right + 1).length)(
    document.querySelector('svg.timeline').getBoundingClientRect())"""
COLOURED = "getComputedStyle(document.querySelector('use[href$=JOR]')).fill"
ROWS_AFTERWARDS = """new Promise(done => document.body.addEventListener('htmx:afterSettle',
    () => done(document.querySelectorAll('tbody tr').length)))"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Where it is, and the set-up link."""
    port = free_port()
    with started(tmp_path_factory.mktemp("service"), port) as running:
        link = re.search(r"http://\S+/set-up/\S+/", said_when_ready(running))
        assert link is not None
        yield f"http://127.0.0.1:{port}", link[0]
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 0


@pytest.fixture(scope="module")
def signed_in(page: Any, service: tuple[str, str]) -> Iterator[Any]:
    """The browser of the first administrator, who has filled the form of the set-up link.

    Afterwards it stands on an empty page, so that no late request of ours is taken for one of another test's page.
    """
    where, link = service
    page.visit(link, 1280)
    page.send("main form", **FIRST)
    assert page.value("location.href") == f"{where}/second-factor/"
    page.send("#later")
    assert page.value("location.href") == f"{where}/"
    yield page
    page.visit("about:blank", 1280)
    until_quiet(page)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_fit_can_be_read_and_fetch_nothing_from_elsewhere(
    signed_in: Any, service: tuple[str, str], path: str, width: int
) -> None:
    signed_in.visit(service[0] + path, width)
    assert [each for each in signed_in.requests if not each.startswith((service[0], "data:"))] == []
    assert signed_in.complaints == []
    assert signed_in.value("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert signed_in.value(CONTRAST) == []
    assert signed_in.value(UNNAMED) == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_arabic_pages_are_mirrored_fit_and_can_be_read(signed_in: Any, service: tuple[str, str], width: int) -> None:
    """The language is chosen by its button, kept from page to page, and English comes back the same way."""
    where = service[0]
    signed_in.visit(f"{where}/sites/king-hussein/plans/", width)
    signed_in.send("form.tall", country="Kenya", begin="package")
    plan = signed_in.value("location.pathname")
    signed_in.press(".languages [value=ar]")
    assert signed_in.value("location.pathname") == plan
    for path in (*PATHS, plan, f"{plan}versions/"):
        signed_in.visit(where + path, width)
        assert signed_in.value("document.documentElement.lang + document.documentElement.dir") == "arrtl"
        assert signed_in.value("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert signed_in.value(CONTRAST) == [] and signed_in.value(UNNAMED) == 0, path
        assert signed_in.value(SIDE) == "right", path
        assert signed_in.complaints == []
    signed_in.visit(where + plan, width)
    assert signed_in.value(FIRST_YEAR_IS_RIGHT_OF_THE_LAST)
    assert signed_in.value(NAMES_OUTSIDE_THE_PICTURE) == 0
    signed_in.press(".languages [value=en]")


def test_somebody_is_let_in_and_comes_in(signed_in: Any, service: tuple[str, str]) -> None:
    signed_in.visit(f"{service[0]}/sites/king-hussein/", 390)
    signed_in.send("form.tall", username="nurse", full_name="Synthetic Nurse", role="nurse")
    link = signed_in.value("document.querySelector('.card code').innerText")
    assert link.startswith(f"{service[0]}/come-in/")
    signed_in.visit(f"{service[0]}/sites/king-hussein/book/", 390)
    assert signed_in.value("document.querySelector('tbody tr td:nth-child(3)').innerText").startswith("role_given")


def test_the_atlas_answers_while_one_types(signed_in: Any, service: tuple[str, str]) -> None:
    signed_in.visit(f"{service[0]}/atlas/", 1280)
    signed_in.value(TYPED)
    asked = signed_in.ask("Runtime.evaluate", expression=ROWS_AFTERWARDS, awaitPromise=True, returnByValue=True)
    assert asked["result"]["value"] == 1
    assert "named=kenya" in signed_in.value("location.search")


def test_a_figure_is_proposed_and_coloured_on_the_map_once_another_has_accepted_it(
    signed_in: Any, service: tuple[str, str]
) -> None:
    where, site = service[0], f"{service[0]}/sites/king-hussein/"
    for name, full_name, role in (("first", "", "focal_point"), ("approver", "Synthetic Approver", "approver")):
        signed_in.visit(site, 1280)
        signed_in.send("form.tall", username=name, full_name=full_name, role=role)
    link = signed_in.value("document.querySelector('.card code').innerText")
    signed_in.visit(f"{site}figures/country.equipment.cyclotron/", 390)
    assert signed_in.value("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    signed_in.send("form.tall", value="3", source="Synthetic count", reason="new count")
    signed_in.visit(f"{site}centres/new/", 390)
    assert signed_in.value("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert signed_in.value(CONTRAST) == [] and signed_in.value(UNNAMED) == 0
    signed_in.visit(f"{site}figures/", 1280)
    assert signed_in.value("document.querySelector('tbody th').innerText") == "Cyclotrons"
    signed_in.send("header form")
    signed_in.visit(link, 1280)
    signed_in.send("form.tall", password="a long pass phrase")
    signed_in.send("#later")
    signed_in.visit(f"{site}figures/", 1280)
    signed_in.visit(signed_in.value("document.querySelector('tbody a').href"), 1280)
    signed_in.send("main form.tall", reason="read in the source", password="a long pass phrase")
    signed_in.visit(f"{where}/atlas/map/?sort=cyclotron", 1280)
    assert signed_in.value("document.querySelector('use[href$=JOR]').getAttribute('class')") == "m0"
    assert signed_in.value(COLOURED) != signed_in.value(COLOURED.replace("JOR", "KEN"))
    assert signed_in.complaints == []
    signed_in.send("header form")  # the tests that follow are the first person's again
    signed_in.visit(f"{where}/accounts/login/", 1280)
    signed_in.send("form.tall", login="first", password="a long pass phrase")


def test_the_first_visit_is_small(service: tuple[str, str], loopback: None) -> None:
    """HTML, style sheet and script of the page where one signs in, compressed."""
    page = fetched(f"{service[0]}/accounts/login/")
    files = re.findall(r"(?:href|src)=\"(/static/[^\"]+)\"", gzip.decompress(page).decode())
    assert files
    assert len(page) + sum(len(fetched(service[0] + file)) for file in files) <= FIRST_VISIT_BYTES


def fetched(address: str) -> bytes:
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        return bytes(answer.read())


@pytest.mark.slow("a simulation runs in a process of its own")
def test_a_planner_goes_from_a_country_to_a_result(signed_in: Any, service: tuple[str, str]) -> None:
    """Begin a plan, add an act, run it, open the page of the result: on a phone, with nothing from elsewhere."""
    where = service[0]
    signed_in.visit(f"{where}/sites/king-hussein/plans/", 390)
    signed_in.send("form.tall", country="Fiji", begin="empty")
    assert signed_in.value("document.querySelector('h1').innerText").startswith("Fiji")
    signed_in.send("form[action$='/add/']", kind="referral_training", begins="2027-03-01")
    assert signed_in.value("document.querySelector('tbody th').innerText").startswith("Referral training")
    fits = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert signed_in.value(fits) <= 0 and signed_in.value(CONTRAST) == [] and signed_in.value(UNNAMED) == 0
    signed_in.send("form[action$='/frame/']", years="1", draws="2")
    signed_in.send("form:has([value=simulate])", draws="2")
    job = signed_in.value("location.pathname")
    until(signed_in, where + job, "document.querySelector('[role=status]').innerText.startsWith('Done')")
    assert signed_in.value("document.querySelector('a.button').innerText") == "Open the page"
    signed_in.visit(f"{where}{job}files/simulation.html", 390)
    assert signed_in.complaints == [] and signed_in.value("getComputedStyle(document.body).maxWidth") != "none"
    assert [each for each in signed_in.requests if not each.startswith((where, "data:"))] == []


def until_quiet(page: Any) -> None:
    """Wait until a second goes by in which the browser asks for nothing."""
    asked = -1
    while asked != len(page.requests):
        asked = len(page.requests)
        time.sleep(1.0)
        page.value("1")  # what was asked meanwhile is heard


def until(page: Any, address: str, holds: str) -> None:
    """Look again, as the page itself would, for a minute."""
    for _ in range(60):
        page.visit(address, 390)
        if page.value(holds):
            return
        time.sleep(1.0)
    raise AssertionError(page.value("document.body.innerText"))
