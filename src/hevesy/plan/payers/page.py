"""What the page of who pays says, in words; the template only sets it, and nothing is computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.centre.screen import interval
from hevesy.plan.payers.screen import (
    deficit_said,
    fairly_said,
    partner_said,
    premium_said,
    purse_said,
    response_said,
    scheme_said,
    sustained_said,
)
from hevesy.plan.report.said import figure
from hevesy.plan.results.page import facts_table

Said = Mapping[str, Any]
Table = dict[str, Any]
SHOWN = (("consumption_10", "fees"), ("consumption_25", "fees"), ("capacity_40", "fees"), ("impoverishing", "fees"),
         ("impoverishing", "with_lost_wages"))  # fmt: skip


def page_of(said: Said) -> dict[str, Any]:
    """The page as texts and tables."""
    scenario, equity = said["scenario"], said["equity"]
    return {
        "title": said["title"],
        "says_first": list(said["says_first"]),
        "made": f"{scenario['draws']:,} draws, seed {scenario['seed']}. USD at prices of {said['price_year']}.",
        "notes": list(said["notes"]),
        "bundles": _bundles(said),
        "therapies": [_therapy(therapy) for therapy in said["therapies"]],
        "accounts": _accounts(said["accounts"]),
        "lost": list(deficit_said(said)),
        "purses": [_purse(each) for each in said["accounts"]["payers"]],
        "partners": [_partner(each) for each in said["partners"]],
        "premium": premium_said(said),
        "pool": _pool(said["pool"]),
        "affordable": _affordable(said["pool"]),
        "sustained": sustained_said(said),
        "years": _years(said["sustained"]),
        "fairly": list(fairly_said(said)),
        "hardship": None if equity is None else _hardship(equity),
        "health": None if equity is None or equity["distributional"] is None else _health(equity["distributional"]),
        "defaults": list(said["defaults"]),
        "facts": facts_table(said),
        "sources": said["sources"],
    }


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return {"head": list(head), "rows": [list(row) for row in rows]}


def _bundles(said: Said) -> Table:
    names = [line["line"] for line in said["therapies"][0]["cycle"]]
    rows = [
        [each["name"], *(interval(line["cost"]) for line in each["cycle"]), interval(each["cost"])]
        for each in said["therapies"]
    ]
    return _table(("A cycle, USD", *(name.replace("_", " ").capitalize() for name in names), "Together"), rows)


def _therapy(therapy: Said) -> dict[str, Any]:
    head = ("Tariff", "Scheme", "Of cycles", "Promises, USD", "Scheme pays", "Household", "Maker", "Centre loses",
            "Loses, share of draws", "Break-even tariff")  # fmt: skip
    return {
        "name": therapy["name"],
        "says": [scheme_said(therapy, row) for row in therapy["schemes"] if row["tariff"] != "households"],
        "table": _table(head, [_scheme(row) for row in therapy["schemes"]]),
        "lines": [
            *(_by_line(row) for row in therapy["schemes"] if row["by_line"]),
            *(_sliding(row) for row in therapy["schemes"] if row["sliding"]),
        ],
        "response": [response_said(row) for row in therapy["schemes"] if row["response"]],
    }


def _scheme(row: Said) -> list[str]:
    bears = row["bears"]
    return [
        row["tariff"].replace("_", " "), row["kind"].replace("_", " "), share_said(row["members"]["value"]),
        interval(row["pays"]), *(interval(bears[name]) for name in ("scheme", "household", "maker", "centre")),
        share_said(row["centre_loses_share"]), "" if row["break_even"] is None else interval(row["break_even"]),
    ]  # fmt: skip


def _by_line(row: Said) -> Table:
    rows = [
        [line["line"].replace("_", " "), interval(line["pays"]), interval(line["left_open"])] for line in row["by_line"]
    ]
    return _table((f"{row['tariff'].replace('_', ' ')}: line, USD", "It pays", "It leaves open"), rows)


def _sliding(row: Said) -> Table:
    rows = [
        [f"Fifth {each['fifth']}", share_said(each["share"]), interval(each["pays"]),
         share_said(each["cycles"]["value"])]
        for each in row["sliding"]
    ]  # fmt: skip
    head = (f"{row['tariff'].replace('_', ' ')}: fifth, 1 the poorest", "Its share of the tariff", "Pays a cycle, USD",
            "Of its cycles")  # fmt: skip
    return _table(head, rows)


def _accounts(of: Said) -> Table:
    names = {"cost": "Cycles cost", "scheme": "Schemes pay", "household": "Households", "maker": "Makers",
             "centre": "Centres lose"}  # fmt: skip
    rows = [[str(year["year"]), *(interval(year[name]) for name in names)] for year in of["years"]]
    return _table(("USD", *names.values()), rows)


def _purse(of: Said) -> dict[str, Any]:
    head = ("Year", "Raised, USD", *(f"from fifth {n}" for n in range(1, 6)), "from nobody here", "Paid",
            "Administration", "Saved")  # fmt: skip
    rows = [
        [str(year["year"]), *(f"{usd:,.2f}" for usd in (
            year["raised"], *year["fifths"], year["not_here"], year["paid"], year["administration"], year["saved"]
        ))]
        for year in of["years"]
    ]  # fmt: skip
    return {"says": purse_said(of), "table": _table(head, rows)}


def _partner(of: Said) -> dict[str, Any]:
    names = {"lent": "Partner lends", "availability": "For being there", "for_cycles": "For cycles",
             "paid_back": "Public pays, partner receives", "net": "Partner has of the year"}  # fmt: skip
    rows = [
        [str(year["year"]), interval(year["cycles"]), *(interval(year[name]) for name in names)] for year in of["years"]
    ]
    return {"says": partner_said(of), "table": _table(("USD", "Cycles", *names.values()), rows)}


def _pool(pool: Said) -> Table:
    names = {"claims": "Claims", "expected": "Expected, USD", "reserve": "Reserve, USD",
             "premium": "Premium a head, USD",
             "premium_as_covered": "Premium, members start as the covered do, USD", "skewness": "Skewness"}  # fmt: skip
    rows = [[str(year["year"]), *(interval(year[name]) for name in names)] for year in pool["years"]]
    return _table(("Year", *names.values()), rows)


def _affordable(pool: Said) -> Table:
    rows = [[f"{row['fifth']}", *(f"{row[end]:.3%}" for end in ("value", "low", "high"))]
            for row in pool["share_of_means"]]  # fmt: skip
    return _table(("Fifth, 1 the poorest", "Premium over means", "Low", "High"), rows)


def _years(sustained: Said) -> Table:
    head = ("Year", "Income, USD", "From donors, USD", "Running costs, USD", "of these whoever comes, USD",
            "Needed for each cycle, USD", "A cycle leaves, USD", "Cycles", "Break-even cycles",
            "Covers, share of draws", "From here on, share of draws")  # fmt: skip
    names = ("income", "donors", "costs", "standing", "needed_per_cycle", "left_per_cycle", "cycles",
             "break_even_cycles")  # fmt: skip
    rows = [
        [str(year["year"]), *(interval(year[name]) for name in names),
         share_said(year["covers"]), share_said(year["from_here_on"])]
        for year in sustained["years"]
    ]  # fmt: skip
    return _table(head, rows)


def _hardship(equity: Said) -> Table:
    titles = {each["name"]: each["title"] for each in equity["indicators"]}
    ways = {each["name"]: each["title"] for each in equity["counted"]}
    head = ("Fifth, 1 the poorest", "Start", "Households pay, USD",
            *(f"Pay {titles[name]}: {ways[counted]}" for name, counted in SHOWN))  # fmt: skip
    rows = [
        [str(row["fifth"]), interval(row["started"]), interval(row["payments"]),
         *(_persons(row["hardship"], name, counted) for name, counted in SHOWN)]
        for row in equity["fifths"]
    ]  # fmt: skip
    return _table(head, rows)


def _persons(hardship: Sequence[Said], name: str, counted: str) -> str:
    row = next(each for each in hardship if (each["indicator"], each["counted"]) == (name, counted))
    return interval(row["persons"])


def _health(of: Said) -> dict[str, Any]:
    rows = [[str(row["fifth"]), *(interval(row[name]) for name in ("qalys", "dearer", "net"))] for row in of["fifths"]]
    limit = of["threshold"]
    return {
        "table": _table(("Fifth, 1 the poorest", "QALYs gained", "USD more", "Net health benefit, QALYs"), rows),
        "says": (
            f"At {figure(limit['usd'])} USD per {limit['per']} ({limit['name']}). Equally distributed equivalent of "
            f"healthy years: {of['equivalent_before']['value']:.4f} before, {of['equivalent_after']['value']:.4f} "
            f"after; it rises in {share_said(of['share_of_draws_that_gain'])} of draws."
        ),
    }
