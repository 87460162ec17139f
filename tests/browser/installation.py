"""A service that runs, was set up in a browser, and holds one of everything that its pages show."""

from __future__ import annotations

import base64
import hmac
import re
import signal
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser.examining import examined
from tests.browser.reader import Reader
from tests.service.test_serving import free_port, said_when_ready, started

FIRST = {
    "site": "King Hussein", "country": "JOR", "full_name": "Synthetic Person", "username": "first",
    "password": "a long pass phrase",
}  # fmt: skip
SITE = "/sites/king-hussein/"
LANGUAGES = ("en", "ar")


@dataclass
class Installation:
    """Where it is; cookies of its people; what fills the addresses of its pages; what was found before the set-up."""

    where: str
    folder: Path
    people: dict[str, Path] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)  # by the name of the part of an address
    own: dict[str, dict[str, str]] = field(default_factory=dict)  # the same, for the address of one name
    early: dict[str, list[str]] = field(default_factory=dict)  # faults of pages that are gone now

    def reader(self, chromium: Any, who: str, language: str = "en", **more: Any) -> Reader:
        """A tab of a person who signed in earlier ('' is a stranger), in a language."""
        reader = Reader(chromium, self.people.get(who), language, base_url=self.where, **more)
        reader.context.add_cookies([{"name": "django_language", "value": language, "url": self.where}])
        return reader

    def keep(self, reader: Reader, who: str) -> None:
        """Remember somebody's cookies."""
        self.people[who] = self.folder / f"{who}.json"
        reader.context.storage_state(path=self.people[who])


@contextmanager
def installed(chromium: Any, home: Path) -> Iterator[Installation]:
    """Start the service, set it up, use it; stop it at the end."""
    port = free_port()
    with started(home, port) as running:
        link = re.search(r"/set-up/\S+/", said_when_ready(running))
        assert link is not None
        found = Installation(f"http://127.0.0.1:{port}", home.parent / f"{home.name}-people")
        found.folder.mkdir()
        _set_up(chromium, found, link[0])
        first = found.reader(chromium, "first")
        approver = _people(chromium, found, first)
        _figures(found, first, approver)
        _centres(found, first, approver)
        _pack(found, first)
        _training_and_token(found, first)
        _plan(found, first)
        _second_factor(chromium, found, first)
        for each in (first, approver):
            each.close()
        yield found
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 0


def _set_up(chromium: Any, found: Installation, link: str) -> None:
    """The page that works once is looked at, sent back once with an error, and sent."""
    for language in LANGUAGES:
        stranger = found.reader(chromium, "", language)
        stranger.visit(link)
        found.early[f"{language} set_up"] = examined(stranger, "set_up")
        stranger.send("main form", **{**FIRST, "password": "short"})
        found.early[f"{language} set_up, refused"] = examined(stranger, "set_up-refused")
        if language == LANGUAGES[-1]:
            stranger.send("main form", password=FIRST["password"])
            assert stranger.page.url == f"{found.where}/"
            found.keep(stranger, "first")
        stranger.close()
    found.filled |= {"code": "king-hussein", "iso3": "JOR", "place": "JOR", "town": "Irbid", "mark": "older"}
    found.own["set_up"] = {"token": link.split("/")[2]}


def _people(chromium: Any, found: Installation, first: Reader) -> Reader:
    """The first person takes further roles; an approver and somebody without a second step come in by their links."""
    for role in ("focal_point", "approver"):
        first.visit(SITE)
        first.send("form.tall", username="first", role=role)
    links = {}
    for name, role in (("approver", "approver"), ("waits", "nurse")):
        first.visit(SITE)
        first.send("form.tall", username=name, full_name=f"Synthetic {name.capitalize()}", role=role)
        links[name] = first.text(".card code")
    found.own["come_in"] = {"token": links["waits"].split("/")[-2]}
    approver = found.reader(chromium, "")
    approver.visit(links["approver"])
    approver.send("form.tall", password="a long pass phrase")
    found.keep(approver, "approver")
    return approver


def _second_factor(chromium: Any, found: Installation, first: Reader) -> None:
    """Somebody has a code on a phone; and comes in once more, as far as the page that asks for it."""
    first.visit(SITE)
    first.send("form.tall", username="guarded", full_name="Synthetic Guarded", role="nurse")
    guarded = found.reader(chromium, "")
    guarded.visit(first.text(".card code"))
    guarded.send("form.tall", password=FIRST["password"])
    guarded.visit("/accounts/2fa/totp/activate/")
    guarded.send("main form", password=FIRST["password"])
    guarded.send("main form", code=code_on_a_phone(guarded.page.input_value("#authenticator_secret")))
    found.keep(guarded, "guarded")
    guarded.close()
    halfway = found.reader(chromium, "")
    halfway.visit("/accounts/login/")
    halfway.send("form.tall", login="guarded", password=FIRST["password"])
    found.keep(halfway, "halfway")
    halfway.close()


def code_on_a_phone(secret: str) -> str:
    """What an app would show now (RFC 6238)."""
    asked = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), asked, "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def _figures(found: Installation, first: Reader, approver: Reader) -> None:
    """One figure is accepted, another waits."""
    for fact in ("country.equipment.spect", "country.equipment.pet"):
        first.visit(f"{SITE}figures/{fact}/")
        first.send("form.tall", value="4", source="Synthetic count", reason="new count")
        first.visit(f"{SITE}figures/")
        proposal = first.page.locator("a[href*='/proposals/']").first.get_attribute("href")
        if fact == "country.equipment.spect":
            approver.visit(proposal)
            approver.send("form.tall", reason="read in the source")
    found.filled |= {"fact": fact}
    found.own["decide"] = {"proposal": proposal.split("/")[-2]}


def _centres(found: Installation, first: Reader, approver: Reader) -> None:
    """One centre is accepted, another waits."""
    for name in ("Synthetic Hospital", "Synthetic Clinic"):
        first.visit(f"{SITE}centres/new/")
        first.send("form.tall", name=name, town="Irbid", pet="1", source="Synthetic list", reason="new")
        first.visit(f"{SITE}figures/")
        proposal = first.page.locator("a[href*='/centre-proposals/']").first.get_attribute("href")
        if name == "Synthetic Hospital":
            approver.visit(proposal)
            approver.send("form.tall", reason="read in the source")
    first.visit("/atlas/JOR/")
    found.filled["centre"] = last_part(first, "a[href*='/JOR/centres/']")
    found.own["decide_centre"] = {"proposal": proposal.split("/")[-2]}


def _pack(found: Installation, first: Reader) -> None:
    """What was accepted is taken out, and brought back."""
    file = found.folder / "pack.zip"
    file.write_bytes(first.context.request.get(f"{SITE}figures/pack.zip").body())
    first.visit(f"{SITE}figures/")
    first.page.set_input_files("[name=file]", file)
    first.press("form[action$='/bring/'] button")
    found.filled["arrival"] = first.page.url.split("/")[-2]


def _training_and_token(found: Installation, first: Reader) -> None:
    first.visit(f"{SITE}trainings/")
    first.send("form.tall", title="Synthetic course", provider="Synthetic school", year="2025",
               source="Synthetic list", kind="course", cadre="nurse")
    found.own["training"] = {"number": last_part(first, "main a[href*='/trainings/']")}
    first.visit("/tokens/")
    first.send("form.tall", name="Synthetic dashboard")
    first.visit("/tokens/")
    found.own["revoke_token"] = {"pk": first.page.get_attribute("form.small >> nth=0", "action").split("/")[-3]}


def _plan(found: Installation, first: Reader) -> None:
    """A plan of a year, and the jobs whose pages are looked at; they run while other pages are walked."""
    first.visit(f"{SITE}plans/")
    first.send("form.tall", country="Kenya", begin="package")
    plan = first.page.url
    found.filled |= {"pk": plan.split("/")[-2], "number": "1"}
    found.filled["name"] = last_part(first, "tbody th a")
    first.page.click("summary:has-text('Name, span')")
    first.send("form[action$='/frame/']", years="2", draws="2")
    for kind, draws in (("simulate", "2"), ("document", "2"), ("country", "16")):
        first.visit(plan)
        first.send(f"form:has([value={kind}])", draws=draws)
        found.own[f"job {kind}"] = {"pk": first.page.url.split("/")[-2]}
    found.own["job"] = found.own["job simulate"]


def last_part(reader: Reader, link: str) -> str:
    """The last part of the address to which the first of these links leads."""
    return str(reader.page.get_attribute(f"{link} >> nth=0", "href")).split("/")[-2]


def until_done(reader: Reader, job: str) -> None:
    """Look at a job again, as its page itself would, until there is a page to open."""
    for _ in range(240):
        reader.visit(job, reader.page.viewport_size["width"])
        if reader.page.locator("main a.button").count():
            return
        if reader.page.locator("form[action$='/again/']").count():
            break
        time.sleep(0.25)
    raise AssertionError(reader.text("main"))
