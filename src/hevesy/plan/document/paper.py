"""The document as PDF, set by Typst with the fonts that lie in `fonts/`; and its pictures as PNG, for Word."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hevesy.plan.document.blocks import Block, Document, Picture, Table

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).parent
FONTS, TEMPLATES = HERE / "fonts", HERE / "templates"
FAMILIES = "Noto Sans, Noto Sans Arabic, Noto Sans SC"
DOTS_PER_INCH = 220
_FAMILY = re.compile(r'font-family="[^"]*"')
_LONG = re.compile(r"[!-~]{16,}")
_ONE = '#set page(width: auto, height: auto, margin: 2pt)\n#set text(font: ({names}))\n#image("{file}")\n'


def pdf_of(document: Document) -> bytes:
    """The whole document."""
    with TemporaryDirectory(prefix="hevesy-document-") as folder:
        root = Path(folder)
        for picture in document.pictures():
            (root / f"{picture.key}.svg").write_text(_for_paper(picture.svg), "utf-8")
        said = json.dumps(_plain(document), ensure_ascii=False)
        (root / "page.json").write_text(spelt(said), "utf-8")
        source = root / "document.typ"
        source.write_bytes((TEMPLATES / "document.typ").read_bytes())
        made = datetime.fromisoformat(document.properties["made_on"]).replace(tzinfo=UTC)
        return _bytes(_compiler(source, root).compile(format="pdf", timestamp=made))


def png_of(picture: Picture) -> bytes:
    """A picture as Word shows it, with the same fonts."""
    with TemporaryDirectory(prefix="hevesy-picture-") as folder:
        root = Path(folder)
        (root / "picture.svg").write_text(_for_paper(picture.svg), "utf-8")
        source = root / "picture.typ"
        names = ", ".join(f'"{name}"' for name in FAMILIES.split(", "))
        source.write_text(_ONE.format(names=names, file="picture.svg"), "utf-8")
        return _bytes(_compiler(source, root).compile(format="png", ppi=DOTS_PER_INCH))


def _bytes(made: Any) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("Typst returned no single file")
    return made


def _compiler(source: Path, root: Path) -> Any:
    import typst

    return typst.Compiler(input=source, root=root, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Our own fonts alone: a document looks the same on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


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


# --- signs that no font has -------------------------------------------------------------------------------------


@cache
def signs() -> frozenset[int]:
    """The code points that our fonts have, from the table that lies beside them."""
    with (FONTS / "signs.csv").open(encoding="utf-8", newline="") as file:
        rows = [(int(row["first"], 16), int(row["last"], 16)) for row in csv.DictReader(file)]
    return frozenset(code for first, last in rows for code in range(first, last + 1))


def signs_missing(document: Document) -> str:
    """The signs of a document that no font has: the PDF spells them out. Empty where it has all."""
    return "".join(sorted({sign for text in document.texts() for sign in text if _missing(sign)}))


def _missing(sign: str) -> bool:
    return sign.isprintable() and ord(sign) not in signs()


def spelt(text: str) -> str:
    """A text whose signs that no font has are written as their code points: a reader sees what is missing, no box.

    >>> spelt("Lu-177 \u4e02"), spelt("\u8ba1\u5212")
    ('Lu-177 [U+4E02]', '计划')
    """
    return "".join(f"[U+{ord(sign):04X}]" if _missing(sign) else sign for sign in text)
