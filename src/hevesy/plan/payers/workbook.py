"""Who pays as a workbook whose amounts are formulas: change a cost, a tariff or a share, and all follows.

Inputs (yellow) are the expected ones: lines of each bundle, what tariffs promise and on which terms, cycles of each
year, running costs, what the pool expects, and contracts. A row of `Tariffs` is one therapy under one tariff, and the
same row of `Cycles`, `Schemes pay` and `Income` is that tariff by year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hevesy.money.scheme import MAKER
from hevesy.plan.budget.cells import put
from hevesy.plan.payers.payers import Payers
from hevesy.plan.payers.tariffs import AT_COST, Priced
from hevesy.plan.payers.workbook_partners import partners_sheet
from hevesy.plan.payers.workbook_years import Rows, years_sheets
from hevesy.plan.scenario.check_tariffs import BUNDLE
from hevesy.plan.scenario.stated import own_name
from hevesy.tables import workbook_bytes

FIRST = 2
PLAIN = "#,##0.0000"
COLUMNS = ("Therapy", "Tariff", "Payer", "Costs, USD", "Promises, USD", "Own share", "At once", "Respond",
           "Household, of what is open", "At maker's risk", "Maker forgoes it", "Own part", "Scheme pays",
           "Household", "Maker", "Centre loses")  # fmt: skip


def workbook(found: Payers, said: Mapping[str, Any]) -> bytes:
    """The workbook of who pays, as expected."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    rows = [row for of in found.priced for row in of]
    _tariffs(book.create_sheet("Tariffs"), rows, found)
    _by_line(book.create_sheet("Promised"), rows, found)
    _bundles(book.create_sheet("Bundles"), found)
    years_sheets(book, Rows(found, rows))
    _premium(book.create_sheet("Premium"), found)
    for number, partner in enumerate(found.partners, start=1):
        partners_sheet(book.create_sheet(f"Partner {number}"), partner)
    page = book.create_sheet("Notes")
    for note in (*said["says_first"], *said["notes"]):
        page.append([note])
    page.column_dimensions["A"].width = 120
    return workbook_bytes(book)


def _titled(page: Any, head: Sequence[Any], width: int = 16) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    page.append(list(head))
    for cell in page[1]:
        cell.font = Font(bold=True)
    for number in range(len(head)):
        page.column_dimensions[get_column_letter(number + 1)].width = 28 if number == 0 else width


def _column(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))


def _bundles(page: Any, found: Payers) -> None:
    """A row for each therapy: its lines, and their sum in column H."""
    _titled(page, ("A cycle, USD", *BUNDLE, "Together"))
    for row, (bundle, rows) in enumerate(zip(found.bundles, found.priced, strict=True), start=FIRST):
        page[f"A{row}"] = bundle.therapy.name
        for n, cents in enumerate(rows[0].expected.cost):
            put(page, f"{_column(FIRST + n)}{row}", float(cents) / 100.0, True)
        terms = "+".join(f"{_column(FIRST + n)}{row}" for n in range(len(BUNDLE)))
        put(page, f"{_column(FIRST + len(BUNDLE))}{row}", f"=ROUND({terms},2)")


def _by_line(page: Any, rows: Sequence[Priced], found: Payers) -> None:
    """What each tariff promises by line, or for the whole; a share of what a cycle costs in the column behind."""
    _titled(page, ("Tariff", *BUNDLE, "For the whole", "Together", "Share of cost"))
    for row, each in enumerate(rows, start=FIRST):
        page[f"A{row}"] = f"{each.therapy}: {each.tariff.id}"
        last = _column(FIRST + len(BUNDLE))
        if len(each.expected.pays) == len(BUNDLE):
            for n, cents in enumerate(each.expected.pays):
                put(page, f"{_column(FIRST + n)}{row}", float(cents) / 100.0, True)
        elif each.tariff is AT_COST or each.tariff.share is not None:
            stated = each.tariff.share is not None
            share = _mean(found.reader.value(own_name(each.tariff, "share"))) if stated else 1.0
            put(page, f"{_column(FIRST + len(BUNDLE) + 2)}{row}", share, True, PLAIN)
            of_cost = f"{_cost(each, found)}*{_column(FIRST + len(BUNDLE) + 2)}{row}"
            put(page, f"{last}{row}", f"=ROUND({of_cost},2)")
        else:
            put(page, f"{last}{row}", float(each.expected.tariff) / 100.0, True)
        terms = "+".join(f"{_column(FIRST + n)}{row}" for n in range(len(BUNDLE) + 1))
        put(page, f"{_column(FIRST + len(BUNDLE) + 1)}{row}", f"=ROUND({terms},2)")


def _tariffs(page: Any, rows: Sequence[Priced], found: Payers) -> None:
    """Who bears what of a cycle: the rule of `money.tariffs.borne`, to the cent."""
    _titled(page, COLUMNS)
    promised = _column(FIRST + len(BUNDLE) + 1)
    for r, row in enumerate(rows, start=FIRST):
        page[f"A{r}"], page[f"B{r}"], page[f"C{r}"] = row.therapy, row.tariff.id, row.kind
        put(page, f"D{r}", f"={_cost(row, found)}")
        put(page, f"E{r}", f"=Promised!{promised}{r}")
        terms = (np.mean(row.own), np.mean(np.asarray(row.at_once.value)), np.mean(np.asarray(row.responds.value)),
                 row.tariff.household)  # fmt: skip
        for column, value in zip("FGHI", terms, strict=True):
            put(page, f"{column}{r}", float(value), True, PLAIN)
        put(page, f"J{r}", int(row.tariff.risk == "maker"), True, "0")
        put(page, f"K{r}", int(row.rule.raised == MAKER), True, "0")
        put(page, f"L{r}", f"=ROUND(E{r}*F{r},2)")
        first = f"ROUND((E{r}-L{r})*G{r},2)"
        paid = f"ROUND({first}+ROUND((E{r}-L{r}-{first})*H{r},2),2)"
        put(page, f"M{r}", f"={paid}*(1-K{r})")
        put(page, f"N{r}", f"=ROUND(L{r}+ROUND(MAX(0,D{r}-E{r})*I{r},2),2)")
        put(page, f"O{r}", f"=ROUND({paid}*K{r}+(E{r}-L{r}-{paid})*J{r},2)")
        put(page, f"P{r}", f"=ROUND(D{r}-M{r}-N{r}-O{r},2)")


def _cost(row: Priced, found: Payers) -> str:
    """The cell with what a cycle of its therapy costs."""
    therapies = [bundle.therapy.id for bundle in found.bundles]
    return f"Bundles!{_column(FIRST + len(BUNDLE))}{FIRST + therapies.index(row.therapy)}"


def _premium(page: Any, found: Payers) -> None:
    """The premium a head and year at mean claims: ((1 + loading) M + z sqrt(V)) / members."""
    pool, reader = found.pool, found.reader
    _titled(page, ("Year", "Expected claims, USD", "Their variance", "Reserve, USD", "Premium a head, USD"), 22)
    given = (("Members", float(np.mean(pool.members))), ("Loading", _mean(reader.value("payers.loading"))),
             ("Normal quantile of 1 - ruin", _quantile(pool.ruin)))  # fmt: skip
    at = FIRST + len(pool.claims) + 1
    for n, (name, value) in enumerate(given):
        page[f"A{at + n}"] = name
        put(page, f"B{at + n}", value, True, PLAIN)
    for row, (year, claims) in enumerate(zip(found.budget.years, pool.claims, strict=True), start=FIRST):
        page[f"A{row}"] = year
        put(page, f"B{row}", float(np.mean(claims.mean)), True)
        put(page, f"C{row}", float(np.mean(claims.variance)), True)
        put(page, f"D{row}", f"=B{at + 2}*C{row}^0.5")
        put(page, f"E{row}", f"=((1+B{at + 1})*B{row}+D{row})/B{at}", form="#,##0.000000")


def _mean(value: Any) -> float:
    return float(np.mean(np.asarray(value)))


def _quantile(ruin: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(1.0 - ruin)
