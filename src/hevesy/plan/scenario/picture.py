"""A scenario's timeline as a Gantt chart with its critical path."""

from __future__ import annotations

from datetime import date

from hevesy.pictures.gantt import gantt
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.timeline import Scheduled, Timeline


def gantt_of(scenario: Scenario, found: Timeline, key: str = "gantt") -> str:
    """The picture as SVG; its description says the same in words."""
    rows = [
        {
            "label": _label(row),
            "begins": row.begins,
            "starts": row.starts,
            "ready": row.ready,
            "ready_low": row.ready_low,
            "ready_high": row.ready_high,
            "full": row.full,
            "critical": row.intervention.id in found.critical_path,
        }
        for row in found.rows
    ]
    return gantt(
        rows, years=_years_named(found.start, scenario.years),
        key=key, title=f"{scenario.name}: what is done when", description=_described(found),
    )  # fmt: skip


def _years_named(start: date, years: int) -> list[str]:
    """What each year of the scenario is called: 2027, or 27/28 where it doesn't begin in January."""
    first = start.year
    if start.month == 1:
        return [str(first + year) for year in range(years)]
    return [f"{(first + year) % 100:02}/{(first + year + 1) % 100:02}" for year in range(years)]


def _label(row: Scheduled) -> str:
    each = row.intervention
    place = each.centre.partition(":")[2] or each.centre
    return f"{row.entry.name}, {place}" if place else row.entry.name


def _described(found: Timeline) -> str:
    if not found.rows:
        return "Nothing is done."
    said = [
        f"{_label(row)}: begins {found.day(row.begins):%B %Y}, ready {found.day(row.ready):%B %Y} "
        f"({found.day(row.ready_low):%B %Y} to {found.day(row.ready_high):%B %Y})"
        for row in found.rows
    ]
    path = ", then ".join(_label(found.of(id)) for id in found.critical_path)
    return f"{'; '.join(said)}. What decides when the last is ready: {path}."
