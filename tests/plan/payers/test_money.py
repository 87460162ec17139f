"""Money in and out by year: accounts of schemes, ceilings, partnerships, self-sustainability, and the workbook."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from tests.plan.formulas import Sheets
from tests.plan.recalculated import recalculated

from hevesy.facts import Shelf
from hevesy.money.partnership import PaidBack, paid_back, rate_of_return
from hevesy.money.premium import Claims, premium
from hevesy.money.tariffs import borne
from hevesy.plan.payers import answers, screen
from hevesy.plan.payers.accounts import PARTS, accounts
from hevesy.plan.payers.page import page_of
from hevesy.plan.payers.partners import Flows, Partner, partners
from hevesy.plan.payers.payers import Payers, payers
from hevesy.plan.payers.remarks import remarks
from hevesy.plan.payers.sheets import COLUMNS, lines
from hevesy.plan.payers.sustained import held_against
from hevesy.plan.payers.tariffs import Priced
from hevesy.plan.payers.workbook import workbook
from hevesy.plan.payers.workbook_partners import partners_sheet
from hevesy.plan.report.shape import problems
from hevesy.plan.scenario.dictionary import FUNDER, keys
from hevesy.plan.scenario.scenario import Funder, Intervention, Range, Scenario, Tariff
from hevesy.plan.simulation.simulate import simulate

SCHEMA = Path(answers.__file__).with_name("payers.schema.json")
PSMA, IODINE = "lu177_psma617", "i131_dtc"


def exactly(value: float) -> Range:
    return Range(value, value, value)


FUNDERS = (
    Funder("builder", "public_private_partnership", lines=("capital",), availability=exactly(40_000),
           unit_payment=exactly(100), guaranteed_cycles=5, contract_years=5, return_asked=0.08, paid_back_by="fund"),
    Funder("fund", "earmarked_fund", ceiling=exactly(9_000)),
    Funder("gift", "donor", last_year=2028),
)  # fmt: skip
TARIFFS = (
    Tariff("fund_psma", "fund", (PSMA,), per_cycle=Range(3000, 2500, 3500), members=exactly(0.3), household=0.2),
    Tariff("scale", "fund", (IODINE,), share=exactly(1), members=exactly(0.4),
           sliding={"poorest": 0, "second": 0.1, "middle": 0.1, "fourth": 0.3, "richest": 0.5}),
    Tariff("gift_psma", "gift", (PSMA,), share=exactly(0.8), members=exactly(0.2), at_once=exactly(0.5)),
    Tariff("cheaper", "access_price", (PSMA,), by_line={"drug": exactly(900)}, members=exactly(0.1), household=1.0),
    Tariff("private", "private_insurance", (PSMA,), share=exactly(1), members=exactly(0.1), begins=date(2028, 1, 3)),
    Tariff("fee", "out_of_pocket", (PSMA,), per_cycle=exactly(500)),
)  # fmt: skip
FIJI = Scenario(
    "Fiji", "FJI", date(2027, 1, 4), 3, 8, 1, therapies=(PSMA, IODINE), funders=FUNDERS, tariffs=TARIFFS,
    interventions=(Intervention("chairs", "add_chairs", date(2027, 1, 4), "hypothetical:nasinu", adds={"chair": 1},
                                lead_weeks=exactly(4)),),
)  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf.load()


@pytest.fixture(scope="module")
def made(shelf: Shelf) -> Payers:
    return payers(simulate(FIJI, shelf), shelf)


@pytest.fixture(scope="module")
def said(made: Payers, shelf: Shelf) -> dict[str, Any]:
    return answers.payers_said(made, shelf)


def account(made: Payers, id: str, drawn: bool = False) -> Any:
    rows = made.accounts.drawn if drawn else made.accounts.expected
    return next(
        each for priced, of in zip(made.priced, rows, strict=True)
        for row, each in zip(priced, of, strict=True) if row.tariff.id == id
    )  # fmt: skip


def test_money_in_equals_money_out_over_every_scheme_and_year_to_the_cent(made: Payers) -> None:
    for of in (*made.accounts.expected, *made.accounts.drawn):
        for each in of:
            whole = each.scheme + each.household + each.maker + each.centre
            assert np.array_equal(whole, each.cost) and each.scheme.min() >= 0 and each.household.min() >= 0
    for purse in made.accounts.purses:
        before = np.concatenate([[0], purse.saved[:-1]])
        assert np.array_equal(purse.raised.sum(axis=0) + before, purse.paid + purse.administration + purse.saved)
        assert purse.saved.min() >= 0 and purse.raised.min() >= 0
    out = sum(purse.paid.sum() for purse in made.accounts.purses)
    rows = [(row, each) for priced, of in zip(made.priced, made.accounts.expected, strict=True)
            for row, each in zip(priced, of, strict=True)]  # fmt: skip
    borne = sum(int((each.maker if row.kind == "access_price" else each.scheme).sum()) for row, each in rows)
    assert int(out) == borne > 0


@given(st.floats(0.0, 1e5), st.floats(0.0, 1.0), st.floats(0.0, 20.0))
def test_money_in_equals_money_out_whatever_the_ceiling_the_copayment_and_the_number(
    made: Payers, ceiling: float, household: float, more: float
) -> None:
    """Over every scheme and year, to the cent: 0 to 100,000 USD a year, any co-payment, up to 20 times the cycles."""
    priced = [[replace(row, **_asking(row, household)) for row in of] for of in made.priced]
    cycles = [replace(each, given=each.given * more) for each in made.cycles]
    found = accounts(replace(made.budget, ceilings={"fund": ceiling}, limits={"fund": ceiling}), priced, cycles)
    for each in (each for of in (*found.expected, *found.drawn) for each in of):
        assert np.array_equal(each.scheme + each.household + each.maker + each.centre, each.cost)
        assert min(each.scheme.min(), each.household.min(), each.maker.min()) >= 0
    for purse in found.purses:
        before = np.concatenate([[0], purse.saved[:-1]])
        assert np.array_equal(purse.raised.sum(axis=0) + before, purse.paid + purse.administration + purse.saved)
        assert purse.saved.min() >= 0 and purse.raised.min() >= 0


def _asking(row: Priced, household: float) -> dict[str, Any]:
    """A tariff's amounts with another co-payment on what it leaves open."""
    found = {}
    for name in ("expected", "drawn"):
        of = getattr(row, name)
        found[name] = replace(of, borne=borne(of.total, of.tariff, household, own=0.25))
    return found


def test_cycles_of_all_tariffs_are_those_that_are_given(made: Payers) -> None:
    cycles = made.result.outcome.at_centres["given"].sum(axis=(1, 2))
    assert sum(each.cycles for of in made.accounts.drawn for each in of) == pytest.approx(cycles)


def test_a_fund_pays_no_more_than_it_has_and_keeps_what_it_does_not_spend(made: Payers) -> None:
    """Of 9,000 a year; its tariffs in the order of therapies, what is promised beyond is the centres' loss."""
    both = [account(made, id) for id in ("fund_psma", "scale")]
    paid, has = [int(sum(each.scheme[y] for each in both)) for y in range(3)], 0
    for year in range(3):
        has += 900_000
        assert paid[year] <= has
        has -= paid[year]
    fund = next(each for each in made.accounts.purses if each.payer == "fund")
    assert fund.saved[-1] == has and fund.raised.sum(axis=0).tolist() == [900_000] * 3
    promised = both[0].cycles * int(made.priced[0][0].expected.borne.scheme)
    assert (promised.sum() - both[0].scheme.sum()) > 100  # the ceiling binds
    assert both[0].centre.sum() > 0


def test_what_a_fund_saves_one_year_it_may_pay_the_next(made: Payers) -> None:
    """With so much more that it never falls short, it saves the rest of every year."""
    rich = replace(made.budget, ceilings={"fund": 30_000.0}, limits={"fund": 30_000.0})
    found = accounts(rich, made.priced, made.cycles)
    fund = next(each for each in found.purses if each.payer == "fund")
    assert fund.saved == pytest.approx(3_000_000 * np.arange(1, 4) - np.cumsum(fund.paid)) and fund.saved.min() > 0
    bare = replace(made.budget, ceilings={"fund": 17_000.0}, limits={"fund": 17_000.0})
    fund = next(each for each in accounts(bare, made.priced, made.cycles).purses if each.payer == "fund")
    assert fund.saved[0] > 0 and fund.paid[1] == 1_700_000 + fund.saved[0] and fund.saved[1] == 0


def test_a_sliding_scale_costs_the_household_its_fifths_share(made: Payers) -> None:
    row = next(each for each in made.priced[1] if each.tariff.id == "scale")
    own = np.array([0, 0.1, 0.1, 0.3, 0.5]) @ row.fifths
    assert row.own == pytest.approx(own) and 0 < own.mean() < 0.5
    assert row.drawn.borne.household == pytest.approx(row.drawn.total * own, abs=1)
    assert row.drawn.borne.scheme + row.drawn.borne.household == pytest.approx(row.drawn.total, abs=1)  # all of a cycle


def test_each_kind_does_what_it_says(made: Payers, said: dict[str, Any]) -> None:
    """An access price is the maker's, a fee the household's, a donor's money no lasting income, a premium is loaded."""
    cheap, fee, gift = (account(made, id) for id in ("cheaper", "fee", "gift_psma"))
    assert cheap.maker == pytest.approx(cheap.cycles * 90_000, abs=1) and not cheap.scheme.any()
    assert fee.household == pytest.approx(fee.cycles * 50_000, abs=1) and not fee.scheme.any()
    assert gift.scheme[:2].all() and not gift.cycles[2]  # it ends with 2028
    drawn = account(made, "gift_psma", drawn=True)
    bears = (drawn.scheme + drawn.household + drawn.maker) / 100.0
    assert made.sustained.donors == pytest.approx(bears) and bears.any()
    private = account(made, "private")
    assert not private.cycles[0] and private.scheme[1:].all()  # from 2028 on
    purse = next(each for each in said["accounts"]["payers"] if each["payer"] == "private_insurance")
    assert purse["years"][1]["administration"] == pytest.approx(
        float(np.mean(made.reader.value("payers.loading"))) * purse["years"][1]["paid"], abs=0.01
    )
    assert purse["years"][1]["per_head"] > 0 and purse["years"][1]["share_of_means"] is None
    donor = next(each for each in said["accounts"]["payers"] if each["payer"] == "gift")
    assert donor["years"][0]["fifths"] == [0.0] * 5 and donor["years"][0]["not_here"] == donor["years"][0]["paid"]


def test_the_deficit_of_centres_is_said(made: Payers, said: dict[str, Any]) -> None:
    lost = made.accounts.sum("centre", drawn=False)
    assert lost.sum() > 0 and any("nobody is named who bears it" in note for note in said["notes"])
    assert sum(year["centre"]["value"] for year in said["accounts"]["years"]) == pytest.approx(lost.sum() / 100)
    assert all({*PARTS} <= set(year) for year in said["accounts"]["years"])


# --- partnerships ------------------------------------------------------------------------------------------------


def test_who_pays_tariffs_and_lines_of_care_is_named(made: Payers, shelf: Shelf) -> None:
    """The builder pays for capital alone, and for no tariff; the others pay for every line and for cycles."""
    def notes(*funders: Funder) -> list[str]:
        other = replace(made, budget=replace(made.budget, result=replace(
            made.result, scenario=replace(FIJI, funders=funders))))  # fmt: skip
        return [note for note in remarks(other) if "are both paid by" in note]

    assert "both paid by fund, gift:" in notes(*FUNDERS)[0]
    assert notes(*(replace(each, lines=("capital",)) for each in FUNDERS)) == []


def test_ids_are_said_as_words(made: Payers, said: dict[str, Any]) -> None:
    page = page_of(said)
    tables = [table for therapy in page["therapies"] for table in therapy["lines"]]
    assert "cheaper: line, USD" in [table["head"][0] for table in tables]
    assert "staff and rooms" in [row[0] for table in tables for row in table["rows"]]
    lines_said = [line for therapy in page["therapies"] for line in therapy["says"]]
    assert any(", at cost (whoever pays)" in line for line in lines_said) and "_" not in "".join(lines_said)


def test_a_partner_lends_what_the_budget_says_and_is_paid_back_by_contract(made: Payers) -> None:
    """40,000 a year, and 100 for each cycle of at least 5, for five years: two of them after the run."""
    found = made.partners[0]
    assert found.years == [2027, 2028, 2029, 2030, 2031] and found.paid_by == "fund"
    assert np.array_equal(found.expected.lent[:3], made.budget.expected.paid[0].sum(axis=0))
    assert not found.expected.lent[3:].any() and found.expected.lent.sum() > 0
    cycles = made.result.outcome.at_centres["given"].sum(axis=(1, 2))
    due = 4_000_000 + np.floor(10_000 * np.maximum(cycles, 5) + 0.5).astype(int)
    assert np.array_equal(found.drawn.back.whole[:3], due)
    assert np.array_equal(found.drawn.back.whole[3], found.drawn.back.whole[2])
    assert np.array_equal(found.drawn.net, found.drawn.back.whole - found.drawn.lent)
    flows = found.expected.net / 100.0
    assert (flows / (1 + found.rate) ** np.arange(5)).sum() == pytest.approx(0.0, abs=0.01)
    assert found.bears == "shared" and 0 < found.at_risk < 1


def test_the_availability_needed_yields_the_return_asked(made: Payers) -> None:
    of = made.partners[0]
    cycles = (of.expected.back.whole - of.expected.back.availability) / 100.0
    flows = of.needed + cycles - of.expected.lent / 100.0
    assert (flows / 1.08 ** np.arange(5)).sum() == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("terms", "who"),
    [({"unit_payment": None, "guaranteed_cycles": 0.0}, "public"), ({"availability": None, "guaranteed_cycles": 0.0},
     "partner"), ({"availability": None, "guaranteed_cycles": 1e6}, "public")],
)  # fmt: skip
def test_who_bears_the_risk_of_volume(made: Payers, terms: dict[str, Any], who: str) -> None:
    other = replace(FIJI, funders=(replace(FUNDERS[0], **terms), *FUNDERS[1:]))
    assert partners(replace(made.budget, scenario=other))[0].bears == who


def test_a_partnership_that_lends_nothing_has_no_return_and_is_remarked(made: Payers, shelf: Shelf) -> None:
    nothing = np.zeros(3, dtype=np.int64)
    of = made.partners[0]
    idle = replace(of, expected=Flows(of.expected.cycles, 0 * of.expected.lent, of.expected.back), rate=float("nan"))
    told = answers.payers_said(replace(made, partners=[idle]), shelf)
    assert told["partners"][0]["return"]["value"] is None and not nothing.any()
    assert any("builder is paid back and lends nothing" in note for note in told["notes"])
    assert "no return can be told" in screen.partner_said(told["partners"][0])
    assert isinstance(idle, Partner)


def test_the_largest_contract_that_may_be_written_is_counted_in_cents() -> None:
    most = {key.name: float(key.high) for key in keys(FUNDER) if key.name in
            ("availability", "unit_payment", "guaranteed_cycles")}  # fmt: skip
    found = paid_back(np.array([most["availability"]]), np.array([most["unit_payment"]]), np.zeros(1),
                      most["guaranteed_cycles"])  # fmt: skip
    assert found.whole.tolist() == [100 * (10**11 + 10**7 * 10**6)]


def lender(made: Payers, back: int) -> Partner:
    """A hundred dollars lent, and so many cents paid back in each of five years."""
    each = PaidBack(np.full(5, back), np.zeros(5, dtype=int), np.zeros(5, dtype=int))
    flows = Flows(np.zeros(5), np.array([10_000, 0, 0, 0, 0]), each)
    return replace(made.partners[0], availability=back / 100.0, unit=0.0, expected=flows,
                   rate=float(rate_of_return(flows.net / 100.0)))  # fmt: skip


def sheet_of(partner: Partner) -> Workbook:
    book = Workbook()
    partners_sheet(book.active, partner)
    return book


def test_the_sheet_of_a_partner_that_is_not_paid_back_says_none_and_no_error(made: Payers) -> None:
    assert Sheets(sheet_of(lender(made, 0))).value("Sheet", "B4") == "none"
    early = lender(made, 20_000)  # 200 at once for 100 lent, 1,000 lent a year later
    early.expected.lent[1] = 100_000
    book = Sheets(sheet_of(early))
    assert [book.value("Sheet", cell) for cell in ("H8", "H9", "B4")] == [100.0, -800.0, "none"]


@pytest.mark.slow(reason="LibreOffice recalculates the workbook")
def test_libreoffice_finds_a_heavy_loss_from_our_first_guess(made: Payers, tmp_path: Path) -> None:
    """2 dollars a year back of a hundred: with x = 1 / (1 + r), x + x^2 + x^3 + x^4 = 98 / 2."""
    kept, partner = io.BytesIO(), lender(made, 200)
    sheet_of(partner).save(kept)
    found = recalculated(kept.getvalue(), tmp_path)["Sheet"]["B4"].value
    x = 1.0 / (1.0 + found)
    assert x + x**2 + x**3 + x**4 == pytest.approx(98.0 / 2.0, rel=1e-6)


# --- on its own feet ---------------------------------------------------------------------------------------------


def test_a_year_is_reached_with_enough_cycles_and_not_with_few_by_hand() -> None:
    """A cycle brings 5,000 and takes 2,000; 36,000 stand: 12 cycles carry them. 10, 13 and 20 are given, or 10 each."""
    cycles = np.array([[10.0, 10.0], [13.0, 10.0], [20.0, 10.0]])
    found = held_against(cycles, 5000 * cycles, 0 * cycles, np.full((3, 2), 36_000.0), 2000 * cycles)
    assert found.first.tolist() == [1.0, 3.0] and found.break_even == pytest.approx(np.full((3, 2), 12.0))
    assert found.needed[:, 0] == pytest.approx([5600.0, 36_000 / 13 + 2000, 3800.0])
    none = held_against(cycles, 1500 * cycles, 0 * cycles, np.full((3, 2), 36_000.0), 2000 * cycles)
    assert np.isinf(none.break_even).all() and none.first.tolist() == [3.0, 3.0] and (none.margin == -500).all()


def test_a_tariff_above_the_needed_one_carries_the_run_and_one_at_the_medicines_price_does_not(
    made: Payers, shelf: Shelf
) -> None:
    needed = float(made.sustained.needed[np.isfinite(made.sustained.needed)].max())
    for per_cycle, years in ((1.5 * needed, [2027]), (10.0, [None])):
        one = Tariff("one", "national_insurance", per_cycle=exactly(per_cycle), members=exactly(1))
        found = payers(simulate(replace(FIJI, funders=(), tariffs=(one,)), shelf), shelf)
        of = answers.payers_said(found, shelf)["sustained"]
        assert [of["median_year"]] == years
        last = of["years"][-1]
        if years[0]:
            assert last["break_even_cycles"]["value"] < last["cycles"]["value"]
        else:
            assert last["break_even_cycles"]["value"] is None and last["no_break_even"] == 1.0


def test_break_even_cycles_would_break_even(made: Payers) -> None:
    """At that volume, with the same margin, income is what it costs."""
    of = made.sustained
    reached = np.isfinite(of.break_even)
    assert (of.margin * of.break_even - of.standing)[reached] == pytest.approx(0.0, abs=1e-6)


# --- said and written --------------------------------------------------------------------------------------------


def test_the_json_keeps_to_its_schema_with_everything_stated(said: dict[str, Any]) -> None:
    plain = json.loads(json.dumps(said, allow_nan=False))
    assert problems(plain, json.loads(SCHEMA.read_text("utf-8")), "payers") == []
    page = page_of(said)
    assert len(page["partners"]) == 1 and len(page["purses"]) == len(said["accounts"]["payers"])
    assert all(len(row) == len(COLUMNS) for row in lines(said))
    text = screen.lines(said)
    assert "both bear the risk of volume" in text and "from the poorest to the richest fifth" in text


def check_workbook(value: Any, made: Payers) -> None:
    rows = [row for of in made.priced for row in of]
    kept = [each for of in made.accounts.expected for each in of]
    for r, (row, each) in enumerate(zip(rows, kept, strict=True), start=2):
        bears = row.expected.borne
        for column, cents in zip("DEMNOP", (row.expected.total, row.expected.tariff, bears.scheme, bears.household,
                                            bears.maker, bears.centre), strict=True):  # fmt: skip
            assert round(value("Tariffs", f"{column}{r}") * 100) == int(cents), (row.tariff.id, column)
        for y, column in enumerate("BCD"):
            assert round(value("Schemes pay", f"{column}{r}") * 100) == each.scheme[y], (row.tariff.id, y)
            income = each.scheme[y] + each.household[y] + each.maker[y]
            assert abs(round(value("Income", f"{column}{r}") * 100) - income) <= 0
            assert round(value("Centres lose", f"{column}{r}") * 100) == each.centre[y]
    for y, column in enumerate("BCD"):
        assert value("Years", f"{column}11") == pytest.approx(made.sustained.costs[y].mean())
        lasting = sum(
            int(each.scheme[y] + each.household[y] + each.maker[y])
            for row, each in zip(rows, kept, strict=True) if row.kind != "donor"
        )  # fmt: skip
        assert round(value("Years", f"{column}2") * 100) == lasting
        assert value("Years", f"{column}12") == pytest.approx(lasting / 100 - made.sustained.costs[y].mean())
        held, claims = made.pool, made.pool.claims[y]
        mean = Claims(*(np.mean(each) for each in (claims.number, claims.mean, claims.variance, claims.skewness)))
        loading = np.mean(made.reader.value("payers.loading"))
        assert value("Premium", f"E{y + 2}") == pytest.approx(
            float(premium(mean, np.mean(held.members), loading, held.ruin)), rel=1e-9
        )
    partner = made.partners[0]
    assert value("Partner 1", "B4") == pytest.approx(partner.rate, abs=1e-6)
    for row, back, net in zip(range(8, 13), partner.expected.back.whole, partner.expected.net, strict=True):
        assert round(value("Partner 1", f"G{row}") * 100) == back
        assert round(value("Partner 1", f"H{row}") * 100) == net


def test_the_formulas_of_the_workbook_say_the_same(made: Payers, said: dict[str, Any]) -> None:
    check_workbook(Sheets(load_workbook(io.BytesIO(workbook(made, said)))).value, made)


@pytest.mark.slow(reason="LibreOffice recalculates the workbook")
def test_libreoffice_recalculates_the_same(made: Payers, said: dict[str, Any], tmp_path: Path) -> None:
    book = recalculated(workbook(made, said), tmp_path)
    check_workbook(lambda sheet, cell: book[sheet][cell].value or 0, made)
