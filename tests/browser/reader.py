"""Somebody who reads pages in a real Chromium, as Playwright drives it: at a width, in a language, in light or dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FITS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SENT = "button:not([formnovalidate])"


class Reader:
    """One tab of its own; it notes what its pages asked for, and what the browser complained of."""

    def __init__(self, browser: Any, state: Path | None = None, language: str = "", **more: Any) -> None:
        self.context = browser.new_context(
            storage_state=state, locale=language or "en", viewport={"width": 1280, "height": 900}, **more
        )
        self.context.set_default_timeout(10_000)
        self.where = str(more.get("base_url", ""))
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._open()

    def _open(self) -> None:
        self.page = self.context.new_page()
        self.page.on("request", lambda asked: self.requests.append(asked.url))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def anew(self) -> None:
        """Go on in a new tab: where an address gave a file or no page at all, the browser says so at once, and shows
        that it did a moment later, which would break off the way to the next page."""
        self.page.close()
        self._open()

    def visit(self, address: str, width: int = 1280, height: int = 900) -> Any:
        """Open an address in a window of this width; the answer."""
        self.requests.clear()
        self.complaints.clear()
        self.page.set_viewport_size({"width": width, "height": height})
        return self.page.goto(address)

    def value(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def fits(self) -> bool:
        """Whether nothing runs over the side."""
        return bool(self.value(FITS) <= 0)

    def send(self, form: str, **fields: str) -> None:
        """Fill a form, found by its selector, as a person would, and press its button."""
        for name, value in fields.items():
            field = self.page.locator(form).first.locator(f"[name={name}]")
            if field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        self.press(f"{form} >> {SENT} >> nth=0")

    def press(self, button: str) -> None:
        """Press a button or a link, found by its selector, and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.click(button)

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def close(self) -> None:
        self.context.close()
