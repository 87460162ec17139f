"""The control chart of an indicator as a picture, with the words that say what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from hevesy.facts import Reader
from hevesy.learn.audit_pictures import Drawn
from hevesy.pictures.control_chart import Shown, control_chart
from hevesy.quality.chart import P
from hevesy.quality.indicator import (
    Indicator,
    Month,
    chart_of,
    indicator_called,
    rules_said,
    shown,
    target_of,
)


def picture_of(each: Indicator, months: Sequence[Month], reader: Reader, language: str = "en") -> Drawn:
    """The chart; shares in percent, the months that completed a rule in a square."""
    chart, target = chart_of(each, months), target_of(each, reader)
    times = 100.0 if each.chart == P else 1.0
    points = [
        Shown(point.label, *(None if value is None else times * value
                             for value in (point.value, point.lower, point.upper)))
        for point in chart.points
    ]  # fmt: skip
    title = indicator_called(each, reader.shelf, language)
    said = [f"{point.label}: {shown(each, point.value)}" for point in chart.points if point.value is not None]
    told = " ".join([*rules_said(chart, language), "; ".join(said)])
    drawn = control_chart(
        points, None if chart.centre is None else times * chart.centre, {signal.at for signal in chart.signals},
        key=f"chart-{each.id.replace('_', '-')}", title=title, description=told,
        target=None if target is None else target.value,
    )  # fmt: skip
    return Drawn(title, told, drawn)
