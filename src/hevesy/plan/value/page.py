"""What the page of a valuation says, in words; the template only sets it, and nothing is computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.said import count, figure, interval, kind_said
from hevesy.plan.results.page import facts_table
from hevesy.plan.value.charts import key_of
from hevesy.plan.value.charts_leagues import knowing_helps
from hevesy.plan.value.page_leagues import league_page, sentence, threshold_said

Said = Mapping[str, Any]
Table = dict[str, Any]
NEVER = "never"
CROSSED, NOT_CROSSED = "as randomised, with crossover", "without crossover, or none happened"


def page_of(said: Said) -> dict[str, Any]:
    """The page as texts, tables and the keys of its pictures."""
    made = said["made_with"]
    return {
        "title": said["title"],
        "says_first": list(said["says_first"]),
        "made": (
            f"{made['draws']:,} draws, seed {made['seed']}; USD, discounted, within a cycle by {made['within_cycle']}; "
            f"Hevesy {made['hevesy_version']}. Means and 90 % intervals."
        ),
        "main": main_said(said),
        "thresholds": thresholds_table(said),
        "threshold_notes": [f"{each['name']}: {each['note']}." for each in said["thresholds"] if each["note"]],
        "leagues": [league_page(each, said) for each in said["leagues"]],
        "overview": overview_table(said, True),
        "exploratory": overview_table(said, False),
        "therapies": [_therapy(row, said) for row in said["therapies"]],
        "published": published_table(said),
        "whys": [f"{row['name']}: {row['why']}." for row in said["published"]],
        "band": figure(said["band"]),
        "not_valued": [f"{row['name']}: {row['why']}." for row in said["not_valued"]],
        "notes": list(said["notes"]),
        "facts": facts_table(said),
        "sources": said["sources"],
    }


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return {"head": list(head), "rows": [list(row) for row in rows]}


def icer_said(row: Said) -> str:
    """The ICER with its thresholds, or what the therapy does where a ratio has no meaning."""
    value = row["icer"]["value"]
    if value is None:
        return str(row["standing"])
    low, high = row["icer"]["low"], row["icer"]["high"]
    if low is None:
        return f"{figure(value)} (no threshold reaches 5 %)"
    return f"{figure(value)} ({figure(low)} to {NEVER if high is None else figure(high)})"


def title_of(row: Said) -> str:
    """A therapy against its comparator, with the trial that speaks for it."""
    trial = "" if row["trial"] is None else f" ({row['trial']})"
    return f"{row['name']} against {row['comparator']}{trial}"


def price_said(at: Said, now: float) -> str:
    """The price of a cycle at which a threshold is met, beside the price now."""
    if at["probability"] is None:
        return "unknown"
    return "not even free" if at["price"] is None else f"{figure(at['price'])} (now {figure(now)})"


def main_said(said: Said) -> str:
    """Which threshold is the main one, and by whose word."""
    if not said["thresholds"]:
        return "No threshold is known here; say one with --threshold."
    main = said["thresholds"][0]
    year = f", {main['year']}" if main["year"] else ""
    return (
        f"Main threshold: {figure(main['value'])} USD a {main['per']} ({main['name']}{year}; speaks for "
        f"{main['speaks_for']}). The most specific comes first."
    )


def thresholds_table(said: Said) -> Table:
    cited = {each["key"]: each["citation"] for each in said["sources"]}
    rows = [
        [each["name"], _range(each), each["per"],
         "–" if not said["gdp_per_head"] else f"{each['value'] / said['gdp_per_head']:.2f}", each["speaks_for"],
         each["year"] or "–", kind_said(each["kind"]) if each["kind"] else "given", cited.get(each["source"], "–")]
        for each in said["thresholds"]
    ]  # fmt: skip
    head = ("By whose reckoning", "USD", "Per", "In GDP a head", "Speaks for", "Year", "How it is known", "Source")
    return _table(head, rows)


def _range(each: Said) -> str:
    alone = figure(each["value"])
    return alone if each["low"] == each["high"] else f"{alone} ({figure(each['low'])} to {figure(each['high'])})"


def overview_table(said: Said, by_trial: bool) -> Table:
    """One line for each comparison, at the main threshold."""
    rows = []
    for row in said["therapies"]:
        if (row["trial"] is not None) != by_trial:
            continue
        at = row["at_thresholds"][0] if row["at_thresholds"] else None
        rows.append([
            title_of(row), interval(row["qalys"]), interval(row["cost"]), icer_said(row),
            "unknown" if at is None else share_said(at["probability"]),
            "unknown" if at is None else price_said(at, row["price"]["now"]["value"]),
        ])  # fmt: skip
    head = ("Therapy", "QALYs more", "USD more", "USD a QALY (ICER; where 5 and 95 % likely)",
            "Cost-effective, share of draws", "Price of a cycle at the threshold, USD")  # fmt: skip
    return _table(head, rows)


def _therapy(row: Said, said: Said) -> dict[str, Any]:
    information = row["information"]
    return {
        "key": key_of(row),
        "title": title_of(row),
        "note": "Exploratory: no trial compares them." if row["trial"] is None else sentence(row["note"]),
        "standing": str(row["standing"]).capitalize() + ".",
        "arms": _arms(row),
        "results": _results(row),
        "at": _at_table(row, said),
        "information": None if information is None else _information_said(information),
        "has_worth": knowing_helps(information),
        "rests_on": _rests_on(row),
        "cases": _cases(row),
        "budget": _budget(row),
        "returns": _returns(row),
    }


def _arms(row: Said) -> Table:
    names = {"life_years": "Life-years", "years_stable": "Years without progression",
             "years_progressed": "Years after progression", "qalys": "QALYs", "cost": "Cost, USD"}  # fmt: skip
    rows = [
        [said, interval(row["with_it"][name]), interval(row["without"][name]), interval(row[name])]
        for name, said in names.items()
    ]
    return _table(("A person, discounted", "With it", f"With {row['comparator']}", "Difference"), rows)


def _results(row: Said) -> Table:
    daly = row["per_daly_averted"]
    rows = [
        ["USD a QALY (ICER)", icer_said(row)],
        ["DALYs averted", interval(row["dalys_averted"])],
        ["USD a DALY averted", "unknown" if daly is None else figure(daly)],
        ["Cycles a person, discounted", interval(row["price"]["cycles"])],
        ["Price of a cycle now, USD", interval(row["price"]["now"])],
        ["Imaging for one who is treated, USD", interval(row["price"]["imaging"])],
    ]
    return _table(("What follows", "A person"), rows)


def _at_table(row: Said, said: Said) -> Table:
    names = {each["id"]: each for each in said["thresholds"]}
    rows = [
        [threshold_said(names[at["id"]]), interval(at["net_benefit"]),
         share_said(at["probability"]), price_said(at, row["price"]["now"]["value"]),
         "unknown" if at["evpi"] is None else figure(round(at["evpi"], 2)),
         "unknown" if at["evpi_all"] is None else figure(round(at["evpi_all"]))]
        for at in row["at_thresholds"]
    ]  # fmt: skip
    head = ("Threshold, USD", "Net benefit more, USD a person", "Cost-effective",
            "Price of a cycle at which it is, USD", "Perfect information (EVPI), USD a person",
            "EVPI, all eligible in five years, USD")  # fmt: skip
    return _table(head, rows)


def _information_said(information: Said) -> str:
    if information["evpi"] <= 0:
        return "At this threshold no draw would change the decision: to know more is worth nothing here."
    first = information["groups"][0]
    said = f"To know everything is worth {figure(round(information['evpi'], 2))} USD a person (EVPI); "
    if first["evppi"] <= 0:
        return f"{said}no group of figures alone would change the decision."
    return f"{said}most of it lies in {first['group']} ({figure(round(first['evppi'], 2))} USD)."


def _rests_on(row: Said) -> str:
    if row["rests_on"] is None or not row["rests_on"]["kinds"]:
        return ""
    kinds = ", ".join(
        f"{kind_said(each['kind']) if each['kind'] != 'together' else 'together'} {share_said(each['share'])}"
        for each in row["rests_on"]["kinds"]
    )
    return f"Of the variance of the net benefit rests on figures that are: {kinds}."


def _cases(row: Said) -> Table:
    rows = [
        [case["family"], CROSSED if case["crossover"] else NOT_CROSSED,
         figure(case["qalys"]), figure(case["cost"]), figure(case["icer"]) if case["icer"] else case["standing"]]
        for case in row["cases"]
    ]  # fmt: skip
    return _table(("Curves", "Control arm", "QALYs more", "USD more", "ICER"), rows)


def _budget(row: Said) -> Table | None:
    if row["people"] is None:
        return None
    rows = [
        [str(each["year"]), interval(each["eligible"]), share_said(each["uptake"]), interval(each["treated"]),
         interval(each["net_spending"])]
        for each in row["people"]
    ]  # fmt: skip
    return _table(("Year", "Known and eligible", "Uptake", "Treated", "Net spending, USD, not discounted"), rows)


def _returns(row: Said) -> str:
    back = row["returns"]
    if back["full_income"]["value"] is None:
        return "A return on investment is not worked out: nothing more is spent, or nobody knows the output per head."
    return (
        f"For each dollar spent more, {interval(back['full_income'])} by full income and "
        f"{interval(back['human_capital'])} by human capital."
    )


def published_table(said: Said) -> Table:
    rows = [
        [row["name"], _pair(row["theirs_qalys"], row["qalys"]), _pair(row["theirs_cost"], row["cost"], row["currency"]),
         _pair(row["theirs_icer"], row["icer"], row["currency"]),
         "–" if row["icer_with_their_cost"] is None else figure(row["icer_with_their_cost"]), _verdict(row)]
        for row in said["published"]
    ]  # fmt: skip
    head = ("Study", "QALYs: theirs, ours", "Cost: theirs, ours", "ICER: theirs, ours", "ICER, their cost on our QALYs",
            "Within the band")  # fmt: skip
    return _table(head, rows)


def _pair(theirs: float | None, ours: float | None, currency: str = "") -> str:
    """What the study prints, in full where it is money, beside ours."""
    printed = "not said" if theirs is None else count(theirs) if currency else f"{theirs:g}"
    return f"{printed}, {'none' if ours is None else figure(ours)} {currency}".strip()


def _verdict(row: Said) -> str:
    parts = {"QALYs": row["within_qalys"], "ICER with their cost": row["within_icer_with_their_cost"],
             "ICER": row["within_icer"]}  # fmt: skip
    return "; ".join(f"{name}: {'yes' if inside else 'no'}" for name, inside in parts.items() if inside is not None)
