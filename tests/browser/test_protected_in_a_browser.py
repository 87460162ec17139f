"""A browser with a passkey, and a page that nobody touches: added, signed in with, signed by; covered and unlocked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.examining import faults
from tests.browser.installation import SITE, Installation, let_in
from tests.browser.protecting import PASSWORD, show, with_a_passkey
from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow("a real browser, and real hashes of passwords")]

COVERED = """getComputedStyle(document.querySelector('main')).visibility === 'hidden'
    && document.getElementById('cover').open"""
ROLES = "fetch('/roles/').then(answer => answer.url)"


@pytest.fixture(scope="module")
def keyed(chromium: Any, installation: Installation) -> Iterator[Reader]:
    """The browser of a planner who has just come in, with an authenticator of its own."""
    first = installation.reader(chromium, "first")
    link = let_in(installation, first, "keyed", "planner")
    first.close()
    reader = installation.reader(chromium, "")
    with_a_passkey(reader)
    reader.visit(link)
    reader.send("main form.tall", password=PASSWORD)
    assert path(reader) == "/second-factor/"
    yield reader
    reader.close()


def path(reader: Reader) -> str:
    return str(reader.value("location.pathname"))


def untouched_for(reader: Reader, milliseconds: int) -> None:
    """As if nobody had touched it for so long, and then somebody came back to its tab."""
    reader.value(f"localStorage.setItem('seen', Date.now() - {milliseconds})")
    reader.value("dispatchEvent(new Event('visibilitychange'))")


def test_a_passkey_is_the_second_factor_signs_in_alone_and_signs(keyed: Reader) -> None:
    keyed.visit("/second-factor/", 390)
    keyed.press("main a[href*=webauthn]")
    assert keyed.fits() and faults(keyed) == []
    show(keyed, "button[data-passkey=make]")
    assert keyed.page.locator("ul.codes li").count() == 10
    assert keyed.complaints == []
    keyed.visit("/")
    assert path(keyed) == "/"
    keyed.press("header form button")
    keyed.visit("/accounts/login/", 390)
    show(keyed)
    assert path(keyed) == "/" and keyed.complaints == []
    keyed.visit(f"{SITE}plans/")
    keyed.send("main form.tall", country="Fiji", begin="empty")
    plan = path(keyed)
    keyed.page.click("details:has([name=reason]) > summary")
    freeze = "form[action$='/freeze/']"
    keyed.page.click(f"{freeze} >> button[data-passkey]")
    keyed.page.wait_for_selector(f"{freeze} >> button[data-passkey]:disabled")
    keyed.page.fill(f"{freeze} >> [name=reason]", "for the board")
    keyed.press(f"{freeze} >> button:not([data-passkey])")
    keyed.visit(f"{plan}versions/")
    said = keyed.text("tbody")
    assert "Signed by Synthetic Keyed" in said and "passkey" in said
    assert [each for each in keyed.requests if not each.startswith((keyed.where, "data:"))] == []


def test_a_password_and_a_passkey_sign_in_too(keyed: Reader) -> None:
    keyed.visit("/")
    keyed.press("header form button")
    keyed.visit("/accounts/login/")
    keyed.send("main form.tall", login="keyed", password=PASSWORD)
    assert path(keyed) == "/accounts/2fa/authenticate/"
    show(keyed)
    assert path(keyed) == "/"


def test_an_idle_page_is_covered_and_unlocked_in_place_with_what_was_typed(keyed: Reader) -> None:
    """Nobody touches it for a quarter of an hour by the page's own clock; the server is asked to lock, and obeys."""
    keyed.visit(f"{SITE}plans/", 390)
    keyed.page.fill("main form.tall [name=country]", "half a na")
    assert not keyed.value(COVERED)
    untouched_for(keyed, 14 * 60_000 + 50_000)
    assert not keyed.value(COVERED)  # ten seconds before, still open
    with keyed.page.expect_response("**/lock/"):
        untouched_for(keyed, 15 * 60_000 + 1)
    assert keyed.value(COVERED)
    assert "/unlock/" in keyed.value(ROLES)
    assert faults(keyed) == []
    keyed.page.fill("#cover [name=password]", "wrong")
    keyed.page.click("#cover button:has-text('Unlock')")
    keyed.page.wait_for_selector("#cover [role=alert]:has-text('nothing was done')")
    assert keyed.value(COVERED)
    keyed.page.fill("#cover [name=password]", PASSWORD)
    keyed.page.click("#cover button:has-text('Unlock')")
    keyed.page.wait_for_selector("#cover:not([open])", state="attached")
    assert keyed.value("getComputedStyle(document.querySelector('main')).visibility") == "visible"
    assert keyed.page.input_value("main form.tall [name=country]") == "half a na"
    assert keyed.value(ROLES).endswith("/roles/")


def test_the_cover_opens_by_a_passkey(keyed: Reader) -> None:
    keyed.visit("/roles/")
    untouched_for(keyed, 15 * 60_000 + 1)
    assert keyed.value(COVERED)
    keyed.page.click("#cover button[data-passkey]")
    keyed.page.wait_for_selector("#cover:not([open])", state="attached")
    assert path(keyed) == "/roles/"
