"""The pictures of a league: which strategy is likely best by willingness to pay, what each would lose, and EVPPI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hevesy.pictures import draw, share_bars, share_said
from hevesy.pictures.ink import DARK, MIDDLE, PALE, rectangles, texts
from hevesy.pictures.need_chart import round_ticks
from hevesy.plan.report.said import figure
from hevesy.plan.value.strokes import (
    BOTTOM,
    FRONTIER,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    canvas,
    legend,
    legend_marks,
    line,
    short,
)

Said = Mapping[str, Any]
# one for each strategy in order of cost; dashes tell them apart in grey
INKS: Sequence[tuple[str, list[int]]] = (
    (DARK, []),
    (MIDDLE, [8, 3]),
    ("#3d7a3d", [2, 2]),
    ("#8c4a86", [9, 3, 2, 3]),
    ("#8a6d1d", [4, 4]),
    ("#555555", [1, 3]),
)
ENVELOPE = (FRONTIER, [6, 3])
ROW = 16.0  # pixels of a line of the legend


def charts_of_league(each: Said, main: Said | None) -> dict[str, str]:
    """The SVGs of one league under the keys by which the page asks for them."""
    found = {f"ceac-{each['id']}": _acceptability(each, main), f"loss-{each['id']}": _expected_loss(each, main)}
    if knowing_helps(each["information"]):
        key = f"worth-{each['id']}"
        found[key] = worth_of_knowing(each["information"], key, f"Value of knowing more: {each['name']}")
    return found


def knowing_helps(information: Said | None) -> bool:
    """Whether any group of figures alone would change the choice."""
    return information is not None and any(part["evppi"] > 0 for part in information["groups"])


def _acceptability(each: Said, main: Said | None) -> str:
    at = each["curves"]
    curves = [(one["name"], at["acceptability"][one["id"]]) for one in each["strategies"]]
    told = (
        "Probability of each strategy to have the largest net benefit, by what a QALY may cost, and that of the one "
        f"that is best on average. {_best_said(each, main)}"
    )
    marks = [(share, f"{share * 100:.0f} %") for share in (0.0, 0.5, 1.0)]
    return _picture(
        f"ceac-{each['id']}", f"Acceptability: {each['name']}", told, curves,
        ("best on average (frontier)", at["frontier"]), at["thresholds"], (1.0, marks), main,
    )  # fmt: skip


def _best_said(each: Said, main: Said | None) -> str:
    if main is None:
        return ""
    at = next(row for row in each["at_thresholds"] if row["id"] == main["id"])
    named = {one["id"]: one["name"] for one in each["strategies"]}
    return (
        f"At {figure(main['value'])} USD a QALY the best on average is {named[at['best']]}, best in "
        f"{share_said(at['probability_of_best'])} of the draws."
    )


def _expected_loss(each: Said, main: Said | None) -> str:
    at = each["curves"]
    curves = [(one["name"], at["expected_loss"][one["id"]]) for one in each["strategies"]]
    top = max(max(values) for _, values in curves) or 1.0
    ticks = [tick for tick in round_ticks(top) if tick <= top]
    marks = [(tick / top, short(tick)) for tick in ticks]
    scaled = [(name, [value / top for value in values]) for name, values in curves]
    told = (
        "Net benefit lost on average by taking each strategy, by what a QALY may cost, USD a person; the lowest line "
        "is the expected value of perfect information."
    )
    return _picture(
        f"loss-{each['id']}", f"Expected loss: {each['name']}", told, scaled,
        ("perfect information (EVPI)", [value / top for value in at["evpi"]]), at["thresholds"], (top, marks), main,
    )  # fmt: skip


def _picture(
    key: str, title: str, told: str, curves: Sequence[tuple[str, Sequence[float]]],
    envelope: tuple[str, Sequence[float]], thresholds: Sequence[float], scale: tuple[float, Any], main: Said | None,
) -> str:  # fmt: skip
    """Curves of shares of the height over thresholds, the envelope dashed over them, and a legend in rows."""
    top = thresholds[-1]

    def path(values: Sequence[float]) -> list[dict[str, float]]:
        return [
            {"x": LEFT + (RIGHT - LEFT) * t / top, "y": BOTTOM - (BOTTOM - TOP) * value, "at": t}
            for t, value in zip(thresholds, values, strict=True)
        ]

    marks = scale[1]
    heights = [BOTTOM - (BOTTOM - TOP) * share for share, _ in marks]
    grid = [{"x": LEFT, "x2": RIGHT, "y": y, "y2": y + 0.6, "fill": "#dddddd"} for y in heights]
    inks = [*INKS[: len(curves)], ENVELOPE]
    layers = [rectangles(grid, stroke=None)]
    layers += [line(path(values), *ink) for (_, values), ink in zip(curves, INKS, strict=False)]
    layers += [line(path(envelope[1]), *ENVELOPE), *legend_marks(inks)]
    words = texts(
        [{"x": LEFT - 5, "y": y, "text": said} for y, (_, said) in zip(heights, marks, strict=True)],
        anchor="end", size=11,
    )  # fmt: skip
    words += texts(
        [
            {"x": LEFT + (RIGHT - LEFT) * tick / top, "y": BOTTOM + 12, "text": short(tick)}
            for tick in round_ticks(top)
            if tick <= top
        ],
        anchor="middle", size=11,
    )  # fmt: skip
    if main is not None and main["value"] <= top:
        x = LEFT + (RIGHT - LEFT) * main["value"] / top
        layers.append(
            rectangles([{"x": x - 0.6, "x2": x + 0.6, "y": TOP, "y2": BOTTOM, "fill": MIDDLE}], stroke=None)
        )
        named = {"x": min(x + 4, RIGHT - 110), "y": TOP - 8, "text": f"threshold {short(main['value'])}"}
        words += texts([named], size=11)
    words += legend([*[name for name, _ in curves], envelope[0]])
    height = HEIGHT + ROW * (len(curves) - 1)
    return draw(canvas(layers, height), key=key, title=title, description=told, words=words)


def worth_of_knowing(found: Said, key: str, title: str) -> str:
    """What each group of figures is worth to know, as a share of knowing everything."""
    bars = [
        {
            "label": part["group"],
            "share": part["evppi"] / found["evpi"],
            "note": f"{figure(round(part['evppi'], 2))} USD",
            "fill": PALE,
        }
        for part in found["groups"]
    ]
    told = "; ".join(f"{part['group']}: {figure(round(part['evppi'], 2))} USD a person" for part in found["groups"])
    return share_bars(bars, key=key, title=title, description=f"{told}.")
