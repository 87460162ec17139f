"""A calibration in words and tables, for the screen and for CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hevesy.plan.reconcile.apart import Apart
from hevesy.plan.reconcile.calibration import Calibration, write_calibration
from hevesy.plan.reconcile.fit import Band, Fitted, Moved, rows
from hevesy.tables import disarmed

MOVED = 0.5  # prior standard deviations; who moved less is in moved.csv only
MOST = 12
WHAT = {
    "courses": "courses begun",
    "patients": "patients",
    "administrations": "administrations",
    "sent_abroad": "sent abroad",
    "waiting": "waiting",
    "wait_weeks": "weeks waited",
    "registry": "registry",
}


def fit_rows(calibration: Calibration) -> list[dict[str, Any]]:
    """Observed beside predicted, before and after, for people who live in the country."""
    return [
        {
            "therapy": each.therapy,
            "centre": each.centre or "all",
            "figure": WHAT[each.what],
            "counted": f"{'at least ' if each.at_least else ''}{plain(each.observed)}",
            "before (90 %)": band(each.prior),
            "after (90 %)": band(each.posterior),
            "residual": f"{each.residual:+.0f}",
            "": "" if each.inside else "outside",
        }
        for each in calibration.fit
    ]


def apart_rows(calibration: Calibration) -> list[dict[str, Any]]:
    """Who was counted apart: foreigners treated here, and residents sent abroad; empty is unknown."""
    return [
        {
            "therapy": each.therapy,
            "centre": each.centre or "all",
            "persons": _known(each.persons),
            "foreigners": _known(each.foreigners),
            "living here": _known(each.living_here),
            "sent abroad": _known(each.sent_abroad),
        }
        for each in calibration.apart
    ]


def _known(value: float | None) -> str:
    return "" if value is None else plain(value)


def moved_rows(calibration: Calibration) -> list[dict[str, Any]]:
    """The figures that had to move for reasons of their own, the furthest first."""
    far = [each for each in calibration.moved if abs(each.own_shift) >= MOVED]
    return [
        {
            "figure": each.fact,
            "shift": f"{each.own_shift:+.1f} sd",
            "before (90 %)": band(each.prior),
            "after (90 %)": band(each.posterior),
            "unit": each.unit,
            "kind": each.kind,
        }
        for each in far[:MOST]
    ]


def together_said(calibration: Calibration) -> list[str]:
    """What moved only because a common cause did."""
    carried = [each for each in calibration.moved if abs(each.own_shift) < MOVED <= abs(each.shift)]
    if not carried:
        return []
    many = "1 planning default moves" if len(carried) == 1 else f"{len(carried)} planning defaults move"
    return [f"{many} with a common cause or a little of its own; they are in moved.csv."]


def band(found: Band) -> str:
    return f"{plain(found.median)} ({plain(found.low)} to {plain(found.high)})"


def plain(value: float) -> str:
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.2g}"


def write_files(calibration: Calibration, out: Path) -> list[Path]:
    """calibration.json, fit.csv, moved.csv, and apart.csv where somebody was counted apart."""
    out.mkdir(parents=True, exist_ok=True)
    write_calibration(calibration, out / "calibration.json")
    _table(out / "fit.csv", calibration.fit)
    _table(out / "moved.csv", calibration.moved)
    names = ["calibration.json", "fit.csv", "moved.csv"]
    if calibration.apart:
        _table(out / "apart.csv", calibration.apart)
        names.append("apart.csv")
    return [out / name for name in names]


def _table(file: Path, found: Sequence[Fitted] | Sequence[Moved] | Sequence[Apart]) -> None:
    flat = rows(found)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(flat[0]) if flat else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in flat)
    file.write_text(text.getvalue(), encoding="utf-8")


def _cell(value: Any) -> Any:
    return f"{value:.6g}" if isinstance(value, float) else disarmed(value)
