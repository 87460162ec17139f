"""Texts for patients and those around them: leaflets, consent texts, fact sheets against fear, by therapy and language.

Those of the pack are drafts of this software that no clinician has reviewed; a centre takes one over, changes it, and
lets a clinician review it. A draft holds no figure: days and amounts are of the patient and stand on other papers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hevesy.errors import BadLeaflet
from hevesy.facts import Shelf
from hevesy.products.reading import therapies
from hevesy.products.toml_table import TomlTable
from hevesy.words import LANGUAGES

FOLDER = "leaflets"
LEAFLET, CONSENT, FACT_SHEET = "leaflet", "consent", "fact_sheet"
KINDS = (LEAFLET, CONSENT, FACT_SHEET)
HEADING, LINE, TEXT = "heading", "line", "text"
REVIEW_AFTER = "products.leaflet.review_after"  # a fact


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A text: of a kind, for a therapy (empty: for each), in a language."""

    id: str
    kind: str
    therapy: str
    language: str
    title: str
    text: str


@lru_cache(maxsize=4)
def drafts(shelf: Shelf) -> Mapping[str, Leaflet]:
    """The drafts on the shelf by their ids. Raises BadLeaflet, naming file and key, at the first thing wrong."""
    files = {file.stem: file for pack in shelf.packs for file in sorted((pack.folder / FOLDER).glob("*.toml"))}
    return {name: read_draft(files[name], shelf) for name in sorted(files)}


def read_draft(file: Path, shelf: Shelf) -> Leaflet:
    """The draft that a file holds."""
    top = TomlTable.of_file(file, BadLeaflet)
    known = ("", *(each.id for each in therapies(shelf)))
    therapy = top.text("therapy", "")
    if therapy not in known:
        raise top.wrong("therapy", f"{therapy!r} is no therapy", "write an id of `hevesy products list`, or nothing")
    found = Leaflet(
        file.stem, top.choice("kind", KINDS), therapy, top.choice("language", LANGUAGES), top.text("title"),
        top.text("text").strip(),
    )  # fmt: skip
    top.close()
    return found


def blocks(text: str) -> list[tuple[str, str]]:
    """A text as one lays it out: headings (# before them), lines of a list (- before them) and plain paragraphs.

    >>> blocks("# At home\\nWash your hands.\\n- flush twice")
    [('heading', 'At home'), ('text', 'Wash your hands.'), ('line', 'flush twice')]
    """
    marks = {"# ": HEADING, "- ": LINE}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [(marks.get(line[:2], TEXT), line[2:].strip() if line[:2] in marks else line) for line in lines]
