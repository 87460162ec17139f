"""The pictures of a valuation: acceptability curves, the cost-effectiveness plane, and what it pays to find out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import draw, share_said
from hevesy.pictures.ink import DARK, MIDDLE, rectangles, texts
from hevesy.pictures.need_chart import round_ticks
from hevesy.plan.report.said import figure
from hevesy.plan.value.charts_leagues import charts_of_league, knowing_helps, worth_of_knowing
from hevesy.plan.value.strokes import (
    BOTTOM,
    FRONTIER,
    LEFT,
    RIGHT,
    TOP,
    canvas,
    dots,
    legend,
    legend_marks,
    line,
    short,
)

Said = Mapping[str, Any]


def charts_of(said: Said) -> dict[str, str]:
    """Every SVG of the page under the key by which the page asks for it."""
    found: dict[str, str] = {}
    main = next((each for each in said["thresholds"] if each["per"] == "QALY"), None)
    for each in said["leagues"]:
        found |= charts_of_league(each, main)
    for row in said["therapies"]:
        key = key_of(row)
        found[f"ceac-{key}"] = acceptability(row, main)
        found[f"plane-{key}"] = plane(row, main)
        if knowing_helps(row["information"]):
            title = f"Value of knowing more: {row['name']} against {row['comparator']}"
            found[f"worth-{key}"] = worth_of_knowing(row["information"], f"worth-{key}", title)
    return found


def key_of(row: Said) -> str:
    return f"{row['therapy']}-{row['comparison']}".replace("_", "-")


def acceptability(row: Said, main: Said | None) -> str:
    """The probability that the therapy is cost-effective by willingness to pay, and that of the better strategy."""
    at = row["acceptability"]
    top = at["thresholds"][-1]
    ticks = [tick for tick in round_ticks(top) if tick <= top]

    def x(value: float) -> float:
        return LEFT + (RIGHT - LEFT) * value / float(top)

    def y(share: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * share

    curve = [{"x": x(t), "y": y(p), "at": t} for t, p in zip(at["thresholds"], at["therapy"], strict=True)]
    best = [{"x": x(t), "y": y(p), "at": t} for t, p in zip(at["thresholds"], at["frontier"], strict=True)]
    grid = [{"x": LEFT, "x2": RIGHT, "y": y(s), "y2": y(s) + 0.6, "fill": "#dddddd"} for s in (0, 0.25, 0.5, 0.75, 1)]
    layers = [rectangles(grid, stroke=None), line(best, FRONTIER, [6, 3]), line(curve, DARK, [])]
    shares = [{"x": LEFT - 6, "y": y(s), "text": f"{s * 100:.0f} %"} for s in (0, 0.5, 1)]
    along = [{"x": x(t), "y": BOTTOM + 12, "text": short(t)} for t in ticks]
    words = texts(shares, anchor="end", size=11) + texts(along, anchor="middle", size=11)
    if main is not None and main["value"] <= top:
        mark = x(main["value"])
        upright = {"x": mark - 0.6, "x2": mark + 0.6, "y": TOP, "y2": BOTTOM, "fill": MIDDLE}
        layers.append(rectangles([upright], stroke=None))
        named = {"x": min(mark + 4, RIGHT - 110), "y": TOP - 8, "text": f"threshold {short(main['value'])}"}
        words += texts([named], size=11)
    words += legend(("the therapy is cost-effective", "the better one on average is (frontier)"))
    layers += legend_marks(((DARK, []), (FRONTIER, [6, 3])))
    return draw(
        canvas(layers), key=f"ceac-{key_of(row)}", title=f"Acceptability: {row['name']} against {row['comparator']}",
        description=_acceptability_said(row, main), words=words,
    )  # fmt: skip


def _acceptability_said(row: Said, main: Said | None) -> str:
    if main is None:
        return "Probability of being cost-effective by what a QALY may cost, USD."
    chance = next(at["probability"] for at in row["at_thresholds"] if at["id"] == main["id"])
    where = f"At {figure(main['value'])} USD a {main['per']}"
    return f"{where} the therapy is cost-effective in {share_said(chance)} of the draws."


def plane(row: Said, main: Said | None) -> str:
    """Difference of QALYs (across) and of cost (up) in some of the draws, with the line of the threshold."""
    points = row["plane"]
    across, up = _span([p[0] for p in points]), _span([p[1] for p in points])

    def x(value: float) -> float:
        return LEFT + (RIGHT - LEFT) * (value - across[0]) / (across[1] - across[0])

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - up[0]) / (up[1] - up[0])

    points_of_draws = [{"x": x(better), "y": y(dearer)} for better, dearer in points]
    axes = [
        {"x": LEFT, "x2": RIGHT, "y": y(0) - 0.4, "y2": y(0) + 0.4, "fill": "#888888"},
        {"x": x(0) - 0.4, "x2": x(0) + 0.4, "y": TOP, "y2": BOTTOM, "fill": "#888888"},
    ]
    mean = [{"x": x(row["qalys"]["value"]), "y": y(row["cost"]["value"])}]
    layers = [rectangles(axes, stroke=None), dots(points_of_draws, MIDDLE, 14, 0.55), dots(mean, FRONTIER, 70, 1.0)]
    if main is not None:
        layers.append(line(_threshold_line(main["value"], across, up, x, y), DARK, [4, 3]))
    words = [
        *texts([{"x": LEFT - 4, "y": y(up[1]), "text": short(up[1])}, {"x": LEFT - 4, "y": y(0), "text": "0"}],
               anchor="end", size=11),
        *texts([{"x": x(value), "y": BOTTOM + 12, "text": figure(value)} for value in (across[0], across[1])
                if value], anchor="middle", size=11),
        *texts([{"x": RIGHT, "y": BOTTOM + 27, "text": "QALYs more a person"}], anchor="end", size=11),
        *texts([{"x": LEFT, "y": TOP - 9, "text": "USD more a person"}], size=11),
        *texts([{"x": LEFT, "y": BOTTOM + 27, "text": "dashed: threshold; large dot: mean"}], size=11),
    ]  # fmt: skip
    said = f"Mean difference {figure(row['qalys']['value'])} QALYs and {figure(row['cost']['value'])} USD a person."
    return draw(canvas(layers), key=f"plane-{key_of(row)}", title=f"Cost-effectiveness plane: {row['name']} against "
                f"{row['comparator']}", description=said, words=words)  # fmt: skip


def _span(values: Sequence[float]) -> tuple[float, float]:
    """From below the lowest (or zero) to above the highest, a little wider, to two figures."""
    low, high = min(0.0, *values), max(0.0, *values)
    reach = (high - low) or 1.0
    return (_outwards(low, -1) if low < 0 else 0.0), _outwards(high or reach, 1)


def _outwards(value: float, sign: int) -> float:
    size: float = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    return sign * math.ceil(abs(value) / size) * size


def _threshold_line(threshold: float, across: Any, up: Any, x: Any, y: Any) -> list[dict[str, float]]:
    """Where cost = threshold x QALYs crosses the frame."""
    ends = [max(across[0], up[0] / threshold), min(across[1], up[1] / threshold)]
    return [{"x": x(end), "y": y(end * threshold), "at": end} for end in ends]
