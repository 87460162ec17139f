"""The pictures of a simulation's page, each under the key by which the page asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import share_bars, share_said
from hevesy.pictures.band_chart import band_chart
from hevesy.pictures.ink import of_a
from hevesy.plan.report.charts import OF_KIND
from hevesy.plan.report.said import a_said, interval, kind_said

Said = Mapping[str, Any]

_BANDS: Mapping[str, tuple[str, Sequence[tuple[str, str]]]] = {
    "need": (
        "Who comes to be considered, and who is imaged, persons a year",
        (("entered", "Come to be considered"), ("imaged", "Imaged")),
    ),
    "flow": (
        "First courses begun and courses completed, a year",
        (("started", "Start their first course"), ("completed", "Courses completed")),
    ),
    "waiting": (
        "Waiting for a first cycle, and dying while they wait",
        (
            ("waiting", "Waiting, on average in the year"),
            ("died_waiting", "Die while they wait, in the year"),
        ),
    ),
    "worth": ("QALYs of everybody who entered, by year", (("qalys", "QALYs"),)),
    "costs": (
        "Costs a year, USD",
        (("costs", "All costs"), ("overhead", "of which centres and interventions")),
    ),
}


def charts_of(said: Said) -> dict[str, str]:
    """Every SVG of the page that is drawn from the answers; the Gantt picture comes from the timeline."""
    charts = {f"total-{key}": _bands(said["total"], f"total-{key}", *_BANDS[key]) for key in _BANDS}
    for therapy in said["therapies"]:
        key = f"therapy-{therapy['therapy']}"
        charts[key] = _bands(therapy, key, f"{therapy['name']}: courses a year", _BANDS["flow"][1])
    return charts | _losses(said) | _importance(said)


def _bands(rows: Said, key: str, title: str, wanted: Sequence[tuple[str, str]]) -> str:
    series = [(label, rows[name]) for name, label in wanted]
    ends = "; ".join(
        f"{label}: {interval(years[0])} in {years[0]['year']}, {interval(years[-1])} in {years[-1]['year']}"
        for label, years in series
    )
    return band_chart(series, key=key, title=title, description=f"Median and 90 % interval. {ends}.")


def _losses(said: Said) -> dict[str, str]:
    rows = [
        {
            "label": a_said(row["a"]),
            "share": row["share"]["value"],
            "low": row["share"]["low"],
            "high": row["share"]["high"],
            "fill": of_a(row["a"]),
        }
        for row in said["total"]["lost_by_a"]
    ]
    return (
        {"five-a": _bars("five-a", rows, "Of all people lost, the share lost to each of the five A's")}
        if rows
        else {}
    )


def _importance(said: Said) -> dict[str, str]:
    charts = {}
    for row in said["importance"]:
        facts = [
            {"label": each["label"], "share": each["share"], "fill": OF_KIND.get(each["kind"], "#ffffff")}
            for each in row["facts"][:8]
        ]
        if facts:
            key = f"importance-{row['answer']}"
            charts[key] = _bars(
                key, facts, f"Share of the variance by fact: {row['answer'].replace('_', ' ')}"
            )
    kinds = [
        {
            "label": kind_said(each["kind"]).capitalize(),
            "share": each["share"],
            "fill": OF_KIND.get(each["kind"], "#ffffff"),
        }
        for each in (said["importance"][0]["kinds"] if said["importance"] else [])
    ]
    if kinds:
        charts["kinds"] = _bars("kinds", kinds, "Share of the variance of completed courses by kind of fact")
    return charts


def _bars(key: str, rows: list[dict[str, Any]], title: str) -> str:
    said = "; ".join(f"{row['label']}: {share_said(row['share'])}" for row in rows)
    return share_bars(rows, key=key, title=title, description=f"{said}.")
