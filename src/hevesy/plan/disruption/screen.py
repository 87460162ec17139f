"""A drill on a terminal: the few lines that are read first, and the plants on which the service depends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.said import interval
from hevesy.plan.results.page_shortages import plan_line

Said = Mapping[str, Any]

HEADLINES = {
    "missing": "doses ordered that do not come",
    "fewer_started": "fewer courses begin",
    "fewer_given": "fewer cycles are given",
    "more_died_waiting": "more die waiting",
    "weeks_waited_more": "more weeks waited, all patients together",
}


OF_IMAGING = {
    "put_off": "scans put off for want of a tracer, weeks",
    "fewer_imaged": "fewer patients are imaged",
}


def outage_line(said: Said) -> str:
    """What stands still, from when, for how long."""
    return "; ".join(f"{each['name']} for {each['weeks']} weeks from {each['begins']}" for each in said["outages"])


def remedy_line(each: Said) -> str:
    """What a remedy would give."""
    return (
        f"With {each['name'].lower()} from the first day: {interval(each['given_more'])} more cycles are given, outage "
        f"and all; the outage then costs {interval(each['lost_to_the_outage'])} cycles."
    )


def lines(said: Said) -> str:
    """What a drill says, for a terminal."""
    found = [f"{said['scenario']}: {outage_line(said)}", *said["says_first"], ""]
    found += [f"{label:<46} {interval(said[name])}" for name, label in HEADLINES.items()]
    if said["imaging"] is not None:
        found += _imaging(said["imaging"])
    if said["two_makers"] is not None:
        helped = said["two_makers"]
        found += [
            "",
            f"With orders shared by two makers, {share_said(helped['take_over'])} taken over: "
            f"{interval(helped['given_more'])} more cycles are given.",
        ]
    found += [plan_line(each) for each in said["plans"]]
    found += [
        f"{each['name']}: the plans give {interval(each['given_more'])} cycles more than none would."
        for each in said["without_plans"]
    ]
    found += [remedy_line(each) for each in said["remedies"]]
    depends = said["dependence"]
    if depends is not None and depends["plants"]:
        left, worst = depends["left_without_the_worst"]["value"], depends["plants"][0]["name"]
        found += [
            "",
            f"Of the doses that come otherwise, {share_said(left)} still come while {worst} alone stands still; "
            f"dependence index of reactors {depends['index']:.2f} (1: a single one).",
        ]
    return "\n".join(found)


def _imaging(said: Said) -> list[str]:
    """What becomes of imaging, and what would help."""
    found = [f"{label:<46} {interval(said[name])}" for name, label in OF_IMAGING.items()]
    if said["remedies"]:
        found += ["", "Had it been there before:"]
    for each in said["remedies"]:
        found.append(
            f"  {each['name']:<44} {interval(each['put_off_fewer'])} fewer scans put off, "
            f"{interval(each['given_more'])} more cycles"
        )
    return found


def rows(said: Said) -> list[dict[str, Any]]:
    """One row for each therapy whose doses are followed."""
    return [
        {
            "therapy": each["id"],
            "makers": " ".join(maker["id"] for maker in each["makers"]),
            "reactors": " ".join(dict.fromkeys(r["id"] for maker in each["makers"] for r in maker["reactors"])),
            "missing": each["missing"]["value"],
            "low": each["missing"]["low"],
            "high": each["missing"]["high"],
            "fewer_given": each["fewer_given"]["value"],
        }
        for each in said["therapies"]
    ]
