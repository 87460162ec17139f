"""What the page says of a league: its table, thresholds, what other trials found, and what to know more is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.said import figure, interval
from hevesy.plan.value.charts_leagues import knowing_helps

Said = Mapping[str, Any]
Table = dict[str, Any]
MEASURES = {"alive": "survival", "free": "progression"}


def league_page(each: Said, said: Said) -> dict[str, Any]:
    """One disease as texts, tables and the keys of its pictures."""
    return {
        "key": each["id"],
        "title": sentence(each["name"], ""),
        "says": f"Indirect comparison: {each['says']}.",
        "table": league_table(each),
        "at": _at_table(each, said),
        "information": information_said(each),
        "has_worth": knowing_helps(each["information"]),
        "checks": _checks(each),
    }


def sentence(said: str, end: str = ".") -> str:
    """Words with a capital and an end.

    >>> sentence("before a taxane"), sentence("gut tumours", "")
    ('Before a taxane.', 'Gut tumours')
    """
    return f"{said[:1].upper()}{said[1:]}{end}"


def league_table(each: Said) -> Table:
    """In order of cost, each beside the one before it on the frontier."""
    rows = [
        [one["name"], _evidence(one, each), interval(one["cost"]), interval(one["qalys"]),
         "–" if one["incremental_cost"] is None else figure(one["incremental_cost"]),
         "–" if one["incremental_qalys"] is None else figure(one["incremental_qalys"]), standing_said(one, each)]
        for one in each["strategies"]
    ]  # fmt: skip
    head = ("Strategy, cheapest first", "Evidence", "Cost, USD", "QALYs", "USD more than the one before",
            "QALYs more", "USD a QALY (ICER)")  # fmt: skip
    return {"head": list(head), "rows": rows}


def standing_said(one: Said, each: Said) -> str:
    """The ratio of a strategy on the frontier, or by which others it falls out."""
    if one["dominated_by"]:
        return f"{one['standing']} by {_named(one['dominated_by'], each)}"
    return "the cheapest" if one["icer"] is None else figure(one["icer"])


def _evidence(one: Said, each: Said) -> str:
    note = f"; {one['note']}" if one["note"] else ""
    return f"{one['evidence']}{note}"


def _named(ids: Sequence[str], each: Said) -> str:
    names = {one["id"]: one["name"] for one in each["strategies"]}
    return " with ".join(names[name] for name in ids)


def _at_table(each: Said, said: Said) -> Table:
    names = {threshold["id"]: threshold for threshold in said["thresholds"]}
    therapy = next(one["name"] for one in each["strategies"] if one["id"] == each["therapy"])
    rows = [
        [threshold_said(names[at["id"]]), f"{_named([at['best']], each)} ({share_said(at['probability_of_best'])})",
         share_said(at["probabilities"][each["therapy"]]),
         "not even free" if at["price"] is None else figure(at["price"]), figure(round(at["evpi"], 2)),
         "unknown" if at["evpi_all"] is None else figure(round(at["evpi_all"]))]
        for at in each["at_thresholds"]
    ]  # fmt: skip
    head = ("Threshold, USD", "Best on average (how likely best)", f"{therapy} is the best, share of draws",
            f"Price of a cycle at which {therapy} is the best, USD", "Perfect information (EVPI), USD a person",
            "EVPI, all eligible in five years, USD")  # fmt: skip
    return {"head": list(head), "rows": rows}


def threshold_said(threshold: Said) -> str:
    """A threshold as the head of a row."""
    return f"{figure(threshold['value'])} a {threshold['per']}: {threshold['name']}"


def information_said(each: Said) -> str:
    """What it would be worth to know everything, and where most of that lies."""
    found = each["information"]
    if found is None:
        return ""
    if found["evpi"] <= 0:
        return "At the main threshold no draw would change the choice: to know more is worth nothing here."
    said = f"At the main threshold to know everything is worth {figure(round(found['evpi'], 2))} USD a person (EVPI)"
    if each["eligible_over_five_years"] is not None:
        everybody = found["evpi"] * each["eligible_over_five_years"]
        said += f", {figure(round(everybody))} USD for all who are eligible in five years"
    first = found["groups"][0]
    if first["evppi"] <= 0:
        return f"{said}; no group of figures alone would change the choice."
    return f"{said}; most of it lies in {first['group']} ({figure(round(first['evppi'], 2))} USD a person, EVPPI)."


def _checks(each: Said) -> Table | None:
    if not each["checks"]:
        return None
    rows = [
        [f"{_named([check['first']], each)} against {_named([check['second']], each)}, {MEASURES[check['measure']]}",
         f"{check['chain']:.2f}", f"{check['found']:.2f} ({check['low']:.2f} to {check['high']:.2f})",
         f"{check['trial']}: {check['why']}", "yes" if check["within"] else "no"]
        for check in each["checks"]
    ]  # fmt: skip
    head = ("Hazard ratio", "By the chain of trials", "Found by another trial, 90 % interval", "Which trial",
            "Chain within it")  # fmt: skip
    return {"head": list(head), "rows": rows}
