"""Texts for patients and those around them: leaflets, consent texts, fact sheets against fear, by therapy and language.

Those of the pack are drafts of this software that no clinician has reviewed; a centre takes one over, changes it, and
lets a clinician review it. A draft holds no figure: days and amounts are of the patient and stand on other papers.

A draft is a file of a pack's folder `leaflets`, its name ending in its language: ra223_fr.toml says what ra223_en.toml
says, heading by heading and line by line. A language may also have a draft that English has not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
FIRST = "en"  # what the others are compared with
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

    @property
    def says(self) -> str:
        """What the same text is called in every language: its id without the language."""
        return self.id.removesuffix(f"_{self.language}")


@lru_cache(maxsize=4)
def drafts(shelf: Shelf) -> Mapping[str, Leaflet]:
    """The drafts on the shelf by their ids. Raises BadLeaflet, naming file and key, at the first thing wrong."""
    files = {file.stem: file for pack in shelf.packs for file in sorted((pack.folder / FOLDER).glob("*.toml"))}
    found = {name: read_draft(files[name], shelf) for name in sorted(files)}
    for name, draft in found.items():
        _check_translation(files[name], found.get(f"{draft.says}_{FIRST}"), draft)
    return found


def in_languages(known: Mapping[str, Leaflet]) -> Mapping[str, Sequence[Leaflet]]:
    """The same text in every language that it is there in, English first."""
    found: dict[str, list[Leaflet]] = {}
    for each in sorted(known.values(), key=lambda each: (each.says, LANGUAGES.index(each.language))):
        found.setdefault(each.says, []).append(each)
    return found


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
    if not found.id.endswith(f"_{found.language}"):
        raise top.wrong("language", f"the name of the file does not end in _{found.language}", "rename it")
    return found


_FIGURE = re.compile(r"\d+(?:[.,]\d+)*|\{[^}]*\}")


def _check_translation(file: Path, first: Leaflet | None, other: Leaflet) -> None:
    """It says what the English says: of the same kind and therapy, laid out alike, with the same figures."""
    if first is None or first is other:
        return
    if (first.kind, first.therapy) != (other.kind, other.therapy):
        raise BadLeaflet(file=file, key="therapy", problem="kind or therapy is not that of the English file",
                         advice="write both as there")  # fmt: skip
    before, after = blocks(first.text), blocks(other.text)
    if [mark for mark, _said in before] != [mark for mark, _said in after]:
        raise BadLeaflet(file=file, key="text", problem="its headings, lists and paragraphs are not those of the "
                         "English file", advice="lay it out as there")  # fmt: skip
    for (_mark, one), (_same, two) in zip(before, after, strict=True):
        if _figures(one) != _figures(two):
            raise BadLeaflet(file=file, key="text", problem=f"{two!r} has not the figures of {one!r}",
                             advice="translate that line anew")  # fmt: skip


def _figures(text: str) -> list[str]:
    return sorted(each.replace(",", ".") for each in _FIGURE.findall(text))


def blocks(text: str) -> list[tuple[str, str]]:
    """A text as one lays it out: headings (# before them), lines of a list (- before them) and plain paragraphs.

    >>> blocks("# At home\\nWash your hands.\\n- flush twice")
    [('heading', 'At home'), ('text', 'Wash your hands.'), ('line', 'flush twice')]
    """
    marks = {"# ": HEADING, "- ": LINE}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [(marks.get(line[:2], TEXT), line[2:].strip() if line[:2] in marks else line) for line in lines]
