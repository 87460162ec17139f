"""The workbook beside the document: budget, value of the package and a model of each therapy, in live formulas.

The budget's sheets are those of `hevesy plan budget`, in the document's language. Yellow cells are inputs: change
one, and everything else follows. Tests recalculate the workbook and compare it with what the library computes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from hevesy.plan.budget.cells import bold, letter, put
from hevesy.plan.budget.workbook import SUM_ROW, Words, budget_sheets, columns, real_sheet
from hevesy.plan.document.material import Material
from hevesy.plan.document.model_sheet import model_sheet
from hevesy.plan.document.speech import therapy_named
from hevesy.plan.document.tongue import Tongue
from hevesy.plan.scenario.check_funders import LINES
from hevesy.tables import workbook_bytes

WHOLE, UNITS, SHARE = "#,##0", "#,##0.00", "0.0%"
OPTIONS = ("nothing", "package")
HEAD, FACTOR = 4, 5  # rows of the sheet of value; below them costs, QALYs and life-years of both options
MEASURES = ("costs", "qalys", "life_years")
TABLE = FACTOR + 1 + len(MEASURES) * len(OPTIONS) + 1


def xlsx_of(found: Material, tongue: Tongue) -> bytes:
    """The workbook as bytes."""
    import openpyxl

    book = openpyxl.Workbook()
    book.properties.title = tongue.say("chapter.money")
    book.properties.creator = "Hevesy"
    book.properties.created = book.properties.modified = (
        datetime.fromisoformat(found.made_on.isoformat()).replace(tzinfo=UTC).replace(tzinfo=None)
    )
    words = words_of(tongue)
    _read_me(book.active, found, tongue)
    budget_sheets(book, found.money["package"].budget, words)
    real_sheet(book.create_sheet(tongue.say("sheet.nothing")), words, found.money["nothing"].budget)
    _value(book.create_sheet(tongue.say("sheet.value")), found, words, tongue)
    _models(book, found, tongue)
    for sheet in book.worksheets:
        sheet.sheet_view.rightToLeft = tongue.right_to_left
    return workbook_bytes(book)


def words_of(tongue: Tongue) -> Words:
    """What the budget's sheets say in a language."""
    names = [name for name in Words.__dataclass_fields__ if name != "lines"]
    said = {name: tongue.phrases[f"sheet.{name}"] for name in names}
    return Words(**said, lines=tuple(tongue.say(f"budget_line.{line}") for line in LINES))


def _read_me(sheet: Any, found: Material, tongue: Tongue) -> None:
    sheet.title = tongue.say("sheet.read_me")
    sheet.column_dimensions["A"].width = 110
    first, last = found.years
    country = found.country_named(tongue.language)
    lines = [tongue.say("doc.title", country=country, first=first, last=last)]
    lines += [tongue.say(f"sheet.read_me_{number}") for number in (1, 2, 3)]
    lines += [tongue.say("money.note"), tongue.say("doc.language_note")]
    for number, line in enumerate(lines, 1):
        sheet.cell(number, 1, line)
    bold(sheet["A1"])


def _value(sheet: Any, found: Material, words: Words, tongue: Tongue) -> None:
    """What the package is worth beside doing nothing: real costs of both, health by year, discounted sums."""
    say, package = tongue.say, found.money["package"]
    for row, name in ((1, "discount"), (2, "worth")):
        sheet[f"A{row}"] = say(f"sheet.{name}")
    put(sheet, "B1", package.rate, given=True, form=SHARE)
    put(sheet, "B2", None, given=True, form=WHOLE)
    for place, text in enumerate([say("head.year"), *package.years], 1):
        bold(sheet.cell(HEAD, place, text))
        sheet.column_dimensions[letter(place)].width = 58 if place == 1 else 18
    years = columns(package.budget)
    sheet[f"A{FACTOR}"] = say("sheet.factor")
    for y, column in enumerate(years):
        put(sheet, f"{column}{FACTOR}", f"=1/(1+$B$1)^{y}", form="0.0000")
    rows = dict(_yearly(sheet, found, words, tongue))
    _table(sheet, rows, years, tongue)


def _yearly(sheet: Any, found: Material, words: Words, tongue: Tongue) -> Iterator[tuple[tuple[str, str], int]]:
    """A row of years for each measure and option; costs come from the budget's sheets. Yields where each stands."""
    sheets = {"nothing": tongue.say("sheet.nothing"), "package": words.real}
    row = FACTOR
    for name in MEASURES:
        for option in OPTIONS:
            row += 1
            money = found.money[option]
            sheet[f"A{row}"] = f"{tongue.say(f'sheet.{name}')}: {tongue.say(f'word.{option}')}"
            for y, column in enumerate(columns(money.budget)):
                if name == "costs":
                    put(sheet, f"{column}{row}", f"='{sheets[option]}'!{column}{SUM_ROW}", form=WHOLE)
                else:
                    put(sheet, f"{column}{row}", getattr(money, name)[y], given=True, form=UNITS)
            yield (name, option), row


def _table(sheet: Any, rows: dict[tuple[str, str], int], years: list[str], tongue: Tongue) -> None:
    """Discounted sums of both options and their difference, the cost of a QALY and the net benefit."""
    say = tongue.say
    for place, text in enumerate(["", *(say(f"word.{name}") for name in (*OPTIONS, "difference"))], 1):
        bold(sheet.cell(TABLE, place, text))
    factors = f"${years[0]}${FACTOR}:${years[-1]}${FACTOR}"
    for row, name in enumerate(MEASURES, TABLE + 1):
        sheet[f"A{row}"] = say(f"money.{name}")
        form = WHOLE if name == "costs" else UNITS
        for column, option in zip("BC", OPTIONS, strict=True):
            own = rows[name, option]
            put(sheet, f"{column}{row}", f"=SUMPRODUCT({years[0]}{own}:{years[-1]}{own},{factors})", form=form)
        put(sheet, f"D{row}", f"=C{row}-B{row}", form=form)
    cost, gained, ratio, benefit = (TABLE + 1 + place for place in (0, 1, 4, 5))
    sheet[f"A{ratio}"], sheet[f"A{benefit}"] = say("money.ratio"), say("sheet.net_benefit")
    put(sheet, f"D{ratio}", f'=IF(AND(D{gained}>0,D{cost}>0),D{cost}/D{gained},"")', form=WHOLE)
    put(sheet, f"D{benefit}", f'=IF(ISNUMBER($B$2),$B$2*D{gained}-D{cost},"")', form=WHOLE)


def _models(book: Any, found: Material, tongue: Tongue) -> None:
    """A sheet for each comparison that the document shows."""
    for number, model in enumerate(found.models, 1):
        therapy = therapy_named(model.row.therapy, found, tongue)
        other = tongue.say(f"money.against_{model.row.id}")
        title = tongue.say("model.title", therapy=therapy, comparator=other)
        page = book.create_sheet(f"{tongue.say('sheet.model')} {number}")
        model_sheet(page, model, (other, therapy), title, tongue)
