"""A text for patients as a page of paper: its headings, lists and paragraphs, and at its foot which version it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hevesy.paper import pdf_from
from hevesy.words.direction import RIGHT_TO_LEFT, kept_together

TEMPLATE = Path(__file__).parent / "templates" / "handout.typ"


@dataclass(frozen=True, slots=True)
class Handout:
    """What stands on it, in order; `blocks` are kinds and texts as `hevesy.products.leaflet.blocks` gives them."""

    language: str
    title: str
    marks: tuple[str, ...]
    blocks: tuple[tuple[str, str], ...]
    foot: tuple[str, ...]

    def said(self) -> dict[str, Any]:
        """As plain values, for a template; from right to left with every date and amount kept together."""
        keep = kept_together if self.language in RIGHT_TO_LEFT else str
        foot = " · ".join(f"\u2068{each}\u2069" for each in self.foot)  # each by itself, whichever way it is read
        return {
            "language": self.language, "title": keep(self.title), "marks": [keep(each) for each in self.marks],
            "blocks": [[kind, keep(text)] for kind, text in self.blocks], "foot": foot,
        }  # fmt: skip


def pdf_of(handout: Handout, on: date) -> bytes:
    """The text as PDF, with fonts for every language."""
    return pdf_from(TEMPLATE, handout.said(), on)
