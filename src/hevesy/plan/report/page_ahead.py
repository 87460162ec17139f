"""What the report says of the years ahead: today, doing nothing, and a stated package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hevesy.pictures import share_said
from hevesy.pictures.band_chart import band_chart
from hevesy.plan.answers.interval import few
from hevesy.plan.report.said import CAUSE, interval, share_interval

Plan = Mapping[str, Any]
KEY = "years-ahead"
DRILL = (
    "Rates of outages and who irradiates for whom are assumptions until a maker says more; `hevesy plan drill` asks "
    "what the loss of one plant would cost, and what a second maker would save."
)
LABELS = {"nothing": "doing nothing", "package": "the stated package"}


def ahead_said(plan: Plan) -> dict[str, Any]:
    """The section's texts under `ahead`; empty where nothing was simulated."""
    ahead = plan.get("ahead")
    if not ahead:
        return {"ahead": {}}
    first, last = _years(ahead)
    return {
        "ahead": {
            "title": f"{first} to {last}: doing nothing, and a stated package",
            "exploratory": _exploratory(ahead),
            "sentences": _sentences(ahead, first, last),
            "chart": KEY,
            "head": ["Start it in a year", f"{first}", f"{last}, nothing done", f"{last}, the package"],
            "rows": [
                [row["name"], *(_people(row[name]) for name in ("first_year", "nothing", "package"))]
                for row in ahead["therapies"]
            ],
            "doses": _doses(ahead),
            "acts_head": ["The stated package", "Where", "Ready by"],
            "acts": [[act["name"], _where(act["centre"]), act["ready"]] for act in ahead["package"]],
        }
    }


def _doses(ahead: Mapping[str, Any]) -> dict[str, Any]:
    """How resilient the supply is, when nothing is done; empty where no deliveries are followed."""
    found = ahead.get("doses")
    if not found:
        return {}
    names = {row["therapy"]: row["name"] for row in ahead["therapies"]}
    likely = sorted(found["causes"].items(), key=lambda each: -float(each[1]["value"] or 0.0))
    causes = [f"{CAUSE[name]} {share_interval(share)}" for name, share in likely if share["high"]]
    sentences = [
        f"{share_interval(found['missing_share'])} of all orders would bring no dose in these years, where a patient "
        f"who gets none orders again each week: {'; '.join(causes) or 'nothing is known to stop them'}."
    ]
    depends = found["dependence"]
    if depends is not None:
        sentences.append(
            f"Of the doses that come, {share_interval(depends['left_without_the_worst'])} would still come while "
            f"{depends['worst_name']} alone stands still. Dependence index of reactors: {depends['index']:.2f}, where "
            "1 is a single one."
        )
    return {
        "sentences": [*sentences, DRILL],
        "head": ["Therapy", "Doses come from", "Of all orders bring no dose"],
        "rows": [
            [names[row["therapy"]], " and ".join(row["makers"]), share_interval(row["missing_share"])]
            for row in found["therapies"]
        ],
    }


def ahead_charts(plan: Plan) -> dict[str, str]:
    """The picture of the section: people who start a first course each year, with bands."""
    ahead = plan.get("ahead")
    if not ahead:
        return {}
    rows = ahead["by_year"]["started"]
    return {
        KEY: band_chart(
            [(label, rows[name]) for name, label in LABELS.items()],
            key=KEY,
            title="People who start a first course, by year",
            description=" ".join(_sentences(ahead, *_years(ahead))),
        )
    }


def _years(ahead: Mapping[str, Any]) -> tuple[int, int]:
    rows = ahead["by_year"]["started"]["nothing"]
    return rows[0]["year"], rows[-1]["year"]


def _better(ahead: Mapping[str, Any]) -> str:
    """In how many draws the package does better; no rank where it rests on effects that are only assumed."""
    assumed = ahead["resting_on_assumption"]
    if assumed:
        return (
            f"No rank is given: how much {len(assumed)} of the {len(ahead['package'])} acts do is only assumed "
            "(`hevesy plan compare` finds how much of it must be true). "
        )
    return (
        f"The package does better in {share_said(ahead['share_of_draws_better'])} of {ahead['draws']} draws. "
    )


def _backlog_said(ahead: Mapping[str, Any]) -> str:
    """With a calibration nobody who had the need for years comes on top."""
    return "" if ahead.get("calibrated") else ", those who had been waiting among them"


def _people(spread: Mapping[str, Any]) -> str:
    """People, by the median of the draws and the interval.

    >>> _people({"value": 0.01, "low": 0.0, "high": 55.9})
    '<0.05 (0 to 56)'
    """
    return f"{few(spread['value'])} ({few(spread['low'])} to {few(spread['high'])})"


def _where(centre: str | None) -> str:
    """Where an act is done, as a reader says it.

    >>> _where("hypothetical:amman"), _where("irbid_centre"), _where(None)
    ('Amman (hypothetical)', 'irbid centre', 'the whole country')
    """
    if not centre:
        return "the whole country"
    kind, _, town = centre.rpartition(":")
    return f"{town.replace('_', ' ').title()} (hypothetical)" if kind else centre.replace("_", " ")


def _exploratory(ahead: Mapping[str, Any]) -> str:
    if not ahead["exploratory"]:
        return ""
    year = ahead.get("counted_year")
    if year is not None:
        return (
            f"Exploratory: the counts of {year} in the country's pack stand beside the plan, but not behind these "
            "years. `hevesy plan reconcile` with the same pack and --out fits the uncertain figures to them; `hevesy "
            "plan country` with --calibration and its calibration.json then draws these years so."
        )
    return (
        "Exploratory: these years follow from facts and assumptions that no count of treatments in this country has "
        "checked. They compare two courses of action; they foretell neither."
    )


def _sentences(ahead: Mapping[str, Any], first: int, last: int) -> list[str]:
    rows = ahead["by_year"]["started"]
    said = [
        f"In {first} {_people(rows['nothing'][0])} people start a first course{_backlog_said(ahead)}; "
        f"in {last} it is {_people(rows['nothing'][-1])} when nothing is done and "
        f"{_people(rows['package'][-1])} with the package.",
        f"{_better(ahead)}In {last} {interval(ahead['more_started_last_year'])} more people start with the package, "
        f"and it costs {interval(ahead['cost_of_package'])} USD more over the years, care included.",
    ]
    died = ahead["by_year"]["died_waiting"]
    return [
        *filter(None, [ahead.get("calibrated")]),
        *said,
        f"In {last} {_people(died['nothing'][-1])} people die on a list when nothing is done, "
        f"{_people(died['package'][-1])} with the package (medians; 90 % intervals; "
        f"{ahead['draws']} draws).",
    ]
