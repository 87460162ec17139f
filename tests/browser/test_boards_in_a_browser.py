"""A board decides in a real Chromium, and its certificate is checked on another installation, which knows a key alone.

Each walk goes twice: in English at a desk without JavaScript, and in Arabic on a phone in the dark with it.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.browser.before import PASSWORD
from tests.browser.desk import DESKS, read
from tests.browser.examining import faults
from tests.browser.reader import Reader
from tests.service.test_serving import free_port, said_when_ready, started

from hevesy.words import say

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", ["en", "ar"])]
CLONE = Path(__file__).resolve().parents[2]
BOARD = "Synthetic board"
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


class House:
    """An installation that runs; one tab for each person ('' is a stranger) and language."""

    def __init__(self, chromium: Any, where: str, told: dict[str, Any]) -> None:
        self.chromium, self.where, self.told = chromium, where, told
        self.tabs: dict[tuple[str, str], Any] = {}
        self.asked: list[str] = []

    def tab(self, who: str, language: str) -> Any:
        if (who, language) not in self.tabs:
            context = self.chromium.new_context(base_url=self.where, **DESKS[language])
            cookies = [{"name": "django_language", "value": language, "url": self.where}]
            if who:
                session = self.told["sessions"][who]
                cookies.append({"name": self.told["cookie"], "value": session, "url": self.where})
            context.add_cookies(cookies)
            self.tabs[who, language] = context.new_page()
            self.tabs[who, language].on("request", lambda asked: self.asked.append(asked.url))
        return self.tabs[who, language]

    def close(self) -> None:
        for each in self.tabs.values():
            each.context.close()


@contextmanager
def house(chromium: Any, home: Path) -> Iterator[House]:
    """Start an installation with its people; stop it at the end."""
    port = free_port()
    with started(home, port) as running:
        said_when_ready(running)
        told = home.parent / f"{home.name}.json"
        filling = subprocess.run(
            [sys.executable, "-m", "tests.browser.boards_home", str(home), str(told)], cwd=CLONE, check=False,
            capture_output=True, text=True, env={**os.environ, "PYTHONPATH": f"{CLONE / 'src'}:{CLONE}"},
        )  # fmt: skip
        assert filling.returncode == 0, filling.stderr[-2000:]
        found = House(chromium, f"http://localhost:{port}", json.loads(told.read_text("utf-8")))
        yield found
        found.close()
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 0


@pytest.fixture(scope="module")
def ours(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Where the board sits, with its two members."""
    with house(chromium, tmp_path_factory.mktemp("ours")) as found:
        admin = found.tab("administrator", "en")
        admin.goto("/sites/centre/boards/")
        admin.fill("main [name=open-name]", BOARD)
        admin.click("main form:has([value=open]) button")
        for name in ("anna", "bruno"):
            admin.select_option("main [name=member-person]", found.told["people"][name])
            admin.click("main form:has([value=member]) button")
        yield found


@pytest.fixture(scope="module")
def theirs(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Another installation, with a database and a key of its own."""
    with house(chromium, tmp_path_factory.mktemp("theirs")) as found:
        yield found


def signed(page: Any, what: str, **said: str) -> None:
    """The same of a decision, which is not taken without the password."""
    sent(page, what, **said, password="not this one")
    assert read(page, "main .errorlist") and page.locator(f"main form:has([name=what][value={what}])").count()
    sent(page, what, password=PASSWORD)  # what was written stands there still


def sent(page: Any, what: str, **said: str) -> None:
    """Fill in the form of a step and send it."""
    form = f"main form:has([name=what][value={what}])"
    for name, value in said.items():
        field = page.locator(f"{form} [name={name}]")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.click(f"{form} button")


def sound(page: Any, language: str) -> None:
    """It fits, is mirrored where it should be, and axe, which is a script, finds nothing where scripts run."""
    assert page.evaluate(FITS)
    assert page.evaluate("document.documentElement.dir") == {"ar": "rtl"}.get(language, "ltr")
    if "java_script_enabled" not in DESKS[language]:
        assert faults(cast(Reader, SimpleNamespace(value=page.evaluate, page=page))) == []


def decided(ours: House, language: str) -> str:
    """A certificate by two members, where there is none yet; the address of its case."""
    nurse = ours.tab(f"nurse-{language}", language)
    nurse.goto("/sites/centre/certification/")
    if nurse.locator("main a[href*='/certification/0']").count():
        return str(nurse.locator("main a[href*='/certification/0']").first.get_attribute("href"))
    nurse.select_option("main [name=framework]", "default_nurse")
    nurse.click("main form.tall button")
    case = "/" + nurse.url.split("/", 3)[3]
    lacks = say("lacks_say.few_hours", language, done=0, least=40)
    assert lacks in read(nurse, "main")
    sound(nurse, language)
    trainer = ours.tab("trainer", language)
    trainer.goto(case)
    for kind, amount in (("months", "3"), ("hours", "40")):
        sent(trainer, "confirm", kind=kind, amount=amount, note="Synthetic file")
    nurse.goto(case)
    assert lacks not in read(nurse, "main") and nurse.locator("main p.good").count() == 1
    before = case.replace("/certification/", "/board/")
    anna, bruno = ours.tab("anna", language), ours.tab("bruno", language)
    anna.goto(before)
    signed(anna, "voted", grants="yes", said="Synthetic reason of the first")
    assert anna.locator("main form:has([value=voted])").count() == 0  # once
    bruno.goto(before)
    assert "Synthetic reason of the first" not in read(bruno, "main")
    assert say("case_state.half_decided", language) in read(bruno, "main")
    sound(bruno, language)
    signed(bruno, "voted", grants="yes", said="Synthetic reason of the second")
    assert "Synthetic reason of the first" in read(bruno, "main")
    return case


def code_of(ours: House, case: str, language: str) -> str:
    """The text of the code on the certificate's page."""
    nurse = ours.tab(f"nurse-{language}", language)
    nurse.goto(f"{case}certificate/")
    return str(nurse.text_content("pre.code"))


def file_of(ours: House, name: str, folder: Path) -> Path:
    """What the board hands out, as anybody downloads it."""
    found = folder / name
    answer = ours.tab("", "en").context.request.get(f"/certificates/{name}")
    assert answer.status == 200
    found.write_bytes(answer.body())
    return found


@pytest.mark.slow("a dozen forms in four tabs")
def test_two_members_decide_and_the_certificate_is_printed(ours: House, language: str) -> None:
    case = decided(ours, language)
    nurse = ours.tab(f"nurse-{language}", language)
    nurse.goto(case)
    assert say("case_state.valid", language) in read(nurse, "main")
    assert "Synthetic reason of the second" in read(nurse, "main")
    assert code_of(ours, case, language).startswith("HVC1.")
    assert nurse.locator("main figure svg").count() == 1
    assert re.search(r"CENTRE-\d{4}-00\d", read(nurse, "main"))
    sound(nurse, language)
    for who, path in (("anna", "board"), ("administrator", "boards"), ("trainer", "certification")):
        ours.tab(who, language).goto(f"/sites/centre/{path}/")
        sound(ours.tab(who, language), language)
    paper = nurse.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


@pytest.mark.slow("starts a second installation")
def test_it_is_checked_elsewhere_and_once_suspended_refused(
    ours: House, theirs: House, language: str, tmp_path: Path
) -> None:
    case = decided(ours, language)
    text = code_of(ours, case, language)
    admin, stranger = theirs.tab("administrator", language), theirs.tab("", language)
    stranger.goto("/certificates/check/")
    if language == "en":  # nobody has entered the board yet
        stranger.fill("main [name=text]", text)
        stranger.click("main form.tall button")
        assert say("not_taken.no_board", language) in read(stranger, "main [role=alert]")
        admin.goto("/sites/centre/boards/")
        admin.fill("main [name=trust-name]", BOARD)
        admin.set_input_files("main [name=trust-file]", file_of(ours, "board.pub", tmp_path))
        admin.click("main form:has([value=trust]) button")
    took(admin, file_of(ours, "revoked.txt", tmp_path))
    theirs.asked.clear()
    checked(stranger, text)
    assert stranger.locator("main .message[role=status] .good").count() == 1
    assert f"Synthetic Nurse-{language}" in read(stranger, "main")
    sound(stranger, language)
    at = len(text) // 2
    checked(stranger, text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :])
    assert say("not_taken.altered", language) in read(stranger, "main [role=alert]")
    assert f"Synthetic Nurse-{language}" not in read(stranger, "main")
    anna = ours.tab("anna", language)
    anna.goto(case.replace("/certification/", "/board/"))
    sound(anna, language)
    signed(anna, "suspended", said="Synthetic letter")
    took(admin, file_of(ours, "revoked.txt", tmp_path))
    checked(stranger, text)
    refused = say("certificate_says.revoked", language, since="@", why=say("case_state.suspended", language))
    sound(stranger, language)
    sound(admin, language)
    for part in refused.split("@"):
        assert part.strip(" .") in read(stranger, "main [role=alert]")
    assert stranger.locator("main .good").count() == 0
    assert {each.split("/")[2] for each in theirs.asked} == {theirs.where.split("/")[2]}  # it asked nobody else


def took(admin: Any, listed: Path) -> None:
    """Bring a list of what was taken back."""
    admin.goto("/sites/centre/boards/")
    admin.set_input_files("main [name^=list-][name$=file]", listed)
    admin.click("main form:has([name^=list-][name$=file]) button")
    assert admin.locator("main .message[role=status]").count() == 1


def checked(stranger: Any, text: str) -> None:
    stranger.goto("/certificates/check/")
    stranger.fill("main [name=text]", text)
    stranger.click("main form.tall button")
