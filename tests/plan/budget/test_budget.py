"""A budget of a small country: it adds up to the cent, the workbook says the same, and funders pay as they are told."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook
from tests.plan.formulas import Sheets
from tests.plan.recalculated import recalculated

from hevesy.errors import BadScenario
from hevesy.facts import Shelf
from hevesy.plan.budget import answers
from hevesy.plan.budget.page import page_of
from hevesy.plan.budget.plan import Budget, budget
from hevesy.plan.budget.sheets import FLOWS, LINES, by_line, flows
from hevesy.plan.budget.workbook import workbook
from hevesy.plan.report.shape import problems
from hevesy.plan.scenario import check_funders
from hevesy.plan.scenario.check import check
from hevesy.plan.scenario.reading import scenario_from
from hevesy.plan.scenario.scenario import Funder, Intervention, Range, Scenario
from hevesy.plan.scenario.writing import scenario_text
from hevesy.plan.simulation.simulate import simulate

SCHEMA = Path(answers.__file__).with_name("budget.schema.json")
FUNDERS = (
    Funder("fund", "earmarked_fund", "Cancer fund", ("capital", "running"), 0.75, Range(40000, 20000, 60000), "FJD"),
    Funder("insurance", "national_insurance", share=0.5),
    Funder("donor", "donor", lines=("medicines", "imaging"), ceiling=Range(9000, 9000, 9000), last_year=2028),
    Funder("people", "out_of_pocket", lines=("follow_up", "imaging"), share=0.9, first_year=2028),
)
FIJI = Scenario(
    "Fiji", "FJI", date(2027, 1, 4), 3, 8, 1, therapies=("lu177_psma617", "i131_dtc"),
    facts={"budget.exchange_rate": Range(2.25, 2.0, 2.5)},
    interventions=(Intervention("teach", "referral_training", date(2027, 1, 4)),),
    funders=FUNDERS,
)  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


@pytest.fixture(scope="module")
def made(shelf: Shelf) -> Budget:
    return budget(simulate(FIJI, shelf))


@pytest.fixture(scope="module")
def said(made: Budget, shelf: Shelf) -> dict[str, Any]:
    return answers.budget_said(made, shelf)


def test_money_in_equals_money_out_in_every_line_year_and_draw(made: Budget) -> None:
    for amounts in (made.expected, made.drawn):
        assert amounts.cost.sum() > 0
        assert np.array_equal(amounts.paid.sum(axis=0) + amounts.gap, amounts.cost)
        assert amounts.paid.min() >= 0 and amounts.gap.min() >= 0


def test_flows_add_up_to_the_lines_to_the_cent(said: dict[str, Any]) -> None:
    for line in said["lines"]:
        for row in line["by_year"]:
            here = [flow for flow in said["flows"] if flow["line"] == line["id"] and flow["year"] == row["year"]]
            assert sum(round(flow["usd"] * 100) for flow in here) == round(row["total"]["value"] * 100)


def half_up(cents: Any) -> Any:
    return (cents + 1) // 2


def test_funders_pay_as_they_are_told(made: Budget) -> None:
    lines, years = check_funders.LINES, made.years
    cost, by = made.expected.cost, made.expected.paid
    fund = by[0].sum(axis=1)
    assert set(np.flatnonzero(fund)) <= {lines.index("capital"), lines.index("running")}
    rate = made.expected.exchange
    assert rate is not None and made.ceilings["fund"] == pytest.approx(40000, rel=0.05)
    for y in range(len(years)):  # the ceiling is in FJD, which buys fewer USD each year
        assert by[0, :, y].sum() <= np.rint(made.ceilings["fund"] / rate[y] * 100)
    medicines = lines.index("medicines")
    assert by[1, medicines].tolist() == half_up(cost[medicines]).tolist()
    assert by[2, :, years.index(2029)].sum() == 0 and by[3, :, years.index(2027)].sum() == 0
    assert by[2, :, 0].sum() <= 900000
    staff = lines.index("staff")  # nobody but the insurance pays staff: half is a gap
    assert (made.expected.gap[staff] == cost[staff] - half_up(cost[staff])).all()


def test_real_costs_are_those_of_the_simulation(made: Budget) -> None:
    """Medicines, freight and the whole administration are the cycles at their price; the rest is as it is spent."""
    values, outcome = made.result.built.values, made.result.outcome
    cycles = outcome.at_centres["given"].sum(axis=1) * values.cycle_cost
    amounts, standing = made.real.amounts, made.reader.value("budget.standing_share")
    care = amounts["medicines"] + amounts["freight"] + amounts["administration"] / (1.0 - standing)
    assert care == pytest.approx(cycles.sum(axis=1))
    assert np.array_equal(amounts["capital"], values.capital) and np.array_equal(amounts["running"], values.running)


def test_nothing_is_dearer_where_nothing_changes(shelf: Shelf, made: Budget) -> None:
    """Without inflation and depreciation the USD of each year are those of the first, to the cent."""
    still = {f"budget.{name}": Range(0, 0, 0) for name in ("inflation_here", "inflation_abroad", "depreciation")}
    found = budget(simulate(replace(FIJI, facts={**FIJI.facts, **still}), shelf))
    whole = found.expected.imported + found.expected.local
    assert whole / 100 == pytest.approx(found.real_mean(), abs=0.011)
    assert not np.array_equal(whole, made.expected.cost)


def test_the_formulas_of_the_workbook_say_the_same_to_the_cent(made: Budget, said: dict[str, Any]) -> None:
    sheets = Sheets(load_workbook(io.BytesIO(workbook(made, said))))
    names = ["1 fund", "2 insurance", "3 donor", "4 people"]
    for number in range(len(check_funders.LINES)):
        for y, column in enumerate("BCD"):
            cell = f"{column}{number + 2}"
            assert round(sheets.value("Budget", cell) * 100) == made.expected.cost[number, y]
            assert round(sheets.value("Unfunded", cell) * 100) == made.expected.gap[number, y]
            for place, name in enumerate(names):
                assert round(sheets.value(name, cell) * 100) == made.expected.paid[place, number, y]
    assert round(sheets.value("Budget", "B11") * 100) == made.expected.cost[:, 0].sum()


@pytest.mark.slow(reason="LibreOffice recalculates the workbook")
def test_libreoffice_recalculates_the_same_to_the_cent(made: Budget, said: dict[str, Any], tmp_path: Path) -> None:
    book = recalculated(workbook(made, said), tmp_path)
    for number in range(len(check_funders.LINES)):
        for y, column in enumerate("BCD"):
            cell = f"{column}{number + 2}"
            assert round(book["Budget"][cell].value * 100) == made.expected.cost[number, y]
            assert round(book["Unfunded"][cell].value * 100) == made.expected.gap[number, y]
            for place, name in enumerate(("1 fund", "2 insurance", "3 donor", "4 people")):
                assert round(book[name][cell].value * 100) == made.expected.paid[place, number, y]


def test_the_json_keeps_to_its_published_schema(said: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert problems(json.loads(json.dumps(said, allow_nan=False)), schema, "budget") == []
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(schema)


def test_default_prices_are_marked_until_somebody_overrides_them(said: dict[str, Any], shelf: Shelf) -> None:
    assert "economics.salary.physician" in said["defaults"] and "Default prices" in said["says_first"][1]
    assert all(line["default_prices"] for line in said["lines"] if line["id"] != "running")
    page = page_of(said)
    assert page["lines"]["rows"][0][0] == "Capital of interventions *"
    assert "budget.exchange_rate" not in said["defaults"]  # the scenario states it


def test_tables_have_their_columns(said: dict[str, Any]) -> None:
    assert all(len(row) == len(FLOWS) for row in flows(said))
    assert all(len(row) == len(LINES) for row in by_line(said))


def test_without_funders_and_rate_all_is_a_gap_in_usd(shelf: Shelf) -> None:
    found = budget(simulate(replace(FIJI, funders=(), facts={}, years=1), shelf))
    assert np.array_equal(found.expected.gap, found.expected.cost) and found.expected.exchange is None
    said = answers.budget_said(found, shelf)
    assert said["prices"][0]["exchange_rate"] is None and said["years"][0]["in_country_currency"] is None
    assert any("No funder is stated" in note for note in said["notes"])
    assert any("what one USD costs in FJD" in note for note in said["notes"])
    workbook(found, said)


def test_a_ceiling_in_a_currency_without_a_rate_is_refused(shelf: Shelf) -> None:
    from hevesy.plan.budget.plan import check_rate

    with pytest.raises(BadScenario, match="nobody has stated what one USD costs in FJD"):
        check_rate(replace(FIJI, facts={}), shelf)


def test_funders_are_read_and_written() -> None:
    text = scenario_text(FIJI)
    assert text.count("[[funder]]") == 4 and scenario_from(text).funders == FUNDERS


TOP = 'name = "F"\ncountry = "FJI"\nstart = 2027-01-04\nyears = 3\ndraws = 8\n'


@pytest.mark.parametrize(
    ("funder", "sentence"),
    [
        ('id = "a"\nkind = "donors"', "'donors' is not one of the choices; did you mean 'donor'?"),
        ('id = "a"\nkind = "donor"\nshare = 1.5', "1.5 is above 1"),
        ('id = "a"\nkind = "donor"\nceiling = -1', "-1 is negative"),
        ('id = "a"\nkind = "donor"\nlines = ["medicine"]', "a budget has no line 'medicine'"),
        ('id = "a"\nkind = "donor"\ncurrency = "EUR"', "'EUR' is not a currency of this budget; write USD or FJD"),
        ('id = "a"\nkind = "donor"\ncurrency = "usd"', "'usd' does not fit"),
        ('id = "a"\nkind = "donor"\nfirst_year = 2031', "2031 is not a year of the scenario; write 2027 to 2029"),
        ('id = "a"\nkind = "donor"\nfirst_year = 2029\nlast_year = 2028', "2028 is before 2029"),
        ('id = "a"\nkind = "donor"\n[[funder]]\nid = "a"\nkind = "donor"', "'a' is also the id of [[funder]] 1"),
        ('kind = "donor"', "this is missing"),
    ],
)
def test_a_wrong_funder_is_one_sentence_that_names_its_place(funder: str, sentence: str, shelf: Shelf) -> None:
    with pytest.raises(BadScenario) as raised:
        check(scenario_from(f"{TOP}\n[[funder]]\n{funder}\n"), shelf)
    assert sentence in str(raised.value) and "[[funder]]" in str(raised.value)


def test_a_name_that_looks_like_a_formula_is_text_in_the_workbook(made: Budget, said: dict[str, Any]) -> None:
    evil = "=cmd|' /C calc'!A0"
    first, *others = made.scenario.funders
    other = replace(made, scenario=replace(made.scenario, funders=(replace(first, name=evil), *others)))
    book = load_workbook(io.BytesIO(workbook(other, {**said, "notes": ["@SUM(1)", evil]})))
    every = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    begun = [cell for cell in every if isinstance(cell.value, str) and cell.value.startswith(evil)]
    assert len(begun) == 2 and {cell.data_type for cell in begun} == {"s"}
    assert sum(cell.data_type == "f" for cell in every) > 100
