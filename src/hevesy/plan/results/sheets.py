"""The answers of a simulation as tables for a spreadsheet; an unknown cell says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hevesy.plan.report.sheets import csv_text
from hevesy.plan.results.measures import YEARLY

Said = Mapping[str, Any]
SPREAD = ("value", "low", "high")


def sheets_of(said: Said) -> dict[str, str]:
    """File name to CSV text."""
    return {
        "yearly.csv": csv_text(("therapy", "name", "measure", "unit", "year", *SPREAD), _yearly(said)),
        "centres.csv": csv_text(("centre", "measure", "resource", "year", *SPREAD), _centres(said)),
        "losses.csv": csv_text(
            ("therapy", "name", "stage", "reason", "a", "domain", "year", *SPREAD), _losses(said)
        ),
        "households.csv": csv_text(_HOUSEHOLDS, _households(said)),
        "who_starts.csv": csv_text(("therapy", "name", "group", "measure", "unit", *SPREAD), _who_starts(said)),
        "facts.csv": csv_text(_FACT, ([fact[name] for name in _FACT] for fact in said["facts"])),
    }


_HOUSEHOLDS = ("therapy", "name", "fifth", "year", "cycles", "measure", "indicator", "counted", "unit", *SPREAD)
_OF_A_COURSE = {
    "fees": "USD",
    "fares": "USD",
    "nights": "USD",
    "days_away": "days",
    "wages_share_of_year": "share",
    "wages_at_mean": "USD",
    "household_at_mean": "USD/year",
}
_FACT = (
    "id",
    "place",
    "value",
    "low",
    "high",
    "unit",
    "text",
    "state",
    "kind",
    "source",
    "on",
    "pack",
    "note",
)


def _spread(row: Said) -> list[Any]:
    return [row[name] for name in SPREAD]


def _yearly(said: Said) -> Iterator[Sequence[Any]]:
    parts = [
        ("all", "All therapies", said["total"]),
        *((t["therapy"], t["name"], t) for t in said["therapies"]),
    ]
    for therapy, name, rows in parts:
        for measure in YEARLY:
            for row in rows[measure.name]:
                yield [therapy, name, measure.name, measure.unit, row["year"], *_spread(row)]


def _centres(said: Said) -> Iterator[Sequence[Any]]:
    for centre in said["centres"]:
        name = centre["centre"]
        for measure, rows in {**centre["by_year"], "waiting": centre["waiting"]}.items():
            for row in rows:
                yield [name, measure, "", row["year"], *_spread(row)]
        for measure in ("weeks_waited", "late_share"):
            yield [name, measure, "", "", *_spread(centre[measure])]
        closed = centre["closed_month"]["in_a_year"]
        yield [name, "closed_month_in_a_year", "", "", closed, "", ""]
        for each in centre["resources"]:
            for row in each["by_year"]:
                yield [name, "used_share", each["resource"], row["year"], *_spread(row)]


def _losses(said: Said) -> Iterator[Sequence[Any]]:
    for therapy in said["therapies"]:
        for loss in therapy["losses"]:
            head = [
                therapy["therapy"],
                therapy["name"],
                loss["stage"],
                loss["reason"],
                loss["a"],
                loss["domain"],
            ]
            for row in loss["by_year"]:
                yield [*head, row["year"], *_spread(row)]


def _households(said: Said) -> Iterator[Sequence[Any]]:
    """What a course asks of a household, and by therapy and fifth of means who is in hardship, sells and stops."""
    found = said["households"]
    if found is None:
        return
    whole = {"therapy": "all", "name": "All therapies", "course": (), **found["total"]}
    for row in (whole, *found["therapies"]):
        head = [row["therapy"], row["name"]]
        for course in row["course"]:
            for name, unit in _OF_A_COURSE.items():
                yield [*head, "", course["year"], course["cycles"], name, "", "", unit, *_spread(course[name])]
        for part in (row, *row["fifths"]):
            fifth = part.get("fifth", "")
            for name in ("considered", "started"):
                yield [*head, fifth, "", "", name, "", "", "persons", *_spread(part[name])]
            sold = part["sold"]["share"] if "sold" in part else part["sold_share"]
            yield [*head, fifth, "", "", "sold", "", "", "share", *_spread(sold)]
            for each in part["hardship"]:
                of = [each["indicator"], each["counted"]]
                yield [*head, fifth, "", "", "hardship", *of, "persons", *_spread(each["persons"])]
                yield [*head, fifth, "", "", "hardship", *of, "share", *_spread(each["share"])]
                yield [*head, fifth, "", "", "if_treated", *of, "share", *_spread(each["if_treated_share"])]
        for each in row["stopped_for_money"]:
            stopped = [*head, "", "", each["after_cycles"], "stopped_for_money", "", "", "persons"]
            yield [*stopped, *_spread(each["persons"])]


def _who_starts(said: Said) -> Iterator[Sequence[Any]]:
    """By therapy: sexes and fifths, and the two measures of fairness."""
    if said["households"] is None:
        return
    found = said["households"]["who_starts"]
    whole = {"therapy": "all", "name": "All therapies", "sexes": (), "fifths": (), **found["total"]}
    for row in (whole, *found["therapies"]):
        head = [row["therapy"], row["name"]]
        groups = [(each["sex"], each) for each in row["sexes"]]
        groups += [(f"fifth {each['fifth']}", each) for each in row["fifths"]]
        for group, each in groups:
            for name in ("considered", "willing_share", "started", "started_share"):
                unit = "share" if name.endswith("share") else "persons"
                yield [*head, group, name, unit, *_spread(each[name])]
        for name in ("women_to_men", "concentration_index"):
            yield [*head, "", name, "ratio", *_spread(row[name])]
