"""A workforce run on a terminal: each cadre today and at the end, and how often each centre stands still."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.said import figure, interval

Said = Mapping[str, Any]
SEEN_PERSONS, SEEN_WEEKS = 0.05, 0.5  # less is not said on the screen; the page has it all


def lines(said: Said) -> str:
    """What is read first, before the table of cadres."""
    last = said["first_year"] + said["years"] - 1
    found = [f"{said['scenario']}: people, {said['first_year']} to {last}", *said["says_first"], ""]
    return "\n".join([*found, *centre_lines(said), "", *lever_lines(said)])


def centre_lines(said: Said) -> list[str]:
    """How often each centre stands still for a month, and for want of whom."""
    found = []
    for centre in said["centres"]:
        whole, *cadres = centre["closed_month"]
        worst = max(cadres, key=lambda each: float(each["in_a_year"]))
        found.append(
            f"{centre['name']}: a closed month in {share_said(whole['in_a_year'])} of the years "
            f"({share_said(whole['in_the_run'])} over the run), most often for want of "
            f"{_a(worst['cadre'])} ({share_said(worst['in_a_year'])})."
        )
    return found


def lever_lines(said: Said) -> list[str]:
    """What each intervention in full use would change, as far as it can be seen."""
    names = centre_names(said)
    return [_lever_line(each, names) for each in said["levers"]]


def centre_names(said: Said) -> dict[str, str]:
    return {each["id"]: each["name"] for each in said["centres"]}


def _lever_line(lever: Said, names: Mapping[str, str]) -> str:
    found = []
    if abs(lever["fewer_leave"]["value"] or 0.0) >= SEEN_PERSONS:
        found.append(f"{interval(lever['fewer_leave'])} fewer leave over the run")
    cadre, weeks = soonest(lever)
    if (weeks["value"] or 0.0) >= SEEN_WEEKS:
        found.append(f"{_a(cadre)} is replaced {interval(weeks)} weeks sooner")
    if (worst := most_closed(lever)) is not None:
        now, before = share_said(worst["in_a_year"]), share_said(worst["in_a_year_before"])
        if now != before:
            found.append(f"at {names[worst['centre']]} a closed month in {now} of the years instead of {before}")
    return f"{lever['name']}: {'; '.join(found) or 'nothing that can be seen'}."


def soonest(lever: Said) -> tuple[str, Said]:
    """The cadre that is replaced sooner by most weeks, and by how many."""
    weeks = lever["weeks_to_replace_fewer"]
    cadre = max(weeks, key=lambda each: float(weeks[each]["value"] or 0.0))
    return cadre, weeks[cadre]


def most_closed(lever: Said) -> Said | None:
    """The centre that is closed most often without the intervention."""
    return max(lever["closed_month"], key=lambda each: float(each["in_a_year_before"]), default=None)


def rows(said: Said) -> list[dict[str, Any]]:
    """One row for each cadre, for the screen: the medians of the first and the last year."""
    return [
        {
            "cadre": each["cadre"],
            "posts": figure(each["posts"][0]["value"]),
            "competent": figure(each["competent"][0]["value"]),
            "at the end": figure(each["competent"][-1]["value"]),
            "leave a year": figure(left_in(each, -1)),
            "in training": figure(each["in_training"][-1]["value"]),
            "seats": figure(each["seats"][-1]["value"]),
            "limited by": most_often(each["seats_limited_by"][-1]),
            "weeks to replace": figure(each["weeks_to_replace"][-1]["value"]),
            "needed": figure(each["needed"][-1]["value"]) if each["needed"] else "-",
        }
        for each in said["cadres"]
    ]


def left_in(cadre: Said, year: int) -> float:
    """How many leave in a year, for all reasons: the sum of their medians."""
    return float(sum(each[year]["value"] or 0.0 for each in cadre["left"].values()))


def most_often(limits: Said) -> str:
    """What limits the seats in most draws."""
    named = {name: share for name, share in limits.items() if name != "year"}
    return max(named, key=lambda name: float(named[name]))


def _a(cadre: str) -> str:
    return f"a {cadre.replace('_', ' ')}"
