"""What the page of a budget says, in words; the template only sets it, and nothing is computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.budget.screen import funder_said
from hevesy.plan.centre.screen import interval
from hevesy.plan.report.said import count, figure
from hevesy.plan.results.page import facts_table
from hevesy.plan.scenario.check_funders import DOLLAR

Said = Mapping[str, Any]
Table = dict[str, Any]
MARK = " *"
CARDS = {"cost": "it costs", "paid": "is paid", "unfunded": "is not"}


def page_of(said: Said) -> dict[str, Any]:
    """The page as texts and tables."""
    whole, scenario = said["together"], said["scenario"]
    return {
        "title": said["title"],
        "says_first": list(said["says_first"]),
        "made": f"{scenario['draws']:,} draws, seed {scenario['seed']}. Prices of {said['price_year']} grow as stated.",
        "cards": [_card(whole[name], label) for name, label in CARDS.items()],
        "notes": list(said["notes"]),
        "years": _years(said),
        "lines": _lines(said),
        "payers": [funder_said(funder) for funder in said["funders"]],
        "funders": _funders(said),
        "gaps": _gaps(said),
        "prices": _prices(said),
        "shares": _shares(said),
        "defaults": list(said["defaults"]),
        "facts": facts_table(said),
        "sources": said["sources"],
    }


def _card(spread: Mapping[str, float | None], label: str) -> dict[str, str]:
    ends = f"{figure(spread['low'])} to {figure(spread['high'])}"
    return {"value": f"{figure(spread['value'])} USD", "label": f"{label}, {ends}"}


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return {"head": list(head), "rows": [list(row) for row in rows]}


def _years(said: Said) -> Table:
    money = {"cost": "Costs, USD", "in_country_currency": f"Costs, {said['currency']}", "paid": "Paid, USD",
             "unfunded": "Unfunded, USD"}  # fmt: skip
    if said["currency"] == DOLLAR or said["years"][0]["in_country_currency"] is None:
        del money["in_country_currency"]
    head = ("Year", *money.values(), "Imported", "A gap, share of draws")
    rows = [
        [str(year["year"]), *(interval(year[name]) for name in money), share_said(year["imported_share"]["value"]),
         share_said(year["share_of_draws_with_a_gap"])]
        for year in said["years"]
    ]  # fmt: skip
    return _table(head, rows)


def _by_year(said: Said, lines: Sequence[Said], name: str, first: str) -> Table:
    head = (first, *(str(year["year"]) for year in said["years"]))
    return _table(head, [[_named(line), *(count(row[name]["value"]) for row in line["by_year"])] for line in lines])


def _named(line: Said) -> str:
    return f"{line['name']}{MARK if line.get('default_prices') else ''}"


def _lines(said: Said) -> Table:
    return _by_year(said, said["lines"], "total", "Line, USD")


def _funders(said: Said) -> Table:
    table = _by_year(said, said["funders"], "paid", "Funder, USD")
    unfunded = ["Unfunded", *(count(year["unfunded"]["value"]) for year in said["years"])]
    return _table(table["head"], [*table["rows"], unfunded])


def _gaps(said: Said) -> Table:
    open_ones = [line for line in said["lines"] if any(row["unfunded"]["value"] for row in line["by_year"])]
    return _by_year(said, open_ones, "unfunded", "Unfunded, USD")


def _prices(said: Said) -> Table:
    head = ("Year", f"One USD costs, {said['currency']}", "Imported goods, USD", "Local goods, USD")
    rows = [
        [str(row["year"]), interval(row["exchange_rate"]), f"× {row['imported']:.3f}", f"× {row['local']:.3f}"]
        for row in said["prices"]
    ]
    return _table(head, rows)


def _shares(said: Said) -> Table:
    rows = [[_named(line), share_said(line["imported_share"])] for line in said["lines"]]
    return _table(("Line", "Imported share"), rows)
