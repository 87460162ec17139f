"""The review's numbers in words, for a terminal and for the manual."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hevesy.plan.report.said import UNKNOWN, figure
from hevesy.plan.review import Check, Verdict
from hevesy.words import say

_RELATIONS = {"more than": "more than ", "at most": "at most ", "about": "about "}


def stated(check: Check) -> str:
    """What the review says, with its relation and unit."""
    fact = check.fact
    if fact.value is None:
        return fact.text
    if fact.unit == "year":
        return f"{fact.value:.0f}"
    unit = "" if fact.unit == "count" else fact.unit
    return f"{_RELATIONS.get(fact.text, '')}{fact.value:,.0f} {unit}".strip()


def found(check: Check) -> str:
    """What the shipped data give, with its state; nothing where nothing compares."""
    ours = check.ours
    if ours is None:
        return "nothing"
    value = UNKNOWN if ours.value is None else f"{_figure(ours.value)} {ours.unit}".strip()
    return f"{value} ({say(f'state.{ours.state}')}): {ours.said}"


def _figure(value: float | str) -> str:
    """Counts in full, other figures to three digits."""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if float(value).is_integer() else figure(value)


def row(check: Check) -> dict[str, str]:
    """One number as a line of a table."""
    return {
        "number": check.number,
        "what": check.statement,
        "the review": stated(check),
        "shipped data": found(check),
        "verdict": str(check.verdict),
        "why": check.why,
    }


def on_screen(every: Sequence[Check]) -> str:
    """All numbers for a terminal: what the review says, what our data give, the verdict and the reason."""
    counts = Counter(check.verdict for check in every)
    lines = [f"{len(every)} numbers: {', '.join(f'{counts[verdict]} {verdict}' for verdict in Verdict)}"]
    for check in every:
        lines += [
            f"\n{check.number:<5} {check.statement}",
            f"      the review    {stated(check)}",
            f"      shipped data  {found(check)}",
            f"      {check.verdict}: {check.why}",
        ]
    return "\n".join(lines)
