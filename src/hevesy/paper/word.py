"""The document as Word: heading styles, tables with header rows, captions and contents as fields, page numbers.

Right-to-left scripts need a mark on every paragraph, run and table; the language stands in the styles.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from hevesy.paper.blocks import Block, Bullets, Document, Heading, Paragraph, Picture, Table
from hevesy.paper.pages import png_of

LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "ar": "ar-SA", "zh": "zh-CN"}
FONT, FONT_OF_ARABIC, FONT_OF_CHINESE = "Calibri", "Arial", "Microsoft YaHei"
BESIDE_CHINESE = "Arial"
WIDTH_CM = 17.4
GREY = "55616C"


def docx_of(document: Document) -> bytes:
    """The whole document as the bytes of a .docx."""
    import docx

    made = docx.Document()
    writer = _Writer(made, document)
    writer.properties()
    writer.styles()
    writer.page()
    made.add_paragraph(document.title, style="Title")
    made.add_paragraph(document.subtitle, style="Subtitle")
    for block in document.brief:
        writer.add(block)
    if document.chapters:
        writer.contents()
    for block in document.chapters:
        writer.add(block)
    writer.turn()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


class _Writer:
    """Adds blocks to a Word document, one after another."""

    def __init__(self, made: Any, document: Document) -> None:
        self._made, self._document = made, document
        self._counted = {"table": 0, "picture": 0}

    # --- what holds for all of it -----------------------------------------------------------------------------

    def properties(self) -> None:
        said, core = self._document.properties, self._made.core_properties
        made_on = datetime.fromisoformat(said["made_on"]).replace(tzinfo=UTC)
        core.title, core.subject, core.author = said["title"], said["subject"], said["author"]
        core.language, core.identifier = LOCALES[self._document.language], said["identifier"]
        core.last_modified_by, core.comments, core.keywords = said["author"], "", ""
        core.created = core.modified = made_on

    def styles(self) -> None:
        from docx.shared import Pt, RGBColor

        styles = self._made.styles
        _set_language(styles.element, LOCALES[self._document.language])
        sizes = {
            "Normal": 10,
            "Title": 20,
            "Subtitle": 9,
            "Heading 1": 15,
            "Heading 2": 12,
            "Caption": 9,
            "List Bullet": 10,
        }
        for name, size in sizes.items():
            style = styles[name]
            style.font.size = Pt(size)
            _set_fonts(style.element, self._document.language)
            style.font.color.rgb = RGBColor.from_string(GREY if name == "Subtitle" else "16202A")
        styles["Subtitle"].font.italic = styles["Subtitle"].font.cs_italic = False
        styles["Normal"].paragraph_format.space_after = Pt(4)
        styles["Caption"].paragraph_format.keep_with_next = True

    def page(self) -> None:
        from docx.shared import Cm

        section = self._made.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(1.8)
        section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.8)
        footer = section.footer.paragraphs[0]
        footer.alignment = _centred()
        footer.add_run(f"{self._document.words['page']} ")
        _field(footer, "PAGE", "1")

    def turn(self) -> None:
        """From right to left: the section, every paragraph and every run; tables are so from the start."""
        if not self._document.right_to_left:
            return
        body = self._made.element.body
        _mark(body.sectPr, "w:bidi", first=False)
        parts = [body, self._made.sections[0].footer._element]
        for part in parts:
            for paragraph in part.iterchildren(_name("w:p")):
                _mark(paragraph.get_or_add_pPr(), "w:bidi")
                for run in paragraph.iterchildren(_name("w:r")):
                    _mark(run.get_or_add_rPr(), "w:rtl")

    # --- blocks -----------------------------------------------------------------------------------------------

    def add(self, block: Block) -> None:
        made = self._made
        if isinstance(block, Heading):
            made.add_heading(block.text, level=block.level)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Bullets):
            for item in block.items:
                made.add_paragraph(item, style="List Bullet")
        elif isinstance(block, Table):
            self._caption("table", block.caption)
            self._table(block)
        elif isinstance(block, Picture):
            self._picture(block)
        else:
            made.add_page_break()

    def contents(self) -> None:
        """A table-of-contents field that already holds the chapters' names; Word adds the pages."""
        made, document = self._made, self._document
        made.add_page_break()
        made.add_paragraph(document.words["contents"], style="Subtitle").runs[0].bold = True
        names = [block.text for block in document.chapters if isinstance(block, Heading) and block.level == 1]
        paragraphs = [made.add_paragraph(name) for name in names]
        _field_around(paragraphs, r'TOC \o "1-2" \h \z \u')
        made.add_paragraph(document.words["contents_hint"], style="Subtitle")
        made.add_page_break()

    def _paragraph(self, block: Paragraph) -> None:
        from docx.shared import Pt, RGBColor

        run = self._made.add_paragraph().add_run(block.text)
        if block.style == "note":
            run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(GREY)
            size = run._element.rPr.find(_name("w:sz"))
            size.addnext(_element("w:szCs", val=size.get(_name("w:val"))))  # what is written from right to left
        if block.style == "warning":
            run.bold = True

    def _caption(self, kind: str, text: str) -> None:
        """The word, a number that Word counts itself, and the text."""
        self._counted[kind] += 1
        paragraph = self._made.add_paragraph(style="Caption")
        paragraph.add_run(f"{self._document.words[kind]} ")
        _field(
            paragraph, f"SEQ {'Table' if kind == 'table' else 'Figure'} \\* ARABIC", str(self._counted[kind])
        )
        paragraph.add_run(f". {text}")

    def _table(self, block: Table) -> None:
        """Written as one piece of XML: built cell by cell, the register of assumptions would take seconds."""
        from docx.oxml import parse_xml

        made = self._made
        made.element.body.insert_element_before(
            parse_xml(_table_xml(block, self._document.right_to_left)), "w:sectPr"
        )
        made.add_paragraph().paragraph_format.space_after = 0

    def _picture(self, block: Picture) -> None:
        from docx.shared import Cm

        paragraph = self._made.add_paragraph()
        paragraph.alignment = _centred()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(png_of(block)), width=Cm(14.5))
        shape._inline.docPr.set("descr", block.alt)
        shape._inline.docPr.set("title", block.caption)
        self._caption("picture", block.caption)


# --- Word's own language ----------------------------------------------------------------------------------------


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(_name(f"w:{key}"), value)
    return made


def _centred() -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    return WD_ALIGN_PARAGRAPH.CENTER


ORDER = {  # where a mark stands among its neighbours, as the schema wants it: before the first of these
    "w:bidi": ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl",
               "w:rPr", "w:sectPr", "w:rtlGutter", "w:docGrid"),
    "w:rtl": ("w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath"),
}  # fmt: skip


def _mark(parent: Any, tag: str, first: bool = True) -> None:
    """Put an empty element where the schema wants it."""
    made = _element(tag)
    for later in ORDER.get(tag, ()):
        found = parent.find(_name(later))
        if found is not None:
            found.addprevious(made)
            return
    parent.append(made)


_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TWIPS_PER_CM = 567
_TALL = '<w:trHeight w:val="700" w:hRule="atLeast"/>'


def _table_xml(block: Table, right_to_left: bool) -> str:
    """A ruled table of fixed widths whose header row is repeated on every page."""
    widths = [round(WIDTH_CM * _TWIPS_PER_CM * share) for share in block.shares()]
    half_points = 14 if len(block.head) > 5 else 16
    rows = [_row_xml(block.head, widths, half_points, right_to_left, head=True)]
    rows += [_row_xml(row, widths, half_points, right_to_left, tall=block.tall) for row in block.rows]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {_SPACE}><w:tblPr><w:tblStyle w:val="TableGrid"/>{"<w:bidiVisual/>" if right_to_left else ""}'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" '
        f'w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row_xml(
    cells: Sequence[str],
    widths: Sequence[int],
    half_points: int,
    right_to_left: bool,
    head: bool = False,
    tall: bool = False,
) -> str:
    mark = f"<w:cantSplit/>{_TALL if tall else ''}{'<w:tblHeader/>' if head else ''}"
    bold, bidi, rtl = (
        ("<w:b/><w:bCs/>" if head else ""),
        *(("<w:bidi/>", "<w:rtl/>") if right_to_left else ("", "")),
    )
    look = f'<w:rPr>{bold}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>{rtl}</w:rPr>'
    said = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>{bidi}<w:spacing w:after="0"/></w:pPr>'
        f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
        for text, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{mark}</w:trPr>{said}</w:tr>"


def _set_language(styles: Any, locale: str) -> None:
    """The language of everything that says none itself."""
    look = styles.find(f"{_name('w:docDefaults')}/{_name('w:rPrDefault')}/{_name('w:rPr')}")
    for old in look.findall(_name("w:lang")):
        look.remove(old)
    chinese, arabic = locale.startswith("zh"), locale.startswith("ar")
    look.append(
        _element(
            "w:lang",
            val="en-GB" if chinese or arabic else locale,
            eastAsia=locale if chinese else "zh-CN",
            bidi=locale if arabic else "ar-SA",
        )
    )


def _set_fonts(style: Any, language: str) -> None:
    look = style.get_or_add_rPr()
    for old in look.findall(_name("w:rFonts")):
        look.remove(old)
    latin = BESIDE_CHINESE if language == "zh" else FONT
    fonts = _element("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=FONT_OF_CHINESE, cs=FONT_OF_ARABIC)
    look.insert(0, fonts)


def _run_of(*children: Any) -> Any:
    run = _element("w:r")
    for child in children:
        run.append(child)
    return run


def _instruction(code: str) -> Any:
    made = _element("w:instrText")
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.text = f" {code} "
    return made


def _field(paragraph: Any, code: str, shown: str) -> None:
    """A field with what it shows until Word counts anew."""
    text = _element("w:t")
    text.text = shown
    for child in (
        _element("w:fldChar", fldCharType="begin"), _instruction(code), _element("w:fldChar", fldCharType="separate"),
        text, _element("w:fldChar", fldCharType="end"),
    ):  # fmt: skip
        paragraph._p.append(_run_of(child))


def _field_around(paragraphs: list[Any], code: str) -> None:
    """A field whose result is these paragraphs; marked as to be filled in anew."""
    first, last = paragraphs[0]._p, paragraphs[-1]._p
    begin = [
        _run_of(_element("w:fldChar", fldCharType="begin", dirty="true")),
        _run_of(_instruction(code)),
        _run_of(_element("w:fldChar", fldCharType="separate")),
    ]
    place = next(number for number, child in enumerate(first) if child.tag == _name("w:r"))
    for offset, run in enumerate(begin):
        first.insert(place + offset, run)
    last.append(_run_of(_element("w:fldChar", fldCharType="end")))
