"""The document as one HTML file: no script, nothing remote, readable on a telephone and from right to left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hevesy.paper import templates_in
from hevesy.paper.blocks import Block, Document, Picture

TEMPLATES = Path(__file__).parent / "templates"


def html_of(document: Document) -> str:
    """The page."""
    from markupsafe import Markup

    templates = templates_in(TEMPLATES)
    numbers: Counter[str] = Counter()
    brief, chapters = (_numbered(blocks, numbers) for blocks in (document.brief, document.chapters))
    said = {
        "title": document.title, "subtitle": document.subtitle, "language": document.language,
        "right_to_left": document.right_to_left, "words": document.words, "properties": document.properties,
        "brief": brief, "chapters": chapters,
    }  # fmt: skip
    style = Markup((TEMPLATES / "document.css").read_text("utf-8"))
    return templates.get_template("document.html").render(said=said, style=style)


def _numbered(blocks: Sequence[Block], numbers: Counter[str]) -> list[dict[str, Any]]:
    """Blocks as plain values; tables, pictures and headings are counted through the whole document."""
    from markupsafe import Markup

    said = []
    for block in blocks:
        kind = type(block).__name__
        numbers[kind] += 1
        plain = {name: getattr(block, name) for name in block.__dataclass_fields__}
        if isinstance(block, Picture):
            plain["svg"] = Markup(block.svg.replace(' xmlns="http://www.w3.org/2000/svg"', ""))
        said.append({"kind": kind, "number": numbers[kind], "id": f"{kind.lower()}-{numbers[kind]}", **plain})
    return said
