"""What the page of a workforce run says, in words; the template only sets it, and nothing is computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.said import figure, interval
from hevesy.plan.workforce.screen import centre_names, most_closed, soonest

Said = Mapping[str, Any]
Table = dict[str, Any]
REASON = {"leaves": "for other work", "retires": "retire", "emigrates": "emigrate"}


def page_of(said: Said) -> dict[str, Any]:
    """The page as texts and tables."""
    last = said["first_year"] + said["years"] - 1
    return {
        "title": f"People, {said['first_year']} to {last}",
        "scenario": said["scenario"],
        "exploratory": said["exploratory"],
        "says_first": list(said["says_first"]),
        "made": f"{said['draws']:,} draws. Median and 90 % interval. Probabilities are means over draws and chance.",
        "overview": _overview(said),
        "leaving": _leaving(said),
        "seats": _seats(said),
        "years": [{"name": _named(each), "table": _years(each)} for each in said["cadres"]],
        "closed": _closed(said),
        "presence": _presence(said),
        "engineers": _engineers(said),
        "levers": _levers(said),
        "service": _service(said["service"]),
        "notes": list(said["notes"]),
        "facts": list(said["facts"]),
    }


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return {"head": list(head), "rows": [list(row) for row in rows]}


def _named(each: Said) -> str:
    return str(each["cadre"]).replace("_", " ").capitalize()


def _overview(said: Said) -> Table:
    rows = [
        [
            _named(each), figure(each["posts"][0]["value"]), interval(each["competent"][0]),
            interval(each["competent"][-1]), interval(each["in_training"][-1]),
            interval(each["needed"][-1]) if each["needed"] else "not by minutes",
        ]
        for each in said["cadres"]
    ]  # fmt: skip
    head = ("Cadre", "Posts in the first year", "Competent, first year", "Competent, last year",
            "In training, last year", "Needed for the lists, last year")  # fmt: skip
    return _table(head, rows)


def _leaving(said: Said) -> Table:
    rows = [
        [_named(each), *(interval(each["left"][reason][-1]) for reason in REASON), interval(each["hired"][-1]),
         interval(each["qualified"][-1])]
        for each in said["cadres"]
    ]  # fmt: skip
    head = ("Cadre, last year", *(reason.capitalize() for reason in REASON.values()), "Hired", "Qualified")
    return _table(head, rows)


def _seats(said: Said) -> Table:
    rows = [
        [_named(each), interval(each["seats"][-1]), _limits(each["seats_limited_by"][-1]),
         interval(each["months_of_training"][-1]), interval(each["weeks_to_replace"][-1])]
        for each in said["cadres"]
    ]  # fmt: skip
    head = ("Cadre, last year", "Trainees at a time", "Limited by, share of the draws", "Months of training",
            "Weeks to replace")  # fmt: skip
    return _table(head, rows)


def _limits(limits: Said) -> str:
    said = [f"{name} {share_said(share)}" for name, share in limits.items() if name != "year" and share > 0.0]
    return ", ".join(said)


def _years(each: Said) -> Table:
    names = {"competent": "Competent", "in_training": "In training", "weeks_to_replace": "Weeks to replace"}
    rows = []
    for place, row in enumerate(each["competent"]):
        left = [interval(each["left"][reason][place]) for reason in REASON]
        rows.append([str(row["year"]), *(interval(each[name][place]) for name in names), *left])
    return _table(("Year", *names.values(), *(reason.capitalize() for reason in REASON.values())), rows)


def _closed(said: Said) -> Table:
    rows = [
        [
            centre["name"], (each["cadre"] or "any of them").replace("_", " "), _persons(each),
            share_said(each["in_a_year"]), share_said(each["in_the_run"]), share_said(each["in_the_run_as_stated"]),
        ]
        for centre in said["centres"]
        for each in centre["closed_month"]
    ]  # fmt: skip
    head = ("Centre", "For want of", "Persons", "In a year", "Over the run", "With the stated weeks to replace")
    return _table(head, rows)


def _persons(each: Said) -> str:
    first, last = each["persons_first"], each["persons_last"]
    number = str(first) if first == last else f"{first}, later {last}"
    return number if each["counted"] else f"{number} (usual, not counted)"


def _presence(said: Said) -> Table:
    rows = [
        [each["name"], ", ".join(cadre.replace("_", " ") for cadre in each["must_be_present"])]
        for each in said["presence"]
    ]
    return _table(("Therapy", "Nobody is treated without"), rows)


def _engineers(said: Said) -> list[str]:
    found = []
    for centre in said["centres"]:
        engineers = centre["engineers"]
        if engineers["counted"] is None:
            found.append(f"{centre['name']}: nobody has counted its engineers, so repairs take their usual time.")
            continue
        without = share_said(engineers["share_of_time_without"])
        number = engineers["counted"]
        found.append(f"{centre['name']}: {number} engineers; repairs take longer in {without} of the time.")
    return found


def _levers(said: Said) -> Table:
    rows, names = [], centre_names(said)
    for each in said["levers"]:
        (cadre, weeks), worst = soonest(each), most_closed(each)
        closed = "no centre treats"
        if worst is not None:
            before, after = share_said(worst["in_a_year_before"]), share_said(worst["in_a_year"])
            closed = f"{names[worst['centre']]}: {before}, then {after}"
        sooner = f"{cadre.replace('_', ' ')}: {interval(weeks)}"
        fewer, more = interval(each["fewer_leave"]), interval(each["more_competent_at_the_end"])
        rows.append([each["name"], fewer, more, sooner, closed])
    head = ("Intervention", "Fewer leave over the run", "More competent at the end", "Weeks sooner replaced, at most",
            "A closed month in a year, where most")  # fmt: skip
    return _table(head, rows)


def _service(service: Said) -> str:
    return (
        f"With these times {interval(service['given'])} cycles are given in the run; with the weeks to replace that "
        f"the shelf states {interval(service['given_as_stated'])}. Draw by draw these are "
        f"{interval(service['more_as_stated'])} more."
    )
