"""Paper: HTML by templates; PDF and PNG set by Typst with the fonts of `fonts/`, the same on every machine."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst
    from jinja2 import Environment

FONTS = Path(__file__).parent / "fonts"
FAMILIES = "Noto Sans, Noto Sans Arabic, Noto Sans SC"


def pdf_from(template: Path, said: Mapping[str, Any], made_on: date, files: Mapping[str, str] | None = None) -> bytes:
    """The PDF that a Typst template sets from `said`, which it reads as page.json, with text files beside it."""
    with TemporaryDirectory(prefix="hevesy-paper-") as folder:
        root = Path(folder)
        for name, text in (files or {}).items():
            (root / name).write_text(text, "utf-8")
        (root / "page.json").write_text(spelt(json.dumps(said, ensure_ascii=False)), "utf-8")
        source = root / template.name
        source.write_bytes(template.read_bytes())
        made = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
        return one_file(compiler(source, root).compile(format="pdf", timestamp=made))


def templates_in(folder: Path | Sequence[Path]) -> Environment:
    """Templates of HTML pages in a folder: what is said is escaped, and what is not said is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


def one_file(made: Any) -> bytes:
    """What Typst returned, where that is one file."""
    if not isinstance(made, bytes):
        raise TypeError("Typst returned no single file")
    return made


def compiler(source: Path, root: Path) -> Any:
    """Typst for one source, with our fonts alone."""
    import typst

    return typst.Compiler(input=source, root=root, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


# --- signs that no font has -------------------------------------------------------------------------------------


@cache
def signs() -> frozenset[int]:
    """The code points that our fonts have, from the table that lies beside them."""
    with (FONTS / "signs.csv").open(encoding="utf-8", newline="") as file:
        rows = [(int(row["first"], 16), int(row["last"], 16)) for row in csv.DictReader(file)]
    return frozenset(code for first, last in rows for code in range(first, last + 1))


def is_missing(sign: str) -> bool:
    """Whether no font has a sign that would be printed."""
    return sign.isprintable() and ord(sign) not in signs()


def spelt(text: str) -> str:
    """A text whose signs that no font has are written as their code points: a reader sees what is missing, no box.

    >>> spelt("Lu-177 \u4e02"), spelt("\u8ba1\u5212")
    ('Lu-177 [U+4E02]', '计划')
    """
    return "".join(f"[U+{ord(sign):04X}]" if is_missing(sign) else sign for sign in text)
