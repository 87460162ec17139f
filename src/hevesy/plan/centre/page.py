"""What the page of a centre says, in words; the template only sets it, and nothing is computed anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hevesy.pictures import share_said
from hevesy.pictures.gantt import gantt
from hevesy.plan.centre.screen import break_even_said, interval, months_said, path_said, places_said, usd
from hevesy.plan.report.said import figure, kind_said
from hevesy.plan.results.page import facts_table

Said = Mapping[str, Any]
Table = dict[str, Any]
WEEKS = 52
PARTS = {
    "medicine": "Medicine", "administration": "Administration", "monitoring": "Laboratory and board",
    "imaging_after": "Scan after therapy", "imaging_before": "Imaging before therapy, those not treated included",
}  # fmt: skip


def page_of(said: Said) -> dict[str, Any]:
    """The page as texts and tables."""
    money = said["money"]
    levels = said["levels"]
    return {
        "title": said["title"],
        "says_first": list(said["says_first"]),
        "made": _made(said),
        "cards": [
            _card(money["capital_total"], "USD", "to build"),
            _card(money["yearly_total"], "USD", "a year"),
            _card(said["weeks_to_first_patient"], "weeks", "to the first patient"),
            _card(said["floor_m2"], "m2", "of floor"),
        ],
        "levels": [
            f"Service level {levels['service']}: {levels['service_means']}.",
            f"Radiopharmacy level {levels['radiopharmacy']}: {levels['radiopharmacy_means']}.",
            f"{places_said(said)}.",
        ],
        "services": _services(said),
        "rooms": _rooms(said),
        "walls": _walls(said),
        "equipment": _equipment(said),
        "sources_sealed": _sealed(said),
        "waste": _waste(said["waste"]),
        "power": _power(said),
        "staff": _staff(said),
        "path": f"{path_said(said)}{months_said(said['weeks_to_first_patient'])}.",
        "steps": _steps(said),
        "capital": _money(money["capital"], money["capital_total"]),
        "yearly": _money(money["yearly"], money["yearly_total"]),
        "break_even": break_even_said(money["break_even"], said["asked"]["cycles"]),
        "bundle": _bundle(money["break_even"]),
        "notes": list(said["notes"]),
        "facts": facts_table(said),
        "sources": said["sources"],
    }  # fmt: skip


def gantt_of(said: Said) -> str:
    """The steps as a Gantt picture: what decides when the first patient comes is dark."""
    steps = said["steps"]
    weeks = max(step["done_week"]["high"] for step in steps)
    years = [f"year {year + 1}" for year in range(int(-(-weeks // WEEKS)))]
    rows = [
        {
            "label": step["name"], "begins": step["starts_week"]["value"], "starts": step["starts_week"]["value"],
            "ready": step["done_week"]["value"], "ready_low": step["done_week"]["low"],
            "ready_high": step["done_week"]["high"], "full": step["done_week"]["value"], "critical": step["critical"],
        }
        for step in steps
    ]  # fmt: skip
    described = "; ".join(f"{step['name']}: done in week {figure(step['done_week']['value'])}" for step in steps)
    return gantt(
        rows, years=years, key="gantt", title="From the decision to the first patient",
        description=f"{described}. What decides: {path_said(said)}.",
    )  # fmt: skip


def _made(said: Said) -> str:
    asked = said["asked"]
    return (
        f"{asked['draws']:,} draws, seed {asked['seed']}. {share_said(said['assumed_share'])} of the figures used are "
        "assumptions or recalled. centre.json names the facts behind every line; ask why: hevesy facts why NAME."
    )


def _card(spread: Mapping[str, float | None], unit: str, label: str) -> dict[str, str]:
    ends = f"{figure(spread['low'])} to {figure(spread['high'])}"
    return {"value": f"{figure(spread['value'])} {unit}", "label": f"{label}, {ends}"}


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    return {"head": list(head), "rows": [list(row) for row in rows]}


def _services(said: Said) -> Table:
    head = ("Service", "Cycles a year", "Patients a year", "Imaged first", "Setting", "Activity each, GBq",
            "In a shielded bed")  # fmt: skip
    rows = [
        [row["name"], interval(row["cycles"]), interval(row["courses"]),
         f"{interval(row['candidates'])}, {(row['imaging'] or 'elsewhere').upper() if row['imaging'] else 'elsewhere'}",
         row["setting"].replace("_", " "), interval(row["activity"]), share_said(row["in_bed"]["value"])]
        for row in said["services"]
    ]  # fmt: skip
    return _table(head, rows)


def _rooms(said: Said) -> Table:
    head = ("Room", "Number", "m2 each", "m2 in all", "Zone", "Why")
    rows = [
        [row["name"], interval(row["number"]), interval(row["each"]), interval(row["total"]), row["group"], _why(row)]
        for row in said["rooms"]
    ]
    return _table(head, rows)


def _why(row: Said) -> str:
    there = "there already; " if row.get("there") else ""
    return f"{there}{row['why']}"


def _walls(said: Said) -> Table:
    head = ("Room", "Nuclides", "GBq-hours a year in each", "May let through", "Lead, mm", "or concrete, mm")
    rows = [
        [row["name"], ", ".join(row["nuclides"]), interval(row["gbq_hours"]), _through(row["transmission"]),
         interval(row["lead_mm"]), interval(row["concrete_mm"])]
        for row in said["shielding"]
    ]  # fmt: skip
    return _table(head, rows)


def _through(spread: Mapping[str, float | None]) -> str:
    value = spread["value"]
    return "everything" if value is None or value >= 1.0 else f"{value:.2%}"


def _equipment(said: Said) -> Table:
    head = ("Machine or instrument", "Number", "USD each", "Why")
    rows = [[row["name"], interval(row["number"]), interval(row["each"]), _why(row)] for row in said["equipment"]]
    return _table(head, rows)


def _sealed(said: Said) -> Table:
    head = ("Sealed source", "Number", "Nuclide", "MBq", "Replaced after, years", "Why", "Kind")
    rows = [
        [row["name"], interval(row["number"]), row["nuclide"], figure(row["mbq"]),
         figure(row["replaced_after_years"]), row["why"], kind_said(row["kind"])]
        for row in said["sealed_sources"]
    ]  # fmt: skip
    return _table(head, rows)


def _waste(waste: Said) -> list[str]:
    found = [f"Decaying in the store on an average day: {interval(waste['store_litres'])} litres of solid waste."]
    if waste["gbq_per_day"]["value"]:
        found.append(
            f"Inpatients excrete {interval(waste['gbq_per_day'])} GBq of I-131 a day (mean of the year) into "
            f"{interval(waste['litres_per_day'])} litres; without tanks {interval(waste['untreated'])} Bq/L leave."
        )
        found.append(_tanks(waste))
    for row in waste["other_gbq_per_year"]:
        found.append(
            f"{interval(row['gbq'])} GBq of {row['nuclide']} are given a year to patients who go home or lie in beds "
            "without tanks of their own: ask the regulator whether their excreta need any."
        )
    return found


def _tanks(waste: Said) -> str:
    if not waste["tanks_required"] or not waste["m3"]["value"]:
        return f"No tanks are needed for a limit of {interval(waste['limit'])} Bq/L, or none are asked for."
    return (
        f"{interval(waste['tanks'])} tanks of together {interval(waste['m3'])} m3, each filled for "
        f"{interval(waste['fill_days'])} days, let out {figure(waste['leaves']['value'])} Bq/L; the limit is "
        f"{figure(waste['limit']['value'])} Bq/L."
    )


def _power(said: Said) -> list[str]:
    power, water = said["power"], said["water"]
    return [
        f"Connected load {interval(power['connected_kw'])} kW; {interval(power['kept_up_kw'])} kW go on in a "
        f"power cut, which takes {interval(power['stored_kwh'])} kWh from batteries and generator.",
        f"Water {interval(water['litres_per_day'])} litres a working day; a tank of {interval(water['stored_litres'])} "
        "litres lasts while the mains are dry.",
    ]


def _staff(said: Said) -> Table:
    head = ("Cadre", "Posts", "Full-time by minutes", "To be there on each day", "Decided by", "USD a year each")
    rows = [
        [row["cadre"].replace("_", " ").capitalize(), interval(row["posts"]), interval(row["by_minutes"]),
         interval(row["by_presence"]) if row["by_presence"]["high"] else "need not be", row["decided_by"],
         interval(row["salary"])]
        for row in said["staff"]
    ]  # fmt: skip
    return _table(head, rows)


def _steps(said: Said) -> Table:
    names = {step["id"]: step["name"] for step in said["steps"]}
    head = ("Step", "Kind", "Days", "Begins in week", "Done in week", "After", "Who decides")
    rows = [
        [("» " if step["critical"] else "") + step["name"], step["kind"], interval(step["days"]),
         interval(step["starts_week"]), interval(step["done_week"]),
         ", ".join(names[id] for id in step["after"]) or "the decision", step["agency"] or "not stated"]
        for step in said["steps"]
    ]  # fmt: skip
    return _table(head, rows)


def _money(lines: Sequence[Said], total: Said) -> Table:
    head = ("Line", "Number", "Price, USD", "USD", "What it is")
    rows = [
        [row["name"], *(interval(row[name]) for name in ("number", "price", "total")), row["why"]] for row in lines
    ]
    return _table(head, [*rows, ["Together", "", "", interval(total), ""]])


def _bundle(money: Said) -> Table:
    rows = [[PARTS[name], usd(each)] for name, each in money["tariff_parts"].items()]
    return _table(("Part of the tariff of a cycle", "Unit costs on the shelf"), rows)
