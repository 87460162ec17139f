"""What the page of a placement says, in words; the template only sets it, and nothing is computed anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hevesy.facts import Shelf
from hevesy.pictures import country_map, share_said
from hevesy.plan.placement.page_tradeoffs import aims_chart, aims_said, plans_table, regret_table, sentences
from hevesy.plan.report.charts import atlas_of
from hevesy.plan.report.page_paths import few
from hevesy.plan.report.said import figure, interval
from hevesy.plan.results.page import facts_table

Said = Mapping[str, Any]
Table = dict[str, Any]
TRIED = {"completed": "Courses completed", "qalys": "QALYs", "died_waiting": "Die waiting", "costs": "Costs, USD"}


def page_of(said: Said, disclaimer: str) -> dict[str, Any]:
    """The page as texts and the keys of its pictures."""
    return {
        "title": said["title"],
        "says_first": list(said["says_first"]),
        "made": made(said),
        "cards": _cards(said),
        "steps": steps_table(said),
        "disclaimer": disclaimer,
        "proof": proof_said(said),
        "access": _access(said),
        "costs": _costs(said),
        "tried": tried_table(said) if said["tried"] else None,
        "reads": sentences(said["tradeoffs"]) if said["tradeoffs"] else [],
        "aims": aims_said(said["tradeoffs"]) if said["tradeoffs"] else [],
        "plans": plans_table(said["tradeoffs"]) if said["tradeoffs"] else None,
        "regret": regret_table(said["tradeoffs"]) if said["tradeoffs"] else None,
        "notes": list(said["notes"]),
        "facts": facts_table(said),
        "sources": said["sources"],
    }


def charts_of(said: Said, shelf: Shelf) -> tuple[dict[str, str], str]:
    """The map with the new centres and the plans on every aim, and the disclaimer beside the map."""
    atlas = atlas_of(shelf)
    new = [
        {"name": step["town"], "label": f"{step['town']} ({step['year']})", "planned": True,
         "latitude": step["latitude"], "longitude": step["longitude"]}
        for step in said["steps"] if step["opens"]
    ]  # fmt: skip
    name = said["country"]["name"]
    svg = country_map(
        said["country"]["iso3"], said["nodes"], [*new, *said["centres"]], atlas, key="map", hours="hours",
        title=f"{name}: travel time once all centres are open",
        description="Towns as circles by population, darker the further they are. New: "
        + (", ".join(str(each["label"]) for each in new) or "none") + ".",
    )  # fmt: skip
    charts = {"map": svg}
    if said["tradeoffs"]:
        charts["aims"] = aims_chart(said["tradeoffs"])
    return charts, atlas.disclaimer


def made(said: Said) -> str:
    by, scenario = said["made_with"], said["scenario"]
    simulated = f" Simulated with {by['draws']:,} draws, seed {by['seed']}." if by["draws"] else ""
    return f"{scenario['name']}, from {scenario['start'][:4]}.{simulated} Hevesy {by['hevesy_version']}."


def proof_said(said: Said) -> str:
    """The model's answer with its bound, in a sentence."""
    proof, model = said["proof"], said["model"]
    bound = "none" if proof["bound"] is None else figure(proof["bound"])
    gap = "unknown" if proof["gap"] is None else f"{proof['gap']:.2%}"
    return (
        f"{model['name'].capitalize()} ({model['minimises']}): {figure(proof['objective'])} {model['unit']}, "
        f"bound {bound}, gap {gap}; {'proven' if proof['proven'] else 'not proven to the last'} ({proof['method']})."
    )


def _cards(said: Said) -> list[dict[str, str]]:
    now, then = said["access"]["now"], said["access"]["then"]
    cards = []
    labels = {"mean_hours": "hours to the nearest centre, on average", "within_2h": "of people within two hours"}
    for key, label in labels.items():
        shown = figure if key == "mean_hours" else share_said
        if then[key] is not None:
            before = "nothing now" if now[key] is None else f"now {shown(now[key]['value'])}"
            span = f"{shown(then[key]['low'])} to {shown(then[key]['high'])}"
            cards.append({"value": shown(then[key]["value"]), "label": label, "note": f"{before}; plausible {span}"})
    best = said["tried"][0] if said["tried"] else None
    if best:
        row = best["completed"]["more_than_now"]
        note = f"median {few(row['value'])}, 90 % interval {few(row['low'])} to {few(row['high'])}"
        label = f"more courses completed in {said['scenario']['years']} years than without, on average"
        cards.append({"value": few(row["mean"]), "label": label, "note": note})
    return cards


def steps_table(said: Said) -> Table:
    return {
        "head": ["Town", "Year", "What", "Nearest for, people", "Known need there, a year", "Mean hours",
                 "Capital, USD", "USD a year"],
        "rows": [
            [step["town"], str(step["year"]), f"{'opens with' if step['opens'] else 'adds'} {step['chairs']} chairs",
             figure(step["nearest_for"]), figure(step["asking_per_year"]), figure(step["mean_hours"]),
             figure(step["capital_USD"]), figure(step["USD_per_year"])]
            for step in said["steps"]
        ],
    }  # fmt: skip


def _access(said: Said) -> Table:
    rows: list[tuple[str, str, Callable[[Any], str]]] = [
        ("mean_hours", "Hours to the nearest centre, mean", interval)
    ]
    rows += [(f"within_{limit}h", f"People within {limit} h", _shares) for limit in (1, 2, 4)]
    return {
        "head": ["One way", "Now", "With these centres"],
        "rows": [[label, *(show(said["access"][when][key]) for when in ("now", "then"))] for key, label, show in rows],
    }


def _shares(row: Said | None) -> str:
    if row is None:
        return "–"
    return f"{share_said(row['value'])} ({share_said(row['low'])} to {share_said(row['high'])})"


def _costs(said: Said) -> Table:
    return {
        "head": ["Year", "Capital, USD", "Running, USD"],
        "rows": [[str(row["year"]), figure(row["capital_USD"]), figure(row["running_USD"])] for row in said["costs"]],
    }


def tried_table(said: Said) -> Table:
    """The simulated plans, the best first: what each adds to nothing new, and how the others differ from the best."""
    rows = []
    for row in said["tried"]:
        without = said["tradeoffs"]["plans"][row["rank"]]["name"]  # chairs alone, or nothing new
        towns = ", ".join(f"{each['town']} {each['year']}" for each in row["towns"]) or without
        against = "–"
        if row["rank"] > 1:
            ahead = share_said(row["beats_best_in"])
            against = f"{_more(row['completed']['more_than_best'])}; ahead in {ahead}"
        rows.append([str(row["rank"]), towns, *(_more(row[name]["more_than_now"]) for name in TRIED), against])
    more = (f"{title}, more than now" for title in TRIED.values())
    return {"head": ["Plan", "New centres", *more, "Courses, against the best"], "rows": rows}


def _more(row: Said) -> str:
    return f"{figure(row['mean'])} ({figure(row['low'])} to {figure(row['high'])})"
