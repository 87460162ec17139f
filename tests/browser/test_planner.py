"""The planner's whole job in a browser: in two languages, at a desk and on a phone, and once without JavaScript."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.examining import EVERY, picture
from tests.browser.installation import FIRST, SITE, Installation, until_done
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

Reading = Callable[..., Reader]
# both languages, both widths, with JavaScript and without; HEVESY_EVERY=1 crosses them
JOBS = [("en", 1280, False), ("ar", 390, True), *([("en", 390, False), ("ar", 1280, True)] if EVERY else [])]


@pytest.mark.slow("simulations run in a process of their own")
@pytest.mark.parametrize(("language", "width", "script"), JOBS)
def test_a_planner_goes_from_a_country_to_a_baseline(
    language: str, width: int, script: bool, reading: Reading, tmp_path: Path
) -> None:
    """Country, plan, act, run, result, side by side, frozen, taken out: with nothing from elsewhere."""
    reader, step = reading("first", language, java_script_enabled=script), Steps(language, width, script)
    reader.visit("/", width)
    step.seen(reader, "home")
    for path, name in (("/atlas/", "atlas"), ("/atlas/map/", "map"), ("/atlas/FJI/", "country")):
        reader.visit(path, width)
        step.seen(reader, name)
    reader.visit(f"{SITE}plans/", width)
    step.seen(reader, "plans")
    reader.send("form.tall", country="Fiji", begin="empty")
    plan = reader.page.url
    step.seen(reader, "plan-empty")
    reader.send("form[action$='/add/']", kind="referral_training", begins="2027-03-01")
    assert reader.page.locator("tbody th a").count() == 1
    reader.page.click("details:has([name=years]) > summary")
    reader.send("form[action$='/frame/']", years="1", draws="2")
    step.seen(reader, "plan")
    reader.send("form:has([value=simulate])", draws="2")
    step.seen(reader, "job-running")
    until_done(reader, reader.page.url)
    step.seen(reader, "job-done")
    reader.press("main a.button[href$='/numbers/']")
    assert reader.fits()
    step.seen(reader, "numbers")
    reader.page.go_back()
    reader.press("main a.button:not([href$='/numbers/'])")
    assert "/jobs/" in reader.page.url and reader.fits()
    step.seen(reader, "result")
    reader.visit(f"{SITE}plans/beside/", width)
    assert reader.page.locator("svg.band").count() >= 1
    step.seen(reader, "beside")
    reader.visit(plan, width)
    reader.page.click("details:has([name=reason]) > summary")
    reader.send("form[action$='/freeze/']", reason="for the board", password=FIRST["password"])
    reader.visit(f"{plan}versions/", width)
    assert reader.text("tbody tr:first-child td:nth-of-type(3)").startswith("1 ")
    step.seen(reader, "versions")
    reader.visit(plan, width)
    with reader.page.expect_download() as taken:
        reader.page.click("a[href$='/download/']")
    file = tmp_path / "plan.toml"
    taken.value.save_as(file)
    said = tomllib.loads(file.read_text("utf-8"))
    assert (said["country"], said["years"]) == ("FJI", 1)
    assert [each["kind"] for each in said["intervention"]] == ["referral_training"]


class Steps:
    """Each page of the job fits and comes from here alone; with HEVESY_EVERY=1 it leaves its picture in both themes."""

    def __init__(self, language: str, width: int, script: bool) -> None:
        self._language, self._width, self._more, self._count = language, width, "" if script else "-no-script", 0

    def seen(self, reader: Reader, name: str) -> None:
        self._count += 1
        assert reader.complaints == []
        assert [each for each in reader.requests if not each.startswith((reader.where, "data:"))] == []
        assert reader.fits(), name
        for theme in ("light", "dark") if EVERY else ():
            reader.page.emulate_media(color_scheme=theme)
            picture(reader, f"job-{self._count:02}-{name}{self._more}-{self._language}-{self._width}-{theme}")
        reader.page.emulate_media(color_scheme="light")


def test_the_installation_is_that_of_the_set_up(installation: Installation, reading: Reading) -> None:
    reader = reading()
    reader.visit("/")
    assert "King Hussein" in reader.text("main") and "Synthetic Person" in reader.text("header")
    assert installation.where in reader.page.url
