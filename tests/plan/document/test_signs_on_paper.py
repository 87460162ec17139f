"""The PDF as it was printed, read back: every sign has its picture, in six languages, and every font is in the file."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import ContentStream

from hevesy.paper import FONTS
from hevesy.paper.pages import pdf_of
from hevesy.plan.document.baseline import Baseline
from hevesy.plan.document.chapters import document_of
from hevesy.plan.document.indicators import Indicator
from hevesy.plan.document.material import Material
from hevesy.plan.document.tongue import tongue
from hevesy.words import LANGUAGES

NONE = b"\0\0"  # the sign that a font draws for what it does not have: a box
SCRIPT = {"en": "LATIN", "fr": "LATIN", "es": "LATIN", "ru": "CYRILLIC", "ar": "ARABIC", "zh": "CJK"}


def signs_drawn(pdf: bytes) -> Iterator[bytes]:
    """The number of each sign in its font, two bytes each, as the pages draw them."""
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
            if operator in (b"Tj", b"TJ"):
                for part in operands[0] if operator == b"TJ" else operands:
                    raw = getattr(part, "original_bytes", b"")
                    yield from (raw[at : at + 2] for at in range(0, len(raw), 2))


def fonts_without_file(pdf: bytes) -> set[str]:
    """Fonts that a reader's machine would have to have."""
    found = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            if not {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object()):
                found.add(str(inner["/BaseFont"]))
    return found


@pytest.mark.deep
@pytest.mark.slow("prints a document of fifty pages and reads it back")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_of_the_printed_document_has_its_picture(
    language: str, found: Material, every: dict[str, Indicator], base: Baseline
) -> None:
    pdf = pdf_of(document_of(found, every, base, None, tongue(language)))
    drawn = list(signs_drawn(pdf))
    assert len(drawn) > 10_000 and drawn.count(NONE) == 0
    assert fonts_without_file(pdf) == set()
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages[:8])
    own = [sign for sign in words if sign.isalpha() and unicodedata.name(sign, "").startswith(SCRIPT[language])]
    assert len(own) > 1000 and "\ufffd" not in words


def test_a_sign_that_the_font_does_not_have_is_found() -> None:
    paper = '#set text(font: "Noto Sans", fallback: false)\nGeorgia: \u10e1'
    pdf = typst.compile(paper.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True)
    assert list(signs_drawn(bytes(pdf))).count(NONE) == 1
