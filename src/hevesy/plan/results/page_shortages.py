"""A plan for a shortage as a card to print and hang up: when, who decides, who first, what instead, whom to tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import share_said
from hevesy.plan.report.said import interval, share_interval

Said = Mapping[str, Any]


def plan_cards(plans: Sequence[Said]) -> list[dict[str, Any]]:
    """Each plan as texts."""
    return [
        {
            "title": f"Plan for a shortage: {plan['id'].replace('_', ' ')}",
            "sentences": [_begins(plan), *_instead(plan), _in_force(plan["in_force"])],
            "tiers": [f"{', '.join(tier)}: patients on treatment before new ones" for tier in plan["tiers"]],
            "messages": list(plan["messages"]),
        }
        for plan in plans
    ]


def plan_line(plan: Said) -> str:
    """A plan on a terminal."""
    return f"Plan {plan['id']}, decided by {plan['decided_by']}: {_in_force(plan['in_force'])}"


def _begins(plan: Said) -> str:
    weeks = plan["after_weeks"]
    later = f", and has for {weeks} week{'s' if weeks > 1 else ''}" if weeks else ""
    return (
        f"{plan['decided_by']} puts it into force where less than {share_said(plan['trigger'])} of the usual activity "
        f"leaves the makers{later}; it ends with the shortage."
    )


def _instead(plan: Said) -> list[str]:
    said = []
    if plan["other_producer"] is not None:
        said.append(
            f"Another producer is asked for {share_interval(plan['other_producer'])} of what the usual one cannot send."
        )
    if plan["substitute"] is not None:
        said.append(
            f"Of those whose dose does not come, {share_interval(plan['substituted'])} can be given "
            f"{plan['substitute']} instead, as far as that comes."
        )
    return said


def _in_force(found: Said) -> str:
    if not found["ever"]:
        return "In no draw does it come into force."
    day = f", in most draws from {found['first_day']}" if found["first_day"] else ""
    return (
        f"It comes into force in {share_said(found['ever'])} of the draws{day}: "
        f"{interval(found['weeks_a_year'])} weeks a year."
    )
