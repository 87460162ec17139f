"""What axe finds on a page that shuts people out, in light and dark, at a desk and on a phone; and its picture."""

from __future__ import annotations

import os
import re
from itertools import product
from pathlib import Path

from tests.browser.reader import Reader

WIDTHS = (1280, 390)
NARROWEST = 320  # what a window of 1280 pixels shows at 400 %: WCAG 2.2, 1.4.10
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
THEMES = ("light", "dark")
# A page is read at a desk in light where it is written from the left, and on a phone in the dark where from the right.
# HEVESY_EVERY=1 (`make test-browser EVERY=1`) reads all eight and keeps a picture of each, for four times as long.
EVERY = os.environ.get("HEVESY_EVERY", "") not in ("", "0")
PAIRS = {"ltr": ((1280, "light"),), "rtl": ((390, "dark"),)}
ROWS = 12 if EVERY else 4  # of a table: the others are made by the same line of the same template; axe takes long
PICTURES = Path(os.environ.get("HEVESY_SCREENSHOTS", Path(__file__).resolve().parents[2] / ".screenshots"))
TALLEST = 4000  # pixels of a picture
# a picture of thousands of outlines is left out: axe takes minutes over it, and its name has a test of its own
RUN = """(asked) => axe.run({include: [document], exclude: [...document.querySelectorAll('svg')].filter(each =>
    each.getElementsByTagName('*').length > 200)}, {...asked, resultTypes: ['violations'], preload: false}).then(said =>
    said.violations.flatMap(fault => fault.nodes.map(node =>
        `${fault.impact}: ${fault.id}: ${fault.help}: ${node.html.slice(0, 160)} (${node.target})`)))"""


def faults(reader: Reader) -> list[str]:
    """The faults on the page as it stands, each with its element."""
    from axe_playwright_python.base import AXE_SCRIPT

    if not reader.value("'axe' in window"):
        reader.value(AXE_SCRIPT)
    return list(reader.page.evaluate(RUN, {"runOnly": WCAG}))


def examined(reader: Reader, name: str = "") -> list[str]:
    """All faults of an open page, and whether it fits at a desk, on a phone and at 400 %."""
    found = [f"{width}: runs over the side: {side}" for width in (*WIDTHS, NARROWEST) if (side := over(reader, width))]
    language, direction = reader.value("[document.documentElement.lang, document.documentElement.dir || 'ltr']")
    for width, theme in product(WIDTHS, THEMES) if EVERY else PAIRS[direction]:
        reader.page.set_viewport_size({"width": width, "height": 900})
        reader.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        if EVERY and name:
            picture(reader, f"{name}-{language}-{width}-{theme}")
        reader.value(SHORTENED % ROWS)
        found += [f"{width} {theme}: {fault}" for fault in faults(reader)]
    reader.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return found


def over(reader: Reader, width: int) -> str:
    """What runs over the side at a width; '' where nothing does."""
    reader.page.set_viewport_size({"width": width, "height": 900})
    return "" if reader.fits() else reader.value(OVER_THE_SIDE) or "something"


SHORTENED = """document.querySelectorAll('tbody').forEach(each =>
    [...each.rows].slice(%d).forEach(row => row.remove()))"""
OVER_THE_SIDE = """[...document.querySelectorAll('body *')].filter(each => each.getClientRects().length
    && !each.closest('.wide') && (each.getBoundingClientRect().right > innerWidth + 1
    || each.getBoundingClientRect().left < -1)).slice(0, 3).map(each => each.outerHTML.slice(0, 120)).join(' | ')"""


def picture(reader: Reader, name: str) -> None:
    """A picture of the whole page, for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    width, tall = reader.page.viewport_size["width"], reader.value("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST)}
    reader.page.screenshot(
        path=PICTURES / (re.sub(r"[^\w.-]+", "-", name) + ".jpg"), type="jpeg", quality=70, full_page=True, clip=clip
    )
