"""A browser with a passkey, and a page that nobody touches: added, signed in with, signed by; covered and unlocked."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.test_report_in_a_browser import CONTRAST
from tests.browser.test_service_in_a_browser import FIRST, UNNAMED, until_quiet
from tests.service.test_serving import free_port, said_when_ready, started

pytestmark = [pytest.mark.browser, pytest.mark.slow("a real browser, and real hashes of passwords")]
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
COVERED = """getComputedStyle(document.querySelector('main')).visibility === 'hidden'
    && document.getElementById('cover').open"""


@pytest.fixture(scope="module")
def first(page: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, str]]:
    """The browser of the first administrator at http://localhost, with an authenticator of its own."""
    port = free_port()
    with started(tmp_path_factory.mktemp("protected"), port) as running:
        link = re.search(r"http://\S+/set-up/\S+/", said_when_ready(running))
        assert link is not None
        where = f"http://localhost:{port}"
        page.ask("WebAuthn.enable")
        added = page.ask("WebAuthn.addVirtualAuthenticator", options=KEY)
        page.visit(link[0].replace("127.0.0.1", "localhost"), 1280)
        page.send("main form", **FIRST)
        assert page.value("location.pathname") == "/second-factor/"
        yield page, where
        page.ask("WebAuthn.removeVirtualAuthenticator", authenticatorId=added["authenticatorId"])
        page.visit("about:blank", 1280)
        until_quiet(page)
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 0


def until(page: Any, holds: str) -> None:
    for _ in range(100):
        if page.value(holds):
            return
        time.sleep(0.1)
    raise AssertionError(page.value("document.body.innerText"))


def untouched_for(page: Any, milliseconds: int) -> None:
    """As if nobody had touched it for so long, and then somebody came back to its tab."""
    page.value(f"localStorage.setItem('seen', Date.now() - {milliseconds})")
    page.value("dispatchEvent(new Event('visibilitychange'))")


def shows(page: Any, selector: str) -> None:
    """Press a button by which the browser shows its passkey, and wait for the page that follows."""
    until(page, f"document.querySelector({selector!r}) && !document.querySelector({selector!r}).hidden")
    page.press(selector)


def test_a_passkey_is_the_second_factor_signs_in_alone_and_signs(first: tuple[Any, str]) -> None:
    page, where = first
    page.visit(f"{where}/second-factor/", 390)
    page.visit(page.value("document.querySelector('a[href*=webauthn]').href"), 390)
    assert page.value("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.value(CONTRAST) == [] and page.value(UNNAMED) == 0
    shows(page, "button[data-passkey=make]")
    assert page.value("document.querySelectorAll('ul.codes li').length") == 10
    assert page.complaints == []
    page.visit(f"{where}/", 1280)
    assert page.value("location.pathname") == "/"
    page.send("header form")
    page.visit(f"{where}/accounts/login/", 390)
    shows(page, "button[data-passkey]")
    assert page.value("location.pathname") == "/" and page.complaints == []
    page.visit(f"{where}/sites/king-hussein/plans/", 1280)
    page.send("main form.tall", country="Fiji", begin="empty")
    plan = page.value("location.href")
    page.value("document.querySelector('form[action$=\"/freeze/\"]').closest('details').open = true")
    key = "form[action$=\"/freeze/\"] button[data-passkey]"
    page.value(f"document.querySelector({key!r}).click()")
    until(page, f"document.querySelector({key!r}).disabled")
    page.value("document.querySelector('form[action$=\"/freeze/\"]').elements.reason.value = 'for the board'")
    page.press("form[action$=\"/freeze/\"] button:not([data-passkey])")
    page.visit(f"{plan}versions/", 1280)
    assert "Signed by Synthetic Person" in page.value("document.querySelector('tbody').innerText")
    assert "passkey" in page.value("document.querySelector('tbody').innerText")
    assert [each for each in page.requests if not each.startswith((where, "data:"))] == []


def test_a_password_and_a_passkey_sign_in_too(first: tuple[Any, str]) -> None:
    page, where = first
    page.visit(f"{where}/", 1280)
    page.send("header form")
    page.visit(f"{where}/accounts/login/", 1280)
    page.send("main form.tall", login=FIRST["username"], password=FIRST["password"])
    assert page.value("location.pathname") == "/accounts/2fa/authenticate/"
    shows(page, "button[data-passkey]")
    assert page.value("location.pathname") == "/"


def test_an_idle_page_is_covered_and_unlocked_in_place_with_what_was_typed(first: tuple[Any, str]) -> None:
    """Nobody touches it for a quarter of an hour by the page's own clock; the server is asked to lock, and obeys."""
    page, where = first
    page.visit(f"{where}/sites/king-hussein/", 390)
    page.value("document.querySelector('main form.tall').elements.full_name.value = 'half a na'")
    assert not page.value(COVERED)
    untouched_for(page, 14 * 60_000 + 50_000)
    assert not page.value(COVERED)  # ten seconds before, still open
    untouched_for(page, 15 * 60_000 + 1)
    assert page.value(COVERED)
    other = "fetch('/roles/').then(answer => answer.url)"
    asked = page.ask("Runtime.evaluate", expression=other, awaitPromise=True, returnByValue=True)
    assert "/unlock/" in asked["result"]["value"]
    assert page.value(CONTRAST) == [] and page.value(UNNAMED) == 0
    page.value("document.querySelector('#cover input[name=password]').value = 'wrong'")
    page.value("document.querySelector('#cover form button').click()")
    until(page, "document.querySelector('#cover [role=alert]').textContent.includes('nothing was done')")
    assert page.value(COVERED)
    page.value(f"document.querySelector('#cover input[name=password]').value = {json.dumps(FIRST['password'])}")
    page.value("document.querySelector('#cover form button').click()")
    until(page, f"!({COVERED}) && !document.getElementById('cover').open")
    assert page.value("document.querySelector('main form.tall').elements.full_name.value") == "half a na"
    asked = page.ask("Runtime.evaluate", expression=other, awaitPromise=True, returnByValue=True)
    assert asked["result"]["value"].endswith("/roles/")


def test_the_cover_opens_by_a_passkey(first: tuple[Any, str]) -> None:
    page, where = first
    page.visit(f"{where}/roles/", 1280)
    untouched_for(page, 15 * 60_000 + 1)
    assert page.value(COVERED)
    page.value("document.querySelector('#cover button[data-passkey]').click()")
    until(page, "!document.getElementById('cover').open")
    assert page.value("location.pathname") == "/roles/"
