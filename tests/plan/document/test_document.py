"""The document says the same in six languages and three formats, and nothing of it in English where it is not."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest

from hevesy.plan.document.baseline import Baseline
from hevesy.plan.document.blocks import Bullets, Document, Heading, Paragraph, Table
from hevesy.plan.document.chapters import document_of
from hevesy.plan.document.indicators import Indicator
from hevesy.plan.document.material import Material
from hevesy.plan.document.paper import pdf_of, signs_missing
from hevesy.plan.document.situation import QUADRANTS, swot
from hevesy.plan.document.tongue import tongue
from hevesy.plan.document.web import html_of
from hevesy.plan.document.word import docx_of
from hevesy.words import LANGUAGES

Every = dict[str, Indicator]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RUNS = pytest.mark.slow(reason="runs a scenario, its people and its five A's")


@pytest.fixture(scope="module")
def documents(found: Material, every: Every, base: Baseline) -> dict[str, Document]:
    return {code: document_of(found, every, base, None, tongue(code)) for code in LANGUAGES}


def tables(document: Document, caption: str) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table) and block.caption == caption]


@RUNS
def test_it_has_every_chapter_in_every_language(documents: dict[str, Document]) -> None:
    shape = [[type(block).__name__ for block in document.blocks] for document in documents.values()]
    assert all(each == shape[0] for each in shape)
    for code, document in documents.items():
        chapters = [key for key in tongue(code).phrases if key.startswith("chapter.")]
        heads = {block.text for block in document.blocks if isinstance(block, Heading)}
        assert {tongue(code).say(key) for key in chapters} <= heads


@RUNS
def test_every_table_is_whole(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for block in document.blocks:
            if isinstance(block, Table):
                assert {len(row) for row in block.rows} == {len(block.head)}, block.caption
                assert len(block.shares()) == len(block.head)


@RUNS
@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_no_english_is_left(language: str, documents: dict[str, Document]) -> None:
    """No cell, heading or sentence of two words or more is the same as in English, but for names and sources."""

    def said(document: Document) -> set[str]:
        skip = tables(document, tongue(document.language).say("chapter.sources"))
        texts = [text for block in document.blocks if block not in skip for text in texts_of(block)]
        return {text for text in texts if re.search(r"[A-Za-z]{3,} [A-Za-z]{2,}", text)}

    names = {"Ministry of Health", "Rays of Hope", "National committee", "Referrers: new patients wait"}
    names |= {row[0] for row in tables(documents["en"], "Partners and programmes")[0].rows}
    left = (said(documents["en"]) & said(documents[language])) - names
    makers = {row[1] for row in tables(documents["en"], tongue("en").say("supply.doses"))[0].rows}
    assert left <= makers


def texts_of(block: Any) -> list[str]:
    if isinstance(block, Heading | Paragraph):
        return [block.text]
    if isinstance(block, Bullets):
        return list(block.items)
    if isinstance(block, Table):
        return [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
    return []


@RUNS
def test_what_the_scenario_does_not_name_is_to_be_named(documents: dict[str, Document]) -> None:
    (package,) = tables(documents["en"], "The package")
    owners = {row[0]: row[-2:] for row in package.rows}
    assert owners["More therapy chairs"] == ["Ministry of Health", "Rays of Hope"]
    assert owners["Travel vouchers"] == ["to be named", "to be named"]


@RUNS
def test_every_challenge_of_table_1_stands_with_what_meets_it(
    documents: dict[str, Document], found: Material
) -> None:
    said = " ".join(documents["en"].texts())
    for id in ("AV1", "AC4", "AS2", "AF4", "AP1", "LO3", "FI2", "PO3", "RE4"):
        assert f"{id}. {tongue('en').say(f'challenge.{id}')}" in said
    assert "→ Travel vouchers" in said


@RUNS
def test_swot_items_rest_on_indicators_and_unknown_ones_stand_nowhere(found: Material, every: Every) -> None:
    placed = swot(found, every)
    standing = [each for name in QUADRANTS for each in placed[name]]
    assert all(each.value is not None for each in standing)
    assert all(each.value is None for each in placed["unknown"])
    poor = swot(found, every | {"physicians": replace(every["physicians"], value=0.1)})
    assert "physicians" in [each.id for each in poor["weaknesses"]]


@RUNS
def test_shocks_and_shortage_plans_of_the_scenario_are_told(documents: dict[str, Document]) -> None:
    said = " ".join(documents["en"].texts())
    assert "stated to begin on 1 March 2028" in said
    assert "10 % (5–20) a year" in said
    assert "Plan for a shortage: lutetium" in said
    assert "70 %, for 2 weeks" in said


@RUNS
def test_the_register_holds_every_assumption_with_a_line_to_sign(
    documents: dict[str, Document], found: Material
) -> None:
    weak = [fact for fact in found.package["facts"] if fact["kind"] in ("assumption", "unverified")]
    (register,) = tables(documents["en"], "Assumption register")
    assert [row[0] for row in register.rows] == sorted(fact["id"] for fact in weak)
    assert {row[-1] for row in register.rows} == {""}
    assert register.head[-1] == "Name, signature, date"
    (signing,) = tables(documents["en"], "Signatures")
    assert signing.tall and len(signing.rows) == 5


# --- Word -------------------------------------------------------------------------------------------------------


@RUNS
def test_word_has_styles_header_rows_captions_contents_and_pages(documents: dict[str, Document]) -> None:
    made = docx.Document(io.BytesIO(docx_of(documents["en"])))
    styles = [paragraph.style.name for paragraph in made.paragraphs]
    assert styles.count("Heading 1") == 14
    xml = made.element.xml
    assert xml.count("SEQ Table") == len(made.tables)
    assert "SEQ Figure" in xml and "TOC \\o" in xml
    assert "PAGE" in made.sections[0].footer._element.xml
    assert all(table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None for table in made.tables)
    assert made.core_properties.title == documents["en"].title
    assert made.core_properties.language == "en-GB"


@RUNS
@pytest.mark.parametrize(("language", "locale"), [("fr", "fr-FR"), ("ar", "ar-SA"), ("zh", "zh-CN")])
def test_word_says_its_language_and_turns_for_arabic(
    language: str, locale: str, documents: dict[str, Document]
) -> None:
    with zipfile.ZipFile(io.BytesIO(docx_of(documents[language]))) as packed:
        styles, body = (packed.read(f"word/{name}.xml").decode() for name in ("styles", "document"))
    assert f'"{locale}"' in styles[styles.index("docDefaults") : styles.index("latentStyles")]
    turned = language == "ar"
    assert (body.count("<w:bidiVisual/>") == body.count("<w:tbl>") + body.count("<w:tbl ")) == turned
    assert ("<w:rtl/>" in body) == turned
    paragraphs = len(re.findall(r"<w:p[ >]", body))
    assert body.count("<w:bidi/>") == (paragraphs + 1 if turned else 0)  # and the section


# --- PDF and HTML -----------------------------------------------------------------------------------------------


@RUNS
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_pdf_has_every_sign(language: str, documents: dict[str, Document]) -> None:
    assert signs_missing(documents[language]) == ""
    assert pdf_of(documents[language]).startswith(b"%PDF")


@RUNS
def test_a_sign_that_no_font_has_is_told(documents: dict[str, Document]) -> None:
    assert signs_missing(replace(documents["en"], title="საქართველო")) == "".join(sorted("აელორსქთვ"))


@RUNS
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_has_no_script_and_nothing_remote(language: str, documents: dict[str, Document]) -> None:
    page = html_of(documents[language])
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert "<script" not in page and "javascript:" not in page and " onload" not in page
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    for block in documents[language].blocks:
        if isinstance(block, Heading):
            assert block.text.replace("'", "&#39;") in page
