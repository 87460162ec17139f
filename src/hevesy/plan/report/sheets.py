"""The plan as tables for a spreadsheet; an unknown cell says so."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hevesy.tables import disarmed

Plan = Mapping[str, Any]


def sheets_of(plan: Plan) -> dict[str, str]:
    """File name to CSV text."""
    return {
        "cascade.csv": csv_text(_CASCADE, _cascade_rows(plan)),
        "need.csv": csv_text(_NEED, _need_rows(plan)),
        "access.csv": csv_text(_ACCESS, _access_rows(plan)),
        "sources.csv": csv_text(_SOURCES, _source_rows(plan)),
        **({"years_ahead.csv": csv_text(_AHEAD, _ahead_rows(plan["ahead"]))} if plan.get("ahead") else {}),
    }


_CASCADE = (
    *("therapy", "name", "need_group", "first_choice", "stage", "label", "domain", "a"),
    *("remaining", "remaining_low", "remaining_high", "lost", "reason", "lost_to_reason"),
)
_NEED = ("need_group", "name", "measure", "year", "value", "low", "high")
_ACCESS = (
    *("name", "latitude", "longitude", "population", "hours_imaging", "hours_therapy"),
    *("placed_by_assumption", "basis"),
)
_AHEAD = ("measure", "done", "year", "value", "low", "high")
_SOURCES = ("key", "citation", "locator", "facts_used")


def _cascade_rows(plan: Plan) -> Iterable[Sequence[Any]]:
    for cascade in plan["cascades"]:
        head = [cascade[name] for name in ("therapy", "name", "need_group", "first_choice")]
        start = [cascade[name] for name in ("start", "start_low", "start_high")]
        yield [*head, "start", "Considered for it", "", "", *start, 0, "", ""]
        for stage in cascade["stages"]:
            numbers = [stage[name] for name in ("remaining", "remaining_low", "remaining_high", "lost")]
            row = [*head, stage["id"], stage["label"]]
            yield [*row, stage["domain"] or "", stage["a"] or "", *numbers, "", ""]
            for why in stage["reasons"]:
                yield [*row, why["domain"] or "", why["a"] or "", *numbers, why["reason"], why["lost"]]
        done = [cascade[name] for name in ("completed", "completed_low", "completed_high")]
        yield [*head, "completed", "Completed their course", "", "", *done, "", "", ""]


def _ahead_rows(ahead: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    for measure, runs in ahead["by_year"].items():
        for done, rows in runs.items():
            for row in rows:
                yield [measure, done, *(row[name] for name in ("year", "value", "low", "high"))]


def _need_rows(plan: Plan) -> Iterable[Sequence[Any]]:
    for need in plan["needs"]:
        head = [need["need_group"], need["name"]]
        for measure in ("true", "detected", "backlog", "courses", "cycles"):
            spread = need[measure] or {"value": None, "low": None, "high": None}
            yield [*head, measure, "", spread["value"], spread["low"], spread["high"]]
        for row in need["by_year"]:
            yield [*head, "courses", row["year"], row["value"], row["low"], row["high"]]


def _access_rows(plan: Plan) -> Iterable[Sequence[Any]]:
    for node in plan["access"]["nodes"]:
        cells = [node[name] for name in _ACCESS[1:6]]
        yield [node["name"] or "rural people", *cells, node["imputed"], plan["access"]["basis"]]


def _source_rows(plan: Plan) -> Iterable[Sequence[Any]]:
    used = Counter(fact["source"] for fact in plan["facts"])
    for source in plan["sources"]:
        yield [source["key"], source["citation"], source["locator"] or "", used[source["key"]]]


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV; an unknown cell says so."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """Unknown says so; a text that a spreadsheet would run as a formula is disarmed."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return disarmed(value)
