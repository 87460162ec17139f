"""A scenario's timeline as a Gantt chart with its critical path, and its shocks as spells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hevesy.pictures.gantt import gantt
from hevesy.pictures.spells import spells
from hevesy.plan.scenario.scenario import Scenario
from hevesy.plan.scenario.shocks import Expected
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


def spells_of(scenario: Scenario, found: Sequence[Expected], key: str = "shocks") -> str:
    """The picture of what befalls a scenario as SVG; its description says the same in words."""
    return spells(
        [_spell(each, scenario) for each in found], years=_years_named(scenario.start, scenario.years),
        key=key, title=f"{scenario.name}: what befalls it", description=f"{'; '.join(map(spell_said, found))}.",
    )  # fmt: skip


def _spell(each: Expected, scenario: Scenario) -> dict[str, object]:
    begins = each.shock.begins
    if begins is None:
        return {"label": spell_said(each)}
    week = (begins - scenario.start).days / 7
    ends = {name: week + getattr(each.lasts, name) for name in ("expected", "low", "high")}
    return {
        "label": _where(each),
        "begins": week,
        "ends": ends["expected"],
        "ends_low": ends["low"],
        "ends_high": ends["high"],
        "recovered": ends["expected"] + each.recovery.expected,
    }


def _where(each: Expected) -> str:
    shock = each.shock
    centre = shock.centre.partition(":")[2] or shock.centre
    return ", ".join((each.entry.name, *(word for word in (centre, *shock.regions) if word)))


def spell_said(each: Expected) -> str:
    """One shock in words: when or how likely, how long it is felt in full, and until when things recover."""
    if each.per_year is not None:
        chance = f"{100 * each.per_year.expected:.3g} % a year"
        return f"{_where(each)}: {chance}, {each.lasts.expected:.0f} weeks, {each.recovery.expected:.0f} to recover"
    assert each.shock.begins is not None
    ends = each.ends()
    assert ends is not None
    return (
        f"{_where(each)}: from {each.shock.begins:%d %B %Y} in full until {ends[0]:%B %Y}, "
        f"recovered by {ends[1]:%B %Y}"
    )
