"""Spreadsheets that nobody honest would send, made byte by byte, for tests and the benchmark."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>'
TAIL = "</sheetData></worksheet>"


def book(*rows: Iterable[object]) -> bytes:
    """An honest workbook with one sheet."""
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(list(row))
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def parts_of(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        return {name: found.read(name) for name in found.namelist()}


def packed(parts: Mapping[str, bytes | str], how: int = zipfile.ZIP_DEFLATED, level: int = 1) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", how, compresslevel=level) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return kept.getvalue()


def with_parts(**more: bytes | str) -> bytes:
    """An honest workbook with parts put in or exchanged; `__` in a name stands for `/`, `_0` for a point."""
    named = {name.replace("__", "/").replace("_0", "."): content for name, content in more.items()}
    return packed({**parts_of(book(["town", "people"], ["Amman", 5])), **named})


def with_sheet(rows: str, head: str = HEAD, tail: str = TAIL, level: int = 1) -> bytes:
    """An honest workbook but for the rows of its sheet."""
    return packed({**parts_of(book(["town"])), SHEET: head + rows + tail}, level=level)


def text(place: str, said: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>'


def rows(number: int) -> str:
    """Rows of a town and a number."""
    return "".join(
        f'<row r="{n}">{text(f"A{n}", f"Town {n}")}<c r="B{n}"><v>{n * 7919 % 100_003}</v></c></row>'
        for n in range(1, number + 1)
    )


def million() -> bytes:
    """A million rows with two cells each."""
    return with_sheet(rows(1_000_000))


def thin() -> bytes:
    """A million rows with one number each, packed small enough to be sent."""
    numbers = (n * n * 2_654_435_761 % 9_973 for n in range(1_000_000))
    return with_sheet("".join(f"<row><c><v>{number}</v></c></row>" for number in numbers), level=6)


def fullest() -> bytes:
    """The most that an upload may hold: 5,000 rows of 20 cells, no two the same."""
    cell = '<c t="inlineStr"><is><t>{}-{}</t></is></c>'
    made = ("".join(cell.format(row, column) for column in range(20)) for row in range(5_000))
    return with_sheet("".join(f"<row>{cells}</row>" for cells in made), level=6)


def with_texts(texts: str, name: str = "xl/sharedStrings.xml") -> dict[str, bytes | str]:
    """The parts of an honest workbook, with a list of texts."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    said = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    parts = parts_of(book(["town"]))
    types = parts["[Content_Types].xml"].replace(b"</Types>", said)
    return {**parts, name: texts, "[Content_Types].xml": types}


def styled() -> bytes:
    """As many styles and kept texts as the gate lets through, which openpyxl keeps as trees."""
    styles = "".join(f'<xf numFmtId="{n % 40}" fontId="{n % 997}"/>' for n in range(49_000))
    texts = "".join(f"<si><t>{n}</t></si>" for n in range(120_000))
    sheet = f'<styleSheet xmlns="{MAIN}"><cellXfs>{styles}</cellXfs></styleSheet>'
    return packed({**with_texts(f'<sst xmlns="{MAIN}">{texts}</sst>'), "xl/styles.xml": sheet})


def bomb(megabytes: int = 1_000) -> bytes:
    """A workbook whose sheet unpacks to this many megabytes of blanks, out of a thousandth of that."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, content in parts_of(book(["town"])).items():
            if name != SHEET:
                made.writestr(name, content)
        with made.open(SHEET, "w", force_zip64=False) as sheet:
            sheet.write(HEAD.encode())
            for _ in range(megabytes):
                sheet.write(b" " * 1_000_000)
            sheet.write(TAIL.encode())
    return kept.getvalue()


def lying(declared: int = 1_000) -> bytes:
    """The bomb, in whose lists the sheet is said to be small."""
    made = bytearray(bomb(20))
    with zipfile.ZipFile(io.BytesIO(bytes(made))) as found:
        real = found.getinfo(SHEET).file_size
    return bytes(made.replace(real.to_bytes(4, "little"), declared.to_bytes(4, "little")))


def laughs() -> str:
    """A sheet whose text is a billion times `lol` once its definitions are followed."""
    inside = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "lol">{inside}]><worksheet xmlns="{MAIN}"><sheetData>'
    return head + f'<row r="1">{text("A1", "&a9;")}</row>' + TAIL


def outside() -> str:
    """A sheet whose text is a file of the machine once its definitions are followed."""
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet xmlns="{MAIN}">'
    return f"{head}<sheetData>" + f'<row r="1">{text("A1", "&a;")}</row>' + TAIL
