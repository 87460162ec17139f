"""People of the installation with a code on a phone, a passkey, a page that locked, a role that was lent."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from typing import TYPE_CHECKING, Any

from tests.browser.reader import Reader

if TYPE_CHECKING:
    from tests.browser.installation import Installation

PASSWORD = "a long pass phrase"
SITE = "/sites/king-hussein/"
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
LOCK = """fetch('/lock/', {method: 'POST', headers: {'X-In-Place': '1',
    'X-CSRFToken': document.querySelector('[name=csrfmiddlewaretoken]').value}}).then(answer => answer.status)"""


def protect(chromium: Any, found: Installation, first: Reader) -> None:
    """All of them; and what they leave behind."""
    guarded = _code_and_passkey(chromium, found, first)
    found.own |= dict.fromkeys(("mfa_remove_webauthn", "mfa_edit_webauthn"), guarded)
    signed_in(chromium, found, "halfway", "guarded").close()
    _lent_and_broken(found, first)
    _locked(chromium, found)


def signed_in(chromium: Any, found: Installation, who: str, username: str) -> Reader:
    """Somebody signs in once more; their cookies are kept under a name of their own."""
    reader = found.reader(chromium, "")
    reader.visit("/accounts/login/")
    reader.send("form.tall", login=username, password=PASSWORD)
    found.keep(reader, who)
    return reader


def with_a_passkey(reader: Reader) -> None:
    """The browser gets an authenticator, which is touched whenever a page asks."""
    asked = reader.context.new_cdp_session(reader.page)
    asked.send("WebAuthn.enable")
    asked.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def show(reader: Reader, button: str = "button[data-passkey]") -> None:
    """Press a button by which the browser makes or shows its passkey, and wait for the page that follows."""
    reader.press(f"{button}:visible")


def _code_and_passkey(chromium: Any, found: Installation, first: Reader) -> dict[str, str]:
    """Somebody has a code on a phone, and a passkey; the part of an address that names the latter."""
    first.visit(SITE)
    first.send("form.tall", username="guarded", full_name="Synthetic Guarded", role="approver")
    guarded = found.reader(chromium, "")
    with_a_passkey(guarded)
    guarded.visit(first.text(".card code"))
    guarded.send("form.tall", password=PASSWORD)
    guarded.visit("/accounts/2fa/totp/activate/")
    proven(guarded)
    guarded.send("main form", code=code_on_a_phone(guarded.text("main p code")))
    guarded.visit("/accounts/2fa/webauthn/add/")
    show(guarded)
    guarded.visit("/accounts/2fa/")
    number = str(guarded.page.get_attribute("main a[href$='/remove/']", "href")).split("/")[-3]
    found.keep(guarded, "guarded")
    guarded.close()
    return {"pk": number}


def proven(reader: Reader) -> None:
    """Who is asked for the password again gives it."""
    if "/reauthenticate/" in reader.page.url:
        reader.send("main form", password=PASSWORD)


def code_on_a_phone(secret: str) -> str:
    """What an app would show now (RFC 6238)."""
    asked = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), asked, "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def _lent_and_broken(found: Installation, first: Reader) -> None:
    """The first person lends a role; and takes what is not theirs, which somebody else will review."""
    first.visit(f"{SITE}lend/")
    first.send("main form.tall", borrower="Synthetic Guarded", role="focal_point", reason="On leave")


def _locked(chromium: Any, found: Installation) -> None:
    """The approver's page locked; on another machine they sent a form meanwhile, and have come back."""
    for who in ("locked", "drafter"):
        reader = signed_in(chromium, found, who, "approver")
        reader.visit(f"{SITE}emergency/")
        assert reader.value(LOCK) == 204
        if who == "drafter":
            reader.send("main form.tall", action="change_plans", reason="The planner is away", password=PASSWORD)
            reader.send("main form.tall", password=PASSWORD)
            assert reader.page.url.endswith("/drafts/")
            reader.visit(f"{SITE}emergency/")
            reader.send("main form.tall", action="change_plans", reason="The planner is away", password=PASSWORD)
        found.keep(reader, who)
        reader.close()
