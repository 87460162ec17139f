"""The tables of a centre: one long CSV, and a workbook whose sums are formulas that a planner can change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hevesy.tables import put_row, workbook_bytes

Said = Mapping[str, Any]
COLUMNS = ("part", "id", "name", "what", "value", "low", "high", "unit", "why")
INPUT = "FFF2CC"  # cells that a planner may change
MONEY, NUMBER = "#,##0", "#,##0.00"


def sheet(said: Said) -> Iterator[tuple[Any, ...]]:
    """The rows, in the order of COLUMNS."""
    for row in said["rooms"]:
        yield from _line("room", row, ("number", ""), ("each", "m2"), ("total", "m2"))
    for row in said["shielding"]:
        yield from _line("shielding", {**row, "id": row["room"], "why": ", ".join(row["nuclides"])},
                         ("lead_mm", "mm"), ("concrete_mm", "mm"), ("gbq_hours", "GBq h/year"))  # fmt: skip
    for row in said["equipment"]:
        yield from _line("equipment", row, ("number", ""), ("each", "USD"))
    for row in said["staff"]:
        named = {**row, "id": row["cadre"], "name": row["cadre"], "why": f"by {row['decided_by']}"}
        yield from _line("staff", named, ("posts", ""), ("by_minutes", "persons"), ("by_presence", "persons"))
        yield from _line("staff", named, ("salary", "USD/year"))
    for row in said["steps"]:
        yield from _line("step", row, ("days", "day"), ("starts_week", "week"), ("done_week", "week"))
    for name in ("capital", "yearly"):
        for row in said["money"][name]:
            yield from _line(name, row, ("number", ""), ("price", "USD"), ("total", "USD"))


def _line(part: str, row: Said, *figures: tuple[str, str]) -> Iterator[tuple[Any, ...]]:
    for name, unit in figures:
        each = row[name]
        yield part, row["id"], row["name"], name, each["value"], each["low"], each["high"], unit, row["why"]


def workbook(said: Said) -> bytes:
    """An .xlsx: capital, a year and break-even as formulas over numbers and prices; steps, rooms and facts beside."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    capital = _money(book, "Capital", said["money"]["capital"])
    yearly = _money(book, "Yearly", said["money"]["yearly"])
    _break_even(book, said, capital, yearly)
    _plain(book, "Rooms", ("Room", "Number", "m2 each"), said["rooms"], ("number", "each"))
    _plain(book, "Steps", ("Step", "Days", "Done in week"), said["steps"], ("days", "done_week"))
    _facts(book, said)
    return workbook_bytes(book)


def _money(book: Any, title: str, lines: Sequence[Said]) -> int:
    """A sheet of lines, each number times price; the row of the sum."""
    from openpyxl.styles import Font, PatternFill

    page = book.create_sheet(title)
    page.append(["Line", "Number", "Price, USD", "USD", "Group", "What it is", "Low, USD", "High, USD"])
    for row, line in enumerate(lines, start=2):
        number, price = line["number"]["value"], line["price"]["value"]
        put_row(page, [line["name"], number, price, f"=B{row}*C{row}", line["group"], line["why"],
                       line["total"]["low"], line["total"]["high"]], formulas=[3])  # fmt: skip
        for column in "BC":
            page[f"{column}{row}"].fill = PatternFill("solid", fgColor=INPUT)
            page[f"{column}{row}"].number_format = NUMBER
        for column in "DGH":
            page[f"{column}{row}"].number_format = MONEY
    last = len(lines) + 2
    put_row(page, ["Together", None, None, f"=SUM(D2:D{last - 1})"], formulas=[3])
    page[f"D{last}"].number_format = MONEY
    for cell in (*page[1], *page[last]):
        cell.font = Font(bold=True)
    _widths(page, (44, 12, 16, 16, 12, 50, 14, 14))
    return last


def _break_even(book: Any, said: Said, capital: int, yearly: int) -> None:
    """Break-even as formulas; the tariff and the cycles may be changed."""
    money = said["money"]["break_even"]
    page = book.create_sheet("Break-even", 0)
    lives = money["written_off"]["value"]
    rows = [
        ("Cycles a year", said["asked"]["cycles"]),
        ("Tariff of a cycle, USD", money["tariff"]["value"]),
        ("Costs of a year that grow with cycles, USD", _sum_of("cycle", yearly)),
        ("Costs of a year that do not, USD", _sum_of("fixed", yearly)),
        ("What building and machines lose in value a year, USD", lives),
        ("A cycle by itself costs, USD", "=B3/B1"),
        ("Break-even, cycles a year", '=IF(B2>B6,B4/(B2-B6),"none")'),
        ("Break-even with capital, cycles a year", '=IF(B2>B6,(B4+B5)/(B2-B6),"none")'),
        ("Tariff that pays for everything at these cycles, USD", "=B6+(B4+B5)/B1"),
        ("To build, USD", f"=Capital!D{capital}"),
    ]
    for number, row in enumerate(rows, start=1):
        put_row(page, row, formulas=[1] if str(row[1]).startswith("=") else [])
        page[f"B{number}"].number_format = MONEY
    _widths(page, (56, 18))
    for note in said["says_first"]:
        page.append([note])


def _sum_of(group: str, last: int) -> str:
    return f'=SUMIF(Yearly!E2:E{last - 1},"{group}",Yearly!D2:D{last - 1})'


def _plain(book: Any, title: str, head: Sequence[str], lines: Sequence[Said], names: Sequence[str]) -> None:
    page = book.create_sheet(title)
    page.append([*head, "Why"])
    for line in lines:
        page.append([line["name"], *(line[name]["value"] for name in names), line["why"]])
    _widths(page, (44, 14, 14, 60))


def _facts(book: Any, said: Said) -> None:
    page = book.create_sheet("Facts")
    page.append(["Fact", "Value", "Low", "High", "Unit", "Kind", "Source"])
    for fact in said["facts"]:
        page.append([fact[name] for name in ("id", "value", "low", "high", "unit", "kind", "source")])
    _widths(page, (54, 14, 14, 14, 24, 14, 14))


def _widths(page: Any, widths: Sequence[int]) -> None:
    for column, width in zip("ABCDEFGH", widths, strict=False):
        page.column_dimensions[column].width = width
