"""Indicators: what is counted of what, why it matters, who wrote and read the definition, and where the truth stands.

The rows of `indicators.csv`. A target is a fact of the shelf, over which a centre's own pack lies; nobody has to have
one. A reviewer who is not named is nobody yet, and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from hevesy.errors import BadCell, UnknownIndicator
from hevesy.facts import Fact, Reader, Shelf
from hevesy.quality.chart import MEDIAN_RUN, RUN, Chart, P, Signal, U, p_chart, spans, u_chart, xmr_chart
from hevesy.tables import Column, Row, nearest, read_table
from hevesy.words import say

SIDES = {1: "_above", -1: "_below", 0: ""}
UP, DOWN, STEADY = "up", "down", "steady"
IN_CONTROL, IMPROVED, NO_TARGET, TOO_LITTLE, AGAINST = "in_control", "improved", "no_target", "too_little", "against"
FEW = 12  # months with a value below which limits are provisional


@dataclass(frozen=True, slots=True)
class Indicator:
    """A definition: `chart` is p, u or x; `direction` where better lies; `target` the fact that says how good."""

    id: str
    words: str
    chart: str
    numerator: str
    denominator: str
    why: str
    author: str
    reviewer: str
    next_review: date
    truth: str
    direction: str
    target: str
    unit: str


@dataclass(frozen=True, slots=True)
class Month:
    """What was counted in a month (as 2027-03): so many of so many; of an x chart the value."""

    month: str
    count: int = 0
    of: int = 0
    value: float | None = None


@lru_cache(maxsize=4)
def indicators(shelf: Shelf) -> Mapping[str, Indicator]:
    """Every indicator by its id, in the order of the table."""
    return {
        row["indicator"]: Indicator(
            row["indicator"], row["words"], row["chart"], row["numerator"], row["denominator"], row["why"],
            row["author"], row["reviewer"], date.fromisoformat(row["next_review"]), row["truth"], row["direction"],
            row["target"], row["unit"],
        )
        for row in shelf.table("indicators")
    }  # fmt: skip


def find_indicator(id: str, shelf: Shelf) -> Indicator:
    """The indicator with this id; raises UnknownIndicator if none."""
    found = indicators(shelf).get(id.strip())
    if found is None:
        guess = nearest(id, list(indicators(shelf)))
        raise UnknownIndicator(text=id, nearest=f" (did you mean {guess!r}?)" if guess else "")
    return found


def indicator_called(each: Indicator, shelf: Shelf, language: str = "en") -> str:
    """An indicator as one reads it."""
    return shelf.called("indicator", each.id, each.words, language)


def indicator_in(each: Indicator, shelf: Shelf, language: str = "en") -> Indicator:
    """An indicator with its definition in a language; a text that nobody has said in it stays as it is."""
    return replace(
        each, words=indicator_called(each, shelf, language),
        numerator=shelf.called("indicator_counts", each.id, each.numerator, language),
        denominator=shelf.called("indicator_of", each.id, each.denominator, language),
        why=shelf.called("indicator_why", each.id, each.why, language),
        truth=shelf.called("indicator_truth", each.id, each.truth, language),
    )  # fmt: skip


def chart_of(each: Indicator, months: Sequence[Month]) -> Chart:
    """The control chart of an indicator over its months."""
    labels = [month.month for month in months]
    if each.chart == P:
        return p_chart(labels, [month.count for month in months], [month.of for month in months])
    if each.chart == U:
        return u_chart(labels, [month.count for month in months], [month.of for month in months])
    return xmr_chart(labels, [month.value for month in months])


def target_of(each: Indicator, reader: Reader) -> Fact | None:
    """The fact that says how good is good enough; None where nobody has said."""
    return reader.find(each.target) if each.target else None


def meets(each: Indicator, chart: Chart, target: Fact | None) -> bool | None:
    """Whether the centre line lies on the good side of the target; None where either is not known."""
    if chart.centre is None or target is None or target.value is None or each.direction == STEADY:
        return None
    wanted = target.value / 100 if each.chart == P else target.value
    return chart.centre >= wanted - 1e-9 if each.direction == UP else chart.centre <= wanted + 1e-9


def against(each: Indicator, chart: Chart) -> list[Signal]:
    """The signals that speak against an indicator: those that are not on the side that is better.

    What came before a run on that side is left out: it is the worse time from which the better one stands apart.
    """
    good = {UP: 1, DOWN: -1}.get(each.direction)
    runs = [one.at for one in chart.signals if one.rule in (RUN, MEDIAN_RUN) and one.side == good]
    return [one for one in chart.signals if one.side != good and one.at > max(runs, default=-1)]


def standing(each: Indicator, chart: Chart, target: Fact | None) -> str:
    """How an indicator stands: in control and its target met, improved, without a target, too little known, or against.

    An improvement is a signal on the side that is better; it is no process out of control.
    """
    met = meets(each, chart, target)
    if met is False or against(each, chart):
        return AGAINST
    if sum(point.value is not None for point in chart.points) < FEW:
        return TOO_LITTLE
    if met is None:
        return NO_TARGET
    return IMPROVED if chart.signals else IN_CONTROL


# --- a table of monthly counts ----------------------------------------------------------------------------------

COLUMNS = (
    Column("month", required=True), Column("indicator", required=True, names=True), Column("count", "number", low=0),
    Column("of", "number", low=0), Column("value", "number"),
)  # fmt: skip


def read_months(file: Path, shelf: Shelf) -> dict[str, list[Month]]:
    """The months of each indicator that a table holds, in their order.

    Raises BadTable or BadCell, naming line and column, at the first thing that is wrong.
    """
    found: dict[str, dict[str, Month]] = {}
    for row in read_table(file, COLUMNS):
        name, month = row["indicator"], _month(row)
        if name not in indicators(shelf):
            guess = nearest(name, list(indicators(shelf)))
            hint = f"write {guess!r}" if guess else f"write one of {', '.join(indicators(shelf))}"
            raise _wrong(row, "indicator", f"there is no indicator {name!r}", hint)
        held = found.setdefault(name, {})
        if month in held:
            raise _wrong(row, "month", f"{month} of {name} stands in the table already", "leave one of its rows")
        held[month] = _counted(row, indicators(shelf)[name], month)
    return {name: [held[month] for month in sorted(held)] for name, held in found.items()}


def _month(row: Row) -> str:
    text = str(row["month"]).strip()
    try:
        return f"{date.fromisoformat(f'{text}-01'):%Y-%m}"
    except ValueError:
        raise _wrong(row, "month", f"{text!r} is no month", "write it as 2027-03") from None


def _counted(row: Row, each: Indicator, month: str) -> Month:
    if each.chart not in (P, U):
        if row["value"] is None and (row["count"] is not None or row["of"] is not None):
            raise _wrong(row, "value", f"{each.id} is a value and no count", "write its value")
        return Month(month, value=row["value"])
    if row["count"] is None or row["of"] is None:
        raise _wrong(row, "count" if row["count"] is None else "of", "it is not said", "write how many of how many")
    for name in ("count", "of"):
        if row[name] % 1:
            raise _wrong(row, name, f"{row[name]:g} is no whole number", "write how many it were")
    if each.chart == P and row["count"] > row["of"]:
        raise _wrong(row, "count", f"{row['count']:g} are more than {row['of']:g}", "write how many of those it were")
    return Month(month, int(row["count"]), int(row["of"]))


def _wrong(row: Row, field: str, problem: str, advice: str) -> BadCell:
    return BadCell(file=row.file, line=row.line, field=field, problem=problem, advice=advice)


def rules_said(chart: Chart, language: str = "en") -> list[str]:
    """A sentence for each rule that fired: which one, on which months, and on which side.

    >>> rules_said(xmr_chart([f"2027-0{m}" for m in range(1, 8)], [1, 2, 1, 2, 1, 2, 30]))[0][:52]
    '2027-07: above the control limit (Nelson 1, Western '
    """
    said = []
    for each in spans(chart.signals):
        first, last = chart.points[each.points[0]].label, chart.points[each.at].label
        when = first if first == last else f"{first} – {last}"
        said.append(say(f"rule_says.{each.rule}{SIDES[each.side]}", language, when=when, many=len(each.points)))
    return said


def apart_said(chart: Chart, language: str = "en") -> list[str]:
    """A sentence for each month whose events had nothing to be counted by."""
    return [say("rule_says.apart", language, when=label, many=many) for label, many in chart.apart]


def shown(each: Indicator, value: float | None) -> str:
    """A value of an indicator as its table has it: a share in percent."""
    if value is None:
        return "-"
    return f"{100 * value:.1f}" if each.chart == P else f"{value:.3g}"
