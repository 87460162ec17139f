"""The document as PDF, set by Typst; and its pictures as PNG, for Word."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hevesy.paper import FAMILIES, compiler, is_missing, one_file, pdf_from, spelt
from hevesy.paper.blocks import Block, Document, Picture, Table

TEMPLATES = Path(__file__).parent / "templates"
DOTS_PER_INCH = 220
_FAMILY = re.compile(r'font-family="[^"]*"')
_LONG = re.compile(r"[!-~]{16,}")
_ONE = '#set page(width: auto, height: auto, margin: 2pt)\n#set text(font: ({names}))\n#image("{file}")\n'


def pdf_of(document: Document) -> bytes:
    """The whole document."""
    pictures = {f"{picture.key}.svg": _for_paper(picture.svg) for picture in document.pictures()}
    made_on = date.fromisoformat(document.properties["made_on"][:10])
    return pdf_from(TEMPLATES / "document.typ", _plain(document), made_on, pictures)


def png_of(picture: Picture) -> bytes:
    """A picture as Word shows it, with the same fonts."""
    with TemporaryDirectory(prefix="hevesy-picture-") as folder:
        root = Path(folder)
        (root / "picture.svg").write_text(_for_paper(picture.svg), "utf-8")
        source = root / "picture.typ"
        names = ", ".join(f'"{name}"' for name in FAMILIES.split(", "))
        source.write_text(_ONE.format(names=names, file="picture.svg"), "utf-8")
        return one_file(compiler(source, root).compile(format="png", ppi=DOTS_PER_INCH))


def _for_paper(svg: str) -> str:
    """The picture with fonts, and signs, that are there."""
    return _FAMILY.sub(f'font-family="{FAMILIES}"', spelt(svg))


def _plain(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "language": document.language,
        "right_to_left": document.right_to_left,
        "words": document.words,
        "properties": document.properties,
        "brief": [plain_block(block) for block in document.brief],
        "chapters": [plain_block(block) for block in document.chapters],
    }


def plain_block(block: Block) -> dict[str, Any]:
    """A block as plain values, with its kind."""
    said = {name: getattr(block, name) for name in block.__dataclass_fields__}
    if isinstance(block, Table):
        said["widths"] = block.shares()
        said["rows"] = [[_breakable(cell) for cell in row] for row in block.rows]
    if isinstance(block, Picture):
        said["file"] = f"{said.pop('key')}.svg"
        del said["svg"]
    return {"kind": type(block).__name__, **said}


def _breakable(cell: str) -> str:
    """A long word without spaces, such as the id of a fact, with places at which a line may end."""
    return _LONG.sub(lambda found: re.sub(r"([._@/-])", "\\1\u200b", found.group()), cell)


def signs_missing(document: Document) -> str:
    """The signs of a document that no font has: the PDF spells them out. Empty where it has all."""
    return "".join(sorted({sign for text in document.texts() for sign in text if is_missing(sign)}))
