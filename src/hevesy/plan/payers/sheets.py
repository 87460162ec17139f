"""Everything about who pays as one long CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Said = Mapping[str, Any]
COLUMNS = ("part", "of", "who", "what", "unit", "value", "low", "high")
Row = tuple[Any, ...]


def lines(said: Said) -> Iterator[Row]:
    """Bundles, tariffs, premium, years and fairness, in the order of COLUMNS."""
    for therapy in said["therapies"]:
        yield from _therapy(therapy)
    yield from _accounts(said["accounts"])
    for partner in said["partners"]:
        yield from _partner(partner)
    yield from _pool(said["pool"])
    for year in said["sustained"]["years"]:
        for what in ("income", "donors", "costs", "standing", "needed_per_cycle", "left_per_cycle"):
            yield _row("sustained", year["year"], "", what, "USD", year[what])
        for what in ("cycles", "break_even_cycles"):
            yield _row("sustained", year["year"], "", what, "cycles", year[what])
        for what in ("no_break_even", "covers", "from_here_on"):
            yield "sustained", year["year"], "", what, "share of draws", year[what], None, None
    if said["equity"] is not None:
        yield from _equity(said["equity"])


def _row(part: str, of: Any, who: str, what: str, unit: str, spread: Said) -> Row:
    return part, of, who, what, unit, spread["value"], spread["low"], spread["high"]


def _therapy(therapy: Said) -> Iterator[Row]:
    id = therapy["therapy"]
    for line in therapy["cycle"]:
        yield _row("bundle", id, "", line["line"], "USD", line["cost"])
    for row in therapy["schemes"]:
        who = row["tariff"]
        yield _row("tariff", id, who, "members", "share", row["members"])
        yield _row("tariff", id, who, "pays", "USD", row["pays"])
        for name, amount in row["bears"].items():
            yield _row("tariff", id, who, f"{name} bears", "USD", amount)
        for fifth in row["sliding"]:
            yield _row("tariff", id, who, f"fifth {fifth['fifth']} pays", "USD", fifth["pays"])
        for line in row["by_line"]:
            yield _row("tariff", id, who, f"{line['line']} left open", "USD", line["left_open"])
        if row["break_even"] is not None:
            yield _row("tariff", id, who, "break-even", "USD", row["break_even"])
        if row["response"] is not None:
            for name, unit in (("at_once", "share"), ("responds", "share"), ("paid_share", "share"),
                               ("spread_per_cycle", "USD"), ("spread_of_a_year", "USD")):  # fmt: skip
                yield _row("response", id, who, name, unit, row["response"][name])


def _accounts(of: Said) -> Iterator[Row]:
    for year in of["years"]:
        for name in ("cost", "scheme", "household", "maker", "centre"):
            yield _row("account", year["year"], "", name, "USD", year[name])
    for payer in of["payers"]:
        for year in payer["years"]:
            for name in ("raised", "paid", "administration", "saved", "not_here"):
                yield "payer", year["year"], payer["payer"], name, "USD", year[name], None, None
            for fifth, usd in enumerate(year["fifths"], start=1):
                yield "payer", year["year"], payer["payer"], f"raised from fifth {fifth}", "USD", usd, None, None


def _partner(of: Said) -> Iterator[Row]:
    yield _row("partner", "", of["partner"], "return", "share per year", of["return"])
    yield "partner", "", of["partner"], "at risk of volume", "share", of["share_at_risk"], None, None
    for year in of["years"]:
        for name in ("lent", "availability", "for_cycles", "paid_back", "net"):
            yield _row("partner", year["year"], of["partner"], name, "USD", year[name])


def _pool(pool: Said) -> Iterator[Row]:
    yield _row("pool", "", "", "members", "persons", pool["members"])
    for year in pool["years"]:
        for name, unit in (("claims", "courses"), ("expected", "USD"), ("reserve", "USD"), ("premium", "USD"),
                           ("premium_as_covered", "USD"), ("skewness", "")):  # fmt: skip
            yield _row("pool", year["year"], "", name, unit, year[name])
    for row in pool["share_of_means"]:
        yield _row("pool", f"fifth {row['fifth']}", "", "premium over means", "share", row)
    yield _row("pool", "", "", "can afford it", "share", pool["able"])


def _equity(equity: Said) -> Iterator[Row]:
    for row in equity["fifths"]:
        of = f"fifth {row['fifth']}"
        yield _row("equity", of, "", "started", "persons", row["started"])
        yield _row("equity", of, "", "payments", "USD", row["payments"])
        for hard in row["hardship"]:
            yield _row("equity", of, hard["counted"], hard["indicator"], "persons", hard["persons"])
    for name in ("concentration_of_starting", "concentration_of_payments", "kakwani"):
        yield _row("equity", "", "", name, "index", equity[name])
    if equity["distributional"] is not None:
        for row in equity["distributional"]["fifths"]:
            for name, unit in (("qalys", "QALYs"), ("dearer", "USD"), ("net", "QALYs")):
                yield _row("equity", f"fifth {row['fifth']}", "", name, unit, row[name])
        for name in ("net", "equivalent_before", "equivalent_after", "equivalent_gain"):
            yield _row("equity", "", "", name, "years", equity["distributional"][name])
