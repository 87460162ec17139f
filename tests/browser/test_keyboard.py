"""The keyboard alone: past the head of a page, in the order of reading, always seen, and through the planner's job."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.browser.installation import SITE, Installation, until_done
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

Reading = Callable[..., Reader]
PAGES = ("/", "/atlas/map/", "/atlas/JOR/", SITE, f"{SITE}plans/", "{plan}", "/tokens/")
FOCUSED = "document.activeElement"
SEEN = f"""(each => {{ const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.bottom > 0
        && box.top < innerHeight; }})({FOCUSED})"""
WHAT = f"{FOCUSED}.outerHTML.slice(0, 120)"
# where one may go, in the order in which the page is written
STOPS = """[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary,'
    + '[tabindex="0"]')].filter(each => each.checkVisibility() && each.tabIndex >= 0 && !each.disabled).length"""
PLACE = f"""[...document.querySelectorAll('*')].indexOf({FOCUSED})"""


def stops(reader: Reader, most: int = 400) -> list[int]:
    """Press Tab to the end of the page; the place of each element, which must be seen when it is reached."""
    found: list[int] = []
    for _ in range(most):
        reader.page.keyboard.press("Tab")
        at, ends, seen = reader.value(f"[{PLACE}, {FOCUSED} === document.body, {SEEN}]")
        if ends or (found and at == found[0]):
            return found
        assert seen, reader.value(WHAT)
        found.append(at)
    raise AssertionError(f"no end after {most} stops")


@pytest.mark.parametrize("page", PAGES)
def test_every_stop_is_seen_and_they_follow_the_page(page: str, installation: Installation, kept: Reading) -> None:
    """No trap either: the last Tab leaves the page."""
    reader = kept("first", "en")
    reader.visit(page.replace("{plan}", f"/plans/{installation.filled['pk']}/"))
    reader.value("document.querySelectorAll('tbody').forEach(e => [...e.rows].slice(12).forEach(row => row.remove()))")
    there = reader.value(STOPS)
    found = stops(reader)
    assert found == sorted(found)
    # a field for a day is one element with several stops; buttons for one choice are one stop
    assert len(set(found)) >= 0.95 * there > 5


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_stop_leads_past_the_head(language: str, kept: Reading) -> None:
    reader = kept("first", language)
    reader.visit("/atlas/")
    reader.page.keyboard.press("Tab")
    assert reader.value(f"{FOCUSED}.className") == "skip" and reader.value(SEEN)
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.press("Tab")
    assert reader.value(f"!!{FOCUSED}.closest('main')")


def test_one_can_scroll_a_wide_table_with_the_arrows(reading: Reading) -> None:
    reader = reading()
    reader.visit("/atlas/", 390)
    reader.page.focus("#rows .wide")
    reader.value("void (window.ended = new Promise(done => document.activeElement.addEventListener('scroll', done)))")
    reader.page.keyboard.press("ArrowRight")
    reader.value("window.ended.then(() => 1)")
    assert reader.value("document.querySelector('#rows .wide').scrollLeft") > 0


def test_the_moving_parts_stand_still_for_who_asked_for_it(reading: Reading, installation: Installation) -> None:
    reader = reading("first", "en", reduced_motion="reduce")
    for page in ("/", "/atlas/", f"/plans/{installation.filled['pk']}/"):
        reader.visit(page)
        moving = reader.value("""[...document.querySelectorAll('*')].filter(each => {
            const style = getComputedStyle(each);
            return parseFloat(style.transitionDuration) > 0.01 || style.animationName !== 'none';
        }).length""")
        assert moving == 0


def go_to(reader: Reader, selector: str, most: int = 150) -> None:
    """Press Tab until one stands there."""
    for _ in range(most):
        if reader.value(f"{FOCUSED}.matches({selector!r})"):
            return
        reader.page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached; at {reader.value(WHAT)}")


def enter(reader: Reader, selector: str) -> None:
    """Go to a link or a button, and press Enter; another page follows."""
    go_to(reader, selector)
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")


def write(reader: Reader, selector: str, text: str) -> None:
    """Go to a field and write over what stands there."""
    go_to(reader, selector)
    reader.page.keyboard.press("Control+A")
    reader.page.keyboard.type(text)


@pytest.mark.slow("a simulation runs in a process of its own")
def test_the_planners_job_is_done_with_the_keyboard_alone(reading: Reading) -> None:
    """From signing in to a frozen baseline; only the first address is given."""
    reader = reading("")
    reader.visit("/accounts/login/")
    write(reader, "[name=login]", "first")
    write(reader, "[name=password]", "a long pass phrase")
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    enter(reader, f"a[href='{SITE}plans/']")
    write(reader, "[name=country]", "Fiji")
    go_to(reader, "[name=begin]")
    reader.page.keyboard.press("End")
    enter(reader, "main form button")
    plan = reader.page.url
    go_to(reader, "[name=kind]")
    reader.page.keyboard.type("Referral training")
    go_to(reader, "[name=begins]")
    reader.page.keyboard.type("03012027")
    enter(reader, "form[action$='/add/'] button")
    assert reader.text("tbody th a").startswith("Referral training")
    go_to(reader, "details:has([name=years]) > summary")
    reader.page.keyboard.press("Enter")
    write(reader, "[name=years]", "1")
    write(reader, "[action$='/frame/'] [name=draws]", "2")
    enter(reader, "form[action$='/frame/'] button")
    write(reader, "#draws-simulate", "2")
    enter(reader, "form:has([value=simulate]) button")
    until_done(reader, reader.page.url)
    enter(reader, "main a.button:not([href$='/numbers/'])")
    assert "/jobs/" in reader.page.url and reader.page.locator("h1").count() >= 1
    reader.visit(plan)
    go_to(reader, "details:has([name=reason]) > summary")
    reader.page.keyboard.press("Space")
    write(reader, "[name=reason]", "for the board")
    write(reader, "form[action$='/freeze/'] [name=password]", "a long pass phrase")
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    enter(reader, "a[href$='/versions/']")
    assert reader.text("tbody tr:first-child td:nth-of-type(3)").startswith("1 ")
