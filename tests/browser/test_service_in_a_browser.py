"""The service as a person uses it: set up, let somebody in, look at the atlas; at a desk and on a phone."""

from __future__ import annotations

import gzip
import re
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.installation import FIRST, SITE, Installation
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

WIDTHS = (390, 1280)
FIRST_VISIT_BYTES = 30_000
SIDE = """getComputedStyle(document.querySelector('h1')).textAlign === 'start'
    && document.querySelector('header strong').getBoundingClientRect().left > innerWidth / 2 ? 'right' : 'left'"""
FIRST_YEAR_IS_RIGHT_OF_THE_LAST = """(years => years.length > 1
    && years[0].getBoundingClientRect().left > years[years.length - 1].getBoundingClientRect().right)(
    [...document.querySelectorAll('svg.timeline text:not(.name)')])"""
NAMES_OUTSIDE_THE_PICTURE = """(edge => [...document.querySelectorAll('svg.timeline text')].filter(each =>
    each.getBoundingClientRect().left < edge.left - 1 || each.getBoundingClientRect().right > edge.right + 1).length)(
    document.querySelector('svg.timeline').getBoundingClientRect())"""
COLOURED = "getComputedStyle(document.querySelector('use[href$=JOR]')).fill"

Reading = Callable[..., Reader]


@pytest.mark.parametrize("width", WIDTHS)
def test_arabic_pages_are_mirrored(installation: Installation, reading: Reading, width: int) -> None:
    """The language is chosen by its button, kept from page to page, and English comes back the same way."""
    reader, plan = reading(), f"/plans/{installation.filled['pk']}/"
    reader.visit(plan, width)
    reader.press(".languages [value=ar]")
    assert reader.value("location.pathname") == plan
    for path in ("/", "/atlas/", SITE, plan):
        reader.visit(path, width)
        assert reader.value("document.documentElement.lang + document.documentElement.dir") == "arrtl"
        assert reader.value(SIDE) == "right", path
    assert reader.value(FIRST_YEAR_IS_RIGHT_OF_THE_LAST)
    assert reader.value(NAMES_OUTSIDE_THE_PICTURE) == 0
    reader.press(".languages [value=en]")
    assert reader.value("document.documentElement.lang + document.documentElement.dir") == "enltr"


def test_somebody_is_let_in_and_comes_in(installation: Installation, reading: Reading) -> None:
    reader = reading()
    reader.visit(SITE, 390)
    reader.send("form.tall", username="nurse", full_name="Synthetic Nurse", role="nurse")
    assert reader.text(".card code").startswith(f"{installation.where}/come-in/")
    reader.visit(f"{SITE}book/", 390)
    assert reader.text("tbody tr:first-child td:nth-child(3)").startswith("role_given")


def test_the_atlas_answers_while_one_types(reading: Reading) -> None:
    reader = reading()
    reader.visit("/atlas/")
    reader.page.type("#named", "kenya")
    reader.page.wait_for_selector("#rows table:has(tbody tr:only-child)")
    assert "named=kenya" in reader.page.url
    assert reader.complaints == []


def test_a_figure_is_proposed_and_coloured_on_the_map_once_another_has_accepted_it(reading: Reading) -> None:
    first, approver = reading(), reading("approver")
    first.visit(f"{SITE}figures/country.equipment.cyclotron/", 390)
    first.send("form.tall", value="3", source="Synthetic count", reason="new count")
    approver.visit(f"{SITE}figures/")
    approver.press("tbody a:has-text('Cyclotrons')")
    approver.send("form.tall", reason="read in the source", password=FIRST["password"])
    first.visit("/atlas/map/?sort=cyclotron")
    assert first.page.get_attribute("use[href$=JOR]", "class") == "m0"
    assert first.value(COLOURED) != first.value(COLOURED.replace("JOR", "KEN"))
    assert first.complaints == []


@pytest.mark.parametrize("path", ["/accounts/login/", "/", "/atlas/", "/atlas/map/", "{plan}", SITE])
def test_the_first_visit_is_small(path: str, installation: Installation, kept: Reading, loopback: None) -> None:
    """HTML, style sheets and scripts, compressed; the outlines of the map are a picture, kept for a year."""
    cookies = kept("first" if path != "/accounts/login/" else "", "en").context.cookies(installation.where)
    asked = "; ".join(f"{each['name']}={each['value']}" for each in cookies)
    address = installation.where + path.replace("{plan}", f"/plans/{installation.filled['pk']}/")
    page = fetched(address, asked)
    files = re.findall(r"(?:href|src)=\"(/static/[^\"]+\.(?:css|js))\"", gzip.decompress(page).decode())
    assert files
    assert len(page) + sum(len(fetched(installation.where + file)) for file in files) <= FIRST_VISIT_BYTES


def fetched(address: str, cookies: str = "") -> bytes:
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip", "Cookie": cookies})
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["Content-Encoding"] == "gzip" and answer.url == address
        return bytes(answer.read())


def test_pages_say_that_they_fit_a_phone(reading: Reading) -> None:
    """Without this line a phone draws a page 980 pixels wide and shrinks it."""
    reader: Any = reading("")
    reader.visit("/accounts/login/", 390)
    assert "width=device-width" in reader.page.get_attribute("meta[name=viewport]", "content")
