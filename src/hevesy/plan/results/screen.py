"""A run and a comparison on a terminal: the few lines that are read first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.page_paths import people
from hevesy.plan.report.said import figure, interval, share_interval
from hevesy.plan.results.page import amount, resource_said
from hevesy.plan.results.page_households import households_lines
from hevesy.plan.results.page_shortages import plan_line

Said = Mapping[str, Any]


def run_lines(said: Said) -> str:
    """What a run says, for a terminal."""
    lines = [said["title"], *said["says_first"], *map(_shock, said["scenario"]["shocks"])]
    lines += [*map(plan_line, said["scenario"]["shortages"]), ""]
    lines += [f"{row['title']:<48} {amount(row)}" for row in said["headlines"]]
    years = said["total"]["started"]
    first, last = years[0], years[-1]
    late = f"; in {last['year']}: {people(last)}" if last is not first else ""
    lines += ["", f"They start in {first['year']}: {people(first)}{late}", *households_lines(said["households"])]
    lines += ["", *(_centre(row, said["therapies"]) for row in said["centres"])]
    return "\n".join(lines)


def _shock(each: Said) -> str:
    when = each["begins"] or f"at random, {share_said(each['per_year']['value'])} a year"
    return f"What befalls it: {each['name'].lower()} ({each['id']}), {when}."


def _centre(row: Said, therapies: Sequence[Said]) -> str:
    full = row["binding"]
    binds = (
        "nothing known binds"
        if full["resource"] is None
        else f"{resource_said(full['resource'], therapies)} {_full(full)}"
    )
    return (
        f"{row['name']}: {people(row['by_year']['started'][-1])} start in the last year; {binds}; "
        f"P(wait > 12 weeks) {share_interval(row['late_share'])}; "
        f"P(a month closed in a year) {share_said(row['closed_month']['in_a_year'])}"
    )


def _full(full: Said) -> str:
    return f"{'binds' if full['binds'] else 'is fullest'}, {share_said(full['used']['value'])} used"


def comparison_rows(said: Said) -> list[dict[str, Any]]:
    """One row for each headline and each measure of households, for a table or a file; these have no rank."""
    return [
        {
            "outcome": row["name"],
            "unit": row["unit"],
            "a": row["a"]["value"],
            "b": row["b"]["value"],
            "difference": row["difference"]["value"],
            "low": row["difference"]["low"],
            "high": row["difference"]["high"],
            "share_b_better": row.get("share_b_better"),
            "share_same": row.get("share_same"),
        }
        for row in (*said["headlines"], *said["households"])
    ]


def comparison_table(said: Said) -> list[dict[str, str]]:
    """The same for people: rounded, with what is unknown or not ranked called so."""
    return [
        {
            "Over the whole span": row["title"],
            "A": _one(row, row["a"]["value"]),
            "B": _one(row, row["b"]["value"]),
            "B - A (90 % interval)": _spread(row),
            "B better in": share_said(row["share_b_better"]) if said["ranked"] else "no rank",
            "the same in": share_said(row["share_same"]),
        }
        for row in said["headlines"]
    ]


def _one(row: Said, value: float | None) -> str:
    return share_said(value) if row["unit"] == "share" else figure(value)


def _spread(row: Said) -> str:
    change = row["difference"]
    if row["unit"] != "share":
        return interval(change)
    value, low, high = (f"{100 * change[name]:+.1f}" for name in ("value", "low", "high"))
    return f"{value} points ({low} to {high})"


def comparison_sentences(said: Said) -> list[str]:
    """What differs, what a QALY more costs, and the break-even effects."""
    return [differing_said(said), *befallen_said(said), worth_said(said), *break_even_said(said)]


def befallen_said(said: Said) -> list[str]:
    """Where only one of the two is struck: what courses that costs, in all and in the worst draws."""
    shocks = said["shocks"]
    struck = {each["in"] for each in shocks}
    if len(struck) != 1:
        return []
    side = struck.pop().upper()
    named = ", ".join(f"{each['id']} ({each['name'].lower()})" for each in shocks)
    change = next(row["difference"] for row in said["headlines"] if row["name"] == "completed")
    turn = -1.0 if side == "B" else 1.0
    low, high = sorted((turn * change["low"], turn * change["high"]))
    lost = {"value": turn * change["value"], "low": low, "high": high}
    with_acts = " (with all else that differs)" if said["interventions"] else ""
    return [f"Only {side} is struck by {named}: {people(lost)} courses fewer are completed there{with_acts}."]


def differing_said(said: Said) -> str:
    acts = [f"{act['in'].upper()} has {act['id']} ({act['name'].lower()})" for act in said["interventions"]]
    return f"Differing interventions: {'; '.join(acts)}." if acts else "No intervention differs."


def worth_said(said: Said) -> str:
    worth = said["worth"]
    ratio = worth["cost_per_qaly"]
    costs = f"{figure(ratio)} USD for each QALY more" if ratio is not None else "no ratio is given"
    shares = ", ".join(
        f"{name.replace('_', ' ')} {share_said(share)}" for name, share in worth["quadrants"].items()
    )
    return f"B is {worth['verdict']} by expected values: {costs}. Share of draws: {shares}."


def break_even_said(said: Said) -> list[str]:
    return [
        f"Break-even of {row['intervention']} for {row['outcome']}: {row['verdict']}."
        for row in said["break_even"]
    ]
