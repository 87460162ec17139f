"""Plans on several aims: every plan a line and a number, better being higher, and no number on another."""

from __future__ import annotations

import re
from itertools import pairwise

from hevesy.pictures.parallel_chart import APART, BOTTOM, TOP, _spread, parallel_chart

AXES = [{"name": "Cost,\nUSD", "best": "0", "worst": "4 M"}, {"name": "QALYs", "best": "140", "worst": "0"}]
PLANS = [
    {"label": "0", "kind": "none", "heights": [1.0, 0.0]},
    {"label": "1", "kind": "first", "heights": [0.0, 1.0]},
    {"label": "2", "kind": "dominated", "heights": [0.0, 0.98]},
]


def test_axes_plans_and_legend_are_said() -> None:
    svg = parallel_chart(AXES, PLANS, key="aims", title="Plans", description="0: nothing new")
    said = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert {"Cost,", "USD", "QALYs", "0", "4 M", "140", "1", "2", "the plan shown", "nothing new"} <= set(said)
    assert "not dominated" not in said and "dominated by another" in said
    assert svg.startswith("<svg") and "<title" in svg


def test_numbers_of_plans_stand_apart_and_keep_their_order() -> None:
    wanted = [TOP, TOP + 2, TOP + 3, BOTTOM, BOTTOM - 1, (TOP + BOTTOM) / 2]
    found = _spread(wanted)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    gaps = [found[later] - found[first] for first, later in pairwise(order)]
    assert min(gaps) >= APART - 1e-9
    assert found[5] == wanted[5]
