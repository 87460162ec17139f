"""The plan of a centre on a terminal: what it is, what it costs, when it opens, and a table of what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.said import figure, parts
from hevesy.plan.report.said import interval as with_ends

Said = Mapping[str, Any]
WEEKS_PER_MONTH = 365.25 / 12.0 / 7.0


def interval(spread: Any) -> str:
    """A figure with its interval; alone where both ends read as the figure itself.

    >>> interval({"value": 2.0, "low": 2.0, "high": 2.0}), interval({"value": 2.0, "low": 1.0, "high": 3.0})
    ('2', '2 (1 to 3)')
    """
    value, low, high = parts(spread)
    if value is not None and low is not None and high is not None and figure(low) == figure(high) == figure(value):
        return figure(value)
    return with_ends(spread)


def lines(said: Said) -> str:
    """What is read first, before the table."""
    levels, money = said["levels"], said["money"]
    found = [said["title"], *said["says_first"], ""]
    found += [
        f"Service level {levels['service']} ({levels['service_means']}), radiopharmacy level {levels['radiopharmacy']} "
        f"({levels['radiopharmacy_means']}).",
        f"{places_said(said)}; {interval(said['floor_m2'])} m2 of floor.",
        f"First patient {interval(said['weeks_to_first_patient'])} weeks after the decision"
        f"{months_said(said['weeks_to_first_patient'])}: {path_said(said)}.",
        f"To build {usd(money['capital_total'])}; a year {usd(money['yearly_total'])}.",
        *break_even_said(money["break_even"], said["asked"]["cycles"]),
        "",
        *said["notes"],
    ]
    return "\n".join(found)


def places_said(said: Said) -> str:
    """How many chairs, beds and scanners, and how full they are."""
    words = {"chair": "Treatment chairs", "bed": "shielded beds", "pet": "PET/CT", "spect": "SPECT/CT"}
    found = [
        f"{words[row['id']]} {figure(row['number']['value'])} ({share_said(row['full']['value'])} full)"
        for row in said["places"]
        if row["number"]["value"]
    ]
    text = ", ".join(found)
    return text[:1].upper() + text[1:]


def months_said(weeks: Mapping[str, float | None]) -> str:
    """Weeks in months, in brackets."""
    return "" if weeks["value"] is None else f" ({weeks['value'] / WEEKS_PER_MONTH:.0f} months)"


def path_said(said: Said) -> str:
    """The critical path by the names of its steps."""
    names = {step["id"]: step["name"] for step in said["steps"]}
    return ", then ".join(names[id].lower() if n else names[id] for n, id in enumerate(said["critical_path"]))


def usd(spread: Any) -> str:
    """Money with its interval."""
    return f"{interval(spread)} USD"


def break_even_said(money: Said, cycles: float) -> list[str]:
    """What a cycle costs and brings, and from which volume on the centre lives on it."""
    whose = "the tariff stated" if money["tariff_stated"] else "the tariff that unit costs on the shelf add up to"
    found = [
        f"A cycle brings {usd(money['tariff'])} ({whose}) and costs {usd(money['per_cycle'])} by itself; at "
        f"{cycles:,.0f} cycles it would have to bring {usd(money['tariff_needed'])} to pay for all, capital included."
    ]
    if money["volume"]["value"] is None:
        return [*found, "No volume pays for it at this tariff: a cycle by itself costs more than it brings."]
    none = money["share_without_margin"]
    unsure = f" In {share_said(none)} of the draws no volume does: a cycle costs more than it brings." if none else ""
    holds = money["holds"]["value"]
    beyond = f" This centre holds about {figure(holds)}." if holds is not None else ""
    return [
        *found,
        f"Break-even at {interval(money['volume'])} cycles a year, at {interval(money['volume_with_capital'])} with "
        f"what building and machines lose in value.{unsure}{beyond}",
    ]


def rows(said: Said) -> list[dict[str, Any]]:
    """Rooms, machines, posts and licences in one table."""
    rooms = [_row("room", row["name"], row["number"], f"{interval(row['each'])} m2 each") for row in said["rooms"]]
    machines = [_row("machine", row["name"], row["number"], f"{usd(row['each'])} each") for row in said["equipment"]]
    posts = [
        _row("staff", row["cadre"].replace("_", " "), row["posts"], f"by {row['decided_by']}") for row in said["staff"]
    ]
    licences = [
        {"what": "licence", "name": step["name"], "number": "", "detail": f"{interval(step['days'])} days"}
        for step in said["steps"]
        if step["kind"] == "licence"
    ]
    return [*rooms, *machines, *posts, *licences]


def _row(what: str, name: str, number: Any, detail: str) -> dict[str, Any]:
    return {"what": what, "name": name, "number": interval(number), "detail": detail}
