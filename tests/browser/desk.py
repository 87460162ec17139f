"""A centre's desk in a real Chromium: tabs of its people, acts that they record, and what stands there."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.browser.before import PASSWORD, Said
from tests.run.playing import SHELF

from hevesy.record import fields
from hevesy.words import say

AMMAN = ZoneInfo("Asia/Amman")
CLONE = Path(__file__).resolve().parents[2]
REFUSALS = CLONE / "tests" / "spec" / "refusals.csv"
DESKS: dict[str, dict[str, Any]] = {  # how a language is read
    "en": {"java_script_enabled": False, "viewport": {"width": 1280, "height": 900}},
    "ar": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}, "has_touch": True},
}
SEND = "main form[method=post].tall button"


class Desk:
    """The running service with its people; one tab for each role and language."""

    def __init__(self, chromium: Any, where: str, told: dict[str, Any]) -> None:
        self.chromium, self.where, self.told = chromium, where, told
        self.tabs: dict[tuple[str, str], Any] = {}

    def tab(self, role: str, language: str) -> Any:
        if (role, language) not in self.tabs:
            context = self.chromium.new_context(base_url=self.where, **DESKS[language])
            context.add_cookies([
                {"name": self.told["cookie"], "value": self.told["sessions"][role], "url": self.where},
                {"name": "django_language", "value": language, "url": self.where},
            ])  # fmt: skip
            self.tabs[role, language] = context.new_page()
        return self.tabs[role, language]

    def close(self) -> None:
        for each in self.tabs.values():
            each.context.close()

    def course(self, name: str, language: str) -> str:
        return f"/courses/{self.told['courses'][f'{name}-{language}']}/"

    def act(self, role: str, language: str, course: str, act: str, when: datetime, said: Said, second: str = "") -> Any:
        """Fill in the form of an act as somebody, send it, and give the tab back."""
        page = self.tab(role, language)
        page.goto(f"{course}{act}/", wait_until="domcontentloaded")
        fill(page, {**said, "second": self.told["people"][second]} if second else said)
        page.fill("[name=at]", local(when))
        for before in ("", "second_") if second else ("",):  # who records the act, and the second person beside them
            if page.locator(f"main [name={before}password]").count():
                page.fill(f"main [name={before}password]", PASSWORD)
        page.click(SEND)
        return page

    def done(self, *asked: Any, **more: str) -> Any:
        """An act that nothing stands in the way of."""
        page, course = self.act(*asked, **more), asked[2]
        assert page.url == f"{self.where}{course}", (asked, page.inner_text("main"))
        return page

    def stopped(self, gate_says: str, language: str, page: Any, **values: Any) -> None:
        """Nothing was recorded, and a gate says why, in the words of the table of refusals."""
        sentence = sentence_of(f"gate_says.{gate_says}", language, **values)
        assert page.locator("main > [role=alert]").count() == 1
        assert sentence in read(page, "main .gates .not_met >> nth=0"), read(page, "main .gates")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        act = page.url.rstrip("/").rpartition("/")[2]
        page.goto(page.url.rstrip("/").rpartition("/")[0] + "/")
        assert page.locator(f".story a[href*='/{act}/?corrects']").count() == 0


def sentence_of(code: str, language: str, **values: Any) -> str:
    """What the table of refusals says, which stands in English; the catalogue's sentence in another language."""
    if language != "en":
        return say(code, language, **values)
    with REFUSALS.open(encoding="utf-8", newline="") as file:
        return next(row["sentence"] for row in csv.DictReader(file) if row["code"] == code).format(**values)


def read(page: Any, selector: str) -> str:
    """What stands there, without the signs that keep a date whole in a text from right to left."""
    return str(page.inner_text(selector)).replace("\u2066", "").replace("\u2069", "")


def local(when: datetime) -> str:
    return when.astimezone(AMMAN).strftime("%Y-%m-%dT%H:%M")


def fill(page: Any, said: Said) -> None:
    known = fields(SHELF)
    for name, value in said.items():
        if isinstance(value, list):
            for row, line in enumerate(value):
                fill(page, {f"{name}-{row}-{inner}": each for inner, each in line.items()})
            continue
        kind = known[name.rpartition("-")[2]].kind if name.rpartition("-")[2] in known else ""
        text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        if kind in ("flag", "choice") or name in ("second", "done_by"):
            page.select_option(f"[name={name}]", text)
        else:
            page.fill(f"[name={name}]", local(datetime.fromisoformat(text)) if kind == "moment" else text)
