"""What the page of a drill says, in words; the template only sets it, and nothing is computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.disruption.screen import HEADLINES, OF_IMAGING, outage_line, remedy_line
from hevesy.plan.report.said import CAUSE, TRACER_CAUSE, interval, share_interval
from hevesy.plan.results.page_shortages import plan_cards

Said = Mapping[str, Any]
Table = dict[str, Any]
def page_of(said: Said) -> dict[str, Any]:
    """The page as texts and tables."""
    return {
        "title": f"Drill: {outage_line(said)}",
        "scenario": said["scenario"],
        "exploratory": said["exploratory"],
        "says_first": list(said["says_first"]),
        "made": f"{said['draws']:,} draws. Median and 90 % interval of the differences, draw by draw.",
        "headlines": _table(
            (f"To the end of {said['last_year']}", "With the outage less without"),
            [[label, interval(said[name])] for name, label in HEADLINES.items()],
        ),
        "two_makers": _two_makers(said),
        "remedies": [remedy_line(each) for each in said["remedies"]],
        "plans": plan_cards(said["plans"]),
        "without_plans": _table(
            ("With the outage", "Cycles more with the plans than without"),
            [[each["name"], interval(each["given_more"])] for each in said["without_plans"]],
        ),
        "therapies": _therapies(said),
        "centres": _table(
            ("Centre", "Doses that do not come", "Cycles fewer"),
            [[each["name"], interval(each["missing"]), interval(each["fewer_given"])] for each in said["centres"]],
        ),
        "causes": _table(
            ("Why doses do not come", "With the outage less without"),
            [[CAUSE[name], interval(each)] for name, each in said["causes"].items()],
        ),
        "imaging": _imaging(said["imaging"], said["last_year"]),
        "depends": _depends(said["dependence"]),
        "notes": list(said["notes"]),
        "facts": list(said["facts"]),
    }


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return {"head": list(head), "rows": [list(row) for row in rows]}


def _two_makers(said: Said) -> str:
    found = said["two_makers"]
    if found is None:
        return "No second maker is known for any of these therapies."
    return (
        f"If two makers shared the orders of each therapy that has a second one, and each took over "
        f"{share_said(found['take_over'])} of what the other cannot send, "
        f"{interval(found['missing_fewer'])} fewer doses would be missing and "
        f"{interval(found['given_more'])} more cycles given in the same years, outage and all."
    )


def _therapies(said: Said) -> Table:
    rows = []
    for each in said["therapies"]:
        makers = "; then ".join(_maker(maker) for maker in each["makers"])
        rows.append([each["name"], makers, interval(each["missing"]), interval(each["fewer_given"])])
    return _table(("Therapy", "Doses come from", "Doses that do not come", "Cycles fewer"), rows)


def _maker(maker: Said) -> str:
    others = [each for each in maker["reactors"] if each["id"] != maker["id"]]
    reactors = [f"{each['name']} {share_said(each['share'])}" for each in others]
    return f"{maker['name']} ({', '.join(reactors)})" if reactors else str(maker["name"])


def _imaging(found: Said | None, last_year: int) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "headlines": _table(
            (f"To the end of {last_year}", "With the outage less without"),
            [[label, interval(found[name])] for name, label in OF_IMAGING.items()],
        ),
        "therapies": _table(
            ("Therapy", "Scans put off", "Fewer imaged", "Imaged without the outage"),
            [
                [each["name"], interval(each["put_off"]), interval(each["fewer_imaged"]), interval(each["imaged"])]
                for each in found["therapies"]
            ],
        ),
        "causes": _table(
            ("Why no tracer is there", "With the outage less without"),
            [[TRACER_CAUSE[name], interval(each)] for name, each in found["causes"].items()],
        ),
        "remedies": _table(
            ("Had it been there before", "Fewer scans put off", "More imaged", "More cycles"),
            [
                [
                    each["name"], interval(each["put_off_fewer"]), interval(each["imaged_more"]),
                    interval(each["given_more"]),
                ]
                for each in found["remedies"]
            ],
        ),
    }  # fmt: skip


def _depends(found: Said | None) -> dict[str, Any] | None:
    if found is None or not found["plants"]:
        return None
    worst = found["plants"][0]
    return {
        "sentences": [
            f"Of the doses that come otherwise, {share_interval(found['left_without_the_worst'])} still come while "
            f"{worst['name']} alone stands still.",
            f"Dependence index of reactors: {found['index']:.2f}, the sum of squared shares; 1 is a single reactor.",
            f"For {share_said(found['unknown'])} of the doses nobody knows the reactor, or none is needed.",
        ],
        "table": _table(
            ("Plant", "Role", "Share of doses", "Missing while it stands still", "Doses a week"),
            [
                [
                    each["name"], each["role"], share_said(each["share"]),
                    share_interval(each["missing_while_it_stands_still"]), interval(each["doses_a_week"]),
                ]
                for each in found["plants"]
            ],
        ),
    }  # fmt: skip
