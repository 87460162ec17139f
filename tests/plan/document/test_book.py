"""The workbook says what the library computes: worked out in Python, and by LibreOffice where it is there."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.plan.document.conftest import SCENARIO
from tests.plan.formulas import Sheets
from tests.plan.recalculated import recalculated

from hevesy.facts import Shelf
from hevesy.paper.blocks import Table
from hevesy.plan.budget.plan import budget
from hevesy.plan.document.book import TABLE, xlsx_of
from hevesy.plan.document.material import Material
from hevesy.plan.document.model_sheet import DIFFERENCE, OTHER, OURS, RESULT, ROW, UNITS, model_sheet
from hevesy.plan.document.money import Option
from hevesy.plan.document.package import money
from hevesy.plan.document.tongue import tongue
from hevesy.plan.scenario.check_funders import LINES
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.simulation.simulate import simulate
from hevesy.plan.value.arms import DISCOUNT, Arm, worth
from hevesy.plan.value.central import INPUTS, Central, central
from hevesy.plan.value.comparison import comparisons
from hevesy.words import LANGUAGES

RUNS = pytest.mark.slow(reason="runs a scenario, its people and its five A's")
PRICE = "value.price.lu177_psma617_cycle"


@pytest.fixture(scope="module")
def written(found: Material) -> bytes:
    return xlsx_of(found, tongue("en"))


@pytest.fixture(scope="module")
def sheets(written: bytes) -> Sheets:
    return Sheets(openpyxl.load_workbook(io.BytesIO(written)))


# --- the budget -------------------------------------------------------------------------------------------------


@RUNS
def test_years_cost_what_plan_budget_says_to_the_cent(found: Material, shelf: Shelf) -> None:
    alone = budget(simulate(scenario_from(SCENARIO, "pilot.toml"), shelf))
    option = found.money["package"]
    cents = alone.expected.cost.sum(axis=0).tolist()
    assert [round(total * 100) for total in option.year_totals()] == cents
    (table,) = [block for block in money(found, tongue("en")) if isinstance(block, Table) and "year by year" in
                block.caption]  # fmt: skip
    shown = [int(row[-1].replace(",", "")) for row in table.rows]
    assert shown == [*(round(each / 100) for each in cents), round(sum(cents) / 100)]


@RUNS
def test_what_interventions_cost_adds_up_to_their_line(found: Material) -> None:
    """Every act of the pilot starts within its two years, so its capital is spent once."""
    capital = found.money["package"].budget.real_mean()[LINES.index("capital")].sum()
    assert sum(float(price.capital["value"]) for price in found.prices.values()) == pytest.approx(capital)


@RUNS
def test_key_figures_and_the_value_of_the_package_are_the_same_sums(found: Material) -> None:
    rows = {each["name"]: each for each in found.versus["headlines"]}
    for name, (a, b) in zip(("costs", "qalys", "life_years"), ours(found), strict=True):
        said = [rows[name][side]["value"] for side in ("a", "b", "difference")]
        assert said == pytest.approx([a, b, b - a], rel=1e-9, abs=1e-6), name


@RUNS
def test_formulas_of_the_budget_give_its_cents(found: Material, sheets: Sheets) -> None:
    made = found.money["package"].budget
    for number in range(len(LINES)):
        for y, column in enumerate("BC"):
            cell = f"{column}{number + 2}"
            assert round(sheets.value("Budget", cell) * 100) == made.expected.cost[number, y]
            assert round(sheets.value("Unfunded", cell) * 100) == made.expected.gap[number, y]


# --- the package beside doing nothing ---------------------------------------------------------------------------


def ours(found: Material) -> list[tuple[float, float]]:
    nothing, package = found.money["nothing"], found.money["package"]
    return [
        (nothing.discounted(nothing.real_totals()), package.discounted(package.real_totals())),
        (nothing.discounted(nothing.qalys), package.discounted(package.qalys)),
        (nothing.discounted(nothing.life_years), package.discounted(package.life_years)),
    ]


@RUNS
def test_formulas_of_the_value_give_our_figures(found: Material, sheets: Sheets) -> None:
    for row, (a, b) in enumerate(ours(found), TABLE + 1):
        assert sheets.value("Value", f"B{row}") == pytest.approx(a, rel=1e-12)
        assert sheets.value("Value", f"C{row}") == pytest.approx(b, rel=1e-12)
        assert sheets.value("Value", f"D{row}") == pytest.approx(b - a, rel=1e-9, abs=1e-9)
    assert sheets.value("Value", f"D{TABLE + 6}") == ""  # nobody has said what a QALY is worth


@RUNS
def test_another_rate_and_a_worth_move_the_answer(found: Material, written: bytes) -> None:
    changed = openpyxl.load_workbook(io.BytesIO(written))
    changed["Value"]["B1"], changed["Value"]["B2"] = 0.0, 10_000
    sheets = Sheets(changed)
    assert sheets.value("Value", f"C{TABLE + 1}") == pytest.approx(sum(found.money["package"].real_totals()))
    benefit = 10_000 * sheets.value("Value", f"D{TABLE + 2}") - sheets.value("Value", f"D{TABLE + 1}")
    assert sheets.value("Value", f"D{TABLE + 6}") == pytest.approx(benefit)


def test_discounting_by_hand() -> None:
    option = Option(None, {}, (1.0, 2.0), (1.0, 3.0), 0.05)  # type: ignore[arg-type]
    assert option.discounted(option.qalys) == pytest.approx(1.0 + 2.0 / 1.05)


# --- the model of a therapy -------------------------------------------------------------------------------------


def expected(arm: Arm) -> dict[str, float]:
    found = {"years_stable": arm.years.stable, "years_progressed": arm.years.progressed, "life_years": arm.years.alive,
             "qalys": arm.qalys, "cost": arm.cost}  # fmt: skip
    return {name: each.item() for name, each in found.items()}


def check_model(value: Any, model: Central, found: Any) -> None:
    """`value(cell)` of the model's sheet against a valuation, to a millionth."""
    for column, arm in ((OTHER, found.without), (OURS, found.with_it)):
        for name, each in expected(arm).items():
            assert value(f"{column}{RESULT[name]}") == pytest.approx(each, rel=1e-6), (model.row.id, name, column)
    cost, gained = found.dearer.item(), found.qalys.item()
    worth_of_one = model.inputs["threshold"].value
    assert worth_of_one is not None
    benefit = worth_of_one * gained - cost
    ratio = value(f"{DIFFERENCE}{RESULT['icer']}")
    assert (ratio or "") == (pytest.approx(cost / gained, rel=1e-6) if gained > 0 and cost > 0 else "")
    assert value(f"{DIFFERENCE}{RESULT['net_benefit']}") == pytest.approx(benefit, rel=1e-6)
    assert value(f"{OURS}{RESULT['units']}") == pytest.approx(found.units.item(), rel=1e-6)
    price = found.price.item() + benefit / found.units.item()
    assert (value(f"{DIFFERENCE}{RESULT['price_at']}") or "") == (
        pytest.approx(price, rel=1e-5, abs=0.01) if price > 0 else ""
    )


@RUNS
def test_formulas_of_each_model_give_our_valuation(found: Material, sheets: Sheets) -> None:
    assert [model.row.id for model in found.models] == ["vision", "therap", "psmafore"]
    for number, model in enumerate(found.models, 1):
        check_model(lambda cell, page=f"Model {number}": sheets.value(page, cell), model, model.worth)


ROWS = [(row["therapy"], row["id"]) for row in Shelf.load(restricted=True).table("value")]


@pytest.mark.parametrize(("therapy", "comparison"), ROWS)
def test_the_sheet_of_every_comparison_gives_our_valuation(therapy: str, comparison: str, shelf: Shelf) -> None:
    """One cycle or many, with and without a medicine of the comparator, in a country of low income."""
    row = next(each for each in comparisons(shelf) if (each.therapy, each.id) == (therapy, comparison))
    model = central(row, shelf.reader("UGA"))
    book = openpyxl.Workbook()
    model_sheet(book.active, model, ("other", therapy), "", tongue("en"))
    sheets = Sheets(book)
    check_model(lambda cell: sheets.value(book.active.title, cell), model, model.worth)


def test_the_threshold_of_a_model_is_per_qaly_where_the_countrys_own_study_is_per_daly(shelf: Shelf) -> None:
    """Malawi: 0.2 GDP a head for a DALY averted comes first; the sheet multiplies QALYs."""
    row = next(each for each in comparisons(shelf) if each.therapy == "lu177_psma617")
    assert central(row, shelf.reader("MWI")).inputs["threshold"].facts == ("value.threshold.pichon_riviere",)


def at_price(model: Central, shelf: Shelf, price: float) -> Any:
    """Our valuation of a comparison at another price of a cycle, stated as a scenario would."""
    reader = shelf.reader("JOR")
    like = shelf.rows(DISCOUNT)[0]
    reader.stated = {PRICE: replace(like, id=PRICE, value=price, low=None, high=None, unit="USD/cycle")}
    return worth(model.row, reader)


def cheaper(written: bytes) -> Any:
    """The workbook with another price of a cycle in the first model."""
    book = openpyxl.load_workbook(io.BytesIO(written))
    book["Model 1"][f"B{ROW['price']}"] = 2_000
    return book


@RUNS
def test_another_price_in_the_workbook_is_our_model_at_that_price(
    found: Material, shelf: Shelf, written: bytes
) -> None:
    sheets, model = Sheets(cheaper(written)), found.models[0]
    again = at_price(model, shelf, 2_000.0)
    assert again.with_it.cost.item() < model.worth.with_it.cost.item() - 1_000
    check_model(lambda cell: sheets.value("Model 1", cell), model, again)


@RUNS
def test_libreoffice_recalculates_the_same(found: Material, shelf: Shelf, written: bytes, tmp_path: Path) -> None:
    """With another price in the first model: every formula must be computed anew."""
    kept = io.BytesIO()
    cheaper(written).save(kept)
    book = recalculated(kept.getvalue(), tmp_path)
    for row, (a, b) in enumerate(ours(found), TABLE + 1):
        assert (book["Value"][f"B{row}"].value, book["Value"][f"C{row}"].value) == pytest.approx((a, b), rel=1e-9)
    made = found.money["package"].budget
    totals = [round(book["Budget"][f"{column}{2 + len(LINES)}"].value * 100) for column in "BC"]
    assert totals == made.expected.cost.sum(axis=0).tolist()
    for number, model in enumerate(found.models, 1):
        done = at_price(model, shelf, 2_000.0) if number == 1 else model.worth
        check_model(lambda cell, page=f"Model {number}": book[page][cell].value, model, done)


@RUNS
def test_every_input_of_a_model_names_the_facts_it_rests_on(found: Material, written: bytes, shelf: Shelf) -> None:
    page = openpyxl.load_workbook(io.BytesIO(written))["Model 1"]
    known = set(shelf.ids())
    for name in INPUTS:
        named = str(page[f"E{ROW[name]}"].value or "").split("; ")
        assert set(named) <= known or (name == "price_times" and named == [""]), name
    assert set(UNITS) == set(INPUTS)
    yellow = {cell.row for (cell,) in page["B1:B80"] if cell.fill.fgColor.rgb == "00FFF2CC"}
    assert yellow == set(ROW.values())


@RUNS
@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_have_names_that_a_workbook_may_have(language: str, found: Material) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_of(found, tongue(language))))
    assert len(book.sheetnames) == 10
    for name in book.sheetnames:
        assert len(name) <= 31 and not re.search(r"[\[\]:*?/\\']", name)
    formulas = " ".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row
                        if isinstance(cell.value, str) and cell.value.startswith("="))  # fmt: skip
    assert set(re.findall(r"'([^']+)'!", formulas)) <= set(book.sheetnames)
    assert all(page.sheet_view.rightToLeft == (language == "ar") for page in book)
